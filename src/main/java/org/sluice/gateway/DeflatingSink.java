package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.sluice.dataset.ByteSink;

/** Deflates a data set on its way to another sink: RFC 1951 without a wrapper, of even length (PS3.5 A.5). */
final class DeflatingSink implements ByteSink, AutoCloseable {
    private static final int PIECE = 1 << 15;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final ByteSink to;
    private long written;

    DeflatingSink(ByteSink to) {
        this.to = to;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        deflater.setInput(bytes);
        while (!deflater.needsInput()) {
            pass();
        }
    }

    /** Writes what is left; without this the data set is not whole. */
    void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            pass();
        }
        if (written % 2 == 1) {
            to.write(ByteBuffer.allocate(1));
        }
    }

    private void pass() throws IOException {
        written += deflater.deflate(piece.clear());
        to.write(piece.flip());
    }

    @Override
    public void close() {
        deflater.end();
    }
}
