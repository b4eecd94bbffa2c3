package org.sluice.dataset;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the headers of all data sets take which are read at the same time. Each is bounded by its {@link
 * HeaderLimits}; this bounds them together, so that many peers with large headers cannot exhaust the heap. Frames that are put
 * together to be blanked are taken out of it, too. Any thread.
 *
 * <p>A header counts from {@value #FREE} bytes on: most are smaller, and cost nothing here. What it counts is what its
 * reader holds, twice, because deciding and editing takes about as much again.
 */
public final class HeaderMemory {
    /** What a reader may hold without asking. */
    static final int FREE = 128 << 10;

    /** For readers that are few and alone in their process. */
    static final Share UNBOUNDED = new HeaderMemory(Long.MAX_VALUE).share();

    private final long most;
    private final AtomicLong used = new AtomicLong();

    /** @param most bytes at the same time */
    public HeaderMemory(long most) {
        this.most = most;
    }

    /** The share of one more data set: nothing yet. */
    public Share share() {
        return new Share(this);
    }

    /** Bytes that are taken now. */
    public long used() {
        return used.get();
    }

    /** Bytes that may be taken at the same time. */
    public long most() {
        return most;
    }

    private boolean take(long bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** What one data set has taken. For the thread that reads it. */
    public static final class Share implements AutoCloseable {
        private final HeaderMemory memory;
        private long taken;

        private Share(HeaderMemory memory) {
            this.memory = memory;
        }

        /** Bytes that all shares together may take. */
        public long most() {
            return memory.most;
        }

        /** Takes more; false, and nothing is taken, when there is not so much. */
        public boolean take(long bytes) {
            if (this == UNBOUNDED) {
                return true;
            }
            boolean granted = memory.take(bytes);
            taken += granted ? bytes : 0;
            return granted;
        }

        /** Gives some of it back. */
        public void giveBack(long bytes) {
            if (this != UNBOUNDED && bytes != 0) {
                memory.used.addAndGet(-bytes);
                taken -= bytes;
            }
        }

        /** Gives all of it back: nothing that was read is held any more. */
        @Override
        public void close() {
            giveBack(taken);
        }
    }
}
