package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Inflation;
import org.sluice.store.Incoming;

/** Reads back the data set of an instance that was written down as it came, inflated if it is deflated (PS3.5 A.5). */
final class StoredDataSet implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer buffer = FileBytes.buffer();
    private final @Nullable Inflation inflation;

    /** Opens it; inflated it may have so many bytes. */
    StoredDataSet(Incoming written, long from, boolean deflated, long maxInflated) throws IOException {
        this.file = written.reread(from);
        this.inflation = deflated ? new Inflation(maxInflated) : null;
    }

    /** The next bytes, valid until the following call; null at the end. */
    @Nullable
    ByteBuffer next() throws IOException, DataSetException {
        Inflation inflating = inflation;
        if (inflating == null) {
            return more() ? buffer : null;
        }
        while (true) {
            ByteBuffer inflated = inflating.next();
            if (inflated != null) {
                return inflated;
            }
            if (!more()) {
                inflating.end();
                return null;
            }
            inflating.accept(buffer);
        }
    }

    private boolean more() throws IOException {
        boolean read = file.read(buffer.clear()) > 0;
        buffer.flip();
        return read;
    }

    @Override
    public void close() throws IOException {
        if (inflation != null) {
            inflation.close();
        }
        file.close();
    }
}
