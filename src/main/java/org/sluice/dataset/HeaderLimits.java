package org.sluice.dataset;

/**
 * How much of a data set may be held in memory.
 *
 * @param maxBytes bytes of a header, 1 KiB to 1 GiB
 * @param maxDepth sequences within sequences, 1 to 250
 * @param maxElements elements and items of all depths together, at least 1
 * @param memory out of which it is taken
 */
public record HeaderLimits(int maxBytes, int maxDepth, int maxElements, HeaderMemory.Share memory) {
    /** 16 MiB, 64 levels of sequences, 524,288 elements. */
    public static final HeaderLimits DEFAULT = new HeaderLimits(16 << 20, 64, 1 << 19);

    /** Checks the ranges. */
    public HeaderLimits {
        check(maxBytes >= 1 << 10 && maxBytes <= 1 << 30, "maxBytes must be 1 KiB to 1 GiB, is ", maxBytes);
        check(maxDepth >= 1 && maxDepth <= 250, "maxDepth must be 1 to 250, is ", maxDepth);
        check(maxElements >= 1, "maxElements must be at least 1, is ", maxElements);
    }

    /** For one data set at a time, whose memory nobody counts. */
    public HeaderLimits(int maxBytes, int maxDepth, int maxElements) {
        this(maxBytes, maxDepth, maxElements, HeaderMemory.UNBOUNDED);
    }

    /** The same for one data set, which takes its memory out of that share. */
    public HeaderLimits within(HeaderMemory.Share share) {
        return new HeaderLimits(maxBytes, maxDepth, maxElements, share);
    }

    private static void check(boolean holds, String expected, int found) {
        if (!holds) {
            throw new IllegalArgumentException(expected + found);
        }
    }
}
