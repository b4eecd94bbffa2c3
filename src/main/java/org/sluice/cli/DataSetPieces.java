package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Inflation;

/** The data set of a file piece by piece, inflated if it is deflated (PS3.5 A.5), in constant memory. For one thread. */
final class DataSetPieces implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    private final @Nullable Inflation inflation;

    DataSetPieces(Path path, long from, boolean deflated) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        file.position(from);
        this.inflation = deflated ? new Inflation(Long.MAX_VALUE) : null;
    }

    /** The next bytes, valid until the following call; null at the end. */
    @Nullable
    ByteBuffer next() throws IOException, DataSetException {
        Inflation inflating = inflation;
        if (inflating == null) {
            return read() ? buffer : null;
        }
        for (ByteBuffer inflated = inflating.next(); ; inflated = inflating.next()) {
            if (inflated != null) {
                return inflated;
            }
            if (!read()) {
                inflating.end();
                return null;
            }
            inflating.accept(buffer);
        }
    }

    private boolean read() throws IOException {
        boolean more = file.read(buffer.clear()) > 0;
        buffer.flip();
        return more;
    }

    @Override
    public void close() throws IOException {
        if (inflation != null) {
            inflation.close();
        }
        file.close();
    }
}
