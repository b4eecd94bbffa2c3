package org.sluice.pixel.text;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Puts stretches of pixels together that touch each other, also over a corner, row by row. What no row goes on with is a whole
 * shape; its place is used again, so that the memory is that of two rows. For one thread.
 */
final class Shapes {
    private static final int FIELDS = 8;
    private static final int KIND = 0;
    private static final int LEFT = 1;
    private static final int TOP = 2;
    private static final int RIGHT = 3;
    private static final int LAST_ROW = 4;
    private static final int PIXELS = 5;
    private static final int RUNS = 6;
    /** The number of the shape that this one has become a part of; its own while it is a whole one. */
    private static final int PART_OF = 7;

    private final Consumer<Shape> found;
    private final int[] data;
    private final int[] free;
    private int freeCount;
    private Runs above;
    private Runs current;
    /** Numbers of shapes that have become parts of others in the current row. */
    private final int[] merged;

    private int mergedCount;

    /** The stretches of one row, with the number of the shape of each. */
    private static final class Runs {
        final int[] from;
        final int[] until;
        final int[] shape;
        int count;

        Runs(int most) {
            from = new int[most];
            until = new int[most];
            shape = new int[most];
        }
    }

    /** @param found is given each shape that is glyph-like, when it ends */
    Shapes(int columns, Consumer<Shape> found) {
        this.found = found;
        this.above = new Runs(columns);
        this.current = new Runs(columns);
        int most = 2 * columns;
        this.data = new int[most * FIELDS];
        this.free = new int[most];
        this.merged = new int[most];
        for (freeCount = 0; freeCount < most; freeCount++) {
            free[freeCount] = most - 1 - freeCount;
        }
    }

    /** Takes the next row; the kinds are those of {@link LocalContrast}. */
    void row(int row, byte[] kinds) {
        current.count = 0;
        int next = 0;
        for (int column = 0; column < kinds.length; ) {
            byte kind = kinds[column];
            int from = column;
            while (column < kinds.length && kinds[column] == kind) {
                column++;
            }
            if (kind != LocalContrast.PLAIN) {
                next = join(row, kind, from, column, next);
            }
        }
        finish(row);
    }

    /** Says that there are no more rows. */
    void end(int rows) {
        current.count = 0;
        finish(rows);
    }

    /** @return the first stretch of the row above that a later one may touch */
    private int join(int row, byte kind, int from, int until, int first) {
        int at = first;
        while (at < above.count && above.until[at] < from) {
            at++;
        }
        int next = at;
        int shape = -1;
        for (; at < above.count && above.from[at] <= until; at++) {
            int other = whole(above.shape[at]);
            if (data[other * FIELDS + KIND] == kind) {
                shape = shape < 0 || shape == other ? other : merge(shape, other);
            }
        }
        int joined = shape < 0 ? begin(row, kind, from) : shape;
        add(joined, row, from, until);
        current.from[current.count] = from;
        current.until[current.count] = until;
        current.shape[current.count++] = joined;
        return next;
    }

    private int begin(int row, byte kind, int from) {
        int shape = free[--freeCount];
        int at = shape * FIELDS;
        Arrays.fill(data, at, at + FIELDS, 0);
        data[at + KIND] = kind;
        data[at + LEFT] = from;
        data[at + TOP] = row;
        data[at + PART_OF] = shape;
        return shape;
    }

    private void add(int shape, int row, int from, int until) {
        int at = shape * FIELDS;
        data[at + LEFT] = Math.min(data[at + LEFT], from);
        data[at + RIGHT] = Math.max(data[at + RIGHT], until);
        data[at + LAST_ROW] = row;
        data[at + PIXELS] += until - from;
        data[at + RUNS]++;
    }

    private int whole(int shape) {
        int at = shape;
        while (data[at * FIELDS + PART_OF] != at) {
            at = data[at * FIELDS + PART_OF];
        }
        return at;
    }

    private int merge(int shape, int other) {
        int into = shape * FIELDS;
        int from = other * FIELDS;
        data[into + LEFT] = Math.min(data[into + LEFT], data[from + LEFT]);
        data[into + TOP] = Math.min(data[into + TOP], data[from + TOP]);
        data[into + RIGHT] = Math.max(data[into + RIGHT], data[from + RIGHT]);
        data[into + LAST_ROW] = Math.max(data[into + LAST_ROW], data[from + LAST_ROW]);
        data[into + PIXELS] += data[from + PIXELS];
        data[into + RUNS] += data[from + RUNS];
        data[from + PART_OF] = shape;
        merged[mergedCount++] = other;
        return shape;
    }

    /** Hands on what has no pixel in this row, and lets go of the numbers that nobody names any more. */
    private void finish(int row) {
        for (int i = 0; i < current.count; i++) {
            current.shape[i] = whole(current.shape[i]);
        }
        for (int i = 0; i < above.count; i++) {
            int shape = above.shape[i];
            int at = shape * FIELDS;
            boolean ended = data[at + PART_OF] == shape && data[at + LAST_ROW] < row && data[at + KIND] != 0;
            if (ended) {
                hand(at);
                data[at + KIND] = 0;
                free[freeCount++] = shape;
            }
        }
        while (mergedCount > 0) {
            free[freeCount++] = merged[--mergedCount];
        }
        Runs was = above;
        above = current;
        current = was;
    }

    private void hand(int at) {
        Shape shape = new Shape(
                data[at + KIND] == LocalContrast.BRIGHT,
                data[at + LEFT],
                data[at + TOP],
                data[at + RIGHT],
                data[at + LAST_ROW] + 1,
                data[at + PIXELS],
                data[at + RUNS]);
        if (shape.isGlyphLike()) {
            found.accept(shape);
        }
    }
}
