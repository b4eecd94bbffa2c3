package org.sluice.pixel.text;

/**
 * Which pixels stand out from those around them: an adaptive threshold, against the mean of a square. Goes through the rows once,
 * with sums of columns that move along, so its time is that of the pixels whatever the square. For one thread.
 */
final class LocalContrast {
    /** Neither brighter nor darker than what is around it. */
    static final byte PLAIN = 0;

    static final byte BRIGHT = 1;
    static final byte DARK = 2;

    /** Half a side of the square: more than a glyph's stroke, less than many glyphs. */
    private static final int REACH = 12;

    /** Of 255, how much a pixel has to differ from the mean. */
    private static final int CONTRAST = 26;

    private final Grey picture;
    /** For each column the sum of those rows of it that are in the square. */
    private final int[] columnSums;

    private final byte[] kinds;
    /** The rows that are summed: from this one, up to the other. */
    private int summedFrom;

    private int summedUntil;

    LocalContrast(Grey picture) {
        this.picture = picture;
        this.columnSums = new int[picture.columns()];
        this.kinds = new byte[picture.columns()];
    }

    /** The kind of each pixel of a row; valid until the next is asked for. Rows are asked for one after the other. */
    byte[] row(int row) {
        while (summedUntil < Math.min(picture.rows(), row + REACH + 1)) {
            add(summedUntil++, 1);
        }
        while (summedFrom < row - REACH) {
            add(summedFrom++, -1);
        }
        compare(row);
        return kinds;
    }

    private void add(int row, int sign) {
        byte[] values = picture.values();
        int at = row * columnSums.length;
        for (int column = 0; column < columnSums.length; column++) {
            columnSums[column] += sign * (values[at + column] & 0xFF);
        }
    }

    private void compare(int row) {
        int columns = columnSums.length;
        int high = summedUntil - summedFrom;
        int from = row * columns;
        int sum = 0;
        int wide = 0;
        for (int column = 0; column < Math.min(columns, REACH); column++) {
            sum += columnSums[column];
            wide++;
        }
        for (int column = 0; column < columns; column++) {
            if (column + REACH < columns) {
                sum += columnSums[column + REACH];
                wide++;
            }
            if (column > REACH) {
                sum -= columnSums[column - REACH - 1];
                wide--;
            }
            int count = high * wide;
            int difference = (picture.values()[from + column] & 0xFF) * count - sum;
            int needed = CONTRAST * count;
            kinds[column] = difference > needed ? BRIGHT : difference < -needed ? DARK : PLAIN;
        }
    }
}
