package org.sluice.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.config.OperatorConfig;

/**
 * Who has signed in on the page. A session ends when nothing was asked for {@value #IDLE_MINUTES} minutes, after {@value
 * #MOST_HOURS} hours, with the process, and when the user has another role or passcode. Tokens are kept as their hashes. Any
 * thread.
 */
final class Sessions {
    static final int IDLE_MINUTES = 30;
    static final int MOST_HOURS = 12;

    private static final int MOST = 1000;
    private static final int TOKEN_BYTES = 32;
    private static final Duration IDLE = Duration.ofMinutes(IDLE_MINUTES);
    private static final Duration LONGEST = Duration.ofHours(MOST_HOURS);

    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    /**
     * One.
     *
     * @param user as they were when they signed in
     * @param csrf what the page shows with each act, so that no other page can
     */
    record Session(OperatorConfig user, String csrf, long begun, long lastAsked) {
        Session askedAt(long now) {
            return new Session(user, csrf, begun, now);
        }
    }

    /** @param nanos a clock as {@link System#nanoTime} is one */
    Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A text that nobody can guess. */
    String secret() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Begins one for a user; gives its token, which is kept nowhere here. */
    synchronized String begin(OperatorConfig user) {
        String token = secret();
        long now = nanos.getAsLong();
        sessions.put(hash(token), new Session(user, secret(), now, now));
        return token;
    }

    /** The session of a token, if it has not ended. */
    synchronized Optional<Session> find(String token) {
        String key = hash(token);
        Session session = sessions.get(key);
        if (session == null) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        if (now - session.lastAsked() > IDLE.toNanos() || now - session.begun() > LONGEST.toNanos()) {
            sessions.remove(key);
            return Optional.empty();
        }
        Session asked = session.askedAt(now);
        sessions.put(key, asked);
        return Optional.of(asked);
    }

    /** Whether it has not ended; nothing was asked for by this. */
    synchronized boolean isOpen(String token) {
        Session session = sessions.get(hash(token));
        long now = nanos.getAsLong();
        return session != null
                && now - session.lastAsked() <= IDLE.toNanos()
                && now - session.begun() <= LONGEST.toNanos();
    }

    synchronized void end(String token) {
        sessions.remove(hash(token));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
