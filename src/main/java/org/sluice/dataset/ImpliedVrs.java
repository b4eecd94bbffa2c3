package org.sluice.dataset;

import org.jspecify.annotations.Nullable;

/**
 * The VR of elements that do not carry one, PS3.5 annex A.1: the dictionary's, or UN. A table of its own, because a reader
 * asks for every element and the dictionary's lines are spread over the heap.
 */
final class ImpliedVrs {
    static final ImpliedVrs STANDARD = new ImpliedVrs(Dictionary.standard());

    /** Set in a code when Pixel Representation decides between US and SS. */
    private static final int EITHER_US_OR_SS = 0x40;

    private static final int UNKNOWN = Vr.UN.index();

    private static final int GOLDEN_RATIO = 0x9E37_79B1;
    private static final int BITS = 14;

    private final Dictionary dictionary;
    /** Open addressing; 0 is free, for no element of a data set has that tag. */
    private final int[] tags = new int[1 << BITS];

    private final byte[] codes = new byte[1 << BITS];

    private ImpliedVrs(Dictionary dictionary) {
        this.dictionary = dictionary;
        for (Dictionary.Entry entry : dictionary.entries()) {
            if (entry.mask() == -1) {
                int slot = slot(entry.tag());
                tags[slot] = entry.tag();
                codes[slot] = (byte) codeOf(entry);
            }
        }
    }

    /** A number that {@link #vr} and {@link #eitherUsOrSs} understand. */
    int code(int tag) {
        if (Tag.isPrivate(tag) && Tag.element(tag) > 0xFF) {
            return UNKNOWN;
        }
        int slot = slot(tag);
        return tags[slot] == tag ? codes[slot] : codeOf(dictionary.entry(tag));
    }

    static Vr vr(int code) {
        return Vr.ofIndex(code & ~EITHER_US_OR_SS);
    }

    static boolean eitherUsOrSs(int code) {
        return (code & EITHER_US_OR_SS) != 0;
    }

    private static int codeOf(Dictionary.@Nullable Entry entry) {
        if (entry == null) {
            return UNKNOWN;
        }
        if (entry.vrs().size() == 1) {
            return entry.vr().index();
        }
        return entry.vrs().contains(Vr.OW) ? Vr.OW.index() : Vr.US.index() | EITHER_US_OR_SS;
    }

    /** Where a tag is, or would be put. */
    private int slot(int tag) {
        int slot = (tag * GOLDEN_RATIO) >>> (32 - BITS);
        while (tags[slot] != 0 && tags[slot] != tag) {
            slot = (slot + 1) & ((1 << BITS) - 1);
        }
        return slot;
    }
}
