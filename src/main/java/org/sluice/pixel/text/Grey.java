package org.sluice.pixel.text;

/**
 * A picture of one grey for each pixel, row by row.
 *
 * @param columns at least 1
 * @param rows at least 1
 * @param values 0 to 255 each
 */
record Grey(int columns, int rows, byte[] values) {
    /** The same with half as many columns and rows, each pixel the mean of four. */
    Grey halved() {
        int halfColumns = columns / 2;
        int halfRows = rows / 2;
        byte[] means = new byte[halfColumns * halfRows];
        for (int row = 0; row < halfRows; row++) {
            int above = 2 * row * columns;
            int below = above + columns;
            for (int column = 0; column < halfColumns; column++) {
                int at = 2 * column;
                int sum = (values[above + at] & 0xFF)
                        + (values[above + at + 1] & 0xFF)
                        + (values[below + at] & 0xFF)
                        + (values[below + at + 1] & 0xFF);
                means[row * halfColumns + column] = (byte) ((sum + 2) >> 2);
            }
        }
        return new Grey(halfColumns, halfRows, means);
    }
}
