package org.sluice.recipe.action;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Uids;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.python.DateShift;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Value;

/** The functions that come with the language: {@code deid_func:NAME}. */
final class DeidFunctions {
    static final Set<String> NAMES = Set.of("jitter", "basic_uuid", "suffix_uuid", "dicom_uuid", "pydicom_uuid");

    private static final Pattern PREFIX = Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*))*\\.");
    private static final int LONGEST_PREFIX = 54;
    private static final Set<String> FALSE_WORDS = Set.of("false", "none", "null");

    private DeidFunctions() {}

    /**
     * The text a function gives; empty for none.
     *
     * @param namePath as in {@link RecipeFunction.Call#namePath()}
     * @param old the element's value as text
     */
    static Optional<String> text(Value.DeidFunction call, String namePath, @Nullable String old, Reading reading)
            throws ActionException {
        return switch (call.name()) {
            case "basic_uuid" -> Optional.of(UUID.randomUUID().toString());
            case "suffix_uuid" -> Optional.of(namePath.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID());
            case "dicom_uuid" -> Optional.of(dicomUuid(call));
            case "pydicom_uuid" -> Optional.of(pydicomUuid(call, old == null ? "None" : old, reading));
            default -> Optional.empty();
        };
    }

    /** The days that {@code jitter} is asked to move by. */
    static long days(Value.DeidFunction call) throws ActionException {
        OptionalLong days = DateShift.days(whole(call, "days", 1), whole(call, "years", 0));
        if (days.isEmpty()) {
            throw new ActionException("days and years move the date out of the calendar");
        }
        return days.getAsLong();
    }

    private static long whole(Value.DeidFunction call, String option, long otherwise) throws ActionException {
        Optional<String> text = call.option(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().equalsIgnoreCase("true")) {
            return 1;
        }
        if (text.get().equalsIgnoreCase("false")) {
            return 0;
        }
        return PythonNumbers.whole(text.get())
                .filter(number -> number.bitLength() < Long.SIZE)
                .map(BigInteger::longValue)
                .orElseThrow(() -> new ActionException("expected a whole number for " + option));
    }

    private static String dicomUuid(Value.DeidFunction call) {
        String root = call.option("org_root").orElse("anonymous-organization");
        return cut(root + "." + decimal(UUID.randomUUID()));
    }

    private static String pydicomUuid(Value.DeidFunction call, String old, Reading reading) throws ActionException {
        String prefix = call.option("prefix").orElse("2.25.");
        if (isFalse(prefix)) {
            return "2.25." + decimal(UUID.randomUUID());
        }
        if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
            throw new ActionException("expected a prefix of a UID that ends in a dot");
        }
        boolean stable = !isFalse(call.option("stable_remapping").orElse("true"));
        if (!stable && reading == Reading.STRICT) {
            return cut(prefix + decimal(UUID.randomUUID()));
        }
        return stableUid(prefix, stable ? old : "");
    }

    /** A UID made of a text, the same for the same text: {@code prefix} and decimal digits of its SHA-512. */
    static String stableUid(String prefix, String text) {
        return cut(prefix + new BigInteger(1, sha512(text)));
    }

    private static boolean isFalse(String word) {
        return FALSE_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static String decimal(UUID uuid) {
        return Uids.fromUuid(uuid).substring("2.25.".length());
    }

    private static String cut(String uid) {
        return uid.substring(0, Math.min(uid.length(), Uids.MAX_LENGTH));
    }

    private static byte[] sha512(String text) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
