package org.sluice.pixel.jpeg;

/**
 * One component as large as the frame. Where it has half the columns, half the rows, or half of both, its samples lie between the
 * pixels (T.871 7.1), and each pixel gets three parts of the nearest and one of the next in that direction, as in most decoders;
 * else samples are repeated.
 */
final class Upsampling {
    private final short[] samples;
    private final int stride;
    private final int columns;
    private final int rows;
    /** Columns and rows of the component itself. */
    private final int across;

    private final int down;
    private final int wide;
    private final int widest;
    private final int high;
    private final int highest;

    /** @param samples of the component, in lines of {@code stride} */
    Upsampling(FrameHeader frame, int component, short[] samples, int stride) {
        this.samples = samples;
        this.stride = stride;
        columns = frame.samplesPerLine();
        rows = frame.lines();
        wide = DctScan.horizontal(frame, component);
        widest = DctScan.horizontal(frame);
        high = DctScan.vertical(frame, component);
        highest = DctScan.vertical(frame);
        across = (columns * wide + widest - 1) / widest;
        down = (rows * high + highest - 1) / highest;
    }

    /** Fills a plane of the frame, row by row. */
    void into(short[] plane) {
        boolean halfWide = widest == 2 * wide && across > 2;
        boolean halfHigh = highest == 2 * high;
        if (halfWide && (halfHigh || highest == high)) {
            blendColumns(plane, halfHigh);
        } else if (halfHigh && widest == wide) {
            blendRows(plane);
        } else {
            repeat(plane);
        }
    }

    private void repeat(short[] plane) {
        int at = 0;
        for (int y = 0; y < rows; y++) {
            int row = y * high / highest * stride;
            for (int x = 0; x < columns; x++) {
                plane[at++] = samples[row + x * wide / widest];
            }
        }
    }

    private void blendColumns(short[] plane, boolean halfHigh) {
        int[] line = new int[across];
        // Half of what is divided by, less one where two would be rounded up side by side.
        int even = halfHigh ? 8 : 1;
        int odd = halfHigh ? 7 : 2;
        int shift = halfHigh ? 4 : 2;
        int at = 0;
        for (int y = 0; y < rows; y++) {
            line(y, halfHigh, line);
            for (int x = 0; x < columns; x++) {
                int near = x / 2;
                int next = x % 2 == 0 ? Math.max(0, near - 1) : Math.min(across - 1, near + 1);
                plane[at++] = (short) ((3 * line[near] + line[next] + (x % 2 == 0 ? even : odd)) >> shift);
            }
        }
    }

    private void blendRows(short[] plane) {
        int[] line = new int[across];
        int at = 0;
        for (int y = 0; y < rows; y++) {
            line(y, true, line);
            for (int x = 0; x < columns; x++) {
                plane[at++] = (short) ((line[x] + 1 + y % 2) >> 2);
            }
        }
    }

    private void line(int y, boolean halfHigh, int[] line) {
        int near = halfHigh ? y / 2 : y;
        int next = y % 2 == 0 ? Math.max(0, near - 1) : Math.min(down - 1, near + 1);
        for (int x = 0; x < across; x++) {
            int sample = samples[near * stride + x] & 0xFFFF;
            line[x] = halfHigh ? 3 * sample + (samples[next * stride + x] & 0xFFFF) : sample;
        }
    }
}
