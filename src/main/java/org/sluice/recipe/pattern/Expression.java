package org.sluice.recipe.pattern;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression in Python's syntax, searched for anywhere in a text. Safe for several threads.
 */
public final class Expression {
    /** What may run an expression. */
    public enum Engine {
        /** Only in time linear in the text; an expression that needs more is refused when it is compiled. */
        LINEAR,
        /** What cannot run in linear time runs by backtracking, under a step limit. */
        BACKTRACKING_ALLOWED
    }

    /** Whether upper and lower case count as the same. */
    public enum Case {
        EXACT,
        IGNORED
    }

    /**
     * What came of the texts that were searched last. A device writes the same words into instance after instance, and a search
     * costs a hundred times as much as a look at the answer. A thread that overwrites another's answer does no harm.
     */
    private static final class LastAnswers {
        private static final int COUNT = 8;
        private static final int LONGEST_TEXT = 64;

        private record Answer(String text, boolean found) {}

        private final @Nullable Answer[] answers = new Answer[COUNT];

        boolean of(String text, Predicate<String> search) {
            if (text.length() > LONGEST_TEXT) {
                return search.test(text);
            }
            int place = text.hashCode() & (COUNT - 1);
            Answer last = answers[place];
            if (last == null || !last.text().equals(text)) {
                last = new Answer(text, search.test(text));
                answers[place] = last;
            }
            return last.found();
        }
    }

    /** RE2 refuses repeats above this. */
    private static final int MOST_REPEATS_OF_RE2 = 1000;

    private final String source;
    private final @Nullable List<Word> words;
    private final com.google.re2j.@Nullable Pattern linear;
    private final java.util.regex.@Nullable Pattern backtracking;
    private final LastAnswers lastAnswers = new LastAnswers();

    private Expression(
            String source,
            @Nullable List<Word> words,
            com.google.re2j.@Nullable Pattern linear,
            java.util.regex.@Nullable Pattern backtracking) {
        this.source = source;
        this.words = words;
        this.linear = linear;
        this.backtracking = backtracking;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternException if Python would refuse it, or if it needs look-around, back references or the like and
     *     {@code engine} is {@link Engine#LINEAR}
     */
    public static Expression compile(String source, Case letterCase, Engine engine) {
        EngineText reading = PythonSyntax.read(source, letterCase, EngineText.Dialect.RE2);
        if (letterCase == Case.EXACT && reading.words() != null) {
            return new Expression(source, reading.words(), null, null);
        }
        boolean linearCan = reading.beyondLinear() == null && reading.largestRepeat() <= MOST_REPEATS_OF_RE2;
        if (!linearCan && engine == Engine.LINEAR) {
            throw refusal(reading);
        }
        com.google.re2j.Pattern linear = linearCan ? com.google.re2j.Pattern.compile(reading.text()) : null;
        java.util.regex.Pattern backtracking = null;
        if (!linearCan || reading.hasWordBoundary()) {
            String text = PythonSyntax.read(source, letterCase, EngineText.Dialect.JAVA)
                    .text();
            backtracking = java.util.regex.Pattern.compile(text, java.util.regex.Pattern.UNIX_LINES);
        }
        return new Expression(source, null, linear, backtracking);
    }

    /** Whether Python accepts the expression; what the linear engine cannot run counts as accepted. */
    public static boolean isValid(String source) {
        try {
            PythonSyntax.read(source, Case.EXACT, EngineText.Dialect.RE2);
            return true;
        } catch (PatternException refused) {
            return false;
        }
    }

    private static PatternException refusal(EngineText reading) {
        EngineText.Beyond beyond = reading.beyondLinear();
        if (beyond == null) {
            return new PatternException("a repeat of more than " + MOST_REPEATS_OF_RE2 + " times", 0);
        }
        return new PatternException(beyond.what() + " cannot be matched in time linear in the text", beyond.position());
    }

    /**
     * Whether the expression matches anywhere in {@code text}.
     *
     * @throws PatternException if a backtracking expression exceeds its step limit
     */
    public boolean isIn(String text) {
        if (words != null) {
            for (Word word : words) {
                if (word.isIn(text)) {
                    return true;
                }
            }
            return false;
        }
        return lastAnswers.of(text, this::isFoundIn);
    }

    private boolean isFoundIn(String text) {
        // RE2's \b knows ASCII letters only; a text with others goes to the engine that knows all.
        if (linear != null && (backtracking == null || isAscii(text))) {
            return linear.matcher(text).find();
        }
        if (backtracking == null) {
            throw new IllegalStateException("no engine for " + source);
        }
        try {
            return backtracking.matcher(new StepLimitedText(text)).find();
        } catch (StackOverflowError tooDeep) {
            throw new PatternException("the expression needs too deep a search over one value", 0);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Quotes a text, so that as an expression it finds just itself. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    @Override
    public String toString() {
        return source;
    }
}
