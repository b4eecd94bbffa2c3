package org.sluice.pixel.render;

import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.YbrFull;

/** The colour of each pixel of a frame, as red, green and blue of 8 bits each. */
@FunctionalInterface
interface Colours {
    /** The one of a pixel: {@code 0xRRGGBB}. */
    int rgb(long pixel);

    /** As Photometric Interpretation has it, PS3.3 C.7.6.3.1.2. */
    static Colours of(ImageAttributes attributes, FrameShape shape, Samples samples) throws PixelDataException {
        return of(attributes, shape, samples, Greys.Range.AS_SHOWN);
    }

    /** The same, greys in one range or the other. */
    static Colours of(ImageAttributes attributes, FrameShape shape, Samples samples, Greys.Range range)
            throws PixelDataException {
        String photometric = shape.photometricInterpretation();
        if (shape.samples() == 1 && photometric.equals("PALETTE COLOR")) {
            Palette palette = Palette.of(attributes.header());
            return pixel -> palette.rgb(samples.at(pixel, 0));
        }
        if (shape.samples() == 1) {
            Greys greys = new Greys(attributes, shape, samples, range);
            return pixel -> greys.of(samples.at(pixel, 0)) * 0x01_0101;
        }
        int shift = shape.bitsStored() - 8;
        Samples eight = (pixel, sample) -> {
            long value = samples.at(pixel, sample);
            return (shift < 0 ? value << -shift : value >> shift) & 0xFF;
        };
        if (photometric.startsWith("YBR_FULL")) {
            return pixel -> ofLight((int) eight.at(pixel, 0), (int) eight.at(pixel, 1), (int) eight.at(pixel, 2));
        }
        if (photometric.startsWith("YBR_PARTIAL")) {
            return pixel -> ofLight(
                    stretched(eight.at(pixel, 0) - 16, 219),
                    128 + stretched(eight.at(pixel, 1) - 128, 224),
                    128 + stretched(eight.at(pixel, 2) - 128, 224));
        }
        return pixel -> (int) (eight.at(pixel, 0) << 16 | eight.at(pixel, 1) << 8 | eight.at(pixel, 2));
    }

    /** From the part of the range that is used to all of it. */
    private static int stretched(long value, int range) {
        return Math.round(value * 255f / range);
    }

    private static int ofLight(int light, int blue, int red) {
        int r = YbrFull.bounded(YbrFull.red(light, red - 128), 255);
        int g = YbrFull.bounded(YbrFull.green(light, blue - 128, red - 128), 255);
        int b = YbrFull.bounded(YbrFull.blue(light, blue - 128), 255);
        return r << 16 | g << 8 | b;
    }
}
