package org.sluice.recipe.testing;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.OneLine;
import org.sluice.text.SourceText;

/** A test file as it was read. Immutable. */
public final class RecipeTest {
    private final String file;
    private final List<Path> recipes;
    private final Reading reading;
    private final List<TestCase> cases;

    RecipeTest(String file, List<Path> recipes, Reading reading, List<TestCase> cases) {
        this.file = file;
        this.recipes = List.copyOf(recipes);
        this.reading = reading;
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads a test file. Paths in it are relative to its own directory.
     *
     * @throws TestFileException with every problem of its text
     * @throws IOException when it cannot be read
     */
    public static RecipeTest read(Path file) throws IOException, TestFileException {
        return TestFileParser.parse(SourceText.read(file));
    }

    /**
     * Loads the recipes and runs every case. A case whose file is no instance fails, with that as its only failure.
     *
     * @throws RecipeException when a recipe is refused, with every problem of its text
     * @throws IOException when a recipe cannot be read
     */
    public TestReport run() throws IOException, RecipeException {
        return run(report -> {});
    }

    /** The same, telling of each case once it has run. */
    public TestReport run(Consumer<CaseReport> told) throws IOException, RecipeException {
        var runner = new TrialRunner(CompiledRecipe.load(RecipeSources.read(recipes, reading), reading));
        List<CaseReport> reports = new ArrayList<>();
        for (TestCase each : cases) {
            CaseReport report = run(each, runner);
            reports.add(report);
            told.accept(report);
        }
        return new TestReport(file, reports);
    }

    private static CaseReport run(TestCase test, TrialRunner runner) {
        List<Failure> failures = new ArrayList<>();
        try {
            Trial trial = runner.run(test);
            for (Expectation expectation : test.expectations()) {
                expectation
                        .check(trial)
                        .or(() -> unexpectedQuarantine(test, expectation, trial))
                        .ifPresent(failures::add);
            }
        } catch (DataSetException e) {
            failures.add(new Failure(test.at(), test.name(), "an instance", OneLine.message(e)));
        } catch (NoSuchFileException e) {
            failures.add(new Failure(test.at(), test.name(), "an instance", "no such file: " + OneLine.message(e)));
        } catch (IOException e) {
            failures.add(new Failure(test.at(), test.name(), "an instance", OneLine.of(e)));
        }
        return new CaseReport(test.at(), test.name(), test.expectations().size(), failures);
    }

    /** What no section flags passes, so {@code clean} fails when it is quarantined for a reason that no line expects. */
    private static Optional<Failure> unexpectedQuarantine(TestCase test, Expectation expectation, Trial trial) {
        boolean expected = test.expectations().stream().anyMatch(Expectation.Quarantined.class::isInstance);
        return expected || !(expectation instanceof Expectation.Clean)
                ? Optional.empty()
                : trial.failure()
                        .flatMap(reason -> expectation.failure("a clean instance", "quarantine because " + reason));
    }

    /** Its name, as problems and failures print it. */
    public String file() {
        return file;
    }

    /** The recipes it is about, combined in this order. */
    public List<Path> recipes() {
        return recipes;
    }

    /** How the recipes are read. */
    public Reading reading() {
        return reading;
    }

    /** How many cases it has. */
    public int size() {
        return cases.size();
    }

    List<TestCase> cases() {
        return cases;
    }
}
