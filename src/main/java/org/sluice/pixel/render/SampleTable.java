package org.sluice.pixel.render;

import java.nio.ByteOrder;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A lookup table of a header: of colours (PS3.3 C.7.6.3.1.5), Modality LUT (C.11.1.1) or VOI LUT (C.11.2.1.1).
 *
 * @param first the value that the first entry is for
 * @param bits of an entry: 8 to 16
 * @param entries unsigned
 */
record SampleTable(int first, int bits, int[] entries) {
    private static final int ALL_ENTRIES = 1 << 16;

    /**
     * Reads one.
     *
     * @param descriptor the element with number of entries, first value and bits, or -1
     * @param data the element with the entries, or -1
     */
    static SampleTable of(Header header, int descriptor, int data) throws PixelDataException {
        if (descriptor < 0 || data < 0 || !isOfThree(header, descriptor)) {
            throw new PixelDataException(Kind.UNSUPPORTED, "expected a lookup table, found none");
        }
        int count = (int) header.integer(descriptor, 0) & 0xFFFF;
        return new SampleTable(
                (int) header.integer(descriptor, 1),
                (int) header.integer(descriptor, 2),
                entries(header, data, count == 0 ? ALL_ENTRIES : count));
    }

    private static boolean isOfThree(Header header, int descriptor) {
        boolean number = header.vr(descriptor) == Vr.US || header.vr(descriptor) == Vr.SS;
        return number && header.numberCount(descriptor) == 3;
    }

    /** Entries of 8 bits may be packed two to a word. */
    private static int[] entries(Header header, int table, int count) throws PixelDataException {
        byte[] value = header.value(table);
        boolean packed = value.length < 2 * count;
        if (packed && value.length < count + count % 2) {
            throw new PixelDataException(Kind.GEOMETRY, "a lookup table ends before its last entry");
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

    /** The entry for a value: those beside the table have its nearest one. */
    int at(long value) {
        return entries[(int) Math.max(0, Math.min(value - first, entries.length - 1))];
    }

    /** The largest that an entry can be. */
    int highest() {
        return (1 << Math.max(1, Math.min(bits, 16))) - 1;
    }
}
