package org.sluice.pixel.jpeg;

import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Reads and writes the differences of one scan of the lossless process, T.81 annex H. The planes hold samples as they are coded,
 * without the bits that a point transform has taken away.
 */
final class LosslessScan {
    /** A difference of 32768 has a code, and no bits behind it. */
    private static final int HALF = 16;

    private final short[][] planes;
    private final int columns;
    private final int rows;
    private final int predictor;

    /** What the first sample of a scan is said against. */
    private final int middle;

    /**
     * @param planes those of the components that are in the scan
     * @param predictor 1 to 7, T.81 table H.1
     * @param bits of a sample, without those that a point transform has taken away
     */
    LosslessScan(short[][] planes, int columns, int rows, int predictor, int bits) {
        this.planes = planes;
        this.columns = columns;
        this.rows = rows;
        this.predictor = predictor;
        middle = 1 << (bits - 1);
    }

    /**
     * Reads all of it.
     *
     * @param tables one for each component
     * @param restartRows after how many rows there is a restart marker; 0 is never
     * @return the place of the marker behind
     */
    int read(EntropySource in, HuffmanTable[] tables, int restartRows) throws PixelDataException {
        int place = 0;
        for (int row = 0; row < rows; row++) {
            boolean first = row == 0;
            if (restartRows != 0 && row != 0 && row % restartRows == 0) {
                in.restart(place, row / restartRows - 1);
                place = 0;
                first = true;
            }
            for (int at = row * columns; at < (row + 1) * columns; at++) {
                for (int i = 0; i < planes.length; i++) {
                    long bits = in.bits(place);
                    int found = tables[i].find(bits);
                    int length = found >> 8;
                    int width = found & 0xFF;
                    place += length + (width == HALF ? 0 : width);
                    int value =
                            predicted(planes[i], at, at == row * columns, first) + difference(bits << length, width);
                    if ((value & 0xFFFF) >= 2 * middle) {
                        throw new PixelDataException(Kind.DAMAGED, "a sample is larger than its bits");
                    }
                    planes[i][at] = (short) value;
                }
                in.requireBits(place);
            }
        }
        in.requireEnd(place);
        return in.next();
    }

    private static int difference(long bits, int width) throws PixelDataException {
        if (width == 0) {
            return 0;
        }
        if (width >= HALF) {
            if (width > HALF) {
                throw new PixelDataException(Kind.DAMAGED, "a difference of " + width + " bits");
            }
            return 1 << (HALF - 1);
        }
        return EntropySource.extended((int) (bits >>> (64 - width)), width);
    }

    /** Px, T.81 H.1.2.1: the first row is said against the left, and the first column against the row above. */
    private int predicted(short[] plane, int at, boolean firstColumn, boolean firstRow) {
        if (firstRow) {
            return firstColumn ? middle : plane[at - 1] & 0xFFFF;
        }
        int above = plane[at - columns] & 0xFFFF;
        if (firstColumn) {
            return above;
        }
        int left = plane[at - 1] & 0xFFFF;
        int corner = plane[at - columns - 1] & 0xFFFF;
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + ((above - corner) >> 1);
            case 6 -> above + ((left - corner) >> 1);
            default -> (left + above) >> 1;
        };
    }

    /** How often each width of a difference comes. */
    int[] widths() {
        int[] widths = new int[HALF + 1];
        for (int at = 0; at < rows * columns; at++) {
            for (short[] plane : planes) {
                widths[width(difference(plane, at))]++;
            }
        }
        return widths;
    }

    /** Writes all of it, with one table and no restart markers. */
    void write(EntropySink out, HuffmanTable table) throws PixelDataException {
        for (int at = 0; at < rows * columns; at++) {
            for (short[] plane : planes) {
                int difference = difference(plane, at);
                int width = width(difference);
                int behind = width == HALF ? 0 : width;
                int bits = difference < 0 ? difference + (1 << width) - 1 : difference;
                table.put(out, width, width == HALF ? 0 : bits, behind);
            }
        }
        out.align();
    }

    /** In 16 bits, as two's complement. */
    private int difference(short[] plane, int at) {
        return (short) (plane[at] - predicted(plane, at, at % columns == 0, at < columns));
    }

    private static int width(int difference) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
    }
}
