package org.sluice.config;

import java.time.Duration;

/**
 * How delivery to a destination that fails is tried again: after the first pause, then after twice as long each time.
 *
 * @param first the first pause
 * @param most the longest pause, not shorter than the first
 * @param attempts how often an instance is tried that its destination does not take while others pass, before it is held
 * @param alarm how long a destination takes nothing, or an instance is not taken, before somebody is told
 */
public record RetryConfig(Duration first, Duration most, int attempts, Duration alarm) {

    static final RetryConfig DEFAULT =
            new RetryConfig(Duration.ofSeconds(1), Duration.ofMinutes(5), 5, Duration.ofMinutes(15));

    private static final int MOST_ATTEMPTS = 1000;

    static RetryConfig read(Section section) {
        section.only("first", "most", "attempts", "alarm");
        Duration first = section.duration("first", DEFAULT.first());
        Duration most = section.duration("most", DEFAULT.most());
        if (first.compareTo(most) > 0) {
            section.report(
                    section.at(),
                    "retry: expected the first pause to be no longer than the longest, found " + first.toMillis()
                            + " ms and " + most.toMillis() + " ms");
        }
        return new RetryConfig(
                first,
                most,
                section.number("attempts", DEFAULT.attempts(), 1, MOST_ATTEMPTS),
                section.duration("alarm", DEFAULT.alarm()));
    }
}
