package org.sluice.config;

import java.time.Duration;

/**
 * How delivery to a destination that fails is tried again: after the first pause, then after twice as long each time.
 *
 * @param first the first pause
 * @param most the longest pause, not shorter than the first
 */
public record RetryConfig(Duration first, Duration most) {

    static final RetryConfig DEFAULT = new RetryConfig(Duration.ofSeconds(1), Duration.ofMinutes(5));

    static RetryConfig read(Section section) {
        section.only("first", "most");
        Duration first = section.duration("first", DEFAULT.first());
        Duration most = section.duration("most", DEFAULT.most());
        if (first.compareTo(most) > 0) {
            section.report(
                    section.at(),
                    "retry: expected the first pause to be no longer than the longest, found " + first.toMillis()
                            + " ms and " + most.toMillis() + " ms");
        }
        return new RetryConfig(first, most);
    }
}
