package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How fast a destination is given data sets, on all ways to it together. Any thread. */
public final class Pace {
    /** At a time, so that a slow destination is given something again and again, and takes none for dead. */
    private static final int SLICE = 16 << 10;

    private final long bitsPerSecond;
    /** When all that was given before is through. Guarded by this. */
    private long freeAt = System.nanoTime();

    private Pace(long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    /** So many bits in a second; as fast as can be without. */
    public static Pace of(Optional<Long> bitsPerSecond) {
        return new Pace(bitsPerSecond.orElse(0L));
    }

    /** A data set that is read no faster. */
    ReadableByteChannel over(ReadableByteChannel dataSet) {
        return bitsPerSecond == 0 ? dataSet : new Paced(dataSet);
    }

    /** When so many bytes more may be given. */
    private synchronized long reserve(int bytes) {
        long begin = Math.max(freeAt, System.nanoTime());
        freeAt = begin + bytes * 8L * TimeUnit.SECONDS.toNanos(1) / bitsPerSecond;
        return begin;
    }

    /** An interruption ends the wait, and whoever reads or writes next. */
    private void await(int bytes) {
        long left = reserve(bytes) - System.nanoTime();
        try {
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Paced implements ReadableByteChannel {
        private final ReadableByteChannel from;

        Paced(ReadableByteChannel from) {
            this.from = from;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int limit = into.limit();
            into.limit(Math.min(limit, into.position() + SLICE));
            int count;
            try {
                count = from.read(into);
            } finally {
                into.limit(limit);
            }
            if (count > 0) {
                await(count);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return from.isOpen();
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
