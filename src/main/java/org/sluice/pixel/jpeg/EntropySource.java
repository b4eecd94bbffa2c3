package org.sluice.pixel.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The entropy-coded data between two markers, without the zero that follows each FF (T.81 F.1.2.3), so that any bit can be looked
 * at and bits can be copied as they are. Behind the last stand zeros, enough for one block that reads on there; whoever reads
 * asks after each block whether the end was passed.
 */
final class EntropySource {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** A block has at most 64 codes of 16 bits, with 16 bits each. */
    private static final int BEHIND = 64 * 4 + Long.BYTES;

    private static final int LARGEST = 1 << 28;

    private final byte[] codestream;
    private final byte[] clean;
    private int size;
    private int next;

    /** @throws PixelDataException if there are more bits than can be counted */
    EntropySource(byte[] codestream, int from) throws PixelDataException {
        if (codestream.length > LARGEST - BEHIND) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED, "a codestream of " + codestream.length + " bytes is larger than one may be");
        }
        this.codestream = codestream;
        clean = new byte[codestream.length - from + BEHIND];
        open(from);
    }

    /** Takes what stands from here until the next marker. */
    private void open(int from) throws PixelDataException {
        int to = 0;
        int at = from;
        while (true) {
            if (at >= codestream.length - 1) {
                throw new PixelDataException(
                        Kind.TRUNCATED, "the data of a scan go on until the end of the codestream");
            }
            byte one = codestream[at++];
            if (one == (byte) 0xFF) {
                if (codestream[at] != 0) {
                    break;
                }
                at++;
            }
            clean[to++] = one;
        }
        size = to;
        next = at - 1;
        for (int i = to; i < to + BEHIND; i++) {
            clean[i] = 0;
        }
    }

    /** At least 57 bits from a place on, the first of them the highest. */
    long bits(int place) {
        return (long) LONGS.get(clean, place >>> 3) << (place & 7);
    }

    /** @throws PixelDataException if the place lies behind the last bit */
    void requireBits(int place) throws PixelDataException {
        if (place > size << 3) {
            throw new PixelDataException(Kind.TRUNCATED, "the data of a scan end before its samples do");
        }
    }

    /** Where the marker is. */
    int next() {
        return next;
    }

    /** @throws PixelDataException unless nothing is left but what fills up a byte */
    void requireEnd(int place) throws PixelDataException {
        if ((size << 3) - place >= 8) {
            throw new PixelDataException(Kind.DAMAGED, "the data of a scan go on behind its last sample");
        }
    }

    /** Goes over a restart marker, T.81 E.2.4. */
    void restart(int place, int number) throws PixelDataException {
        requireEnd(place);
        int at = next;
        while (at < codestream.length - 1 && codestream[at + 1] == (byte) 0xFF) {
            at++;
        }
        if (at >= codestream.length - 1) {
            throw new PixelDataException(Kind.TRUNCATED, "the codestream ends at a restart marker");
        }
        if ((codestream[at + 1] & 0xFF) != (MarkerReader.RST0 | (number & 7))) {
            throw new PixelDataException(
                    Kind.DAMAGED, "restart marker " + (number & 7) + " was expected at byte " + at);
        }
        open(at + 2);
    }

    /** The number that so many bits stand for, T.81 F.2.2.1, table F.1. */
    static int extended(int bits, int width) {
        return width == 0 || bits >>> (width - 1) != 0 ? bits : bits - (1 << width) + 1;
    }
}
