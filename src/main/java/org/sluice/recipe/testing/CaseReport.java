package org.sluice.recipe.testing;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.Span;

/**
 * How one case went.
 *
 * @param at its {@code case} line
 * @param name its name
 * @param expectations how many it has
 * @param failures those that did not hold, in the order of the text
 */
public record CaseReport(Span at, String name, int expectations, List<Failure> failures) {
    /** Keeps its own copy of {@code failures}. */
    public CaseReport {
        failures = List.copyOf(failures);
    }

    /** A line for each failure, each with its line end. */
    public String display() {
        return failures.stream().map(failure -> failure.display() + "\n").collect(Collectors.joining());
    }

    /** Whether every expectation held. */
    public boolean passed() {
        return failures.isEmpty();
    }
}
