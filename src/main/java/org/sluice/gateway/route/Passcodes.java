package org.sluice.gateway.route;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passcodes of users by their names. One is compared with its slow hash once, and then with a quick one under a key that only
 * this process knows, because a modality may open an association for each image, and a program ask again and again. Any thread.
 */
public final class Passcodes {
    private static final String QUICK = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MOST_AT_ONCE = 2;
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final Map<String, PasscodeHash> hashes = new HashMap<>();
    private final Map<String, byte[]> believed = new ConcurrentHashMap<>();
    private final byte[] key = new byte[KEY_BYTES];
    private final Semaphore slowComparisons = new Semaphore(MOST_AT_ONCE);

    /** Of what {@code sluice passcode} printed, by the names of users. */
    public Passcodes(Map<String, String> written) {
        written.forEach((name, hash) -> hashes.put(name, PasscodeHash.parse(hash)));
        new SecureRandom().nextBytes(key);
    }

    /** Whether it is the passcode of a user; takes as long for a name that nobody has. */
    public boolean match(String name, char[] passcode) {
        PasscodeHash hash = hashes.get(name);
        if (hash == null) {
            // Takes as long as with a user who is known, so that names cannot be found out by the time it takes.
            hashes.values().stream().findFirst().ifPresent(any -> slowly(any, passcode));
            return false;
        }
        byte[] quick = quick(passcode);
        byte[] last = believed.get(name);
        if (last != null && MessageDigest.isEqual(last, quick)) {
            return true;
        }
        if (!slowly(hash, passcode)) {
            return false;
        }
        believed.put(name, quick);
        return true;
    }

    /** Few at a time, so that guessing takes neither the processor nor, from who comes by another way, the turn. */
    private boolean slowly(PasscodeHash hash, char[] passcode) {
        try {
            if (!slowComparisons.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return hash.matches(passcode);
        } finally {
            slowComparisons.release();
        }
    }

    private byte[] quick(char[] passcode) {
        try {
            Mac mac = Mac.getInstance(QUICK);
            mac.init(new SecretKeySpec(key, QUICK));
            mac.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(passcode)));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + QUICK, e);
        }
    }
}
