package org.sluice.recipe.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.HeaderText;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** What {@code recipe test} works with, for tests of other packages. */
public final class TrialEntrance {
    private TrialEntrance() {}

    /**
     * What came of an instance.
     *
     * @param matches the sections and reasons of the labels that matched
     * @param failure why nothing was edited
     * @param dataSet what the actions left, as JSON
     */
    public record Tried(List<String> matches, Optional<String> failure, Optional<JsonNode> dataSet) {}

    /** Puts a file through a recipe. */
    public static Tried run(Path recipe, Map<String, String> variables, Path file)
            throws IOException, DataSetException, RecipeException {
        TrialRunner runner = new TrialRunner(CompiledRecipe.load(List.of(SourceText.read(recipe)), Reading.STRICT));
        Span at = new Span("test", 1, 1);
        Trial trial = runner.run(new TestCase(at, "one", new TestCase.Subject.Stored(at, file), variables, List.of()));
        List<String> matches = trial.matches().stream()
                .map(match -> match.section() + ": " + match.reason().strip())
                .toList();
        Optional<JsonNode> after = trial.outcome() instanceof Trial.Outcome.Edited edited
                ? Optional.of(HeaderText.of(edited.after().dataSet()))
                : Optional.empty();
        return new Tried(matches, trial.failure(), after);
    }
}
