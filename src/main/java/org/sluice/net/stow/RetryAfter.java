package org.sluice.net.stow;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header field Retry-After, RFC 9110 10.2.3: seconds, or a date. */
final class RetryAfter {
    /** Whatever a server says, it is asked again the next day. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Empty for what is neither. */
    static Optional<Duration> read(String value) {
        return read(value, Clock.systemUTC());
    }

    static Optional<Duration> read(String value, Clock clock) {
        String text = value.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(clock.instant(), at)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
