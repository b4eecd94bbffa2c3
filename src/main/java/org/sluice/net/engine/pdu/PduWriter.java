package org.sluice.net.engine.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of PDUs; lengths are filled in when what they count is written. */
public final class PduWriter {
    private static final int AE_LENGTH = 16;

    private byte[] bytes = new byte[512];
    private int length;

    /** One byte, unsigned. */
    public PduWriter uint8(int value) {
        grow(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Two bytes, big endian, unsigned. */
    public PduWriter uint16(int value) {
        return uint8(value >>> 8).uint8(value);
    }

    /** Four bytes, big endian, unsigned. */
    public PduWriter uint32(long value) {
        return uint16((int) (value >>> 16)).uint16((int) value);
    }

    /** So many bytes of zero: PS3.8 9.3.1. */
    public PduWriter reserved(int count) {
        grow(count);
        length += count;
        return this;
    }

    /** Bytes as they are. */
    public PduWriter octets(Octets octets) {
        return raw(octets.toArray());
    }

    /** Characters of one byte each (ISO 8859-1), without a length or an end. */
    public PduWriter text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An AE title: 16 bytes, padded with spaces. */
    public PduWriter aeTitle(String title) {
        byte[] padded = new byte[AE_LENGTH];
        Arrays.fill(padded, (byte) ' ');
        byte[] text = title.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, padded, 0, Math.min(text.length, AE_LENGTH));
        return raw(padded);
    }

    /** A two-byte length and the text. */
    public PduWriter lengthAndText(String text) {
        return uint16(text.length()).text(text);
    }

    /** A two-byte length and the bytes. */
    public PduWriter lengthAndOctets(Octets octets) {
        return uint16(octets.length()).octets(octets);
    }

    /** Begins an item: type, reserved byte and a two-byte length that {@link #endItem} fills in. Returns its mark. */
    public int beginItem(int type) {
        uint8(type).reserved(1).uint16(0);
        return length;
    }

    /** Ends the item that began at the mark. */
    public void endItem(int mark) {
        int size = length - mark;
        if (size > 0xFFFF) {
            throw new IllegalStateException("item: expected at most 65535 bytes, found " + size);
        }
        bytes[mark - 2] = (byte) (size >>> 8);
        bytes[mark - 1] = (byte) size;
    }

    /** A whole item that is one text. */
    public PduWriter textItem(int type, String text) {
        int mark = beginItem(type);
        text(text);
        endItem(mark);
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Fills in the four-byte length of the PDU that began at offset 0. */
    void endPdu() {
        int size = length - Pdu.HEADER_LENGTH;
        for (int i = 0; i < 4; i++) {
            bytes[2 + i] = (byte) (size >>> (24 - 8 * i));
        }
    }

    private PduWriter raw(byte[] more) {
        grow(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
