package org.sluice.pixel.text;

/**
 * Pixels of one kind that touch each other, of the size and the strokes of a glyph or of some glyphs that touch.
 *
 * @param bright whether they are brighter than what is around them
 * @param left first column
 * @param top first row
 * @param right first column behind
 * @param bottom first row below
 * @param pixels how many
 * @param runs how many stretches of pixels there are in all its rows together: of a bar one in each, of a ring two
 */
record Shape(boolean bright, int left, int top, int right, int bottom, int pixels, int runs) {
    private static final int LOWEST = 5;
    private static final int HIGHEST = 44;
    /** Of glyphs that touch each other, how many times as wide as high. */
    private static final int WIDEST = 14;

    private static final double STROKES_OF_A_GLYPH = 1.7;

    int height() {
        return bottom - top;
    }

    int width() {
        return right - left;
    }

    /** Strokes that a horizontal line crosses, in the mean. */
    double strokes() {
        return (double) runs / height();
    }

    /** How wide a stroke is against the height. */
    double strokeWidth() {
        return (double) pixels / runs / height();
    }

    /** Of its rectangle, how much is its own. */
    double fill() {
        return (double) pixels / ((double) width() * height());
    }

    /** Whether it may be a glyph, or several. */
    boolean isGlyphLike() {
        boolean sized = height() >= LOWEST && height() <= HIGHEST && width() <= WIDEST * height();
        if (!sized || pixels < height()) {
            return false;
        }
        boolean alone = width() <= 1.4 * height();
        return alone ? fill() >= 0.12 : fill() >= 0.2 && fill() <= 0.8 && strokes() >= 1.5;
    }

    /** How many glyphs it may be. */
    int glyphs() {
        return width() <= 1.4 * height() ? 1 : (int) Math.max(1, Math.round(strokes() / STROKES_OF_A_GLYPH));
    }
}
