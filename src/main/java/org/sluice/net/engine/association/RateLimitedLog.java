package org.sluice.net.engine.association;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.text.Log;

/**
 * Says in the log what may go wrong again and again, once a minute at most. Never throws: it may be memory that is
 * wanting, and who complains has to go on. Any thread.
 */
public final class RateLimitedLog {
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final Log log;
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - EVERY);

    /** Into this log. */
    public RateLimitedLog(Log log) {
        this.log = log;
    }

    /** Says it, unless something has been said a moment ago. */
    public void say(String what, Throwable failure) {
        long said = saidAt.get();
        long now = System.nanoTime();
        if (now - said < EVERY || !saidAt.compareAndSet(said, now)) {
            return;
        }
        try {
            log.error("{}: {}", what, failure);
        } catch (Throwable noMemoryEvenToSaySo) {
            saidAt.set(said);
        }
    }
}
