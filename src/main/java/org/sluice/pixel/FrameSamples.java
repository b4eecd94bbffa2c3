package org.sluice.pixel;

import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.render.Samples;

/**
 * The stored values of one native frame.
 *
 * @param shape of the frame
 * @param layout how its bytes lie
 * @param bytes of it
 * @param firstBit with which it begins in them
 */
record FrameSamples(FrameShape shape, NativeLayout layout, byte[] bytes, int firstBit) implements Samples {
    @Override
    public long at(long pixel, int sample) {
        long place = layout.pixelsPerCell() == 2
                ? pixel / 2 * 4 + (sample == 0 ? pixel % 2 : 1 + sample)
                : layout.planes() > 1 ? sample * shape.pixels() + pixel : pixel * shape.samples() + sample;
        long bit = firstBit + place * shape.bitsAllocated();
        int first = (int) (bit / 8);
        long word = 0;
        for (int i = 0; i * 8 < shape.bitsAllocated(); i++) {
            word |= (bytes[layout.swapped() ? first + i ^ 1 : first + i] & 0xFFL) << (8 * i);
        }
        int stored = shape.bitsStored();
        long value = word >> (bit % 8 + shape.highBit() + 1 - stored) & (1L << stored) - 1;
        boolean negative = shape.signed() && value >> (stored - 1) == 1;
        return negative ? value - (1L << stored) : value;
    }
}
