package org.sluice.pixel.frame;

import java.util.Collections;
import java.util.List;

/**
 * What comes in the place of a blanked pixel.
 *
 * @param words one for each sample of a pixel: the whole word of Bits Allocated, unsigned, so that bits beside the stored ones
 *     go too
 */
public record Fill(List<Long> words) {
    /** Copies the list. */
    public Fill {
        words = List.copyOf(words);
    }

    /** The word of one sample of a pixel, from 0. */
    public long word(int sample) {
        return words.get(sample);
    }

    /** All bits 0, as deid fills; in YBR that is a green. */
    public static Fill zero(FrameShape shape) {
        return new Fill(Collections.nCopies(shape.samples(), 0L));
    }

    /**
     * The same word in all samples: Pixel Padding Value, or the darkest entry of a palette.
     *
     * @param word unsigned, of Bits Allocated
     */
    public static Fill of(FrameShape shape, long word) {
        return new Fill(Collections.nCopies(shape.samples(), word));
    }

    /**
     * Black as Photometric Interpretation has it, PS3.3 C.7.6.3.1.2: the lowest value that can be stored, in MONOCHROME1 the
     * highest, in YBR no light and the chrominance in the middle. For PALETTE COLOR that is entry 0, whatever its colour: take
     * {@link #of} for the darkest.
     */
    public static Fill black(FrameShape shape) {
        int stored = shape.bitsStored();
        int shift = shape.highBit() + 1 - stored;
        String photometric = shape.photometricInterpretation();
        if (photometric.startsWith("YBR") && shape.samples() == 3) {
            long middle = 1L << (stored - 1);
            return new Fill(List.of(0L, middle << shift, middle << shift));
        }
        long lowest = shape.signed() ? -1L << (stored - 1) : 0;
        long highest = shape.signed() ? (1L << (stored - 1)) - 1 : (1L << stored) - 1;
        long value = photometric.equals("MONOCHROME1") ? highest : lowest;
        return of(shape, (value << shift) & ((1L << shape.bitsAllocated()) - 1));
    }
}
