package org.sluice.cli;

import java.io.IOException;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Match;

/**
 * Writes a file with the recipe's header actions done, and says when it is flagged. A file whose actions cannot be done, or
 * leave what the node would quarantine, is not written.
 */
final class CleanedCopy implements IdentifierTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;
    private final OutputNames names;
    private final NewFile.Existing existing;
    private final Written written;

    /** Which files are written. */
    enum Written {
        ALL,
        CLEAN_ONLY
    }

    CleanedCopy(
            CompiledRecipe recipe, IdentifierSets ids, OutputNames names, NewFile.Existing existing, Written written) {
        this.recipe = recipe;
        this.ids = ids;
        this.names = names;
        this.existing = existing;
        this.written = written;
    }

    @Override
    public Done run(FoundFile file) throws IOException, DataSetException, ActionException {
        Cleaning cleaning = new Cleaning(file, recipe, ids);
        Optional<Match> flagged = cleaning.verdict().deciding();
        if (flagged.isPresent() && written == Written.CLEAN_ONLY) {
            String line = FlaggedLine.of(file, flagged.get()) + ": not written\n";
            return new Done(line, "", Verdict.LEFT_OUT);
        }
        Optional<String> unsendable = cleaning.edits().unsendable();
        if (unsendable.isPresent()) {
            return Done.failed(FlaggedLine.quarantined(file, unsendable.get()));
        }
        write(file, cleaning);
        return flagged.map(match -> new Done(FlaggedLine.of(file, match) + "\n", "", Verdict.FLAGGED))
                .orElse(Done.of(""));
    }

    private void write(FoundFile file, Cleaning cleaning) throws IOException, DataSetException {
        try (NewFile copy = names.create(file, "", existing)) {
            cleaning.writeTo(copy::write);
            copy.finish(existing);
        }
    }
}
