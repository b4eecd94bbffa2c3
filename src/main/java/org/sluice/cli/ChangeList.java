package org.sluice.cli;

import java.io.IOException;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;

/** Says which elements of a header the recipe would change, and how; never a value. */
final class ChangeList implements IdentifierTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;

    ChangeList(CompiledRecipe recipe, IdentifierSets ids) {
        this.recipe = recipe;
        this.ids = ids;
    }

    @Override
    public String run(FoundFile file) throws IOException, DataSetException, ActionException {
        Cleaning cleaning = new Cleaning(file, recipe, ids);
        StringBuilder text = new StringBuilder(file.path() + "\n");
        describe(cleaning.edits().meta(), text);
        describe(cleaning.edits().dataSet(), text);
        return text.toString();
    }

    private static void describe(HeaderEdit edit, StringBuilder text) {
        int received = edit.header().size();
        for (int i = 0; i < edit.size(); i++) {
            // What goes with its sequence is not worth a line of its own.
            boolean wentWithItsSequence = edit.parent(i) >= 0 && edit.changed(edit.parent(i));
            if (edit.changed(i) && !wentWithItsSequence && (i < received || edit.present(i))) {
                text.append("  ").append(what(edit, i, received)).append(' ').append(edit.path(i));
                Dictionary.standard().byTag(edit.tag(i)).ifPresent(entry -> text.append(' ')
                        .append(entry.keyword()));
                text.append('\n');
            }
        }
    }

    private static String what(HeaderEdit edit, int i, int received) {
        if (i >= received) {
            return "add    ";
        }
        if (!edit.present(i)) {
            return "remove ";
        }
        return edit.isSequence(i) || edit.valueLength(i) == 0 ? "blank  " : "replace";
    }
}
