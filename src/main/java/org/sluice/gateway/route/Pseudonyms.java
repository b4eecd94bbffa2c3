package org.sluice.gateway.route;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sluice.dataset.Uids;

/**
 * Stable stand-ins for a patient's values: HMAC-SHA-256 (RFC 2104) under a site's secret key, so that the same value
 * always gets the same stand-in, and nobody without the key can go back or try values out. Any thread.
 */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    /** Crockford's base 32: no letters that are mistaken for digits. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    /** 16 digits of 5 bits: two of a million patients share one with a chance below 1 in 10^12. */
    private static final int LENGTH = 16;

    private static final int BITS = 5;

    private final ThreadLocal<OfThread> hashes;

    /** A keyed hash, and what it was last asked for: a study is many instances of one patient. */
    private static final class Hash {
        private final Mac mac;
        private String text = "";
        private byte[] result = {};

        private Hash(Mac mac) {
            this.mac = mac;
        }

        private byte[] of(String wanted) {
            if (!wanted.equals(text)) {
                result = mac.doFinal(wanted.getBytes(StandardCharsets.UTF_8));
                text = wanted;
            }
            return result;
        }
    }

    private record OfThread(Hash pseudonyms, Hash uids) {}

    Pseudonyms(byte[] key) {
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        this.hashes = ThreadLocal.withInitial(() -> new OfThread(new Hash(keyed(secret)), new Hash(keyed(secret))));
    }

    private static Mac keyed(SecretKeySpec secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * A stand-in for a name or number: 16 letters and digits.
     *
     * @param kind what is replaced; the same value of another kind gets another stand-in
     */
    String pseudonym(String kind, String value) {
        return pseudonym(kind, value, LENGTH);
    }

    /**
     * The same, shorter.
     *
     * @param length letters and digits, at most 16
     */
    String pseudonym(String kind, String value, int length) {
        byte[] hash = hashes.get().pseudonyms().of(kind + '\0' + value);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(bits(hash, BITS * i) & 31));
        }
        return text.toString();
    }

    /**
     * A number for a value, each with the same chance.
     *
     * @param kind as of {@link #pseudonym(String, String)}
     * @param below the number is from 0 to one less than this; far smaller than the 256 bits of the hash
     */
    long number(String kind, String value, long below) {
        byte[] hash = hashes.get().pseudonyms().of(kind + '\0' + value);
        return new BigInteger(1, hash).mod(BigInteger.valueOf(below)).longValueExact();
    }

    /** The two bytes that bit {@code from} is in, counted from the end, with that bit last. */
    private static int bits(byte[] number, int from) {
        int last = number.length - 1 - from / Byte.SIZE;
        int both = (number[last - 1] & 0xFF) << Byte.SIZE | (number[last] & 0xFF);
        return both >>> from % Byte.SIZE;
    }

    /**
     * A stand-in for a UID, the same whichever attribute it stands in, so that references still meet.
     *
     * @param root the first components, at most 24 characters, without a dot at the end
     */
    String uid(String root, String value) {
        return Uids.fromHash(root, hashes.get().uids().of("uid\0" + value));
    }
}
