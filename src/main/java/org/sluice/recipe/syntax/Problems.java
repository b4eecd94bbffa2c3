package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.Fix;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** Collects the problems of one text, each with its source line. */
final class Problems {
    private final List<String> lines;
    private final List<Problem> found = new ArrayList<>();
    private int errors;

    Problems(List<String> lines) {
        this.lines = lines;
    }

    void error(Span at, String message) {
        add(Problem.error(at, message, line(at)));
    }

    /** An error with words that may have been meant; the best one takes the place of {@code at} when fixed. */
    void misspelt(Span at, String message, List<String> suggestions) {
        Problem problem = Problem.error(at, message, line(at)).suggesting(suggestions);
        add(suggestions.isEmpty() ? problem : problem.fixedBy(new Fix(at, suggestions.get(0))));
    }

    /** An error that one replacement of {@code at} removes. */
    void fixable(Span at, String message, String replacement) {
        String shown = replacement.strip();
        add(Problem.error(at, message, line(at))
                .suggesting(shown.length() < 2 ? List.of() : List.of(shown))
                .fixedBy(new Fix(at, replacement)));
    }

    void warning(Span at, String message) {
        add(Problem.warning(at, message, line(at)));
    }

    void note(Span at, String message) {
        add(Problem.note(at, message, line(at)));
    }

    private void add(Problem problem) {
        found.add(problem);
        errors += problem.isError() ? 1 : 0;
    }

    /** The number of errors so far. */
    int errors() {
        return errors;
    }

    /** All of them, in the order of the text. */
    List<Problem> inOrder() {
        List<Problem> ordered = new ArrayList<>(found);
        ordered.sort((a, b) -> a.at().compareTo(b.at()));
        return ordered;
    }

    String line(Span at) {
        return at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
    }
}
