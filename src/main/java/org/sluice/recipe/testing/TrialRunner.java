package org.sluice.recipe.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TransferSyntax;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.OneLine;

/** Puts instances through a recipe, as the node does, and keeps what came of it. */
final class TrialRunner {
    private final CompiledRecipe recipe;

    TrialRunner(CompiledRecipe recipe) {
        this.recipe = recipe;
    }

    /**
     * What the recipe does to the instance of a case.
     *
     * @throws DataSetException when the instance cannot be read, or not be written down
     * @throws IOException when its file cannot be read
     */
    Trial run(TestCase test) throws IOException, DataSetException {
        if (test.subject() instanceof TestCase.Subject.Stored stored) {
            ScreenedInstance instance = ScreenedInstance.of(stored.file(), recipe, HeaderLimits.DEFAULT);
            return run(instance, stopped(instance), test.variables(), true);
        }
        List<Given> elements = ((TestCase.Subject.Written) test.subject()).elements();
        return run(elements, test.variables());
    }

    /** A case that writes no UID of the instance is not about them: it is as sound as one that has them. */
    Trial run(List<Given> elements, Map<String, String> variables) throws IOException, DataSetException {
        ScreenedInstance named = written(WrittenInstance.named(elements));
        return run(written(elements), stopped(named), variables, false);
    }

    private ScreenedInstance written(List<Given> elements) throws IOException, DataSetException {
        byte[] bytes = WrittenInstance.dataSetBytes(elements);
        return ScreenedInstance.of(
                WrittenInstance.fileMeta(elements),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                () -> DataSetPieces.of(bytes),
                recipe,
                HeaderLimits.DEFAULT);
    }

    /**
     * Why the node would quarantine the instance before a filter looks at it.
     *
     * @throws DataSetException when the node would not take it either
     */
    private Optional<Trial.Outcome> stopped(ScreenedInstance instance) throws DataSetException {
        if (recipe.reading() != Reading.STRICT) {
            instance.requireReadable();
            return Optional.empty();
        }
        Optional<Contradiction> first = instance.contradiction();
        if (first.isPresent()) {
            return Optional.of(unfiltered(first.get().kind().word(), first.get().text()));
        }
        Optional<DataSetException> failure = instance.failure();
        boolean tooLarge = failure.isPresent() && failure.get() instanceof HeaderTooLargeException;
        if (tooLarge && instance.screening().header().isEmpty()) {
            throw failure.get();
        }
        return failure.map(why -> unfiltered(tooLarge ? "header-too-large" : "data-set-unreadable", reason(why)));
    }

    private static Trial.Outcome unfiltered(String kind, String text) {
        return new Trial.Outcome.Unfiltered(kind, kind + ": " + text);
    }

    private Trial run(
            ScreenedInstance instance, Optional<Trial.Outcome> stopped, Map<String, String> given, boolean stored)
            throws IOException, DataSetException {
        if (stopped.isPresent()) {
            return new Trial(List.of(), stopped.get(), stored);
        }
        Variables variables = Variables.of(given);
        Verdict verdict;
        try {
            verdict = instance.screening().verdict(Occurrences.ANY);
        } catch (EvaluationException e) {
            return new Trial(List.of(), new Trial.Outcome.Unfiltered("filter-failed", reason(e)), stored);
        }
        List<Trial.Matched> matches =
                verdict.matches().stream().map(TrialRunner::matched).toList();
        return new Trial(matches, edit(instance, variables), stored);
    }

    /** The instance as it would be sent, so that expectations look at bytes that were written. */
    private Trial.Outcome edit(ScreenedInstance instance, Variables variables) throws IOException, DataSetException {
        Trial.Pair before = new Trial.Pair(instance.meta(), instance.received());
        try {
            HeaderEdits edits = instance.edit(variables);
            Optional<String> unsendable = recipe.reading() == Reading.STRICT ? edits.unsendable() : Optional.empty();
            if (unsendable.isPresent()) {
                return new Trial.Outcome.Refused(word(ActionException.Kind.ACTION_FAILED), unsendable.get());
            }
            return new Trial.Outcome.Edited(before, new Trial.Pair(readBack(edits.meta()), instance.edited(edits)));
        } catch (ActionException e) {
            return new Trial.Outcome.Refused(word(e.kind()), reason(e));
        } catch (DataSetException e) {
            // It could be read to its end, so an action behind the pixel data has failed.
            ActionException.Kind kind =
                    e instanceof LateActionException late ? late.kind() : ActionException.Kind.ACTION_FAILED;
            return new Trial.Outcome.Refused(word(kind), reason(e));
        }
    }

    /** What the quarantine calls it. */
    private static String word(ActionException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Header readBack(HeaderEdit meta) throws IOException, DataSetException {
        HeaderReader reader = HeaderReader.ofWhole(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT);
        ByteBuffer written = ByteBuffer.allocate(Math.toIntExact(meta.editedLength()));
        meta.writeTo(written::put);
        reader.accept(written.flip());
        reader.end();
        return reader.header();
    }

    private static Trial.Matched matched(Match match) {
        List<String> regions = match.coordinates().stream()
                .flatMap(coordinate -> coordinate.regions().stream()
                        .map(region -> (coordinate.effect() == Coordinate.Effect.KEEP ? "keep " : "blank ") + region))
                .toList();
        return new Trial.Matched(match.section(), match.label(), match.reason(), regions);
    }

    private static String reason(Exception e) {
        return OneLine.message(e);
    }
}
