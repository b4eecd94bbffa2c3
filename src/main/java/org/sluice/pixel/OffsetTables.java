package org.sluice.pixel;

import java.util.Set;
import org.sluice.dataset.HeaderEdit;

/** What says beside Pixel Data where its frames lie, PS3.3 C.7.6.3.1.8 to C.7.6.3.1.10: wrong as soon as a frame is another. */
final class OffsetTables {
    private static final int EXTENDED_OFFSET_TABLE = 0x7FE0_0001;
    private static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE0_0002;
    private static final int ENCAPSULATED_TOTAL_LENGTH = 0x7FE0_0003;
    private static final Set<Integer> TABLES = Set.of(EXTENDED_OFFSET_TABLE, EXTENDED_OFFSET_TABLE_LENGTHS);

    private OffsetTables() {}

    /** Whether it is part of the extended offset table: then each frame is one fragment. */
    static boolean isOne(int tag) {
        return TABLES.contains(tag);
    }

    /** Takes all of them out. */
    static void remove(HeaderEdit edit) {
        for (int i = 0; i < edit.header().size(); i++) {
            boolean says = isOne(edit.tag(i)) || edit.tag(i) == ENCAPSULATED_TOTAL_LENGTH;
            if (says && edit.depth(i) == 0 && edit.present(i)) {
                edit.remove(i);
            }
        }
    }
}
