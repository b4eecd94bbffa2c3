package org.sluice.net.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.DataSetBody;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;

/** The data set of the message that a channel is just receiving. */
final class IncomingBody implements DataSetBody {
    private final String peer;
    private final DimseChannel channel;

    /** Of that peer, for messages. */
    IncomingBody(String peer, DimseChannel channel) {
        this.peer = peer;
        this.channel = channel;
    }

    DimseChannel channel() {
        return channel;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        try {
            return channel.nextData();
        } catch (UpperLayerException e) {
            throw broken(e);
        }
    }

    @Override
    public @Nullable ByteBuffer nextAll() throws IOException {
        try {
            return channel.allData();
        } catch (UpperLayerException e) {
            throw broken(e);
        }
    }

    BrokenBodyException broken(UpperLayerException e) {
        return new BrokenBodyException(Seam.exception(peer, e));
    }

    @Override
    public InputStream stream() {
        return new BodyStream(this);
    }

    /** The slices of a body, one after the other. */
    private static final class BodyStream extends InputStream {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private final DataSetBody body;
        private @Nullable ByteBuffer current = NOTHING;

        private BodyStream(DataSetBody body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            ByteBuffer bytes = current();
            return bytes == null ? -1 : bytes.get() & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            ByteBuffer bytes = current();
            if (bytes == null) {
                return -1;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, offset, count);
            return count;
        }

        private @Nullable ByteBuffer current() throws IOException {
            while (current != null && !current.hasRemaining()) {
                current = body.next();
            }
            return current;
        }
    }
}
