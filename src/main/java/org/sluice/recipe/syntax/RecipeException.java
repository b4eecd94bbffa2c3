package org.sluice.recipe.syntax;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Problem;

/** A recipe that is refused: it never runs. */
public final class RecipeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** As many problems as a person reads; all are in {@link #problems()}. */
    private static final int MOST_SHOWN = 100;

    private final transient List<Problem> problems;

    /** For all the problems of a recipe, warnings and notes included; at least one is an error. */
    public RecipeException(List<Problem> problems) {
        super(problems.stream()
                .filter(Problem::isError)
                .limit(MOST_SHOWN)
                .map(Problem::display)
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }
}
