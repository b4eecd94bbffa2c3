package org.sluice.recipe.action;

import java.util.BitSet;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.ActionException;

/** The blocks of private elements at the top level of a data set, PS3.5 7.8.1: from 10 to FF (hexadecimal) in each odd group. */
final class PrivateBlocks {
    private static final int FIRST = 0x10;
    private static final int LAST = 0xFF;

    private PrivateBlocks() {}

    /** The block that a creator has reserved in a group, or -1; as in fields of actions, case does not count. */
    static int of(HeaderEdit edit, int group, String creator) {
        for (int i = 0; i < edit.size(); i = edit.subtreeEnd(i)) {
            int tag = edit.tag(i);
            boolean isCreator = Tag.group(tag) == group && Tag.isPrivateCreator(tag) && edit.present(i);
            if (isCreator && edit.text(i).strip().equalsIgnoreCase(creator.strip())) return Tag.element(tag);
        }
        return -1;
    }

    /**
     * The first block of a group that nobody has reserved or uses.
     *
     * @throws ActionException when there is none
     */
    static int free(HeaderEdit edit, int group) throws ActionException {
        BitSet taken = new BitSet();
        for (int i = 0; i < edit.size(); i = edit.subtreeEnd(i)) {
            int tag = edit.tag(i);
            if (Tag.group(tag) != group || !edit.present(i)) continue;
            if (Tag.isPrivateCreator(tag)) taken.set(Tag.element(tag));
            if (Tag.element(tag) >= 0x1000) taken.set(Tag.element(tag) >>> 8);
        }
        int free = taken.nextClearBit(FIRST);
        if (free > LAST) throw new ActionException("no block is free for a private creator in this group");
        return free;
    }
}
