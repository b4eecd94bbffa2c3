package org.sluice.pixel.render;

import java.util.OptionalDouble;
import org.sluice.pixel.frame.FrameShape;

/**
 * How large a frame is drawn: with pixels as wide and as high as they are, and neither side longer than asked for. Nothing is drawn
 * larger than it is but for that.
 *
 * @param columns of the picture
 * @param rows of the picture
 */
record DisplayedSize(int columns, int rows) {
    private static final int PIXEL_ASPECT_RATIO = 0x0028_0034;
    private static final int PIXEL_SPACING = 0x0028_0030;
    private static final int PIXEL_MEASURES = 0x0028_9110;
    /** Beyond that it is no pixel of a picture. */
    private static final double MOST = 16;

    static DisplayedSize of(ImageAttributes attributes, FrameShape shape, int maxSide) {
        double ratio = heightOfPixel(attributes);
        double columns = shape.columns() * Math.max(1, 1 / ratio);
        double rows = shape.rows() * Math.max(1, ratio);
        double scale = Math.min(1, maxSide / Math.max(columns, rows));
        return new DisplayedSize(side(columns * scale), side(rows * scale));
    }

    private static int side(double length) {
        return (int) Math.max(1, Math.round(length));
    }

    /** How many times as high as wide a pixel is: the ratio, PS3.3 C.7.6.3.1.7, or what the spacing makes of it. */
    private static double heightOfPixel(ImageAttributes attributes) {
        double said = ratio(attributes, attributes.header().find(PIXEL_ASPECT_RATIO));
        double spaced = ratio(attributes, attributes.element(PIXEL_SPACING, PIXEL_MEASURES));
        double ratio = said > 0 ? said : spaced;
        return ratio >= 1 / MOST && ratio <= MOST ? ratio : 1;
    }

    private static double ratio(ImageAttributes attributes, int element) {
        OptionalDouble vertical = attributes.real(element, 0);
        OptionalDouble horizontal = attributes.real(element, 1);
        return vertical.isPresent() && horizontal.isPresent() && horizontal.getAsDouble() > 0
                ? vertical.getAsDouble() / horizontal.getAsDouble()
                : 0;
    }
}
