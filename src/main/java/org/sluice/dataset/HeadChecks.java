package org.sluice.dataset;

import org.sluice.dataset.Contradiction.Kind;

/**
 * The checks of one {@link ElementHead} after the other: what in it, or in its place behind the one before, contradicts PS3.5
 * and can be read all the same. Each check notes what it finds in the {@link Contradictions}. {@link HeaderParser} has what
 * it holds checked, {@link TailEditor} what passes by. For one thread.
 */
final class HeadChecks {
    /** Adds the path and the offset of the head to what was found in it. Asked only for the first contradiction of a kind. */
    @FunctionalInterface
    interface Place {
        Contradiction of(Kind kind, String detail);
    }

    private final ElementHead head;
    private final Contradictions contradictions;
    private final Place place;

    HeadChecks(ElementHead head, Contradictions contradictions, Place place) {
        this.head = head;
        this.contradictions = contradictions;
        this.place = place;
    }

    /**
     * Bytes that some writers put behind the last element to fill up: all zeros, or all ones.
     *
     * @param offset of the head in the data set: at the beginning, zeros are an element (0000,0000)
     * @return whether they are that, and no element
     */
    boolean padding(long offset) {
        boolean padding = head.tag == Tag.ALL_ONES || (head.tag == 0 && offset > 0);
        if (padding) {
            note(Kind.TRAILING_BYTES, "expected an element or the end, found bytes that are none");
        }
        return padding;
    }

    /** Implicit VR instead of explicit, or the reverse, PS3.5 7.1. */
    void encoding(boolean explicit) {
        if (!head.otherEncoding) {
            return;
        }
        if (explicit) {
            note(Kind.WRONG_ENCODING, "expected the letters of a VR, found other bytes");
        } else {
            explicitVr();
        }
    }

    /** Says that an element that should have implicit VR was found to have explicit VR. */
    void explicitVr() {
        note(Kind.WRONG_ENCODING, "expected an implicit VR, found the letters of one");
    }

    /** An undefined length where the VR cannot have one, PS3.5 7.1.2 and A.4. */
    void undefinedLength() {
        if (!head.rightlyUndefined()) {
            note(Kind.WRONG_ENCODING, "expected a length, found an undefined one, which the VR cannot have");
        }
    }

    /** A length is even, and that of numbers a multiple of theirs: part of a number is read by nobody, or by some. */
    void length() {
        int multiple = head.vr.multiple();
        if ((head.length & (multiple - 1)) != 0 && !head.undefinedLength()) {
            note(
                    Kind.ODD_LENGTH,
                    "expected " + (multiple == 2 ? "an even length" : "a multiple of " + multiple + " bytes")
                            + ", found " + head.length);
        }
    }

    /** The length of a value that is not looked into, or of a fragment, PS3.5 A.4. */
    void evenLength(long length) {
        if ((length & 1) != 0) {
            note(Kind.ODD_LENGTH, "expected an even one, found " + DataSetException.length(length));
        }
    }

    /** A delimiter has no value, PS3.5 7.5: what hides in one, some readers pass over, and others read. */
    void delimiter(long length) {
        if (length != 0) {
            note(Kind.WRONG_NESTING, "expected a delimiter of length 0, found " + DataSetException.length(length));
        }
    }

    /** A group that no data set has, PS3.5 7.1. */
    void group() {
        if (Tag.isReserved(head.tag)) {
            note(Kind.RESERVED_GROUP, "expected an element of a data set, found one of a reserved group");
        }
    }

    /**
     * Each tag is greater than the one before in the same data set or item, PS3.5 7.1.
     *
     * @param before 0 for the first
     * @return whether the same tag may stand further before: then the caller looks, and calls {@link #duplicate}. Only once:
     *     a data set can have a million elements, each with a smaller tag than the one before
     */
    boolean order(int before) {
        if (before == 0 || Integer.compareUnsigned(head.tag, before) > 0) {
            return false;
        }
        if (head.tag == before) {
            duplicate();
            return false;
        }
        boolean first = !contradictions.has(Kind.OUT_OF_ORDER);
        note(Kind.OUT_OF_ORDER, "expected an element behind the one before, found one with a smaller tag");
        return first;
    }

    /** Says that the same data set or item has an element with this tag already. */
    void duplicate() {
        note(Kind.DUPLICATE_ELEMENT, "expected an element once, found it twice");
    }

    private void note(Kind kind, String detail) {
        contradictions.add(kind, () -> place.of(kind, detail));
    }
}
