package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A data set that is read from its beginning to its end through a window of bounded size. For one thread. */
final class PulledBytes {
    private static final int SIZE = 64 << 10;

    private final DataSetPieces pieces;
    private final byte[] window = new byte[SIZE];
    private @Nullable ByteBuffer piece;
    private int at;
    private int limit;
    private long passed;

    PulledBytes(DataSetPieces pieces) {
        this.pieces = pieces;
    }

    /** The bytes at hand, from {@link #at} to {@link #limit}. */
    byte[] window() {
        return window;
    }

    int at() {
        return at;
    }

    int limit() {
        return limit;
    }

    /** Bytes of the data set before those at hand. */
    long position() {
        return passed;
    }

    /** Whether so many bytes are at hand; fewer than {@value #SIZE} can be asked for. */
    boolean has(int count) throws IOException, DataSetException {
        if (limit - at >= count) {
            return true;
        }
        System.arraycopy(window, at, window, 0, limit - at);
        limit -= at;
        at = 0;
        while (limit < count) {
            ByteBuffer next = piece;
            if (next == null || !next.hasRemaining()) {
                next = pieces.next();
                piece = next;
                if (next == null) {
                    return false;
                }
            }
            int some = Math.min(SIZE - limit, next.remaining());
            next.get(window, limit, some);
            limit += some;
        }
        return true;
    }

    /** Goes on behind so many of those at hand. */
    void pass(int count) {
        at += count;
        passed += count;
    }
}
