package org.sluice.dataset;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Items of a header that lose their last element under a {@link HeaderEdit}, and the sequences that lose their last item. */
final class EmptiedItems {
    private EmptiedItems() {}

    /** Removes the items, and the sequences; from the inside out, for one leads to the next. */
    static void remove(ElementChanges changes, ElementTable table) {
        int[] left = new int[table.itemTotal()];
        BitSet lost = new BitSet();
        for (int i = 0; i < table.size(); i++) {
            int item = table.itemId(i);
            if (item != ElementTable.NONE && changes.isPresent(i)) {
                left[item]++;
            } else if (item != ElementTable.NONE && changes.isRemoved(i)) {
                lost.set(item);
            }
        }
        int[] gone = new int[table.size()];
        for (int item = table.itemTotal() - 1; item >= 0; item--) {
            int owner = table.itemOwner(item);
            if (!lost.get(item) || left[item] > 0 || !changes.isUntouched(owner)) {
                continue;
            }
            changes.removeItem(item);
            if (++gone[owner] == table.itemCount(owner) && changes.newItems(owner) == 0) {
                changes.remove(owner);
                int around = table.itemId(owner);
                if (around != ElementTable.NONE) {
                    left[around]--;
                    lost.set(around);
                }
            }
        }
    }

    /** How many items of a sequence are among these. */
    static int countBelow(ElementTable table, @Nullable BitSet removed, int sequence) {
        if (removed == null || table.itemCount(sequence) == 0) {
            return 0;
        }
        int count = 0;
        for (int item = firstItem(table, sequence); item < table.itemTotal(); item++) {
            int owner = table.itemOwner(item);
            if (owner >= table.subtreeEnd(sequence)) {
                break;
            }
            count += owner == sequence && removed.get(item) ? 1 : 0;
        }
        return count;
    }

    /** The number over the whole header of an item of a sequence. */
    static int itemId(ElementTable table, int sequence, int ordinal) {
        for (int item = firstItem(table, sequence); item < table.itemTotal(); item++) {
            if (table.itemOwner(item) == sequence && table.itemOrdinal(item) == ordinal) {
                return item;
            }
        }
        throw new IllegalArgumentException("the sequence has no such item");
    }

    /** Items are numbered in the order in which they begin. */
    private static int firstItem(ElementTable table, int sequence) {
        int low = 0;
        int high = table.itemTotal();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (table.itemStart(middle) < table.start(sequence)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first element that begins in an item, of any depth. */
    static int firstElement(ElementTable table, int item) {
        return elementFrom(table, table.itemStart(item));
    }

    /** The first element that begins behind an item. */
    static int endElement(ElementTable table, int item) {
        return elementFrom(table, table.itemEnd(item));
    }

    /** The first element, of any depth, that begins at this byte or behind it. */
    private static int elementFrom(ElementTable table, int start) {
        int low = 0;
        int high = table.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (table.start(middle) < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
