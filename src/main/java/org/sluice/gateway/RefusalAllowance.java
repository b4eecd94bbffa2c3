package org.sluice.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many refused sign-ins are listed: so many in a minute, whoever asks. The others are counted. Any thread. */
final class RefusalAllowance {
    private static final int MOST = 60;
    private static final long SPAN = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private long begun;
    private int taken;
    private long unlisted;

    /** @param nanos a clock as {@link System#nanoTime} is one */
    RefusalAllowance(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** Whether one more is listed; else it is counted. */
    synchronized boolean take() {
        long now = nanos.getAsLong();
        if (now - begun > SPAN) {
            begun = now;
            taken = 0;
        }
        if (taken == MOST) {
            unlisted++;
            return false;
        }
        taken++;
        return true;
    }

    /** How many were counted and not told of yet; they are now. */
    synchronized long unlisted() {
        long count = unlisted;
        unlisted = 0;
        return count;
    }
}
