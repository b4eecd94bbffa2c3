package org.sluice.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.OneLine;

/**
 * Why an instance is held, as it stands beside its file: the reason in the first line, then what there is to say of it, a line
 * each. No part of it carries a patient value.
 *
 * <pre>
 *   answered C000H "cannot understand"
 *   class: cannot-understand
 *   status: C000H
 *   words: "cannot understand"
 *   tries: 5
 *   first-failure: 2026-11-30T08:00:00Z
 * </pre>
 *
 * @param reason all of it in a sentence
 * @param failureClass the class of the last failure, as {@code docs/delivery.md} names it; empty if it was never tried
 * @param status what the destination answered last, as its protocol prints it; empty without an answer
 * @param words the destination's own, such as its Error Comment; empty for none
 * @param tries how often it was tried
 * @param firstFailure when it failed for the first time
 */
public record HeldNote(
        String reason, String failureClass, String status, String words, int tries, Optional<Instant> firstFailure) {

    /** Makes each text fit for a line. */
    public HeldNote {
        reason = OneLine.of(reason);
        failureClass = OneLine.of(failureClass);
        status = OneLine.of(status);
        words = OneLine.of(words);
    }

    /** Of an instance that was never tried. */
    static HeldNote of(String reason) {
        return new HeldNote(reason, "", "", "", 0, Optional.empty());
    }

    /** Of one that cannot be read; the class is {@code damaged-file} of {@code docs/delivery.md}. */
    static HeldNote damaged(String reason) {
        return new HeldNote(reason, "damaged-file", "", "", 0, Optional.empty());
    }

    /** The text of the file. */
    String text() {
        StringBuilder text = new StringBuilder(reason).append('\n');
        line(text, "class", failureClass);
        line(text, "status", status);
        line(text, "words", words);
        line(text, "tries", tries == 0 ? "" : Integer.toString(tries));
        line(text, "first-failure", firstFailure.map(Instant::toString).orElse(""));
        return text.toString();
    }

    /** Reads {@link #text}; what is not there is empty. Older notes, and those of people, have a reason alone. */
    static HeldNote read(String text) {
        List<String> lines = text.lines().toList();
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return new HeldNote(
                lines.isEmpty() ? "" : lines.get(0),
                values.getOrDefault("class", ""),
                values.getOrDefault("status", ""),
                values.getOrDefault("words", ""),
                tries(values.getOrDefault("tries", "")),
                instant(values.getOrDefault("first-failure", "")));
    }

    private static int tries(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException writtenByHand) {
            return Optional.empty();
        }
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(key).append(": ").append(value).append('\n');
        }
    }
}
