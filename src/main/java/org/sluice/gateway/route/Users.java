package org.sluice.gateway.route;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sluice.config.UserConfig;
import org.sluice.net.UserIdentity;
import org.sluice.text.OneLine;

/**
 * The users who may identify themselves in associations: PS3.7 D.3.3.7. A passcode is compared with its slow hash once,
 * and then with a quick one under a key that only this process knows, because a modality may open an association for
 * each image. Any thread.
 */
public final class Users {
    private static final String QUICK = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MOST_AT_ONCE = 2;
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final Map<String, UserConfig> users;
    private final Map<String, PasscodeHash> hashes = new HashMap<>();
    private final Map<String, byte[]> believed = new ConcurrentHashMap<>();
    private final Semaphore slowComparisons = new Semaphore(MOST_AT_ONCE);
    private final byte[] key = new byte[KEY_BYTES];

    /** Users by name; without any, nobody needs to say who they are. */
    public Users(Map<String, UserConfig> users) {
        this.users = Map.copyOf(users);
        users.forEach(
                (name, user) -> user.passcodeHash().ifPresent(hash -> hashes.put(name, PasscodeHash.parse(hash))));
        new SecureRandom().nextBytes(key);
    }

    /** What comes of an identity. */
    sealed interface CheckedUser {}

    /** Nobody has said who they are, or in a way that is not understood here: Kerberos, SAML, a web token. */
    record Nobody() implements CheckedUser {}

    /** It is this user. */
    record Known(String name) implements CheckedUser {}

    /** It is not who it says. */
    record Refused(String why) implements CheckedUser {}

    /**
     * Checks who the requestor says that it is. Without configured users, identities are not supported, and the
     * standard has them ignored.
     */
    CheckedUser check(Optional<UserIdentity> identity) {
        if (users.isEmpty() || identity.isEmpty()) {
            return new Nobody();
        }
        UserIdentity said = identity.get();
        return switch (said.type()) {
            case USERNAME -> byName(said);
            case USERNAME_AND_PASSCODE -> byPasscode(said);
            case KERBEROS, SAML, JSON_WEB_TOKEN, UNKNOWN -> new Nobody();
        };
    }

    private CheckedUser byName(UserIdentity said) {
        UserConfig user = users.get(said.username());
        return user != null && user.passcodeHash().isEmpty()
                ? new Known(user.name())
                : refused(said, "is not known, or has to give a passcode");
    }

    private CheckedUser byPasscode(UserIdentity said) {
        PasscodeHash hash = hashes.get(said.username());
        char[] passcode = said.passcode();
        if (hash == null) {
            // Takes as long as with a user who is known, so that names cannot be found out by the time it takes.
            hashes.values().stream().findFirst().ifPresent(any -> slowly(any, passcode));
            return refused(said, "is not known, or the passcode is wrong");
        }
        byte[] quick = quick(passcode);
        byte[] last = believed.get(said.username());
        if (last != null && MessageDigest.isEqual(last, quick)) {
            return new Known(said.username());
        }
        if (!slowly(hash, passcode)) {
            return refused(said, "is not known, or the passcode is wrong");
        }
        believed.put(said.username(), quick);
        return new Known(said.username());
    }

    /** Few at a time, so that guessing does not take the processor from everybody else. */
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

    private static Refused refused(UserIdentity said, String why) {
        return new Refused("user " + OneLine.of(said.username()) + " " + why);
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
