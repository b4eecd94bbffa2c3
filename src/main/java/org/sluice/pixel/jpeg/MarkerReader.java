package org.sluice.pixel.jpeg;

import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The marker segments of a codestream, one after the other, T.81 B.1.1.
 *
 * <pre>
 *   | FF | marker | length (2, itself included) | parameters |
 * </pre>
 */
public final class MarkerReader {
    /** Start of image, T.81 table B.1. */
    public static final int SOI = 0xD8;

    /** End of image. */
    public static final int EOI = 0xD9;

    /** Start of scan. */
    public static final int SOS = 0xDA;

    /** Restart interval definition. */
    public static final int DRI = 0xDD;

    private static final int TEM = 0x01;
    /** The first of eight restart markers. */
    static final int RST0 = 0xD0;

    /** Comment. */
    public static final int COM = 0xFE;

    private static final int APP0 = 0xE0;
    private static final int APP15 = 0xEF;

    private final byte[] bytes;
    private int at;
    private int from;
    private int to;

    /** @throws PixelDataException if it does not begin as a codestream does */
    public MarkerReader(byte[] codestream) throws PixelDataException {
        bytes = codestream;
        if (bytes.length < 2) {
            throw new PixelDataException(Kind.TRUNCATED, "the codestream has no beginning");
        }
        if (next() != SOI) {
            throw new PixelDataException(Kind.DAMAGED, "the codestream does not begin with SOI");
        }
    }

    /** Reads the next marker and the bounds of its parameters; returns the marker's second byte. */
    public int next() throws PixelDataException {
        if (byteAt(at) != 0xFF) {
            throw new PixelDataException(Kind.DAMAGED, "a marker was expected at byte " + at);
        }
        int code = 0xFF;
        while (code == 0xFF) {
            code = byteAt(++at);
        }
        at++;
        from = at;
        to = at;
        if (code == 0) {
            throw new PixelDataException(Kind.DAMAGED, "a marker was expected at byte " + (at - 2));
        }
        if (code != TEM && (code < RST0 || code > EOI)) {
            int length = byteAt(at) << 8 | byteAt(at + 1);
            from = at + 2;
            to = at + length;
            if (length < 2) {
                throw new PixelDataException(Kind.DAMAGED, "a marker segment of length " + length + " at byte " + at);
            }
            if (to > bytes.length) {
                throw ended();
            }
            at = to;
        }
        return code;
    }

    private int byteAt(int place) throws PixelDataException {
        if (place >= bytes.length) {
            throw ended();
        }
        return bytes[place] & 0xFF;
    }

    private PixelDataException ended() {
        return new PixelDataException(
                Kind.TRUNCATED, "the codestream ends after " + bytes.length + " bytes, without EOI");
    }

    /** Whether a segment says nothing of the picture: a comment, or data of an application. */
    static boolean isComment(int marker) {
        return marker == COM || isApplication(marker);
    }

    /** Whether a segment is data of an application, APP0 to APP15. */
    public static boolean isApplication(int marker) {
        return marker >= APP0 && marker <= APP15;
    }

    /** How many bytes the parameters have. */
    public int length() {
        return to - from;
    }

    /** Where the parameters begin in the codestream. */
    int from() {
        return from;
    }

    /** Where the entropy-coded data behind a scan header begin. */
    public int position() {
        return at;
    }

    /** Goes on behind entropy-coded data. */
    public void position(int place) {
        at = place;
    }

    /** A byte of the parameters; 0 is the first. */
    public int uint8(int index) throws PixelDataException {
        if (index >= to - from) {
            throw new PixelDataException(
                    Kind.DAMAGED, "a marker segment has " + (to - from) + " bytes, too few for what it is to say");
        }
        return bytes[from + index] & 0xFF;
    }

    /** Two bytes of the parameters. */
    public int uint16(int index) throws PixelDataException {
        return uint8(index) << 8 | uint8(index + 1);
    }

    /**
     * Behind EOI there may be zeros, or the one byte that makes the length even: some fill up with FF.
     *
     * @throws PixelDataException if there is
     */
    public void requireEnd() throws PixelDataException {
        for (int place = at; place < bytes.length; place++) {
            if (bytes[place] != 0 && bytes.length - at > 1) {
                throw new PixelDataException(
                        Kind.DAMAGED, "the codestream goes on for " + (bytes.length - at) + " bytes behind EOI");
            }
        }
    }
}
