package org.sluice.gateway.route;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a passcode: {@code pbkdf2-sha256$iterations$salt$hash}, the last two in base64. PBKDF2 (RFC 8018) is slow
 * on purpose, and is there on every Java platform.
 */
public final class PasscodeHash {
    private static final String NAME = "pbkdf2-sha256";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasscodeHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a passcode with a new salt. */
    public static PasscodeHash of(char[] passcode) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasscodeHash(ITERATIONS, salt, derive(passcode, salt, ITERATIONS));
    }

    /**
     * Reads one that was {@linkplain #text written}.
     *
     * @throws IllegalArgumentException it is none
     */
    static PasscodeHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(NAME)) {
            throw new IllegalArgumentException("passcode hash: expected " + NAME + "$iterations$salt$hash");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasscodeHash(Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
    }

    /** As it is written into the configuration. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return NAME + "$" + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Whether it is the hash of the passcode; takes as long either way. */
    public boolean matches(char[] passcode) {
        return MessageDigest.isEqual(hash, derive(passcode, salt, iterations));
    }

    private static byte[] derive(char[] passcode, byte[] salt, int iterations) {
        try {
            PBEKeySpec specification = new PBEKeySpec(passcode, salt, iterations, HASH_BITS);
            return SecretKeyFactory.getInstance(ALGORITHM)
                    .generateSecret(specification)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
