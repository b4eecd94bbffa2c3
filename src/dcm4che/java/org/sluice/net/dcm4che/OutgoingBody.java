package org.sluice.net.dcm4che;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.dcm4che3.net.PDVOutputStream;
import org.sluice.net.BodySink;

/** The data set of the message that dcm4che is just sending: it copies what it is given into its PDUs. */
final class OutgoingBody implements BodySink {
    private static final int PIECE = 64 << 10;

    private final PDVOutputStream to;
    private byte[] piece = new byte[0];

    OutgoingBody(PDVOutputStream to) {
        this.to = to;
    }

    /** The association failed, not who writes the data set. */
    static final class SendingFailure extends IOException {
        private static final long serialVersionUID = 1L;

        private SendingFailure(IOException cause) {
            super(cause);
        }

        /** Whether it is one, or was told because of one. */
        static boolean isCauseOf(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SendingFailure) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (bytes.hasArray()) {
            write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        while (bytes.hasRemaining()) {
            int count = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, count);
            write(piece, 0, count);
        }
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            to.write(bytes, offset, length);
        } catch (IOException e) {
            throw new SendingFailure(e);
        }
    }
}
