package org.sluice.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stored data set piece by piece, inflated if it is deflated (PS3.5 A.5), in constant memory. For one thread; to be closed.
 */
public final class DataSetPieces implements AutoCloseable {
    /** PS3.5 A.5 makes an odd number of deflated bytes even with one more. */
    private static final long PADDING = 1;

    private final ReadableByteChannel file;
    private final ByteBuffer buffer;
    private final @Nullable Inflation inflation;
    private ByteBuffer begun;
    private long behind;

    /** A data set that can be read more than once, from its beginning. */
    @FunctionalInterface
    public interface Source {
        /** Begins to read. */
        DataSetPieces open() throws IOException;
    }

    /**
     * @param file closed with this
     * @param begun what has been read of the data set already
     * @param buffer for what is read, and to be used for nothing else meanwhile
     * @param maxInflated how large the data set may become when it is inflated
     */
    public DataSetPieces(
            ReadableByteChannel file, ByteBuffer begun, ByteBuffer buffer, boolean deflated, long maxInflated) {
        this.file = file;
        this.begun = begun;
        this.buffer = buffer;
        this.inflation = deflated ? new Inflation(maxInflated) : null;
    }

    /** A data set in memory, not deflated. */
    public static DataSetPieces of(byte[] dataSet) {
        ReadableByteChannel nothing = Channels.newChannel(InputStream.nullInputStream());
        return new DataSetPieces(nothing, ByteBuffer.wrap(dataSet), ByteBuffer.allocate(1), false, 0);
    }

    /**
     * The next bytes, valid until the following call; null at the end.
     *
     * @throws DataSetException the deflated bytes are none, are cut short, or become too large
     */
    public @Nullable ByteBuffer next() throws IOException, DataSetException {
        Inflation inflating = inflation;
        if (inflating == null) {
            return more();
        }
        while (true) {
            ByteBuffer inflated = inflating.next();
            if (inflated != null) {
                return inflated;
            }
            if (inflating.finished()) {
                behind += inflating.remaining();
                for (ByteBuffer bytes = more(); bytes != null; bytes = more()) {
                    behind += bytes.remaining();
                }
                return null;
            }
            ByteBuffer deflated = more();
            if (deflated == null) {
                inflating.end();
                return null;
            }
            inflating.accept(deflated);
        }
    }

    /** Passes over at most so many of the next bytes without reading them; 0 where they have to be read. */
    public long skip(long most) throws IOException {
        if (inflation != null || most == 0) {
            return 0;
        }
        if (begun.hasRemaining()) {
            int count = (int) Math.min(most, begun.remaining());
            begun.position(begun.position() + count);
            return count;
        }
        if (!(file instanceof SeekableByteChannel channel)) {
            return 0;
        }
        long count = Math.min(most, channel.size() - channel.position());
        if (count > 0) {
            channel.position(channel.position() + count);
        }
        return Math.max(0, count);
    }

    /** Bytes behind the end of a deflated data set, beyond the one that may make them even; known at the end. */
    public long trailing() {
        return Math.max(0, behind - PADDING);
    }

    private @Nullable ByteBuffer more() throws IOException {
        if (begun.hasRemaining()) {
            ByteBuffer first = begun;
            begun = ByteBuffer.allocate(0);
            return first;
        }
        int count = file.read(buffer.clear());
        buffer.flip();
        return count > 0 ? buffer : null;
    }

    @Override
    public void close() throws IOException {
        if (inflation != null) {
            inflation.close();
        }
        file.close();
    }
}
