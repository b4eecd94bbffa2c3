package org.sluice.net.engine.association;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that stands still until it is moved. */
final class ManualClock implements LongSupplier {
    private volatile long nanos;

    @Override
    public long getAsLong() {
        return nanos;
    }

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }
}
