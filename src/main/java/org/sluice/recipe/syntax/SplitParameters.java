package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.List;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.text.Span;
import org.sluice.text.Suggestions;

/** The parameters of a SPLIT entry: {@code by=X;minlength=N}. */
final class SplitParameters {
    private static final String BY = "by";
    private static final String MIN_LENGTH = "minlength";

    private static final List<String> NAMES = List.of(BY, MIN_LENGTH);

    private SplitParameters() {}

    /** deid's reading: what is wrong shows only when the header is worked on. Unknown names are passed over. */
    static ListEntry compat(Span at, Field field, String text) {
        String by = " ";
        int minLength = 1;
        for (String parameter : text.split(";", -1)) {
            String[] sides = parameter.split("=", -1);
            if (sides.length != 2) {
                return new ListEntry.Faulty(at, field, "expected by=X or minlength=N");
            }
            String name = Blanks.strip(sides[0]);
            if (name.equals(BY)) {
                by = unquoted(sides[1]);
            } else if (name.equals(MIN_LENGTH)) {
                var number = PythonNumbers.whole(sides[1]);
                if (number.isEmpty()) {
                    return new ListEntry.Faulty(at, field, "expected a whole number after minlength=");
                }
                minLength = number.get()
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .max(BigInteger.ZERO)
                        .intValue();
            }
        }
        return new ListEntry.Split(at, field, by, minLength);
    }

    /**
     * The strict reading.
     *
     * @param at the line
     * @param textAt where the parameters stand
     * @param text the parameters; empty for none
     */
    static ListEntry strict(Problems problems, Span at, Field field, Span textAt, String text) {
        String by = " ";
        int minLength = 1;
        int place = 0;
        for (String parameter : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            Span parameterAt = textAt.within(Math.min(place, textAt.length()), parameter.length());
            place += parameter.length() + 1;
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (name.equals(BY) && !unquoted(value).isEmpty() && unquoted(value).indexOf('=') < 0) {
                by = unquoted(value);
            } else if (name.equals(MIN_LENGTH) && isLength(value)) {
                minLength = Integer.parseInt(value);
            } else {
                wrong(problems, parameterAt, name, value);
                break;
            }
        }
        return new ListEntry.Split(at, field, by, minLength);
    }

    private static boolean isLength(String value) {
        return value.matches("[1-9]\\d{0,5}");
    }

    private static void wrong(Problems problems, Span at, String name, String value) {
        if (name.equals(BY)) {
            problems.error(at, "expected the text to cut at after by= (it cannot hold ; or =)");
        } else if (name.equals(MIN_LENGTH) && isLength(unquoted(value))) {
            problems.fixable(at, "expected a number without quotes", MIN_LENGTH + "=" + unquoted(value));
        } else if (name.equals(MIN_LENGTH)) {
            problems.error(at, "expected a whole number above zero after minlength=");
        } else {
            Span nameAt = at.within(0, name.length());
            List<String> near = name.equals("splitval") ? List.of(BY) : Suggestions.near(name, NAMES);
            problems.misspelt(nameAt, "expected by=TEXT or minlength=NUMBER, found " + Quoted.text(name), near);
        }
    }

    /** The text without the quotes around it. */
    static String unquoted(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isQuote(text.charAt(start))) {
            start++;
        }
        while (end > start && isQuote(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
