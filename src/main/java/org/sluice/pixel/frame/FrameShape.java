package org.sluice.pixel.frame;

import java.util.List;

/**
 * What the header says of one frame: the Image Pixel Module, PS3.3 C.7.6.3.
 *
 * @param rows how many, 1 to 65535
 * @param columns how many, 1 to 65535
 * @param samples Samples per Pixel: 1, or 3 for colours
 * @param bitsAllocated of one sample: 1, 8, 16 or 32
 * @param bitsStored of those, how many are the sample
 * @param highBit the place of the sample's highest bit
 * @param signed whether Pixel Representation is 1: two's complement
 * @param planarConfiguration 0 for colour by pixel, 1 for colour by plane; 0 where there is one sample
 * @param photometricInterpretation as the header has it, without padding: {@code MONOCHROME2}
 */
public record FrameShape(
        int rows,
        int columns,
        int samples,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        int planarConfiguration,
        String photometricInterpretation) {
    private static final int MOST_OF_A_SIDE = 0xFFFF;

    /** Of one frame, in bytes: many times what a modality makes; whole slides come in tiles. */
    private static final long MOST_BYTES = 1 << 28;

    /** @throws IllegalArgumentException if a number is out of its range: whoever reads a header asks before */
    public FrameShape {
        if (rows < 1 || rows > MOST_OF_A_SIDE || columns < 1 || columns > MOST_OF_A_SIDE) {
            throw new IllegalArgumentException("a frame of " + rows + " rows and " + columns + " columns");
        }
        if (samples != 1 && samples != 3) {
            throw new IllegalArgumentException("a frame of " + samples + " samples per pixel");
        }
        if (!List.of(1, 8, 16, 32).contains(bitsAllocated)
                || bitsStored < 1
                || bitsStored > bitsAllocated
                || highBit < bitsStored - 1
                || highBit >= bitsAllocated) {
            throw new IllegalArgumentException(
                    "a sample of " + bitsStored + " bits in " + bitsAllocated + " with the highest at " + highBit);
        }
        if (planarConfiguration != 0 && planarConfiguration != 1) {
            throw new IllegalArgumentException("Planar Configuration " + planarConfiguration);
        }
    }

    /** How many pixels the frame has. */
    public long pixels() {
        return (long) rows * columns;
    }

    /** How long the frame is as native pixel data where each pixel has all its samples, in bytes; no padding. */
    public long bytes() {
        return (pixels() * samples * bitsAllocated + 7) / 8;
    }

    /**
     * A frame is held in memory as a whole, so it must not be larger than 256 MiB.
     *
     * @throws PixelDataException of kind {@link PixelDataException.Kind#UNSUPPORTED} if it is
     */
    public void requireBounded() throws PixelDataException {
        if (bytes() > MOST_BYTES) {
            throw new PixelDataException(
                    PixelDataException.Kind.UNSUPPORTED,
                    "a frame of " + bytes() + " bytes is larger than the " + MOST_BYTES + " that one may have");
        }
    }
}
