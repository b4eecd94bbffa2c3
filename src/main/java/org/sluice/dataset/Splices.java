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

    /** Writes the edited bytes. Insertions at a place precede what is replaced there, in the order they were given. */
    void writeTo(ByteSink sink) throws IOException {
        splices.sort(Splices::inOrder);
        ByteBuffer gathered = ByteBuffer.allocate((int) Math.min(editedLength, GATHERED));
        int at = 0;
        for (Splice splice : splices) {
            write(source, at, splice.from, gathered, sink);
            write(splice.bytes, 0, splice.bytes.length, gathered, sink);
            at = splice.to;
        }
        write(source, at, length, gathered, sink);
        flush(gathered, sink);
    }

    private static int inOrder(Splice one, Splice other) {
        return one.from == other.from ? one.to - other.to : one.from - other.from;
    }

    private static void write(byte[] bytes, int from, int to, ByteBuffer gathered, ByteSink sink) throws IOException {
        int count = to - from;
        if (count > gathered.remaining()) {
            flush(gathered, sink);
        }
        if (count > gathered.remaining()) {
            sink.write(ByteBuffer.wrap(bytes, from, count));
        } else {
            gathered.put(bytes, from, count);
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
