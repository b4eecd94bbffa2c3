package org.sluice.recipe.syntax;

import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as Python's {@code int} takes them: blanks around, a sign, single underscores between digits. */
final class PythonNumbers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,17}");
    private static final Pattern UNDERSCORES = Pattern.compile("(?<=\\d)_(?=\\d)");
    private static final Pattern TAG = Pattern.compile("0x_?(\\p{XDigit}{1,8})");

    private PythonNumbers() {}

    static Optional<Long> integer(String text) {
        String digits = UNDERSCORES.matcher(Blanks.strip(text)).replaceAll("");
        return INTEGER.matcher(digits).matches() ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    /** A tag written {@code 0x} and one to eight hexadecimal digits. */
    static Optional<Integer> tag(String text) {
        var digits = TAG.matcher(text);
        return digits.matches() ? Optional.of(Integer.parseUnsignedInt(digits.group(1), 16)) : Optional.empty();
    }
}
