package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Short ways for tests to read and write. */
final class Reading {
    private Reading() {}

    static Header read(byte[] bytes, TransferSyntax syntax) throws DataSetException {
        return read(bytes, syntax, bytes.length + 1);
    }

    /** Feeds pieces of the given size. */
    static Header read(byte[] bytes, TransferSyntax syntax, int piece) throws DataSetException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1);
        for (int at = 0; at < bytes.length; at += piece) {
            if (reader.accept(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)))) {
                return reader.header();
            }
        }
        reader.end();
        return reader.header();
    }

    static byte[] written(HeaderEdit edit) throws IOException {
        Collected out = new Collected();
        edit.writeTo(out);
        return out.bytes();
    }

    static byte[] writtenInPieces(HeaderEdit edit) throws IOException {
        Collected out = new Collected();
        edit.writePiecesTo(bytes -> {
            if (!bytes.hasRemaining()) {
                throw new IOException("an empty piece");
            }
            out.write(bytes);
        });
        return out.bytes();
    }

    /** A sink that keeps everything. */
    static final class Collected implements ByteSink {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Override
        public void write(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                out.write(bytes.get());
            }
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
