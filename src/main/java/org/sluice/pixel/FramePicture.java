package org.sluice.pixel;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.sluice.dataset.DataSetException;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The first frame of a file as a picture for people: gray from the frame's least to its greatest value, colours as they are. No
 * picture to diagnose from.
 */
public final class FramePicture {
    /** Pixels of a picture. */
    private static final long MOST = 1 << 26;

    private static final int OUTLINE = 0xFF0000;

    private final FrameShape shape;
    private final NativeLayout layout;
    private final byte[] bytes;

    private FramePicture(FrameShape shape, NativeLayout layout, byte[] bytes) {
        this.shape = shape;
        this.layout = layout;
        this.bytes = bytes;
    }

    /**
     * Writes it as PNG, with the edges of rectangles drawn.
     *
     * @throws ScrubException there is no frame that can be shown
     */
    public static void writePng(Path file, List<PixelArea> drawn, OutputStream out)
            throws IOException, DataSetException {
        FirstFrame frame = FirstFrame.of(file);
        if (frame.shape().pixels() > MOST) {
            throw new ScrubException(Kind.UNSUPPORTED, "a frame of this size is not drawn");
        }
        FramePicture picture = new FramePicture(frame.shape(), frame.layout(), frame.bytes());
        BufferedImage image = frame.shape().samples() == 3
                ? picture.ofColours()
                : frame.shape().photometricInterpretation().equals("PALETTE COLOR")
                        ? picture.ofPalette(Palette.of(frame.header()))
                        : picture.ofGray();
        drawn.forEach(area -> outline(area, image));
        ImageIO.write(image, "png", out);
    }

    private BufferedImage canvas() {
        return new BufferedImage(shape.columns(), shape.rows(), BufferedImage.TYPE_INT_RGB);
    }

    private BufferedImage ofGray() {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (long pixel = 0; pixel < shape.pixels(); pixel++) {
            long value = value(pixel, 0);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        boolean inverted = shape.photometricInterpretation().equals("MONOCHROME1");
        long range = Math.max(1, greatest - least);
        BufferedImage image = canvas();
        for (long pixel = 0; pixel < shape.pixels(); pixel++) {
            int gray = (int) ((value(pixel, 0) - least) * 255 / range);
            int shown = inverted ? 255 - gray : gray;
            set(image, pixel, shown << 16 | shown << 8 | shown);
        }
        return image;
    }

    private BufferedImage ofPalette(Palette palette) {
        BufferedImage image = canvas();
        for (long pixel = 0; pixel < shape.pixels(); pixel++) {
            set(image, pixel, palette.rgb(value(pixel, 0)));
        }
        return image;
    }

    private BufferedImage ofColours() {
        BufferedImage image = canvas();
        boolean light = shape.photometricInterpretation().startsWith("YBR_FULL")
                || shape.photometricInterpretation().startsWith("YBR_PARTIAL");
        int shift = shape.bitsStored() - 8;
        for (long pixel = 0; pixel < shape.pixels(); pixel++) {
            int[] of = new int[3];
            for (int sample = 0; sample < 3; sample++) {
                long value = value(pixel, sample);
                of[sample] = (int) (shift < 0 ? value << -shift : value >> shift);
            }
            set(image, pixel, light ? ofLight(of[0], of[1] - 128, of[2] - 128) : of[0] << 16 | of[1] << 8 | of[2]);
        }
        return image;
    }

    /** ITU-R BT.601, as PS3.3 C.7.6.3.1.2 has it. */
    private static int ofLight(int y, int blue, int red) {
        int r = bounded(y + 1.402 * red);
        int g = bounded(y - 0.344136 * blue - 0.714136 * red);
        int b = bounded(y + 1.772 * blue);
        return r << 16 | g << 8 | b;
    }

    private static int bounded(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    private void set(BufferedImage image, long pixel, int rgb) {
        image.setRGB((int) (pixel % shape.columns()), (int) (pixel / shape.columns()), rgb);
    }

    /** The stored value of a sample. */
    private long value(long pixel, int sample) {
        long place = layout.pixelsPerCell() == 2
                ? pixel / 2 * 4 + (sample == 0 ? pixel % 2 : 1 + sample)
                : layout.planes() > 1 ? sample * shape.pixels() + pixel : pixel * shape.samples() + sample;
        long bit = place * shape.bitsAllocated();
        long word = 0;
        for (int i = 0; i * 8 < shape.bitsAllocated(); i++) {
            long at = bit / 8 + i;
            word |= (bytes[(int) (layout.swapped() ? at ^ 1 : at)] & 0xFFL) << (8 * i);
        }
        long stored = word >> (bit % 8 + shape.highBit() + 1 - shape.bitsStored()) & (1L << shape.bitsStored()) - 1;
        boolean negative = shape.signed() && (stored >> (shape.bitsStored() - 1) & 1) == 1;
        return negative ? stored - (1L << shape.bitsStored()) : stored;
    }

    private static void outline(PixelArea area, BufferedImage image) {
        for (int column = area.left(); column < area.right(); column++) {
            image.setRGB(column, area.top(), OUTLINE);
            image.setRGB(column, area.bottom() - 1, OUTLINE);
        }
        for (int row = area.top(); row < area.bottom(); row++) {
            image.setRGB(area.left(), row, OUTLINE);
            image.setRGB(area.right() - 1, row, OUTLINE);
        }
    }
}
