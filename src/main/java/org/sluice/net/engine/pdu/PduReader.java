package org.sluice.net.engine.pdu;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reads the fields of one PDU body, or of one item in it; numbers are big endian (PS3.8 9.3.1). */
public final class PduReader {
    /** 128 contexts with a hundred transfer syntaxes each have fewer; more would only cost memory. */
    private static final int MOST_PARTS = 1 << 14;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String what;
    private final byte[] bytes;
    private final int end;
    /** Items so far in the whole PDU, shared by the readers of all its parts. */
    private final int[] parts;

    private int at;

    private PduReader(String what, byte[] bytes, int start, int end, int[] parts) {
        this.what = what;
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.parts = parts;
    }

    /** Reads the body of a PDU: what follows its six header bytes. */
    public static PduReader of(String what, byte[] body) {
        return new PduReader(what, body, 0, body.length, new int[1]);
    }

    /** Whether anything is left to read. */
    public boolean hasRemaining() {
        return at < end;
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - at;
    }

    /** One byte, unsigned. The name of the field is for the exception when it is missing. */
    public int uint8(String field) throws PduException {
        require(field, 1);
        return bytes[at++] & 0xFF;
    }

    /** Two bytes, big endian, unsigned. */
    public int uint16(String field) throws PduException {
        require(field, 2);
        int value = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
        at += 2;
        return value;
    }

    /** Four bytes, big endian, unsigned. */
    public long uint32(String field) throws PduException {
        return ((long) uint16(field) << 16) | uint16(field);
    }

    /** Skips bytes that the standard says not to test. */
    public PduReader reserved(int length) throws PduException {
        require("reserved", length);
        at += length;
        return this;
    }

    /** So many bytes. */
    public Octets octets(String field, int length) throws PduException {
        require(field, length);
        byte[] copy = new byte[length];
        System.arraycopy(bytes, at, copy, 0, length);
        at += length;
        return Octets.of(copy);
    }

    /**
     * Text without the spaces and zero bytes around it. ISO 646 by the standard; Latin-1 here, so that what peers
     * really send can be read and shown.
     */
    public String text(String field, int length) throws PduException {
        require(field, length);
        int first = at;
        int last = at + length;
        at = last;
        while (first < last && isPadding(bytes[first])) {
            first++;
        }
        while (last > first && isPadding(bytes[last - 1])) {
            last--;
        }
        return new String(bytes, first, last - first, StandardCharsets.ISO_8859_1);
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }

    /** The rest of this body or item as text. */
    public String text(String field) throws PduException {
        return text(field, remaining());
    }

    /** The rest of this body or item. */
    public Octets octets(String field) throws PduException {
        return octets(field, remaining());
    }

    /** The next {@code length} bytes as the value of an item of that type. */
    PduReader item(int type, int length) throws PduException {
        return part("item " + HEX.toHexDigits((byte) type) + "H", length);
    }

    /** The next {@code length} bytes as something to read by itself. */
    public PduReader part(String part, int length) throws PduException {
        require(part, length);
        if (++parts[0] > MOST_PARTS) {
            throw invalid(part, "at most " + MOST_PARTS + " items in a PDU", "more");
        }
        PduReader reader = new PduReader(what + " " + part, bytes, at, at + length, parts);
        at += length;
        return reader;
    }

    /** An exception about the field that was just read. */
    public PduException invalid(String field, String expected, Object found) {
        return new PduException(
                AbortReason.INVALID_PARAMETER,
                what + ", " + field + ": expected " + expected + ", found " + found + " before offset " + at);
    }

    private void require(String field, int length) throws PduException {
        if (length > end - at) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    what + ", " + field + ": expected " + length + " bytes, found " + (end - at) + " at offset " + at);
        }
    }
}
