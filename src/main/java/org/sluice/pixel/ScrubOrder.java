package org.sluice.pixel;

import java.util.List;

/**
 * What is to be blanked in the pixel data of an instance, and how.
 *
 * @param regions of the labels that matched, in the order of the recipe
 * @param colour what comes in their place
 */
public record ScrubOrder(List<Region> regions, Colour colour) {
    /** Keeps its own copy of {@code regions}. */
    public ScrubOrder {
        regions = List.copyOf(regions);
    }

    /** What comes in the place of blanked pixels. */
    public enum Colour {
        /** Pixel Padding Value (0028,0120) of a grayscale image that has one; else black, as Photometric Interpretation has it. */
        BLACK,
        /** Zeros, as deid writes them whatever they mean. */
        ZERO
    }
}
