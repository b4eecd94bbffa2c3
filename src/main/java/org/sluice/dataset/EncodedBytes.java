package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Heads and values of elements on their way to a sink, gathered so that it is not bothered with each. For one thread. */
final class EncodedBytes {
    private static final int SIZE = 64 << 10;

    private final ByteSink out;
    private final byte[] gathered = new byte[SIZE];
    private int size;

    EncodedBytes(ByteSink out) {
        this.out = out;
    }

    /** The head of an element, PS3.5 7.1, or an item or a delimiter (7.5), which has no VR in any syntax. */
    void head(int tag, Vr vr, long length, TransferSyntax syntax) throws IOException {
        boolean delimiter = Tag.group(tag) == Tag.DELIMITER_GROUP;
        int form = delimiter ? ElementHead.IMPLICIT : ElementWriter.form(vr, syntax.explicitVr());
        int bytes = form == ElementHead.LONG ? 12 : ElementHead.SHORT_SIZE;
        room(bytes);
        boolean bigEndian = syntax.bigEndian();
        Bytes.putTag(gathered, size, tag, bigEndian);
        if (form != ElementHead.IMPLICIT) {
            gathered[size + 4] = (byte) vr.name().charAt(0);
            gathered[size + 5] = (byte) vr.name().charAt(1);
        }
        switch (form) {
            case ElementHead.SHORT -> Bytes.put(gathered, size + 6, 2, length, bigEndian);
            case ElementHead.LONG -> {
                Bytes.put(gathered, size + 6, 2, 0, bigEndian);
                Bytes.put(gathered, size + 8, 4, length, bigEndian);
            }
            default -> Bytes.put(gathered, size + 4, 4, length, bigEndian);
        }
        size += bytes;
    }

    /**
     * Bytes of a value.
     *
     * @param unit of so many bytes the order is turned around; 1 leaves them as they are. A divisor of the count
     */
    void value(byte[] from, int at, int count, int unit) throws IOException {
        for (int done = 0; done < count; ) {
            room(Math.min(unit, count - done));
            int some = Math.min(SIZE - size, count - done) / unit * unit;
            System.arraycopy(from, at + done, gathered, size, some);
            turn(size, some, unit);
            size += some;
            done += some;
        }
    }

    private void turn(int from, int count, int unit) {
        if (unit == 1) {
            return;
        }
        for (int word = from; word < from + count; word += unit) {
            for (int low = word, high = word + unit - 1; low < high; low++, high--) {
                byte first = gathered[low];
                gathered[low] = gathered[high];
                gathered[high] = first;
            }
        }
    }

    private void room(int bytes) throws IOException {
        if (SIZE - size < bytes) {
            flush();
        }
    }

    /** Hands on what is gathered. */
    void flush() throws IOException {
        out.write(ByteBuffer.wrap(gathered, 0, size));
        size = 0;
    }
}
