package org.sluice.gateway.meters;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.event.Level;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Lines about instances that took their normal way. Each gets one as long as they come at a pace that somebody could
 * read; beyond it they are counted, because to log each would cost more than to filter it. At DEBUG each has its line.
 * Whatever is out of the ordinary is not logged here, and always. Any thread.
 */
public final class InstanceLog {
    private static final Log LOG = Log.of(InstanceLog.class);

    /** So many lines may come at once, */
    static final int BURST = 200;
    /** and so many a second for long. */
    static final int PER_SECOND = 20;

    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** The log of this process. */
    public static final InstanceLog SHARED = new InstanceLog(System::nanoTime);

    private final LongSupplier nanoClock;
    /** When all lines of the past would have been written at the lasting pace. */
    private final AtomicLong paidUntil;

    private final AtomicLong unsaid = new AtomicLong();

    InstanceLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.paidUntil = new AtomicLong(nanoClock.getAsLong() - BURST * NANOS_EACH);
    }

    /** Whether the next one gets a line; if not it is counted. */
    public boolean wantsLine() {
        if (LOG.isDebugEnabled()) {
            return true;
        }
        if (!hasRoom()) {
            unsaid.incrementAndGet();
            return false;
        }
        long more = unsaid.getAndSet(0);
        if (more > 0) {
            LOG.info(
                    "{} more, too fast for a line each; SLUICE_LOG_LEVEL=DEBUG has them",
                    OneLine.count(more, "instance"));
        }
        return true;
    }

    /** Takes the time of one line, if there is some. */
    private boolean hasRoom() {
        long now = nanoClock.getAsLong();
        while (true) {
            long before = paidUntil.get();
            long begin = Math.max(before - now, -BURST * NANOS_EACH);
            if (begin > -NANOS_EACH) {
                return false;
            }
            if (paidUntil.compareAndSet(before, now + begin + NANOS_EACH)) {
                return true;
            }
        }
    }

    /** An instance was taken, and went where its route leads. */
    public void settled(Level level, String sopInstanceUid, String what, long bytes, long nanos) {
        LOG.at(level, "{} {}; {} bytes in {} ms", sopInstanceUid, what, bytes, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** An instance of a queue was taken by its destination. */
    public void delivered(String sopInstanceUid, String destination, long bytes, long nanos) {
        LOG.info(
                "{} forwarded to {}, {} bytes in {} ms",
                sopInstanceUid,
                destination,
                bytes,
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
