package org.sluice.pixel.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** The bits of a scan, highest first; behind FF stand only seven, so that no marker comes about, T.87 A.1. */
final class BitSource {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;
    private boolean behindFf;

    /** The next bits, from the highest down; below them zeros. */
    private long cache;

    private int count;

    /** How many bits were given out of zeros behind the end. */
    private int missing;

    BitSource(byte[] codestream, int from) {
        bytes = codestream;
        at = from;
    }

    /** So that there are 32 bits at least: mostly four bytes at once, without FF. */
    private void fill() {
        if (count <= 32 && !behindFf && at + 4 <= bytes.length) {
            int word = (int) WORDS.get(bytes, at);
            if ((~word - 0x01010101 & word & 0x80808080) == 0) {
                cache |= (word & 0xFFFFFFFFL) << (32 - count);
                count += 32;
                at += 4;
                return;
            }
        }
        fillUp();
    }

    /** Byte by byte, so that there are 57 bits. */
    private void fillUp() {
        while (count <= 56) {
            boolean marker =
                    at >= bytes.length || (bytes[at] == (byte) 0xFF && (at + 1 >= bytes.length || bytes[at + 1] < 0));
            int next = marker ? 0 : bytes[at] & 0xFF;
            int width = behindFf && !marker ? 7 : 8;
            if (marker) {
                missing += 8;
            } else {
                behindFf = next == 0xFF;
                at++;
            }
            cache |= (long) next << (64 - width - count);
            count += width;
        }
    }

    /** One bit. */
    int bit() {
        if (count == 0) {
            fill();
        }
        int bit = (int) (cache >>> 63);
        cache <<= 1;
        count--;
        return bit;
    }

    /** Up to 32 bits as a number. */
    int bits(int width) {
        if (width == 0) {
            return 0;
        }
        if (count < width) {
            fill();
        }
        int value = (int) (cache >>> (64 - width));
        cache <<= width;
        count -= width;
        return value;
    }

    /**
     * A limited Golomb code, A.5.3: zeros, a one, and bits. With samples of 16 bits there are at most 47 zeros (LIMIT - qbpp - 1).
     *
     * @param order how many bits
     * @param zeros so many zeros say that the value follows as a whole
     * @param whole of how many bits it is then
     */
    int golomb(int order, int zeros, int whole) throws PixelDataException {
        if (count < 32) {
            fill();
        }
        int high = Long.numberOfLeadingZeros(cache);
        if (high >= count) {
            fillUp();
            high = Long.numberOfLeadingZeros(cache);
        }
        if (high > zeros) {
            throw new PixelDataException(Kind.DAMAGED, "a code of JPEG-LS has too many zeros");
        }
        cache <<= high + 1;
        count -= high + 1;
        return high < zeros ? high << order | bits(order) : bits(whole) + 1;
    }

    /** @throws PixelDataException if more was read than there is */
    void requireBits() throws PixelDataException {
        if (missing > count) {
            throw new PixelDataException(Kind.TRUNCATED, "the data of a scan end before its samples do");
        }
    }

    /**
     * Where the marker behind the scan is.
     *
     * @throws PixelDataException if there is less, or more than the zeros that fill up a byte
     */
    int end() throws PixelDataException {
        requireBits();
        fillUp();
        int left = count - missing;
        if (missing == 0 || left >= 8 || cache != 0) {
            throw new PixelDataException(Kind.DAMAGED, "the data of a scan go on behind its last sample");
        }
        return at;
    }
}
