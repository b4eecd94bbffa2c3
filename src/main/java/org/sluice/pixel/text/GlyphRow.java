package org.sluice.pixel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.sluice.pixel.frame.PixelArea;

/** Shapes that stand in a row, from left to right, and whether all of them together look like a text. */
final class GlyphRow {
    private static final int FEWEST = 3;
    /** Of all shapes, how many have to stand on one line: the others hang below it. */
    private static final double ALIGNED = 0.75;

    private static final double THINNEST_STROKE = 0.08;
    /** Of bold print. */
    private static final double WIDEST_STROKE = 0.4;
    /** The same where many touch each other: else a thick curve would be one. */
    private static final double WIDEST_STROKE_JOINED = 0.36;

    /** A bar has one; print has more in the mean. */
    private static final double FEWEST_STROKES = 1.15;

    private static final double MOST_SPREAD_OF_HEIGHTS = 0.33;
    private static final double MOST_SPREAD_OF_STROKES = 0.6;
    /** Of the height, how wide a gap in a line may be behind which it goes on. */
    private static final double GAP_OF_A_LINE = 5;

    private final List<Shape> shapes = new ArrayList<>();

    void add(Shape shape) {
        shapes.add(shape);
    }

    /** How many there are, about. */
    int glyphs() {
        return shapes.stream().mapToInt(Shape::glyphs).sum();
    }

    /** Whether they look like print: on one line, of like heights, and with strokes that are as thin as each other. */
    boolean isText() {
        double stroke = mean(Shape::strokeWidth);
        boolean apart = shapes.size() >= 0.8 * glyphs();
        return shapes.size() >= FEWEST
                && 2 * shapes.size() >= glyphs()
                && stroke >= THINNEST_STROKE
                && stroke <= (apart ? WIDEST_STROKE : WIDEST_STROKE_JOINED)
                && mean(shape -> shape.strokes() / shape.glyphs()) >= FEWEST_STROKES
                && spread(Shape::height) <= MOST_SPREAD_OF_HEIGHTS
                && spread(Shape::strokeWidth) <= MOST_SPREAD_OF_STROKES
                && aligned() >= ALIGNED;
    }

    /** Whether another, further to the right, is the same line of print behind a gap. */
    boolean goesOnWith(GlyphRow other) {
        int height = middle(Shape::height);
        int otherHeight = other.middle(Shape::height);
        int gap = other.shapes.get(0).left() - last().right();
        return Math.abs(middle(Shape::bottom) - other.middle(Shape::bottom)) <= tolerance()
                && Math.max(height, otherHeight) <= 1.5 * Math.min(height, otherHeight)
                && gap > 0
                && gap <= GAP_OF_A_LINE * height;
    }

    void addAll(GlyphRow other) {
        shapes.addAll(other.shapes);
    }

    private Shape last() {
        return shapes.get(shapes.size() - 1);
    }

    int left() {
        return shapes.get(0).left();
    }

    private double aligned() {
        int line = middle(Shape::bottom);
        double tolerance = tolerance();
        long there = shapes.stream()
                .filter(shape -> Math.abs(shape.bottom() - line) <= tolerance)
                .count();
        return (double) there / shapes.size();
    }

    private double tolerance() {
        return Math.max(1, 0.1 * middle(Shape::height));
    }

    private int middle(ToIntFunction<Shape> number) {
        return shapes.stream()
                .mapToInt(number)
                .sorted()
                .skip(shapes.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private double mean(ToDoubleFunction<Shape> number) {
        return shapes.stream().mapToDouble(number).average().orElseThrow();
    }

    /** The standard deviation as a part of the mean. */
    private double spread(ToDoubleFunction<Shape> number) {
        double mean = mean(number);
        double square = mean(shape -> Math.pow(number.applyAsDouble(shape) - mean, 2));
        return Math.sqrt(square) / mean;
    }

    /** The row in a picture of which each pixel here is a square of so many. */
    TextRow scaled(int scale) {
        int left = shapes.stream().mapToInt(Shape::left).min().orElseThrow();
        int top = shapes.stream().mapToInt(Shape::top).min().orElseThrow();
        int right = shapes.stream().mapToInt(Shape::right).max().orElseThrow();
        int bottom = shapes.stream().mapToInt(Shape::bottom).max().orElseThrow();
        return new TextRow(glyphs(), new PixelArea(left * scale, top * scale, right * scale, bottom * scale));
    }
}
