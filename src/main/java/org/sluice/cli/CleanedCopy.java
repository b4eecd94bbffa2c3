package org.sluice.cli;

import java.io.IOException;
import java.util.Optional;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.function.ActionException;

/**
 * Writes a file with the recipe's header actions done, and says when it is flagged. A file whose actions cannot be done, or
 * leave what the node would quarantine, is not written. One that is flagged too is told as flagged first, as by the node.
 */
final class CleanedCopy implements IdentifierTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;
    private final OutputNames names;
    private final NewFile.Existing existing;
    private final Written written;
    private final Crosswalk crosswalk;

    /** Which files are written. */
    enum Written {
        ALL,
        CLEAN_ONLY
    }

    CleanedCopy(
            CompiledRecipe recipe,
            IdentifierSets ids,
            OutputNames names,
            NewFile.Existing existing,
            Written written,
            Crosswalk crosswalk) {
        this.recipe = recipe;
        this.ids = ids;
        this.names = names;
        this.existing = existing;
        this.written = written;
        this.crosswalk = crosswalk;
    }

    @Override
    public Done run(FoundFile file) throws IOException, DataSetException, ActionException {
        ScreenedInstance instance =
                ScreenedInstance.toBeWritten(file.path(), recipe, ids.ofAll(), HeaderLimits.DEFAULT);
        instance.requireSound();
        Optional<Match> flagged = instance.screening().verdict(Occurrences.ANY).deciding();
        if (flagged.isPresent() && written == Written.CLEAN_ONLY) {
            return leftOut(file, flagged.get(), "");
        }
        int droppedWords;
        try {
            HeaderEdits edits = instance.edit(ids.of(file, instance.sopInstanceUid()));
            Optional<String> unsendable = edits.unsendable();
            if (unsendable.isPresent()) {
                return flagged.map(match -> failing(file, match, unsendable.get()))
                        .orElseGet(() -> Done.failed(FlaggedLine.quarantined(file, unsendable.get())));
            }
            crosswalk.note(edits, ids.ofAll().tags());
            write(file, instance, edits);
            droppedWords = edits.droppedWords();
        } catch (ActionException e) {
            return failing(file, flagged.orElseThrow(() -> e), String.valueOf(e.getMessage()));
        } catch (LateActionException e) {
            return failing(file, flagged.orElseThrow(() -> e), String.valueOf(e.getMessage()));
        }
        return flagged.map(match -> new Done(FlaggedLine.of(file, match) + "\n", "", Verdict.FLAGGED))
                .orElse(Done.of(""))
                .without(droppedWords);
    }

    /** The node asks the filters first, and runs no action on what they flag. */
    private static Done failing(FoundFile file, Match match, String why) {
        return leftOut(file, match, ", " + FlaggedLine.failing(why));
    }

    private static Done leftOut(FoundFile file, Match match, String why) {
        return new Done(FlaggedLine.of(file, match) + ": not written" + why + "\n", "", Verdict.LEFT_OUT);
    }

    private void write(FoundFile file, ScreenedInstance instance, HeaderEdits edits)
            throws IOException, DataSetException {
        try (NewFile copy = names.create(file, "", existing)) {
            instance.write(edits, copy::write);
            copy.finish(existing);
        }
    }
}
