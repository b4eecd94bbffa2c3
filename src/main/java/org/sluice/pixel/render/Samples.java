package org.sluice.pixel.render;

/** The stored values of one frame. */
@FunctionalInterface
public interface Samples {
    /**
     * One of them, signed where Pixel Representation says so.
     *
     * @param pixel row by row, from 0
     * @param sample of the pixel, from 0
     */
    long at(long pixel, int sample);
}
