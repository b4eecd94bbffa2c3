package org.sluice.recipe.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Coordinate;
import org.sluice.recipe.EvaluationException;
import org.sluice.recipe.HeaderEdits;
import org.sluice.recipe.Instance;
import org.sluice.recipe.Match;
import org.sluice.recipe.VariableValue;
import org.sluice.recipe.Variables;
import org.sluice.recipe.Verdict;
import org.sluice.recipe.syntax.Reading;

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
            return run(read(stored.file()), test.variables(), true);
        }
        List<Given> elements = ((TestCase.Subject.Written) test.subject()).elements();
        return run(elements, test.variables());
    }

    Trial run(List<Given> elements, Map<String, String> variables) throws DataSetException {
        Instance instance = new Instance(WrittenInstance.fileMeta(elements), WrittenInstance.dataSet(elements));
        return run(instance, variables, false);
    }

    private Instance read(Path file) throws IOException, DataSetException {
        try (Part10 stored = Part10.open(file, HeaderLimits.DEFAULT)) {
            int lastTag = recipe.needsWholeDataSet() ? -1 : recipe.lastFilterTag();
            return new Instance(stored.meta(), stored.header(lastTag));
        }
    }

    private Trial run(Instance instance, Map<String, String> given, boolean stored) throws DataSetException {
        Trial.Pair before = new Trial.Pair(instance.meta(), instance.dataSet());
        Variables variables =
                (name, any) -> Optional.ofNullable(given.get(name)).map(VariableValue::of);
        Verdict verdict;
        try {
            verdict = recipe.evaluate(instance);
        } catch (EvaluationException e) {
            return new Trial(List.of(), before, new Trial.Outcome.Unfiltered(reason(e)), stored);
        }
        List<Trial.Matched> matches =
                verdict.matches().stream().map(TrialRunner::matched).toList();
        return new Trial(matches, before, edit(instance, variables), stored);
    }

    private Trial.Outcome edit(Instance instance, Variables variables) throws DataSetException {
        try {
            HeaderEdits edits = recipe.edit(instance, variables);
            Optional<String> unsendable = recipe.reading() == Reading.STRICT ? edits.unsendable() : Optional.empty();
            if (unsendable.isPresent()) {
                return new Trial.Outcome.Refused(unsendable.get());
            }
            edits.carryUidsToMeta();
            return new Trial.Outcome.Edited(new Trial.Pair(readBack(edits.meta()), readBack(edits.dataSet())));
        } catch (ActionException e) {
            return new Trial.Outcome.Refused(reason(e));
        }
    }

    /** The header as it would be sent, so that expectations look at bytes that were written. */
    private static Header readBack(HeaderEdit edit) throws DataSetException {
        var written = new ByteArrayOutputStream();
        try {
            edit.writeTo(bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                written.writeBytes(copy);
            });
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        TransferSyntax syntax = edit.header().syntax();
        var reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1);
        if (!reader.accept(ByteBuffer.wrap(written.toByteArray()))) {
            reader.end();
        }
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
        String message = e.getMessage();
        return message == null ? "" : message;
    }
}
