package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Deflates a data set on its way to another sink, PS3.5 A.5 (raw deflate, padded to an even length). For one thread and one
 * data set; {@link #finish} writes the end, and it is to be closed in any case.
 */
public final class Deflation implements ByteSink, AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteBuffer piece = ByteBuffer.allocate(1 << 15);
    private final ByteSink out;

    /** Writes to {@code out}. */
    public Deflation(ByteSink out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        deflater.setInput(bytes);
        while (!deflater.needsInput()) {
            drain();
        }
        // It would look into the buffer again at the end, when its owner has long filled it with something else.
        deflater.setInput(NOTHING);
    }

    /** Writes what is left; nothing may be written afterwards. */
    public void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            drain();
        }
        if ((deflater.getBytesWritten() & 1) != 0) {
            out.write(ByteBuffer.allocate(1));
        }
    }

    private void drain() throws IOException {
        piece.clear();
        deflater.deflate(piece);
        piece.flip();
        if (piece.hasRemaining()) {
            out.write(piece);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
