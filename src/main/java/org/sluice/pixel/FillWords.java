package org.sluice.pixel;

import java.util.List;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.render.Palette;

/** What comes in the place of blanked pixels of one instance, from what its header says. */
final class FillWords {
    private static final int PADDING_VALUE = 0x0028_0120;
    /** Red Palette Color Lookup Table Data. */
    private static final int RED_PALETTE = 0x0028_1201;

    private final Header header;
    private final FrameShape shape;

    FillWords(Header header, FrameShape shape) {
        this.header = header;
        this.shape = shape;
    }

    /** As the order says. */
    Fill of(ScrubOrder.Colour colour) throws ScrubException {
        if (colour == ScrubOrder.Colour.ZERO) {
            return Fill.zero(shape);
        }
        if (shape.photometricInterpretation().equals("PALETTE COLOR")) {
            long darkest = darkest();
            return Fill.of(shape, darkest << (shape.highBit() + 1 - shape.bitsStored()));
        }
        int padding = shape.photometricInterpretation().startsWith("MONOCHROME") ? header.find(PADDING_VALUE) : -1;
        if (padding >= 0 && isNumber(padding) && header.numberCount(padding) == 1) {
            return Fill.of(shape, header.integer(padding, 0) & allOnes());
        }
        Fill black = Fill.black(shape);
        return shape.photometricInterpretation().startsWith("YBR_PARTIAL") ? partial(black) : black;
    }

    private long darkest() throws ScrubException {
        try {
            return Palette.of(header).darkest((1L << shape.bitsStored()) - 1);
        } catch (PixelDataException e) {
            throw new ScrubException(RED_PALETTE, e.kind(), String.valueOf(e.getMessage()));
        }
    }

    /** The lowest light of YBR_PARTIAL is 16 of 256, PS3.3 C.7.6.3.1.2. */
    private Fill partial(Fill black) {
        long lowest = ((1L << shape.bitsStored()) >> 4) << (shape.highBit() + 1 - shape.bitsStored());
        return new Fill(List.of(lowest, black.word(1), black.word(2)));
    }

    /** For a codec, which has no room for what stands beside the stored bits. */
    Fill storable(Fill fill) {
        long mask = ((1L << shape.bitsStored()) - 1) << (shape.highBit() + 1 - shape.bitsStored());
        boolean isExtended =
                shape.signed() && fill.words().stream().allMatch(word -> word == signExtended(word & mask));
        boolean fits = fill.words().stream().allMatch(word -> (word & ~mask) == 0);
        return fits || isExtended ? fill : Fill.black(shape);
    }

    private long signExtended(long word) {
        boolean negative = (word >> shape.highBit() & 1) == 1;
        return negative ? (word | -1L << shape.highBit()) & allOnes() : word;
    }

    private long allOnes() {
        return (1L << shape.bitsAllocated()) - 1;
    }

    private boolean isNumber(int element) {
        return header.vr(element) == Vr.US || header.vr(element) == Vr.SS;
    }
}
