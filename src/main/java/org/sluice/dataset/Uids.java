package org.sluice.dataset;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Unique identifiers: those of PS3.6 table A-1, and the rules of PS3.5 chapter 9 and annex B for making new ones. */
public final class Uids {
    /** The longest UID, PS3.5 9.1. */
    public static final int MAX_LENGTH = 64;

    /** Of a number of 128 bits. */
    private static final int MOST_DIGITS = 39;

    private static final int CHUNK = 1_000_000_000;
    private static final int CHUNK_DIGITS = 9;

    /** What a registered UID stands for. */
    public enum Type {
        /** A SOP class whose instances travel by C-STORE, PS3.4 B.5 and GG. */
        STORAGE,
        /** Any other SOP class. */
        SOP_CLASS,
        TRANSFER_SYNTAX,
        OTHER;

        static Type of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** A line of PS3.6 table A-1; the keyword may be empty. */
    public record Registered(String uid, String name, String keyword, Type type, boolean retired) {}

    /** Read when first asked: most of what is here does not need it. */
    private static final class Table {
        static final Map<String, Registered> REGISTERED = DictionaryText.uids().stream()
                .collect(Collectors.toUnmodifiableMap(Registered::uid, Function.identity()));
    }

    private Uids() {}

    /** What the standard says of a UID; empty for private and unknown ones. */
    public static Optional<Registered> registered(String uid) {
        return Optional.ofNullable(Table.REGISTERED.get(uid));
    }

    /** All of PS3.6 table A-1, in no particular order. */
    public static Iterable<Registered> all() {
        return Table.REGISTERED.values();
    }

    /** The registered name, or the UID itself. */
    public static String name(String uid) {
        return registered(uid).map(Registered::name).orElse(uid);
    }

    /** Whether the text is a UID by PS3.5 9.1: numbers without leading zeros, divided by dots, at most 64 characters. */
    public static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && isValid(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    }

    /** Whether the bytes {@code from} to {@code to} are such a text. */
    static boolean isValid(byte[] bytes, int from, int to) {
        if (from == to || to - from > MAX_LENGTH) {
            return false;
        }
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '.') {
                if (i == start || (i - start > 1 && bytes[start] == '0')) {
                    return false;
                }
                start = i + 1;
            } else if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** A value of VR UI without the NUL, or blank, that fills it up (PS3.5 6.2). */
    public static String unpadded(String value) {
        int end = value.length();
        while (end > 0 && isPadding(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(0, end);
    }

    static boolean isPadding(int character) {
        return character == 0 || character == ' ';
    }

    /** {@code 2.25.} and the UUID as one decimal number, PS3.5 B.2. */
    public static String fromUuid(UUID uuid) {
        BigInteger high = new BigInteger(Long.toUnsignedString(uuid.getMostSignificantBits()));
        BigInteger low = new BigInteger(Long.toUnsignedString(uuid.getLeastSignificantBits()));
        return "2.25." + high.shiftLeft(64).or(low);
    }

    /**
     * A UID below {@code root} from the first 128 bits of a hash, read as an unsigned number. With the root 2.25 the bits
     * of version and variant are set, so that the number is that of a UUID (version 8), as that root requires.
     *
     * @param root a valid UID of at most 24 characters, no dot at its end
     * @param hash at least 16 bytes
     */
    public static String fromHash(String root, byte[] hash) {
        if (!isValid(root) || root.length() > 24 || hash.length < 16) {
            throw new IllegalArgumentException("expected a root of at most 24 characters and a hash of 16 bytes, found "
                    + root.length() + " and " + hash.length);
        }
        byte[] bits = Arrays.copyOf(hash, 16);
        if (root.equals("2.25")) {
            bits[6] = (byte) ((bits[6] & 0x0F) | 0x80);
            bits[8] = (byte) ((bits[8] & 0x3F) | 0x80);
        }
        return root + "." + decimal(bits);
    }

    /** 16 bytes as one unsigned number; many times as fast as {@link BigInteger}, and on the way of every instance. */
    private static String decimal(byte[] number) {
        int[] words = {
            Bytes.int32(number, 0, true),
            Bytes.int32(number, 4, true),
            Bytes.int32(number, 8, true),
            Bytes.int32(number, 12, true)
        };
        char[] digits = new char[MOST_DIGITS];
        int first = MOST_DIGITS;
        for (long rest = divide(words); first > 0; rest = divide(words)) {
            for (int i = 0; i < CHUNK_DIGITS && first > 0; i++) {
                digits[--first] = (char) ('0' + rest % 10);
                rest /= 10;
            }
        }
        while (first < MOST_DIGITS - 1 && digits[first] == '0') {
            first++;
        }
        return new String(digits, first, MOST_DIGITS - first);
    }

    /** Divides the number by 10^9, and returns what remains. */
    private static long divide(int[] words) {
        long rest = 0;
        for (int i = 0; i < words.length; i++) {
            long dividend = rest << Integer.SIZE | (words[i] & 0xFFFF_FFFFL);
            words[i] = (int) (dividend / CHUNK);
            rest = dividend % CHUNK;
        }
        return rest;
    }
}
