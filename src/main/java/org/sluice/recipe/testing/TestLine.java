package org.sluice.recipe.testing;

import java.util.List;
import java.util.Locale;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/**
 * One line of a test file, cut into its first word and the rest.
 *
 * @param at the line without its indent
 * @param source the whole line
 * @param text the line without white space at its ends
 */
record TestLine(Span at, String source, String text) {
    private static final List<String> WORDS = List.of("recipe", "reading", "var", "case", "file", "without", "expect");

    /** A line that cannot be understood. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Refused(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static TestLine of(String file, int number, String source) {
        String text = source.strip();
        int indent = source.length() - source.stripLeading().length();
        return new TestLine(new Span(file, number, indent + 1, text.length()), source, text);
    }

    String word() {
        return text.split("\\s+", 2)[0];
    }

    /** What follows the first word. */
    String rest() {
        return text.substring(word().length()).strip();
    }

    /** Whether something follows the first word; reported when not. */
    boolean needs(String what, List<Problem> problems) {
        if (!rest().isEmpty()) {
            return true;
        }
        problems.add(
                problemAt(text.length(), 0, "expected " + what + " after " + word() + ", found the end of the line"));
        return false;
    }

    Problem problem(String message) {
        return problemAt(0, text.length(), message);
    }

    Problem problemInRest(String message) {
        return problemAt(text.length() - rest().length(), rest().length(), message + ", found " + shown(rest()));
    }

    /** A problem of {@code length} characters, {@code offset} into the text of the line. */
    Problem problemAt(int offset, int length, String message) {
        return Problem.error(at.within(offset, length), message, source);
    }

    /** The words of a line that start almost like this one. */
    List<String> nearestWord() {
        String start = word().toLowerCase(Locale.ROOT);
        return WORDS.stream()
                .filter(known -> known.startsWith(start) || start.startsWith(known.substring(0, 3)))
                .toList();
    }

    /** The element that a word of this line names. */
    ElementPath path(String written) throws Refused {
        try {
            return ElementPath.parse(written);
        } catch (ElementPath.Unknown unknown) {
            int offset = Math.max(0, text.indexOf(written));
            throw new Refused(
                    problemAt(offset, written.length(), unknown.expected()).suggesting(unknown.suggestions()));
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? "nothing" : text;
    }
}
