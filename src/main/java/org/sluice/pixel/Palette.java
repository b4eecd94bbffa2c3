package org.sluice.pixel;

import java.nio.ByteOrder;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The palette color lookup tables of a header, PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6.
 *
 * @param first the pixel value of the first entry
 * @param bits of an entry: 8 or 16
 * @param colours for red, green and blue the entries
 */
record Palette(int first, int bits, int[][] colours) {
    /** Red, green and blue. */
    private static final int[] DESCRIPTORS = {0x0028_1101, 0x0028_1102, 0x0028_1103};

    private static final int[] TABLES = {0x0028_1201, 0x0028_1202, 0x0028_1203};
    /** Parts of the light in a thousand, ITU-R BT.601. */
    private static final int[] LIGHT = {299, 587, 114};

    private static final int ALL_ENTRIES = 1 << 16;

    static Palette of(Header header) throws ScrubException {
        int[][] colours = new int[TABLES.length][];
        int first = 0;
        int bits = 0;
        for (int colour = 0; colour < TABLES.length; colour++) {
            int descriptor = header.find(DESCRIPTORS[colour]);
            int table = header.find(TABLES[colour]);
            if (descriptor < 0 || table < 0 || !isOfThree(header, descriptor)) {
                throw new ScrubException(
                        TABLES[colour], Kind.UNSUPPORTED, "expected a palette color lookup table, found none");
            }
            int count = (int) header.integer(descriptor, 0) & 0xFFFF;
            first = (int) header.integer(descriptor, 1);
            bits = (int) header.integer(descriptor, 2);
            colours[colour] = entries(header, table, count == 0 ? ALL_ENTRIES : count);
        }
        if (colours[1].length != colours[0].length || colours[2].length != colours[0].length) {
            throw new ScrubException(DESCRIPTORS[1], Kind.GEOMETRY, "the lookup tables have different lengths");
        }
        return new Palette(first, bits, colours);
    }

    private static boolean isOfThree(Header header, int descriptor) {
        boolean number = header.vr(descriptor) == Vr.US || header.vr(descriptor) == Vr.SS;
        return number && header.numberCount(descriptor) == 3;
    }

    /** Entries of 8 bits may be packed two to a word. */
    private static int[] entries(Header header, int table, int count) throws ScrubException {
        byte[] value = header.value(table);
        boolean packed = value.length < 2 * count;
        if (packed && value.length < count + count % 2) {
            throw new ScrubException(header.tag(table), Kind.GEOMETRY, "the lookup table ends before its last entry");
        }
        int swap = header.byteOrder(table) == ByteOrder.BIG_ENDIAN ? 1 : 0;
        int[] entries = new int[count];
        for (int entry = 0; entry < count; entry++) {
            int low = value[packed ? entry ^ swap : 2 * entry + swap] & 0xFF;
            int high = packed ? 0 : value[2 * entry + 1 - swap] & 0xFF;
            entries[entry] = high << 8 | low;
        }
        return entries;
    }

    /** The pixel value, up to a largest one, of the entry with the least light. */
    long darkest(long largest) throws ScrubException {
        int darkest = -1;
        for (int entry = 0; entry < colours[0].length; entry++) {
            boolean reachable = first + entry >= 0 && first + entry <= largest;
            darkest = reachable && (darkest < 0 || light(entry) < light(darkest)) ? entry : darkest;
        }
        if (darkest < 0) {
            throw new ScrubException(
                    DESCRIPTORS[0], Kind.GEOMETRY, "no entry of the lookup table has a value that a pixel can have");
        }
        return (long) first + darkest;
    }

    private long light(int entry) {
        long light = 0;
        for (int colour = 0; colour < colours.length; colour++) {
            light += (long) LIGHT[colour] * colours[colour][entry];
        }
        return light;
    }

    /** The colour of a pixel value, 8 bits each: values beside the table have its nearest entry. */
    int rgb(long value) {
        int entry = (int) Math.max(0, Math.min(value - first, colours[0].length - 1));
        int shift = bits > 8 ? 8 : 0;
        return (colours[0][entry] >> shift & 0xFF) << 16
                | (colours[1][entry] >> shift & 0xFF) << 8
                | (colours[2][entry] >> shift & 0xFF);
    }
}
