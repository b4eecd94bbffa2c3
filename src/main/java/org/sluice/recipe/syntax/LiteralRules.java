package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sluice.dataset.Tag;
import org.sluice.dataset.ValueForms;
import org.sluice.dataset.Vr;

/** Whether a literal fits a VR, PS3.5 6.2. What does not is refused (Q20, Q22): an archive could do nothing with it. */
public final class LiteralRules {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");

    private LiteralRules() {}

    /** What is wrong with {@code literal} as the value of an element of this VR; empty when it fits. */
    public static Optional<String> of(Vr vr, String literal) {
        if (vr.isDividedText() || vr == Vr.AT) {
            for (String value : literal.split("\\\\", -1)) {
                Optional<String> complaint = ofOne(vr, value);
                if (complaint.isPresent()) {
                    return complaint;
                }
            }
            return Optional.empty();
        }
        return ofOne(vr, literal);
    }

    private static Optional<String> ofOne(Vr vr, String value) {
        return switch (vr) {
            case US -> integer(value, vr, 0, 16);
            case UL -> integer(value, vr, 0, 32);
            case UV -> integer(value, vr, 0, 64);
            case SS -> integer(value, vr, 1, 15);
            case SL -> integer(value, vr, 1, 31);
            case SV -> integer(value, vr, 1, 63);
            case FL, FD -> refusedUnless(DECIMAL.matcher(value).matches(), "expected a number for VR " + vr);
            case AT -> refusedUnless(isTag(value), "expected eight hexadecimal digits or a keyword for VR AT");
            case SQ -> refusedUnless(false, "expected no value: a sequence holds items");
            default -> ValueForms.expected(vr, value).map(expected -> "expected " + expected + " for VR " + vr);
        };
    }

    /** Whole numbers of {@code bits} bits, and as many below zero when {@code signs} is 1. */
    private static Optional<String> integer(String value, Vr vr, int signs, int bits) {
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

    private static Optional<String> refusedUnless(boolean fits, String text) {
        return fits ? Optional.empty() : Optional.of(text);
    }
}
