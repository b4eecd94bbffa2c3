package org.sluice.recipe.syntax;

import java.util.Locale;
import java.util.Optional;
import org.sluice.text.Span;

/**
 * A region of the image that goes with a label.
 *
 * @param at the line without its indent
 * @param word the word it was written with
 * @param where {@code all}, {@code xmin,ymin,xmax,ymax} (worked out of {@code x,y,width,height} for the ctp forms), or
 *     a text with {@code from:}; compat takes any text, a comment included
 * @param written what followed the word
 */
public record Coordinates(Span at, Word word, String where, String written) implements Content {
    private static final String FROM = "from:";

    /** The four words a line of coordinates starts with. */
    public enum Word {
        COORDINATES(false, false),
        KEEPCOORDINATES(true, false),
        CTPCOORDINATES(false, true),
        CTPKEEPCOORDINATES(true, true);

        private final boolean keep;
        private final boolean sized;

        Word(boolean keep, boolean sized) {
            this.keep = keep;
            this.sized = sized;
        }

        /** True when the region is kept, false when it is blanked. */
        public boolean keep() {
            return keep;
        }

        /** True when the numbers are {@code x,y,width,height}. */
        public boolean sized() {
            return sized;
        }

        /** The word in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The mask value of a result: 0 blanks the region, 1 keeps it. */
    public int mask() {
        return word.keep() ? 1 : 0;
    }

    /** What stands after {@code from:}: the sequence whose items give the regions. */
    public Optional<String> from() {
        int at = where.indexOf(FROM);
        return at < 0
                ? Optional.empty()
                : Optional.of(where.substring(at + FROM.length()).strip());
    }
}
