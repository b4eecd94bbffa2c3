package org.sluice.net.stow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.net.stow.InstanceResult.Stored;
import org.sluice.net.stow.InstanceResult.Unclear;

/**
 * The answer to a Store request, PS3.18 10.5.3.
 *
 * @param code of HTTP
 * @param retryAfter how long the server asks to be left alone, if it does (RFC 9110 10.2.3)
 * @param results by SOP Instance UID, of instances that the payload names
 * @param fault why no result could be read; empty when the payload was read, or none was looked for
 */
public record StowAnswer(
        int code, Optional<Duration> retryAfter, Map<String, InstanceResult> results, Optional<String> fault) {

    private static final int NONE_IS_STORED = 409;

    /** Keeps its own copy of {@code results}. */
    public StowAnswer {
        results = Map.copyOf(results);
    }

    /**
     * Reads an answer.
     *
     * @param body its payload; of one with a status that says nothing of instances it is passed over
     * @param sent SOP Instance UIDs of the request
     */
    public static StowAnswer read(int code, Optional<Duration> retryAfter, byte[] body, Set<String> sent) {
        if (!hasResults(code)) {
            return new StowAnswer(code, retryAfter, Map.of(), Optional.empty());
        }
        InstanceResults results = new InstanceResults(sent);
        try {
            read(body, results);
            return new StowAnswer(code, retryAfter, results.results(), Optional.empty());
        } catch (MalformedAnswerException e) {
            return new StowAnswer(code, retryAfter, Map.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** One whose payload is too long to be read. */
    static StowAnswer tooLong(int code, Optional<Duration> retryAfter, int most) {
        return new StowAnswer(code, retryAfter, Map.of(), Optional.of("it is longer than " + most + " bytes"));
    }

    private static void read(byte[] body, InstanceResults results) throws MalformedAnswerException {
        switch (firstCharacter(body)) {
            case '{', '[' -> JsonAnswer.read(body, results);
            case '<' -> XmlAnswer.read(body, results);
            case 0 -> throw new MalformedAnswerException("it is empty");
            default -> throw new MalformedAnswerException("it is neither JSON nor XML");
        }
    }

    /** What an answer is shows in its first character, whatever its Content-Type says, which is often wrong; 0 when there is none. */
    private static char firstCharacter(byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .strip();
        return beginning.isEmpty() ? 0 : beginning.charAt(0);
    }

    /**
     * Whether the payload says what became of each instance: PS3.18 Table 10.5.3-1 has that of 200, 202 and 409. Of all others
     * the code alone counts.
     */
    public boolean hasResults() {
        return hasResults(code);
    }

    private static boolean hasResults(int code) {
        return code / 100 == 2 || code == NONE_IS_STORED;
    }

    /** What became of an instance, as far as the answer says so; {@link Unclear} where it does not. */
    public InstanceResult of(String sopInstanceUid) {
        if (fault.isPresent()) {
            return new Unclear("the answer cannot be read: " + fault.get());
        }
        InstanceResult result = results.get(sopInstanceUid);
        if (result == null) {
            return new Unclear("the answer does not name the instance");
        }
        return code == NONE_IS_STORED && result instanceof Stored
                ? new Unclear("the answer lists the instance as stored under a status that says that none is")
                : result;
    }
}
