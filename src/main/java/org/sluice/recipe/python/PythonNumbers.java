package org.sluice.recipe.python;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Which texts Python reads as numbers: white space around, a sign and single underscores between digits are allowed. */
public final class PythonNumbers {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+(_\\d+)*");
    private static final Pattern REAL =
            Pattern.compile("[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+(_\\d+)*)?");
    /** Beyond this an exponent makes zero or infinity, and parsing slow. */
    private static final int MOST_DIGITS = 5000;

    private PythonNumbers() {}

    /** {@code int(text)}; empty where Python raises. */
    public static Optional<BigInteger> whole(String text) {
        String bare = PythonText.strip(text);
        if (bare.length() > MOST_DIGITS || !WHOLE.matcher(bare).matches()) return Optional.empty();
        return Optional.of(new BigInteger(unsigned(bare.replace("_", ""))));
    }

    /** {@code float(text)}; empty where Python raises. */
    public static OptionalDouble real(String text) {
        String bare = PythonText.strip(text);
        if (REAL.matcher(bare).matches()) return OptionalDouble.of(Double.parseDouble(bare.replace("_", "")));
        String word = bare.toLowerCase(Locale.ROOT);
        boolean negative = word.startsWith("-");
        return switch (negative || word.startsWith("+") ? word.substring(1) : word) {
            case "inf", "infinity" -> OptionalDouble.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            case "nan" -> OptionalDouble.of(Double.NaN);
            default -> OptionalDouble.empty();
        };
    }

    /** A tag as pydicom reads it from text: hexadecimal digits, with or without {@code 0x}. */
    public static OptionalInt tag(String word) {
        String digits = word.startsWith("0x") || word.startsWith("0X") ? word.substring(2) : word;
        boolean fits =
                !digits.isEmpty() && digits.length() <= 8 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return fits ? OptionalInt.of(Integer.parseUnsignedInt(digits, 16)) : OptionalInt.empty();
    }

    private static String unsigned(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
