package org.sluice.dataset;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form, the characters and the length of one value of a text VR, PS3.5 table 6.2-1. No message holds the value. */
public final class ValueForms {
    private static final String TIME = "([01]\\d|2[0-3])([0-5]\\d([0-5]\\d|60)?)?";
    private static final Pattern TM = Pattern.compile("([01]\\d|2[0-3])([0-5]\\d(([0-5]\\d|60)(\\.\\d{1,6})?)?)? *");
    private static final Pattern DT = Pattern.compile("(?<date>\\d{4}|\\d{6}|\\d{8})((?<=\\d{8})" + TIME
            + "((?<=\\d{14})\\.\\d{1,6})?)?([+-](0\\d|1[0-4])[0-5]\\d)? *");
    private static final Pattern AS = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern DS = Pattern.compile(" *[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)? *");
    private static final Pattern IS = Pattern.compile(" *[+-]?\\d+ *");
    private static final Pattern UR = Pattern.compile("[!-~&&[^\\\\]]* *");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
    /** Component groups of a name, PS3.5 6.2.1: alphabetic, ideographic, phonetic. */
    private static final int NAME_GROUPS = 3;

    private static final int NAME_COMPONENTS = 5;

    private ValueForms() {}

    /**
     * What a value of this VR must be, when this one is not; empty when it fits, has no characters, or the VR is no text.
     *
     * @param value one value, decoded; blanks that pad it count in its length
     */
    public static Optional<String> expected(Vr vr, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (vr) {
            case AE ->
                unless(
                        value.length() <= 16 && !value.isBlank() && isPlain(value) && isAscii(value),
                        "at most 16 ASCII characters, none of them a backslash or a control character");
            case AS -> unless(AS.matcher(value).matches(), "three digits and D, W, M or Y");
            case CS -> unless(value.length() <= 16 && isCode(value), "at most 16 of A-Z, 0-9, blank and underscore");
            case DA -> unless(isDate(value), "a date of the form YYYYMMDD");
            case DS -> unless(value.isBlank() || isDecimal(value), "a decimal number of at most 16 characters");
            case DT -> unless(isDateTime(value), "a date and time of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX");
            case IS ->
                unless(value.isBlank() || isInteger(value), "a whole number of 32 bits in at most 12 characters");
            case LO -> unless(isShort(value, 64), "at most 64 characters, none of them a control character");
            case LT -> unless(isLong(value, 10_240), "at most 10240 characters");
            case PN ->
                unless(
                        isName(value),
                        "a person's name: at most 3 groups of 5 components, and 64 characters in a group");
            case SH -> unless(isShort(value, 16), "at most 16 characters, none of them a control character");
            case ST -> unless(isLong(value, 1024), "at most 1024 characters");
            case TM -> unless(value.length() <= 14 && TM.matcher(value).matches(), "a time of the form HHMMSS.FFFFFF");
            case UC -> unless(isShort(value, Integer.MAX_VALUE), "characters, none of them a control character");
            case UI -> unless(Uids.isValid(value), "a UID of at most 64 characters");
            case UR -> unless(UR.matcher(value).matches(), "a URI of ASCII characters");
            case UT ->
                unless(isLong(value, Integer.MAX_VALUE), "characters, of control characters only TAB, LF, FF, CR");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean fits, String expected) {
        return fits ? Optional.empty() : Optional.of(expected);
    }

    /** Whether a text is {@code YYYYMMDD} and a day of the calendar, from the year 1 on. */
    public static boolean isDate(String text) {
        if (text.length() != 8 || text.startsWith("0000")) {
            return false;
        }
        try {
            LocalDate.parse(text, DATE);
            return true;
        } catch (DateTimeParseException noSuchDay) {
            return false;
        }
    }

    private static boolean isDateTime(String value) {
        var found = DT.matcher(value);
        if (value.length() > 26 || !found.matches()) {
            return false;
        }
        return isDate((found.group("date") + "0101").substring(0, 8));
    }

    private static boolean isDecimal(String value) {
        return value.length() <= 16 && DS.matcher(value).matches();
    }

    private static boolean isInteger(String value) {
        if (value.length() > 12 || !IS.matcher(value).matches()) {
            return false;
        }
        String bare = value.strip();
        BigInteger number = new BigInteger(bare.startsWith("+") ? bare.substring(1) : bare);
        return number.compareTo(INT_MIN) >= 0 && number.compareTo(INT_MAX) <= 0;
    }

    private static boolean isCode(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShort(String value, int most) {
        return characters(value) <= most && isPlain(value);
    }

    /** Neither a control character nor the backslash that divides values. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isControl(value.charAt(i)) || value.charAt(i) == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Text of lines and pages, where TAB, LF, FF and CR have their meaning. */
    private static boolean isLong(String value, int most) {
        return characters(value) <= most && value.chars().noneMatch(c -> isControl(c) && "\t\n\f\r".indexOf(c) < 0);
    }

    private static boolean isControl(int character) {
        return character < ' ' || character == 0x7F;
    }

    private static boolean isName(String value) {
        String[] groups = value.split("=", -1);
        for (String group : groups) {
            if (!isShort(group, 64) || group.chars().filter(c -> c == '^').count() >= NAME_COMPONENTS) {
                return false;
            }
        }
        return groups.length <= NAME_GROUPS;
    }

    private static boolean isAscii(String value) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(value);
    }

    private static int characters(String value) {
        return value.codePointCount(0, value.length());
    }
}
