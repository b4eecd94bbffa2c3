package org.sluice.recipe.syntax;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.recipe.pattern.Expression;
import org.sluice.recipe.pattern.PatternException;
import org.sluice.text.Span;

/** Checks that a regular expression can run, in time linear in the text. */
final class Expressions {
    /** Compiling takes time that grows faster than the length; no list of names comes near this. */
    private static final int LONGEST = 10_000;

    private static final Pattern NEGATED_CLASS = Pattern.compile("\\\\(?:\\\\|([SDWB]))");

    private final Problems problems;

    Expressions(Problems problems) {
        this.problems = problems;
    }

    /** Checks an expression as it will be compiled, in lower case (Q10). */
    void check(String expression, Span at) {
        if (expression.length() > LONGEST) {
            problems.error(at, "expected an expression of at most " + LONGEST + " characters");
            return;
        }
        String lowered = expression.toLowerCase(Locale.ROOT);
        try {
            Expression.compile(lowered, Expression.Case.EXACT, Expression.Engine.LINEAR);
        } catch (PatternException refused) {
            int place = Math.min(refused.position(), expression.length());
            int length = place < expression.length() ? 1 : 0;
            problems.error(at.within(place, length), "in the regular expression: " + refused.getMessage());
            return;
        }
        Matcher negated = NEGATED_CLASS.matcher(expression);
        while (negated.find()) {
            if (negated.group(1) != null) {
                String written = negated.group();
                problems.warning(
                        at.within(negated.start(), 2),
                        "expressions are lower-cased first, so " + written + " means "
                                + written.toLowerCase(Locale.ROOT));
            }
        }
    }
}
