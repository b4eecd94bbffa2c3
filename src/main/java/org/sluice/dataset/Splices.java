package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stretches of a header's bytes, each to be replaced by others; what lies between them is copied. */
final class Splices {
    /** Output is gathered up to this size; longer untouched stretches are handed on without a copy. */
    private static final int GATHERED = 1 << 16;

    private record Splice(int from, int to, byte[] bytes) {}

    private final byte[] source;
    private final int length;
    private final List<Splice> splices = new ArrayList<>();
    private long editedLength;

    Splices(byte[] source, int length) {
        this.source = source;
        this.length = length;
        this.editedLength = length;
    }

    /** Replaces {@code from} to {@code to}; stretches do not overlap, but several insertions may share a place. */
    void replace(int from, int to, byte[] bytes) {
        splices.add(new Splice(from, to, bytes));
        editedLength += bytes.length - (to - from);
    }

    /** Adds to a number of {@code size} bytes that stands at {@code at}. */
    void increase(int at, int size, int delta, boolean bigEndian) {
        byte[] bytes = new byte[size];
        Bytes.put(bytes, 0, size, (long) Bytes.int32(source, at, bigEndian) + delta, bigEndian);
        replace(at, at + size, bytes);
    }

    long editedLength() {
        return editedLength;
    }

    /**
     * Writes the edited bytes where they lie, piece by piece. Insertions at a place precede what is replaced there, in the
     * order they were given.
     */
    void writePiecesTo(ByteSink sink) throws IOException {
        splices.sort(Splices::inOrder);
        ByteBuffer untouched = ByteBuffer.wrap(source);
        int at = 0;
        for (Splice splice : splices) {
            write(untouched.limit(splice.from).position(at), sink);
            write(ByteBuffer.wrap(splice.bytes), sink);
            at = splice.to;
        }
        write(untouched.limit(length).position(at), sink);
    }

    private static void write(ByteBuffer bytes, ByteSink sink) throws IOException {
        if (bytes.hasRemaining()) {
            sink.write(bytes);
        }
    }

    /** The same, with small pieces gathered. */
    void writeTo(ByteSink sink) throws IOException {
        ByteBuffer gathered = ByteBuffer.allocate((int) Math.min(editedLength, GATHERED));
        writePiecesTo(piece -> gather(piece, gathered, sink));
        flush(gathered, sink);
    }

    private static int inOrder(Splice one, Splice other) {
        return one.from == other.from ? one.to - other.to : one.from - other.from;
    }

    private static void gather(ByteBuffer piece, ByteBuffer gathered, ByteSink sink) throws IOException {
        if (piece.remaining() > gathered.remaining()) {
            flush(gathered, sink);
        }
        if (piece.remaining() > gathered.remaining()) {
            sink.write(piece);
        } else {
            gathered.put(piece);
        }
    }

    private static void flush(ByteBuffer gathered, ByteSink sink) throws IOException {
        if (gathered.position() > 0) {
            gathered.flip();
            sink.write(gathered);
            gathered.clear();
        }
    }
}
