package org.sluice.cli;

import java.io.IOException;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.files.FoundFile;
import org.sluice.recipe.ChangedElements;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.function.ActionException;
import org.sluice.text.OneLine;

/** Says which elements of a header the recipe would change, how, and what its filters say; never a value. */
final class ChangeList implements IdentifierTask {
    private final CompiledRecipe recipe;
    private final IdentifierSets ids;

    ChangeList(CompiledRecipe recipe, IdentifierSets ids) {
        this.recipe = recipe;
        this.ids = ids;
    }

    @Override
    public Done run(FoundFile file) throws IOException, DataSetException, ActionException {
        ScreenedInstance instance =
                ScreenedInstance.toBeWritten(file.path(), recipe, ids.ofAll(), HeaderLimits.DEFAULT);
        instance.requireSound();
        Optional<Match> flagged = instance.screening().verdict(Occurrences.ANY).deciding();
        StringBuilder text = new StringBuilder(OneLine.of(file.path().toString()) + "\n");
        HeaderEdits edits;
        try {
            edits = instance.edit(ids.of(file, instance.sopInstanceUid()));
        } catch (ActionException e) {
            return flagged(flagged.orElseThrow(() -> e), Optional.ofNullable(e.getMessage()), text);
        }
        describe(edits.meta(), text);
        describe(edits.dataSet(), text);
        Optional<String> unsendable = edits.unsendable();
        if (flagged.isPresent()) {
            return flagged(flagged.get(), unsendable, text);
        }
        String problem =
                unsendable.map(why -> FlaggedLine.quarantined(file, why)).orElse("");
        return new Done(text.toString(), problem, Verdict.CLEAN);
    }

    /** @param failure why {@code put} would not write it */
    private static Done flagged(Match match, Optional<String> failure, StringBuilder text) {
        text.append("  flagged ").append(match.why()).append('\n');
        failure.ifPresent(why ->
                text.append("  not written, ").append(FlaggedLine.failing(why)).append('\n'));
        return new Done(text.toString(), "", failure.isPresent() ? Verdict.LEFT_OUT : Verdict.FLAGGED);
    }

    private static void describe(HeaderEdit edit, StringBuilder text) {
        ChangedElements.of(edit).forEach(line -> text.append("  ").append(line).append('\n'));
    }
}
