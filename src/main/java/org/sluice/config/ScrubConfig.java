package org.sluice.config;

/**
 * How instances of a section are blanked that has the disposition {@link Disposition#SCRUB}.
 *
 * @param original what becomes of the instance as it came
 * @param fill what comes in the place of blanked pixels
 */
public record ScrubConfig(Original original, Fill fill) {
    /** What is not written in the configuration. */
    public static final ScrubConfig DEFAULT = new ScrubConfig(Original.QUARANTINE, Fill.BLACK);

    /** What becomes of the instance as it came. */
    public enum Original {
        /** It is kept in the quarantine. */
        QUARANTINE,
        /** Nothing of it is kept. */
        DROP
    }

    /** What comes in the place of blanked pixels. */
    public enum Fill {
        /** Pixel Padding Value, or black as the picture has it. */
        BLACK,
        /** Zeros, as deid writes. */
        ZERO
    }

    static ScrubConfig read(Section section) {
        section.only("original", "fill");
        return new ScrubConfig(section.choice("original", Original.values()), section.choice("fill", Fill.values()));
    }
}
