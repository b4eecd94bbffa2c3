package org.sluice.recipe.filter;

import java.util.List;

/**
 * Regions of the image that go with a match.
 *
 * @param effect what is to become of them
 * @param source where they come from
 * @param regions {@code all} or {@code xmin,ymin,xmax,ymax}; one text when written in the recipe, one for each usable item
 *     (perhaps none) when taken from a sequence of the instance
 */
public record Coordinate(Effect effect, Source source, List<String> regions) {
    /** Keeps its own copy of {@code regions}. */
    public Coordinate {
        regions = List.copyOf(regions);
    }

    /** Blank the region or keep it. */
    public enum Effect {
        BLANK,
        KEEP;

        /** The mask value of deid: 0 blanks, 1 keeps. */
        public int mask() {
            return this == KEEP ? 1 : 0;
        }
    }

    /** Where regions come from. */
    public enum Source {
        RECIPE,
        SEQUENCE
    }
}
