package org.sluice.pixel.frame;

/**
 * A rectangle of pixels. The pixel in the upper left corner of a frame is at column 0 and row 0.
 *
 * @param left the first column that is in it
 * @param top the first row that is in it
 * @param right the first column behind it that is not
 * @param bottom the first row below it that is not
 */
public record PixelArea(int left, int top, int right, int bottom) {
    /** @throws IllegalArgumentException if it has no pixel, or begins at a negative number */
    public PixelArea {
        if (left < 0 || top < 0 || right <= left || bottom <= top) {
            throw new IllegalArgumentException(
                    "no rectangle: columns " + left + " until " + right + ", rows " + top + " until " + bottom);
        }
    }

    /**
     * The part of it that is in a frame.
     *
     * @throws PixelDataException of kind {@link PixelDataException.Kind#OUTSIDE} if it has no pixel in common with the frame
     */
    public PixelArea within(FrameShape shape) throws PixelDataException {
        if (left >= shape.columns() || top >= shape.rows()) {
            throw new PixelDataException(
                    PixelDataException.Kind.OUTSIDE,
                    "the rectangle from column " + left + " and row " + top + " lies wholly outside of a frame of "
                            + shape.columns() + " columns and " + shape.rows() + " rows");
        }
        return new PixelArea(left, top, Math.min(right, shape.columns()), Math.min(bottom, shape.rows()));
    }
}
