package org.sluice.pixel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts shapes into rows, from left to right: one goes on with the row of the nearest before it that stands on the same line, or
 * hangs from the same, and is about as high. For one thread.
 */
final class RowGrowth {
    /** Of the height, how far the lines of neighbours may lie apart. */
    private static final double SLOPE = 0.13;
    /** Of the height, how wide a gap is that parts two rows. */
    private static final double GAP = 1.6;

    private static final double UNLIKE = 2.1;

    private final List<GlyphRow> rows = new ArrayList<>();
    /** For each line of the picture the last shape that stands on it. */
    private final @Nullable Placed[] standing;
    /** The same of those that hang from it. */
    private final @Nullable Placed[] hanging;

    private record Placed(Shape shape, GlyphRow row) {}

    private RowGrowth(int pictureRows) {
        this.standing = new @Nullable Placed[pictureRows + 1];
        this.hanging = new @Nullable Placed[pictureRows + 1];
    }

    /**
     * The rows of shapes of one kind that look like text.
     *
     * @param shapes in any order
     * @param pictureRows of the picture that they are from
     */
    static List<GlyphRow> of(List<Shape> shapes, int pictureRows) {
        RowGrowth growth = new RowGrowth(pictureRows);
        shapes.stream().sorted(Comparator.comparingInt(Shape::left)).forEach(growth::add);
        return lines(growth.rows.stream().filter(GlyphRow::isText).toList());
    }

    /** Joins what a line through the print, or a bright place behind it, has parted. */
    private static List<GlyphRow> lines(List<GlyphRow> parts) {
        List<GlyphRow> lines = new ArrayList<>();
        parts.stream().sorted(Comparator.comparingInt(GlyphRow::left)).forEach(part -> lines.stream()
                .filter(line -> line.goesOnWith(part))
                .findFirst()
                .ifPresentOrElse(line -> line.addAll(part), () -> lines.add(part)));
        return lines;
    }

    private void add(Shape shape) {
        int reach = (int) Math.max(1, Math.round(SLOPE * shape.height()));
        Placed before =
                nearest(shape, nearest(shape, null, standing, shape.bottom(), reach), hanging, shape.top(), reach);
        GlyphRow row = before == null ? new GlyphRow() : before.row();
        if (before == null) {
            rows.add(row);
        }
        row.add(shape);
        Placed placed = new Placed(shape, row);
        standing[shape.bottom()] = placed;
        hanging[shape.top()] = placed;
    }

    private static @Nullable Placed nearest(
            Shape shape, @Nullable Placed best, @Nullable Placed[] lines, int line, int reach) {
        Placed nearest = best;
        for (int at = Math.max(0, line - reach); at <= Math.min(lines.length - 1, line + reach); at++) {
            Placed candidate = lines[at];
            if (candidate != null
                    && follows(candidate.shape(), shape)
                    && (nearest == null
                            || candidate.shape().right() > nearest.shape().right())) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static boolean follows(Shape before, Shape shape) {
        int higher = Math.max(before.height(), shape.height());
        int lower = Math.min(before.height(), shape.height());
        int gap = shape.left() - before.right();
        return higher <= UNLIKE * lower && gap <= GAP * higher && gap >= -lower / 3;
    }
}
