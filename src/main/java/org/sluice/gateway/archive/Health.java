package org.sluice.gateway.archive;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Whether an archive could be reached when it was last tried. After a failure it counts as out of reach for a while,
 * longer with each failure in a row; then it is tried again as if nothing had been. Any thread.
 */
public final class Health {
    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private int failures;
    private long retryAt;

    /** Within reach until it fails; the clock counts nanoseconds. */
    public Health(Backoff backoff, LongSupplier nanoClock) {
        this.backoff = backoff;
        this.nanoClock = nanoClock;
    }

    /** It was reached just now. */
    public synchronized void reached() {
        failures = 0;
    }

    /** It is elsewhere now: what was before says nothing. */
    synchronized void moved() {
        failures = 0;
    }

    /** It could not be reached just now. */
    public synchronized void failed() {
        failures++;
        retryAt = nanoClock.getAsLong()
                + backoff.after(failures, ThreadLocalRandom.current()).toNanos();
    }

    /** Whether it could not be reached when it was last tried, however long ago. */
    public synchronized boolean isFailing() {
        return failures > 0;
    }

    synchronized boolean isOutOfReach() {
        return failures > 0 && nanoClock.getAsLong() - retryAt < 0;
    }

    /** The members in their order, but those out of reach last: they are better than none. */
    public static <T> List<T> firstWithinReach(List<T> members, Function<T, Health> health) {
        return members.stream()
                .sorted(Comparator.comparing(member -> health.apply(member).isOutOfReach()))
                .toList();
    }
}
