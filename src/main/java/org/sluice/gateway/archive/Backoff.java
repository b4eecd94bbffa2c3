package org.sluice.gateway.archive;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying a destination again: doubling from {@code first} up to {@code most}, spread by a
 * quarter either way so that several nodes do not knock in step.
 *
 * @param first the wait after the first failure
 * @param most the longest wait, before it is spread
 */
public record Backoff(Duration first, Duration most) {
    private static final int DOUBLINGS_BEFORE_OVERFLOW = 30;

    /** The wait after the given number of failures in a row, counted from 1. */
    public Duration after(int failures, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS_BEFORE_OVERFLOW);
        long bounded = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.75 + random.nextDouble() / 2)));
    }
}
