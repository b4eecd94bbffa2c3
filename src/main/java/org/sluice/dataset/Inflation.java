package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the deflated transfer syntax, PS3.5 A.5 (raw deflate, RFC 1951), piece by piece in constant memory. For one thread
 * and one data set; to be closed.
 */
public final class Inflation implements AutoCloseable {
    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer piece = ByteBuffer.allocate(1 << 15);
    private final long maxBytes;
    private long produced;

    /** @param maxBytes how large the inflated data set may become */
    public Inflation(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Gives the next bytes of the deflated data set; all of the previous must have come out, and they are not copied. */
    public void accept(ByteBuffer deflated) {
        inflater.setInput(deflated);
    }

    /**
     * The next inflated bytes, valid until the next call; null when more input is needed or there is no more.
     *
     * @throws DataSetException when the input is not deflated, or inflates to more than is allowed
     */
    public @Nullable ByteBuffer next() throws DataSetException {
        if (inflater.finished()) {
            return null;
        }
        piece.clear();
        try {
            produced += inflater.inflate(piece);
        } catch (DataFormatException e) {
            throw new DataSetException("", inflater.getBytesRead(), "expected deflated bytes, found others");
        }
        if (inflater.needsDictionary()) {
            throw new DataSetException(
                    "", inflater.getBytesRead(), "expected deflated bytes, found a preset dictionary");
        }
        if (produced > maxBytes) {
            throw new HeaderTooLargeException(
                    "", inflater.getBytesRead(), "the data set inflates to more than " + maxBytes + " bytes");
        }
        piece.flip();
        return piece.hasRemaining() ? piece : null;
    }

    /** Whether the deflated data set has ended, whatever follows it. */
    boolean finished() {
        return inflater.finished();
    }

    /** Bytes of the last input that follow the end. */
    int remaining() {
        return inflater.getRemaining();
    }

    /** Says that there is no more input. */
    public void end() throws DataSetException {
        if (!inflater.finished()) {
            throw new DataSetException("", inflater.getBytesRead(), "the deflated data set is cut short");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
