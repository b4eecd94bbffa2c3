package org.sluice.net.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.dcm4che3.net.PDVInputStream;
import org.jspecify.annotations.Nullable;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.DataSetBody;

/** The data set of the message that dcm4che is just reading, copied out of its buffer piece by piece. */
final class IncomingBody implements DataSetBody {
    private final PDVInputStream from;
    private final byte[] piece;
    private final WatchedSocket socket;
    private final String peer;
    private @Nullable IOException broken;

    /** With room for one piece. */
    IncomingBody(PDVInputStream from, byte[] piece, WatchedSocket socket, String peer) {
        this.from = from;
        this.piece = piece;
        this.socket = socket;
        this.peer = peer;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        int count = read(piece, 0, piece.length);
        return count < 0 ? null : ByteBuffer.wrap(piece, 0, count);
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        IOException before = broken;
        if (before != null) {
            throw new BrokenBodyException(socket.ending().exception(peer, before));
        }
        try {
            return from.read(into, offset, length);
        } catch (IOException e) {
            broken = e;
            throw new BrokenBodyException(socket.ending().exception(peer, e));
        }
    }

    /**
     * Drops what nobody has read.
     *
     * @throws IOException dcm4che's own, if the data set broke off: it ends the association by it
     */
    void drain() throws IOException {
        IOException before = broken;
        if (before != null) {
            throw before;
        }
        from.skipAll();
    }

    @Override
    public InputStream stream() {
        return new InputStream() {
            private final byte[] one = new byte[1];

            @Override
            public int read() throws IOException {
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : IncomingBody.this.read(into, offset, length);
            }
        };
    }
}
