package org.sluice.recipe.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sluice.recipe.syntax.Reading;
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

    List<TestCase> cases() {
        return cases;
    }
}
