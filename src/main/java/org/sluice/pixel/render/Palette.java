package org.sluice.pixel.render;

import java.util.List;
import org.sluice.dataset.Header;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The palette color lookup tables of a header, PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6.
 *
 * @param colours the tables for red, green and blue, of the same length
 */
public record Palette(List<SampleTable> colours) {
    private static final int RED_DESCRIPTOR = 0x0028_1101;
    private static final int RED_TABLE = 0x0028_1201;
    /** Parts of the light in a thousand, ITU-R BT.601. */
    private static final int[] LIGHT = {299, 587, 114};

    /** Keeps its own copy. */
    public Palette {
        colours = List.copyOf(colours);
    }

    /**
     * Reads it.
     *
     * @throws PixelDataException there is none, or one that contradicts itself
     */
    public static Palette of(Header header) throws PixelDataException {
        SampleTable red = table(header, 0);
        SampleTable green = table(header, 1);
        SampleTable blue = table(header, 2);
        int length = red.entries().length;
        if (green.entries().length != length || blue.entries().length != length) {
            throw new PixelDataException(Kind.GEOMETRY, "the lookup tables have different lengths");
        }
        return new Palette(List.of(red, green, blue));
    }

    private static SampleTable table(Header header, int colour) throws PixelDataException {
        return SampleTable.of(header, header.find(RED_DESCRIPTOR + colour), header.find(RED_TABLE + colour));
    }

    /**
     * The pixel value, up to a largest one, of the entry with the least light.
     *
     * @throws PixelDataException no entry has a value that a pixel can have
     */
    public long darkest(long largest) throws PixelDataException {
        int first = colours.get(0).first();
        int darkest = -1;
        for (int entry = 0; entry < colours.get(0).entries().length; entry++) {
            boolean reachable = first + entry >= 0 && first + entry <= largest;
            darkest = reachable && (darkest < 0 || light(entry) < light(darkest)) ? entry : darkest;
        }
        if (darkest < 0) {
            throw new PixelDataException(
                    Kind.GEOMETRY, "no entry of the lookup table has a value that a pixel can have");
        }
        return (long) first + darkest;
    }

    private long light(int entry) {
        long light = 0;
        for (int colour = 0; colour < LIGHT.length; colour++) {
            light += (long) LIGHT[colour] * colours.get(colour).entries()[entry];
        }
        return light;
    }

    /** The colour of a pixel value, 8 bits each: values beside the table have its nearest entry. */
    int rgb(long value) {
        return eight(0, value) << 16 | eight(1, value) << 8 | eight(2, value);
    }

    private int eight(int colour, long value) {
        SampleTable table = colours.get(colour);
        return table.at(value) >> (table.bits() > 8 ? 8 : 0) & 0xFF;
    }
}
