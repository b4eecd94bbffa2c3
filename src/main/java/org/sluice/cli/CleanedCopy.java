package org.sluice.cli;

import java.io.IOException;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;

/** Writes a file with the recipe's header actions done. A file whose actions cannot be done is not written. */
final class CleanedCopy implements IdentifierTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;
    private final OutputNames names;
    private final NewFile.Existing existing;

    CleanedCopy(CompiledRecipe recipe, IdentifierSets ids, OutputNames names, NewFile.Existing existing) {
        this.recipe = recipe;
        this.ids = ids;
        this.names = names;
        this.existing = existing;
    }

    @Override
    public String run(FoundFile file) throws IOException, DataSetException, ActionException {
        Cleaning cleaning = new Cleaning(file, recipe, ids);
        try (NewFile written = names.create(file, "", existing)) {
            cleaning.writeTo(written::write);
            written.finish(existing);
        }
        return "";
    }
}
