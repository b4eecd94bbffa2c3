package org.sluice.config;

/**
 * How instances of a section are blanked that has the disposition {@link Disposition#SCRUB}.
 *
 * @param original what becomes of the instance as it came
 * @param fill what comes in the place of blanked pixels
 * @param verify what is looked for in the blanked pictures before they go on
 */
public record ScrubConfig(Original original, Fill fill, Verify verify) {
    /** What is not written in the configuration. */
    public static final ScrubConfig DEFAULT = new ScrubConfig(Original.QUARANTINE, Fill.BLACK, Verify.NOTHING);

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

    /** What stops an instance that has been blanked. */
    public enum Verify {
        /** Nothing is looked for. */
        NOTHING,
        /** A row of glyph-like shapes. */
        TEXT
    }

    static ScrubConfig read(Section section) {
        section.only("original", "fill", "verify");
        return new ScrubConfig(
                section.choice("original", Original.values()),
                section.choice("fill", Fill.values()),
                section.choice("verify", Verify.values()));
    }
}
