package org.sluice.recipe.action;

import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.syntax.Reading;

/** What no action reaches, because the bytes of the pixel data could not be read without it. */
public enum Protection {
    /** Strict: the pixel description of the data set itself, told by tag and depth. */
    STRICT {
        @Override
        boolean covers(HeaderEdit edit, int element) {
            int parent = edit.parent(element);
            if (parent < 0) return isPixelDescription(edit.tag(element));
            return edit.parent(parent) < 0 && edit.tag(parent) == VOI_LUT_SEQUENCE && isLut(edit.tag(element));
        }

        @Override
        boolean isWithin(HeaderEdit edit, int sequence) {
            return edit.parent(sequence) < 0 && edit.tag(sequence) == VOI_LUT_SEQUENCE && holdsLut(edit, sequence);
        }
    },
    /** Compat: what deid protects, by keyword at every depth, with all that is below it. */
    COMPAT {
        @Override
        boolean covers(HeaderEdit edit, int element) {
            for (int i = element; i >= 0; i = edit.parent(i)) {
                int tag = edit.tag(i);
                if (tag == VOI_LUT_SEQUENCE || isPixelDescription(tag)) return true;
            }
            return false;
        }

        @Override
        boolean isWithin(HeaderEdit edit, int sequence) {
            return false;
        }
    };

    private static final int VOI_LUT_SEQUENCE = 0x0028_3010;

    /** Red, Green and Blue Palette Color Lookup Table Data, PS3.3 C.7.6.3.1.6. */
    private static final int FIRST_PALETTE = 0x0028_1201;

    private static final int LAST_PALETTE = 0x0028_1203;
    private static final int LUT_DESCRIPTOR = 0x0028_3002;
    private static final int LUT_DATA = 0x0028_3006;

    static Protection of(Reading reading) {
        return reading == Reading.STRICT ? STRICT : COMPAT;
    }

    /** Whether an element is out of reach. */
    abstract boolean covers(HeaderEdit edit, int element);

    /** Whether a sequence, itself in reach, holds what is out of reach, so that it must not go with it. */
    abstract boolean isWithin(HeaderEdit edit, int sequence);

    /** Whether ADD may not make an element of this tag at the top level. */
    public boolean coversTopLevel(int tag) {
        return isPixelDescription(tag) || tag == VOI_LUT_SEQUENCE;
    }

    private static boolean isPixelDescription(int tag) {
        return switch (tag) {
            case Tag.PIXEL_DATA,
                    Tag.FILE_META_INFORMATION_GROUP_LENGTH,
                    Tag.FILE_META_INFORMATION_VERSION,
                    Tag.TRANSFER_SYNTAX_UID,
                    Tag.IMPLEMENTATION_CLASS_UID -> true;
            default -> tag >= FIRST_PALETTE && tag <= LAST_PALETTE;
        };
    }

    /** The table itself, not what is said about it, PS3.3 C.11.2. */
    private static boolean isLut(int tag) {
        return tag == LUT_DESCRIPTOR || tag == LUT_DATA;
    }

    private static boolean holdsLut(HeaderEdit edit, int sequence) {
        for (int i = sequence + 1; i < edit.subtreeEnd(sequence); i = edit.subtreeEnd(i)) {
            if (isLut(edit.tag(i))) return true;
        }
        return false;
    }
}
