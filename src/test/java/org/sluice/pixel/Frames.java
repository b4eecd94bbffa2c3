package org.sluice.pixel;

import java.util.Random;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;

/** Generated frames: flat parts, slopes and noise, as pictures have them. */
public final class Frames {
    private Frames() {}

    public static FrameShape grey(int rows, int columns, int bitsAllocated, int bitsStored) {
        return new FrameShape(rows, columns, 1, bitsAllocated, bitsStored, bitsStored - 1, false, 0, "MONOCHROME2");
    }

    public static FrameShape signed(FrameShape shape) {
        return new FrameShape(
                shape.rows(),
                shape.columns(),
                shape.samples(),
                shape.bitsAllocated(),
                shape.bitsStored(),
                shape.highBit(),
                true,
                0,
                shape.photometricInterpretation());
    }

    public static FrameShape colour(int rows, int columns, String photometricInterpretation) {
        return new FrameShape(rows, columns, 3, 8, 8, 7, false, 0, photometricInterpretation);
    }

    /** Native samples of a shape, colour by pixel; the same for the same seed. */
    public static byte[] samples(FrameShape shape, long seed) {
        Random random = new Random(seed);
        int highest = (1 << shape.bitsStored()) - 1;
        byte[] samples = new byte[(int) shape.bytes()];
        int at = 0;
        for (int row = 0; row < shape.rows(); row++) {
            for (int column = 0; column < shape.columns(); column++) {
                for (int sample = 0; sample < shape.samples(); sample++) {
                    at = put(samples, at, shape, value(shape, row, column, sample, random, highest));
                }
            }
        }
        return samples;
    }

    private static int value(FrameShape shape, int row, int column, int sample, Random random, int highest) {
        int part = (4 * row / shape.rows() + 4 * column / shape.columns()) % 4;
        return switch (part) {
            case 0 -> highest / 3;
            case 1 -> (row * (sample + 1) + column) * Math.max(1, highest / 255) & highest;
            case 2 -> highest / 2 + random.nextInt(Math.max(1, highest / 16));
            default -> random.nextInt(highest + 1);
        };
    }

    private static int put(byte[] samples, int at, FrameShape shape, int value) {
        samples[at] = (byte) value;
        if (shape.bitsAllocated() == 16) {
            samples[at + 1] = (byte) (value >> 8);
        }
        return at + shape.bitsAllocated() / 8;
    }

    /** What blanking must make of native samples: each pixel of each area, one after the other. */
    public static byte[] blanked(byte[] samples, FrameShape shape, Fill fill, PixelArea... areas) {
        byte[] blanked = samples.clone();
        int bytes = shape.bitsAllocated() / 8;
        for (PixelArea area : areas) {
            for (int row = area.top(); row < Math.min(area.bottom(), shape.rows()); row++) {
                for (int column = area.left(); column < Math.min(area.right(), shape.columns()); column++) {
                    for (int i = 0; i < shape.samples() * bytes; i++) {
                        int at = (row * shape.columns() + column) * shape.samples() * bytes + i;
                        blanked[at] = (byte) (fill.word(i / bytes) >> 8 * (i % bytes));
                    }
                }
            }
        }
        return blanked;
    }

    /** One sample of native pixel data, unsigned. */
    public static int sample(byte[] samples, FrameShape shape, int row, int column, int sample) {
        int bytes = shape.bitsAllocated() / 8;
        int at = ((row * shape.columns() + column) * shape.samples() + sample) * bytes;
        return bytes == 1 ? samples[at] & 0xFF : samples[at] & 0xFF | (samples[at + 1] & 0xFF) << 8;
    }
}
