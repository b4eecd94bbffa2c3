package org.sluice.pixel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds rows of glyph-like shapes: print, bright on dark or dark on bright, that runs from left to right. Nothing is read. What is
 * found is a reason to stop a picture; that nothing is found proves nothing: writing by hand, print that stands on its end, is fainter
 * than a tenth of the greys or lies on a texture as bright as itself is not seen.
 *
 * <p>Takes a few bytes for each pixel, and time by their number.
 */
public final class TextDetector {
    /** A picture with a longer side is looked at in half its size too, and in half of that: large print, and grain smoothed. */
    private static final int LARGE = 700;

    private TextDetector() {}

    /**
     * The rows of a picture, those of most glyphs first.
     *
     * @param greys of 8 bits, row by row
     */
    public static List<TextRow> rows(byte[] greys, int columns, int rows) {
        if (columns < 1 || rows < 1 || (long) columns * rows != greys.length) {
            throw new IllegalArgumentException(greys.length + " greys for " + columns + " columns, " + rows + " rows");
        }
        List<TextRow> found = new ArrayList<>();
        Grey picture = new Grey(columns, rows, greys);
        int scale = 1;
        addRows(picture, scale, found);
        while (Math.max(picture.columns(), picture.rows()) > LARGE && Math.min(picture.columns(), picture.rows()) > 1) {
            picture = picture.halved();
            scale *= 2;
            addRows(picture, scale, found);
        }
        found.sort(Comparator.comparingInt(TextRow::glyphs).reversed());
        return found;
    }

    /** How many glyphs the longest row has; 0 for none. */
    public static int longest(byte[] greys, int columns, int rows) {
        return rows(greys, columns, rows).stream()
                .mapToInt(TextRow::glyphs)
                .findFirst()
                .orElse(0);
    }

    private static void addRows(Grey picture, int scale, List<TextRow> found) {
        List<Shape> bright = new ArrayList<>();
        List<Shape> dark = new ArrayList<>();
        Shapes shapes = new Shapes(picture.columns(), shape -> (shape.bright() ? bright : dark).add(shape));
        LocalContrast contrast = new LocalContrast(picture);
        for (int row = 0; row < picture.rows(); row++) {
            shapes.row(row, contrast.row(row));
        }
        shapes.end(picture.rows());
        for (List<Shape> kind : List.of(bright, dark)) {
            RowGrowth.of(kind, picture.rows()).stream()
                    .map(row -> row.scaled(scale))
                    .forEach(found::add);
        }
    }
}
