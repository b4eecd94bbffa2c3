package org.sluice.recipe.testing;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Problem;

/** A test file that cannot be run because its own text is wrong; the recipe has not been looked at. */
public final class TestFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** For all the problems of a test file, at least one. */
    public TestFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::display).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }
}
