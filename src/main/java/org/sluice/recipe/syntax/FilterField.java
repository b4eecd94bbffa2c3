package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** The element that a criterion looks at; always at the top level of the data set. */
public sealed interface FilterField {
    /** Where it stands. */
    Span at();

    /** As written; shown like this in a reason. */
    String written();

    /**
     * A keyword of the data dictionary.
     *
     * @param tag its tag; strict also takes group 0002 (the file meta information), in which compat finds nothing (Q33)
     */
    record Keyword(Span at, String written, int tag) implements FilterField {}

    /**
     * {@code 0x} and up to eight hexadecimal digits.
     *
     * <p>Strict compares the value, as for a keyword; compat compares the printed element (Q9).
     */
    record Tag(Span at, String written, int tag) implements FilterField {}

    /**
     * Compat only: anything else. Absent as a keyword; a hexadecimal word is {@code empty} when such an element exists
     * (Q7), a name of pydicom's data set object is present (Q8).
     */
    record Other(Span at, String written) implements FilterField {}

    /** Strict only: no element but the frames, of which nothing is written. */
    record Frames(Span at) implements FilterField {
        @Override
        public String written() {
            return "";
        }
    }

    /** Compat only: {@code 0x} and no tag; an error when evaluated. */
    record BadTag(Span at, String written) implements FilterField {}
}
