package org.sluice.pixel.render;

import java.util.Arrays;
import java.util.List;
import org.sluice.dataset.Header;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

/** One frame drawn for people. For one thread. */
public final class Rendering {
    private static final int RED = 0xFF0000;
    private static final int WHITE = 0xFFFFFF;

    private final FrameShape shape;
    private final DisplayedSize size;
    private final int[] picture;

    private Rendering(FrameShape shape, DisplayedSize size) {
        this.shape = shape;
        this.size = size;
        this.picture = new int[size.columns() * size.rows()];
    }

    /**
     * Draws it, with its overlays.
     *
     * @param header of the image; overlays are drawn if it has been read so far
     * @param frame which one it is, from 0
     * @param maxSide neither side of the picture has more pixels
     * @throws PixelDataException a lookup table contradicts itself
     */
    public static Rendering of(Header header, int frame, FrameShape shape, Samples samples, int maxSide)
            throws PixelDataException {
        ImageAttributes attributes = new ImageAttributes(header, frame);
        Rendering rendering = new Rendering(shape, DisplayedSize.of(attributes, shape, maxSide));
        rendering.draw(Colours.of(attributes, shape, samples), Overlay.of(attributes, frame));
        return rendering;
    }

    /**
     * A frame in greys of 8 bits, each pixel for itself and without overlays: as it is shown, and where that leaves values out, with
     * all of them.
     *
     * @throws PixelDataException a lookup table contradicts itself
     */
    public static List<byte[]> greys(Header header, int frame, FrameShape shape, Samples samples)
            throws PixelDataException {
        ImageAttributes attributes = new ImageAttributes(header, frame);
        byte[] shown = greys(Colours.of(attributes, shape, samples), shape);
        if (!shape.photometricInterpretation().startsWith("MONOCHROME")) {
            return List.of(shown);
        }
        byte[] all = greys(Colours.of(attributes, shape, samples, Greys.Range.ALL_VALUES), shape);
        return Arrays.equals(shown, all) ? List.of(shown) : List.of(shown, all);
    }

    /** Luminance, ITU-R BT.601. */
    private static byte[] greys(Colours colours, FrameShape shape) {
        byte[] greys = new byte[Math.toIntExact(shape.pixels())];
        for (int pixel = 0; pixel < greys.length; pixel++) {
            int rgb = colours.rgb(pixel);
            greys[pixel] = (byte) ((77 * (rgb >> 16) + 150 * (rgb >> 8 & 0xFF) + 29 * (rgb & 0xFF)) >> 8);
        }
        return greys;
    }

    /** Each pixel is the mean of those of the frame that lie in its place; an overlay shows wherever it covers one of them. */
    private void draw(Colours colours, List<Overlay> overlays) {
        for (int row = 0; row < size.rows(); row++) {
            int top = (int) ((long) row * shape.rows() / size.rows());
            int bottom = (int) Math.max(top + 1, (row + 1L) * shape.rows() / size.rows());
            for (int column = 0; column < size.columns(); column++) {
                int left = (int) ((long) column * shape.columns() / size.columns());
                int right = (int) Math.max(left + 1, (column + 1L) * shape.columns() / size.columns());
                PixelArea place = new PixelArea(left, top, right, bottom);
                boolean covered = !overlays.isEmpty() && overlays.stream().anyMatch(one -> covers(one, place));
                picture[row * size.columns() + column] = covered ? WHITE : mean(colours, place);
            }
        }
    }

    private int mean(Colours colours, PixelArea place) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int row = place.top(); row < place.bottom(); row++) {
            for (int column = place.left(); column < place.right(); column++) {
                int rgb = colours.rgb((long) row * shape.columns() + column);
                red += rgb >> 16;
                green += rgb >> 8 & 0xFF;
                blue += rgb & 0xFF;
            }
        }
        long count = (long) (place.right() - place.left()) * (place.bottom() - place.top());
        long half = count / 2;
        long r = (red + half) / count;
        long g = (green + half) / count;
        long b = (blue + half) / count;
        return (int) (r << 16 | g << 8 | b);
    }

    private static boolean covers(Overlay overlay, PixelArea place) {
        for (int row = place.top(); row < place.bottom(); row++) {
            for (int column = place.left(); column < place.right(); column++) {
                if (overlay.covers(column, row)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Draws the edges of an area of the frame in red. */
    public void outline(PixelArea area) {
        int left = scaled(area.left(), size.columns(), shape.columns());
        int right = Math.max(left, scaled(area.right(), size.columns(), shape.columns()) - 1);
        int top = scaled(area.top(), size.rows(), shape.rows());
        int bottom = Math.max(top, scaled(area.bottom(), size.rows(), shape.rows()) - 1);
        for (int row : new int[] {top, bottom}) {
            Arrays.fill(picture, row * size.columns() + left, row * size.columns() + right + 1, RED);
        }
        for (int row = top; row <= bottom; row++) {
            picture[row * size.columns() + left] = RED;
            picture[row * size.columns() + right] = RED;
        }
    }

    private static int scaled(int place, int size, int of) {
        return (int) Math.min(size - 1L + (place == of ? 1 : 0), (long) place * size / of);
    }

    /** The picture as a PNG file. */
    public byte[] png() {
        return Png.of(picture, size.columns());
    }
}
