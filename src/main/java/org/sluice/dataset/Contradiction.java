package org.sluice.dataset;

/**
 * One place where a data set says two things at once: what PS3.5 rules out, and what readers take for different things. An
 * instance that has one is not to be trusted to a filter.
 *
 * @param kind what is wrong
 * @param path the element's path such as {@code (0040,0275)[1].(0008,1150)}, or empty
 * @param offset bytes from the start of the data set, or -1 when there is no such place
 * @param detail what was expected and what was found: tags, lengths and VRs, never a value
 */
public record Contradiction(Kind kind, String path, long offset, String detail) {
    /** What is wrong. */
    public enum Kind {
        /** An element stands behind one with a greater tag, PS3.5 7.1. */
        OUT_OF_ORDER("out-of-order"),
        /** The same element stands twice in a data set or an item, PS3.5 7.1. */
        DUPLICATE_ELEMENT("duplicate-element"),
        /** A value has an odd length, or one that is no multiple of its numbers', PS3.5 6.2 and 7.1.1. */
        ODD_LENGTH("odd-length"),
        /** Explicit VR where the transfer syntax has implicit VR, or the reverse, PS3.5 7.1; or an undefined length with a VR that has none. */
        WRONG_ENCODING("wrong-encoding"),
        /** A value, an item or a sequence runs past what encloses it, or has a length and a delimiter, PS3.5 7.5. */
        WRONG_NESTING("wrong-nesting"),
        /** Bytes behind the last element that are none. */
        TRAILING_BYTES("trailing-bytes"),
        /**
         * An element of group 0000, 0002 or 0006, which no data set has (PS3.5 7.1), or one of the file meta information
         * behind its end (PS3.10 7.1).
         */
        RESERVED_GROUP("reserved-group"),
        /** There is no element at all. */
        EMPTY_DATA_SET("empty-data-set"),
        /** There is no valid SOP Class UID (0008,0016) or SOP Instance UID (0008,0018), PS3.3 C.12.1. */
        MISSING_UID("missing-uid"),
        /** The C-STORE request names another SOP class or instance than the data set, PS3.4 B.2.1. */
        OTHER_UID_IN_COMMAND("other-uid-in-command");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in logs, reports and metrics. */
        public String word() {
            return word;
        }
    }

    /** The word of the kind, and the {@link #text}. */
    public String kindAndText() {
        return kind.word() + ": " + text();
    }

    /** Where and what, in words. */
    public String text() {
        return DataSetException.place(path, offset) + detail;
    }
}
