package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.sluice.dataset.Dictionary;
import org.sluice.text.Fix;
import org.sluice.text.Problem;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

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

    /**
     * An error in a word of the language itself, with words that may have been meant. The only one takes the place of
     * {@code at} when fixed; between two a person has to choose.
     */
    void misspelt(Span at, String message, List<String> suggestions) {
        Problem problem = Problem.error(at, message, line(at)).suggesting(suggestions);
        add(suggestions.size() == 1 ? problem.fixedBy(new Fix(at, suggestions.get(0))) : problem);
    }

    /** An error with what may have been meant, of which only a person can tell whether it was. */
    void unknown(Span at, String message, List<String> suggestions) {
        add(Problem.error(at, message, line(at)).suggesting(suggestions));
    }

    /** An error in a name that the author of the recipe gave; a fix puts its case right, and makes no other name of it. */
    void unknownName(Span at, String expected, String written, Collection<String> known) {
        List<String> near = Suggestions.near(written, known);
        Problem problem = Problem.error(at, expected + ", found " + Quoted.text(written), line(at))
                .suggesting(near);
        boolean sameLetters = near.size() == 1 && near.get(0).equalsIgnoreCase(written);
        add(sameLetters ? problem.fixedBy(new Fix(at, near.get(0))) : problem);
    }

    /**
     * An unknown keyword. Only what is sure to be the same attribute takes its place when fixed: a wrong case, or the s of
     * a plural or possessive. A guess that is wrong makes the recipe spare what it was to remove.
     */
    void unknownKeyword(Span at, String expected, String written) {
        Problem problem = Problem.error(at, expected + ", found " + Quoted.text(written), line(at))
                .suggesting(Keywords.suggestions(written));
        add(Dictionary.standard()
                .byKeywordSlip(written)
                .map(meant -> problem.fixedBy(new Fix(at, meant.keyword())))
                .orElse(problem));
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
