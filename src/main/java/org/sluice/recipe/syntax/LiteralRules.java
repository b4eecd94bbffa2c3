package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;

/**
 * Whether a literal fits a VR, PS3.5 6.2. Numbers that are none cannot be written and are refused (Q20, Q22); text of
 * the wrong form or length is only remarked on, because deid writes it and so do we.
 */
final class LiteralRules {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");
    private static final Pattern TIME = Pattern.compile("\\d{2}(?:[0-5]\\d(?:[0-5]\\d(?:\\.\\d{1,6})?)?)?");
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}(?:\\d{2}){0,5}(?:(?<=\\d{14})\\.\\d{1,6})?(?:[+-]\\d{4})?");
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{0,16}");
    private static final Pattern UID = Pattern.compile("(?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*))*");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private LiteralRules() {}

    /**
     * What is wrong with a literal.
     *
     * @param text what was expected
     * @param refused true when the value cannot be written at all
     */
    record Complaint(String text, boolean refused) {}

    /** What is wrong with {@code literal} as the value of an element of this VR; empty when it fits. */
    static Optional<Complaint> of(Vr vr, String literal) {
        if (vr.isDividedText() || vr == Vr.AT) {
            for (String value : literal.split("\\\\", -1)) {
                Optional<Complaint> complaint = ofOne(vr, value);
                if (complaint.isPresent()) {
                    return complaint;
                }
            }
            return Optional.empty();
        }
        return ofOne(vr, literal);
    }

    private static Optional<Complaint> ofOne(Vr vr, String value) {
        return switch (vr) {
            case US -> integer(value, vr, 0, 16);
            case UL -> integer(value, vr, 0, 32);
            case UV -> integer(value, vr, 0, 64);
            case SS -> integer(value, vr, 1, 15);
            case SL -> integer(value, vr, 1, 31);
            case SV -> integer(value, vr, 1, 63);
            case IS -> value.isEmpty() ? Optional.empty() : integer(value, vr, 1, 31);
            case FL, FD -> refusedUnless(DECIMAL.matcher(value).matches(), "expected a number for VR " + vr);
            case DS ->
                refusedUnless(value.isEmpty() || DECIMAL.matcher(value).matches(), "expected a number for VR DS");
            case AT -> refusedUnless(isTag(value), "expected eight hexadecimal digits or a keyword for VR AT");
            case SQ -> refusedUnless(false, "expected no value: a sequence holds items");
            default -> text(vr, value);
        };
    }

    private static Optional<Complaint> text(Vr vr, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (vr) {
            case DA -> remarkedUnless(isDate(value), "VR DA is a date of the form YYYYMMDD");
            case TM -> remarkedUnless(TIME.matcher(value).matches(), "VR TM is a time of the form HHMMSS.FFFFFF");
            case DT ->
                remarkedUnless(DATE_TIME.matcher(value).matches(), "VR DT is of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX");
            case AS -> remarkedUnless(AGE.matcher(value).matches(), "VR AS is three digits and D, W, M or Y");
            case CS ->
                remarkedUnless(CODE.matcher(value).matches(), "VR CS is at most 16 of A-Z, 0-9, blank and underscore");
            case UI ->
                remarkedUnless(
                        value.length() <= 64 && UID.matcher(value).matches(),
                        "VR UI is a UID of at most 64 characters");
            case AE, SH -> atMost(vr, value, 16);
            case LO, PN -> atMost(vr, value, 64);
            case ST -> atMost(vr, value, 1024);
            case LT -> atMost(vr, value, 10240);
            default -> Optional.empty();
        };
    }

    /** Whole numbers of {@code bits} bits, and as many below zero when {@code signs} is 1. */
    private static Optional<Complaint> integer(String value, Vr vr, int signs, int bits) {
        BigInteger end = BigInteger.ONE.shiftLeft(bits);
        BigInteger lowest = signs == 0 ? BigInteger.ZERO : end.negate();
        boolean fits = INTEGER.matcher(value).matches();
        if (fits) {
            BigInteger number = new BigInteger(value);
            fits = number.compareTo(lowest) >= 0 && number.compareTo(end) < 0;
        }
        String range = lowest + " to " + end.subtract(BigInteger.ONE);
        return refusedUnless(fits, "expected a whole number from " + range + " for VR " + vr);
    }

    private static boolean isTag(String value) {
        return Tag.parse(value).isPresent() || Keywords.exact(value).isPresent();
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value, DATE);
            return true;
        } catch (DateTimeParseException notADate) {
            return false;
        }
    }

    private static Optional<Complaint> atMost(Vr vr, String value, int characters) {
        int length = vr == Vr.PN ? longestGroup(value) : value.codePointCount(0, value.length());
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(value) || vr != Vr.AE;
        return remarkedUnless(
                length <= characters && ascii, "VR " + vr + " holds at most " + characters + " characters");
    }

    private static int longestGroup(String name) {
        int longest = 0;
        for (String group : name.split("=", -1)) {
            longest = Math.max(longest, group.codePointCount(0, group.length()));
        }
        return longest;
    }

    private static Optional<Complaint> refusedUnless(boolean fits, String text) {
        return fits ? Optional.empty() : Optional.of(new Complaint(text, true));
    }

    private static Optional<Complaint> remarkedUnless(boolean fits, String text) {
        return fits ? Optional.empty() : Optional.of(new Complaint(text, false));
    }
}
