package org.sluice.pixel;

import java.nio.ByteOrder;
import java.util.List;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** What comes in the place of blanked pixels of one instance, from what its header says. */
final class FillWords {
    private static final int PADDING_VALUE = 0x0028_0120;
    /** Red, green and blue. */
    private static final int[] DESCRIPTORS = {0x0028_1101, 0x0028_1102, 0x0028_1103};

    private static final int[] TABLES = {0x0028_1201, 0x0028_1202, 0x0028_1203};
    /** Parts of the light in a thousand, ITU-R BT.601. */
    private static final int[] LIGHT = {299, 587, 114};

    private static final int ALL_ENTRIES = 1 << 16;

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
            return Fill.of(shape, darkestEntry());
        }
        int padding = shape.photometricInterpretation().startsWith("MONOCHROME") ? header.find(PADDING_VALUE) : -1;
        if (padding >= 0 && isNumber(padding) && header.numberCount(padding) == 1) {
            return Fill.of(shape, header.integer(padding, 0) & allOnes());
        }
        Fill black = Fill.black(shape);
        return shape.photometricInterpretation().startsWith("YBR_PARTIAL") ? partial(black) : black;
    }

    /** The lowest light of YBR_PARTIAL is 16 of 256, PS3.3 C.7.6.3.1.2. */
    private Fill partial(Fill black) {
        long lowest = (1L << shape.bitsStored() >> 4) << shape.highBit() + 1 - shape.bitsStored();
        return new Fill(List.of(lowest, black.word(1), black.word(2)));
    }

    /** For a codec, which has no room for what stands beside the stored bits. */
    Fill storable(Fill fill) {
        long mask = (1L << shape.bitsStored()) - 1 << shape.highBit() + 1 - shape.bitsStored();
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

    private long darkestEntry() throws ScrubException {
        long[] light = new long[0];
        int first = 0;
        for (int colour = 0; colour < TABLES.length; colour++) {
            int descriptor = header.find(DESCRIPTORS[colour]);
            int table = header.find(TABLES[colour]);
            if (descriptor < 0 || table < 0 || !isNumber(descriptor) || header.numberCount(descriptor) != 3) {
                throw new ScrubException(
                        TABLES[colour], Kind.UNSUPPORTED, "expected a palette color lookup table, found none");
            }
            int count = (int) header.integer(descriptor, 0) & 0xFFFF;
            int entries = count == 0 ? ALL_ENTRIES : count;
            first = (int) header.integer(descriptor, 1);
            light = colour == 0 ? new long[entries] : light;
            addLight(table, LIGHT[colour], light);
        }
        long last = (1L << shape.bitsStored()) - 1;
        int darkest = -1;
        for (int entry = 0; entry < light.length; entry++) {
            boolean reachable = first + entry >= 0 && first + entry <= last;
            darkest = reachable && (darkest < 0 || light[entry] < light[darkest]) ? entry : darkest;
        }
        if (darkest < 0) {
            throw new ScrubException(
                    DESCRIPTORS[0], Kind.GEOMETRY, "no entry of the lookup table has a value that a pixel can have");
        }
        return (long) (first + darkest) << shape.highBit() + 1 - shape.bitsStored();
    }

    /** Entries of 8 bits may be packed two to a word, PS3.3 C.7.6.3.1.6. */
    private void addLight(int table, int part, long[] light) throws ScrubException {
        byte[] value = header.value(table);
        boolean packed = value.length < 2 * light.length;
        if (packed && value.length < light.length) {
            throw new ScrubException(header.tag(table), Kind.GEOMETRY, "the lookup table ends before its last entry");
        }
        boolean bigEndian = header.byteOrder(table) == ByteOrder.BIG_ENDIAN;
        for (int entry = 0; entry < light.length; entry++) {
            int swap = bigEndian ? 1 : 0;
            int low = value[packed ? entry ^ swap : 2 * entry + swap] & 0xFF;
            int high = packed ? 0 : value[2 * entry + 1 - swap] & 0xFF;
            light[entry] += (long) part * (high << 8 | low);
        }
    }
}
