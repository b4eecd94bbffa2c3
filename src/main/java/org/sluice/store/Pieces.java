package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/**
 * Of which pieces of its file the data set is made that a destination gets, in their order.
 *
 * @param pieces of the file, none of them empty
 */
public record Pieces(List<Piece> pieces) {
    /**
     * Bytes of a file that stand together.
     *
     * @param offset of the first, in the file
     * @param length at least 1
     */
    public record Piece(long offset, long length) {
        /** The offset behind it. */
        long end() {
            return offset + length;
        }
    }

    /** Keeps its own copy. */
    public Pieces {
        pieces = List.copyOf(pieces);
    }

    static Pieces of(long offset, long length) {
        return new Pieces(length == 0 ? List.of() : List.of(new Piece(offset, length)));
    }

    /** Bytes of the data set. */
    long length() {
        long length = 0;
        for (Piece piece : pieces) {
            length += piece.length();
        }
        return length;
    }

    /** The data set from a file; the channel takes the file over. */
    ReadableByteChannel in(FileChannel file) throws IOException {
        // One piece at the end of the file is what most instances have, and what the system can copy by itself.
        if (pieces.size() == 1 && pieces.get(0).end() >= file.size()) {
            return file.position(pieces.get(0).offset());
        }
        return in(SpoolBytes.of(file));
    }

    /** The same from bytes that lie anywhere. */
    ReadableByteChannel in(SpoolBytes bytes) {
        return new Reading(bytes, pieces);
    }

    /** Piece after piece. It ends early where the file does. For one thread. */
    private static final class Reading implements ReadableByteChannel {
        private final SpoolBytes file;
        private final List<Piece> pieces;
        private int next;
        private long readOfNext;
        private boolean open = true;

        Reading(SpoolBytes file, List<Piece> pieces) {
            this.file = file;
            this.pieces = pieces;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int start = into.position();
            while (into.hasRemaining() && next < pieces.size() && readPiece(pieces.get(next), into)) {
                if (readOfNext == pieces.get(next).length()) {
                    next++;
                    readOfNext = 0;
                }
            }
            int count = into.position() - start;
            return count == 0 && into.hasRemaining() ? -1 : count;
        }

        /** False when the file has ended. */
        private boolean readPiece(Piece piece, ByteBuffer into) throws IOException {
            int limit = into.limit();
            into.limit(into.position() + (int) Math.min(into.remaining(), piece.length() - readOfNext));
            try {
                int count = file.read(into, piece.offset() + readOfNext);
                readOfNext += Math.max(0, count);
                return count >= 0;
            } finally {
                into.limit(limit);
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            open = false;
            file.close();
        }
    }
}
