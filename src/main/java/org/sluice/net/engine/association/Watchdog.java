package org.sluice.net.engine.association;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.sluice.text.Log;

/**
 * Looks after the deadlines of all associations: one thread that looks a few times a second, because setting and
 * clearing a deadline happens for each read and has to cost nothing.
 */
public final class Watchdog {
    private static final RateLimitedLog COMPLAINTS = new RateLimitedLog(Log.of(Watchdog.class));
    private static final long OFF = Long.MAX_VALUE;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoClock;

    private Watchdog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** The one of this process, which looks by itself. */
    public static Watchdog shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final Watchdog INSTANCE = start();

        private static Watchdog start() {
            long origin = System.nanoTime();
            Watchdog watchdog = new Watchdog(() -> System.nanoTime() - origin);
            Thread thread = new Thread(watchdog::run, "net-watchdog");
            thread.setDaemon(true);
            thread.start();
            return watchdog;
        }
    }

    /** One that looks only when it is told to, on a clock that is given; the clock starts at 0. */
    public static Watchdog manual(LongSupplier nanoClock) {
        return new Watchdog(nanoClock);
    }

    private void run() {
        while (true) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            try {
                tick();
            } catch (Throwable e) {
                COMPLAINTS.say("deadlines cannot be looked after, and are looked at again soon", e);
            }
        }
    }

    /** Looks once. */
    public void tick() {
        long now = nanoClock.getAsLong();
        for (Deadline deadline : deadlines) {
            deadline.check(now);
        }
    }

    /** Nanoseconds on the watchdog's clock. */
    long now() {
        return nanoClock.getAsLong();
    }

    /**
     * A deadline, not yet set; {@code onExpiry} runs on the watchdog's thread and must not block. Should it fail, for want
     * of memory say, it is run again at the next look: nobody else ends a wait that is too long.
     */
    Deadline watch(Runnable onExpiry) {
        Deadline deadline = new Deadline(onExpiry);
        deadlines.add(deadline);
        return deadline;
    }

    /** A point in time that may not be reached. */
    final class Deadline {
        private final AtomicLong at = new AtomicLong(OFF);
        private final Runnable onExpiry;

        private Deadline(Runnable onExpiry) {
            this.onExpiry = onExpiry;
        }

        void set(long nanos) {
            at.lazySet(nanos);
        }

        void clear() {
            at.lazySet(OFF);
        }

        /** Not looked at any more. */
        void forget() {
            deadlines.remove(this);
        }

        private void check(long now) {
            long seen = at.get();
            if (seen <= now && at.compareAndSet(seen, OFF)) {
                try {
                    onExpiry.run();
                } catch (Throwable e) {
                    at.compareAndSet(OFF, seen);
                    COMPLAINTS.say("what is to end a wait failed, and is tried again soon", e);
                }
            }
        }
    }
}
