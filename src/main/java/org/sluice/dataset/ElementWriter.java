package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whole elements as bytes, PS3.5 7.1: the counterpart of {@link ElementHead}. */
final class ElementWriter {
    /** The largest even number that 16 bits hold. */
    private static final int LONGEST_SHORT = 0xFFFE;

    private ElementWriter() {}

    /** The value, made even with the padding of its VR, PS3.5 6.2. */
    static byte[] padded(Vr vr, byte[] value) {
        if ((value.length & 1) == 0) {
            return value;
        }
        byte[] even = Arrays.copyOf(value, value.length + 1);
        even[value.length] = vr.padding();
        return even;
    }

    /** The form in which an element of this VR is written. */
    static int form(Vr vr, boolean explicit) {
        if (!explicit) {
            return ElementHead.IMPLICIT;
        }
        return vr.longLength() ? ElementHead.LONG : ElementHead.SHORT;
    }

    /** Whether the length of a value fits into the length field of a form. */
    static boolean fits(int form, byte[] value) {
        return form != ElementHead.SHORT || value.length <= LONGEST_SHORT;
    }

    /** Says that it does not. */
    static DataSetException tooLong(String path, byte[] value) {
        return new DataSetException(path, -1, "expected at most 65534 bytes, found a value of " + value.length);
    }

    /** A new element; the value is even. */
    static byte[] element(int tag, Vr vr, int form, boolean bigEndian, byte[] value) {
        byte[] bytes = named(tag, vr, form, bigEndian, value.length);
        return finished(bytes, form, bigEndian, value);
    }

    /** The head of an element whose value follows from elsewhere. */
    static ByteBuffer head(int tag, BulkEditor.Head head, TransferSyntax syntax) {
        int form = form(head.vr(), syntax.explicitVr());
        byte[] bytes = named(tag, head.vr(), form, syntax.bigEndian(), 0);
        putLength(bytes, form, syntax.bigEndian(), head.length());
        return ByteBuffer.wrap(bytes);
    }

    private static byte[] named(int tag, Vr vr, int form, boolean bigEndian, int length) {
        byte[] bytes = room(form, length);
        Bytes.putTag(bytes, 0, tag, bigEndian);
        if (form != ElementHead.IMPLICIT) {
            bytes[4] = (byte) vr.name().charAt(0);
            bytes[5] = (byte) vr.name().charAt(1);
        }
        return bytes;
    }

    /** An element with the tag and VR bytes of the one at {@code start}, whatever they are, and another value. */
    static byte[] changed(byte[] source, int start, int form, boolean bigEndian, byte[] value) {
        byte[] bytes = room(form, value.length);
        System.arraycopy(source, start, bytes, 0, form == ElementHead.IMPLICIT ? 4 : 6);
        return finished(bytes, form, bigEndian, value);
    }

    private static byte[] room(int form, int length) {
        return new byte[(form == ElementHead.LONG ? 12 : 8) + length];
    }

    private static byte[] finished(byte[] bytes, int form, boolean bigEndian, byte[] value) {
        putLength(bytes, form, bigEndian, value.length);
        System.arraycopy(value, 0, bytes, bytes.length - value.length, value.length);
        return bytes;
    }

    private static void putLength(byte[] bytes, int form, boolean bigEndian, long length) {
        switch (form) {
            case ElementHead.SHORT -> Bytes.put(bytes, 6, 2, length, bigEndian);
            case ElementHead.LONG -> Bytes.put(bytes, 8, 4, length, bigEndian);
            default -> Bytes.put(bytes, 4, 4, length, bigEndian);
        }
    }
}
