package org.sluice.recipe.action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.ActionException;

/**
 * What actions want of private creators, put off until all have run: a creator stays as it is while any element of its block
 * does, for the block would mean nothing without it (PS3.5 7.8.1).
 */
final class PrivateCreators {
    private final Map<Integer, Change> changes = new HashMap<>();

    /** What an action does. */
    @FunctionalInterface
    interface Change {
        void run() throws ActionException;
    }

    private record Block(int parent, int item, int group, int number) {}

    /** Notes a change of a creator; a later one takes its place. */
    void putOff(int creator, Change change) {
        changes.put(creator, change);
    }

    /** Makes the changes of creators whose blocks have no element left. */
    void finish(HeaderEdit edit) throws ActionException {
        if (changes.isEmpty()) return;
        Set<Block> used = used(edit);
        List<Integer> fromTheLast = new ArrayList<>(changes.keySet());
        fromTheLast.sort(Comparator.reverseOrder());
        for (int creator : fromTheLast) {
            if (!edit.present(creator) || !isLastOfItsGroup(edit, creator)) continue;
            Block block = new Block(
                    edit.parent(creator),
                    edit.item(creator),
                    Tag.group(edit.tag(creator)),
                    Tag.element(edit.tag(creator)));
            Change change = changes.get(creator);
            if (used.contains(block) || change == null) continue;
            change.run();
            // A creator behind the header is a header of its own here, and waits where the rest is written.
            boolean ofHeader = edit.header().size() > 1;
            if (ofHeader && goesOn(edit, creator) && edit.present(creator)) edit.holdBack(creator);
        }
    }

    private static Set<Block> used(HeaderEdit edit) {
        Set<Block> used = new HashSet<>();
        for (int i = 0; i < edit.size(); i++) {
            int tag = edit.tag(i);
            if (Tag.isPrivate(tag) && Tag.element(tag) >= 0x1000 && edit.present(i)) {
                used.add(new Block(edit.parent(i), edit.item(i), Tag.group(tag), Tag.element(tag) >>> 8));
            }
        }
        return used;
    }

    /**
     * A group that goes on behind the header shows only there whether it needs the creator: one that went too early can be put
     * back there, but not before what else of its group is left here.
     */
    private static boolean isLastOfItsGroup(HeaderEdit edit, int creator) {
        if (!goesOn(edit, creator)) return true;
        int group = Tag.group(edit.tag(creator));
        for (int i = creator + 1; i < edit.header().size(); i = edit.subtreeEnd(i)) {
            if (Tag.group(edit.tag(i)) == group && edit.present(i)) return false;
        }
        return true;
    }

    private static boolean goesOn(HeaderEdit edit, int creator) {
        return edit.parent(creator) < 0
                && edit.header().endsBeforeBulk()
                && Tag.group(edit.header().bulkTag()) == Tag.group(edit.tag(creator));
    }
}
