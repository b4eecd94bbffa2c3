package org.sluice.pixel.rle;

import java.util.Arrays;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * One segment: one byte of every pixel, as PackBits has them, PS3.5 G.3.
 *
 * <pre>
 *   n = 0 … 127      n + 1 bytes follow, as they are
 *   n = -1 … -127    the byte that follows, 1 - n times
 *   n = -128         nothing
 * </pre>
 */
final class RleSegment {
    /** What one of the two forms can hold at most. */
    static final int LONGEST = 128;

    private static final int NOTHING = -128;

    private RleSegment() {}

    /** Reads from {@code from} until {@code to} as many bytes as {@code plane} has. */
    static void read(byte[] bytes, int from, int to, byte[] plane) throws PixelDataException {
        int at = from;
        int done = 0;
        while (done < plane.length) {
            if (at >= to) {
                throw ended(done, plane.length);
            }
            int n = bytes[at++];
            if (n == NOTHING) {
                continue;
            }
            int count = n >= 0 ? n + 1 : 1 - n;
            if (count > plane.length - done) {
                throw new PixelDataException(Kind.DAMAGED, "an RLE segment has more than " + plane.length + " bytes");
            }
            int length = n >= 0 ? count : 1;
            if (length > to - at) {
                throw ended(done, plane.length);
            }
            if (n >= 0) {
                System.arraycopy(bytes, at, plane, done, count);
            } else {
                Arrays.fill(plane, done, done + count, bytes[at]);
            }
            at += length;
            done += count;
        }
        requirePadding(bytes, at, to);
    }

    private static PixelDataException ended(int done, int expected) {
        return new PixelDataException(
                Kind.TRUNCATED, "an RLE segment ends after " + done + " of " + expected + " bytes");
    }

    /** Behind the last pixel stands at most what fills up to an even length; some write more zeros. */
    private static void requirePadding(byte[] bytes, int from, int to) throws PixelDataException {
        for (int at = from; at < to; at++) {
            if (bytes[at] != 0 && bytes[at] != NOTHING) {
                throw new PixelDataException(
                        Kind.DAMAGED, "an RLE segment goes on for " + (to - at) + " bytes behind the last pixel");
            }
        }
    }

    /** What {@link #write} needs at most for a plane. */
    static long longest(int rows, int columns) {
        return (long) rows * (columns + (columns + LONGEST - 1) / LONGEST) + 1;
    }

    /**
     * Writes a plane row by row, for no run may go over the end of a row (G.3.1), and a zero where the length would be odd.
     *
     * @return where it ends in {@code out}
     */
    static int write(byte[] plane, int columns, byte[] out, int start) {
        int at = start;
        for (int row = 0; row < plane.length; row += columns) {
            at = writeRow(plane, row, row + columns, out, at);
        }
        if ((at - start) % 2 != 0) {
            out[at++] = 0;
        }
        return at;
    }

    private static int writeRow(byte[] plane, int from, int to, byte[] out, int start) {
        int at = start;
        int literal = from;
        int here = from;
        while (here < to) {
            int run = run(plane, here, to);
            // A run of two costs as much as two bytes as they are, and would end what goes before it.
            if (run < 3) {
                here += run;
                continue;
            }
            at = writeLiteral(plane, literal, here, out, at);
            out[at++] = (byte) (1 - run);
            out[at++] = plane[here];
            here += run;
            literal = here;
        }
        return writeLiteral(plane, literal, to, out, at);
    }

    private static int run(byte[] plane, int from, int to) {
        int end = Math.min(to, from + LONGEST);
        int at = from + 1;
        while (at < end && plane[at] == plane[from]) {
            at++;
        }
        return at - from;
    }

    private static int writeLiteral(byte[] plane, int from, int to, byte[] out, int start) {
        int at = start;
        for (int here = from; here < to; here += LONGEST) {
            int count = Math.min(LONGEST, to - here);
            out[at++] = (byte) (count - 1);
            System.arraycopy(plane, here, out, at, count);
            at += count;
        }
        return at;
    }
}
