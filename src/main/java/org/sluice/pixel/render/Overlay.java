package org.sluice.pixel.render;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;

/**
 * An overlay plane with bits of its own, PS3.3 C.9.2. Those that are embedded in pixel data (retired) are not drawn.
 *
 * @param left the column of the frame, from 0, on which its first lies
 * @param top the row of the frame, from 0, on which its first lies
 * @param columns of it
 * @param rows of it
 * @param bits row by row, the first of a byte being its lowest
 * @param first the bit with which the plane of the frame begins
 */
record Overlay(int left, int top, int columns, int rows, byte[] bits, long first) {
    private static final int FIRST_GROUP = 0x6000_0000;
    private static final int LAST_GROUP = 0x601E_0000;
    private static final int NEXT_GROUP = 0x0002_0000;
    private static final int ROWS = 0x10;
    private static final int COLUMNS = 0x11;
    private static final int FRAMES = 0x15;
    private static final int ORIGIN = 0x50;
    private static final int FRAME_ORIGIN = 0x51;
    private static final int DATA = 0x3000;

    /** Those of a frame; one that contradicts itself is none. */
    static List<Overlay> of(ImageAttributes attributes, int frame) {
        List<Overlay> overlays = new ArrayList<>();
        for (int group = FIRST_GROUP; group <= LAST_GROUP; group += NEXT_GROUP) {
            Header header = attributes.header();
            int data = header.find(group | DATA);
            int rows = number(attributes, group | ROWS, 0, 0);
            int columns = number(attributes, group | COLUMNS, 0, 0);
            long size = (long) rows * columns;
            long planes = number(attributes, group | FRAMES, 0, 0);
            // Without frames of its own it lies on each frame of the image.
            int plane = planes == 0 ? 0 : frame - (number(attributes, group | FRAME_ORIGIN, 0, 1) - 1);
            boolean there = data >= 0 && rows > 0 && columns > 0 && plane >= 0 && (planes == 0 || plane < planes);
            if (there && header.valueLength(data) * 8L >= (plane + 1) * size) {
                overlays.add(new Overlay(
                        number(attributes, group | ORIGIN, 1, 1) - 1,
                        number(attributes, group | ORIGIN, 0, 1) - 1,
                        columns,
                        rows,
                        littleEndian(header, data),
                        plane * size));
            }
        }
        return overlays;
    }

    private static int number(ImageAttributes attributes, int tag, int index, int otherwise) {
        OptionalDouble number = attributes.real(attributes.header().find(tag), index);
        return number.isPresent() ? (int) number.getAsDouble() : otherwise;
    }

    private static byte[] littleEndian(Header header, int data) {
        byte[] bits = header.value(data);
        boolean swapped = header.byteOrder(data) == ByteOrder.BIG_ENDIAN && header.vr(data) == Vr.OW;
        for (int i = 0; swapped && i + 1 < bits.length; i += 2) {
            byte low = bits[i + 1];
            bits[i + 1] = bits[i];
            bits[i] = low;
        }
        return bits;
    }

    /** Whether it covers a pixel of the frame. */
    boolean covers(int column, int row) {
        int x = column - left;
        int y = row - top;
        if (x < 0 || y < 0 || x >= columns || y >= rows) {
            return false;
        }
        long bit = first + (long) y * columns + x;
        return (bits[(int) (bit / 8)] >> (bit % 8) & 1) == 1;
    }
}
