package org.sluice.dataset;

import java.util.HashMap;
import java.util.Map;

/**
 * The lengths that change when elements do: those of the sequences and items around them, and the group lengths (gggg,0000)
 * of their groups at every level. Undefined lengths stay undefined.
 */
final class EnclosingLengths {
    private final ElementTable table;
    /** Empty until something nested grows. */
    private int[] ofElements = {};

    private int[] ofItems = {};
    private final Map<Long, Integer> ofGroups = new HashMap<>();

    EnclosingLengths(ElementTable table) {
        this.table = table;
    }

    /** Notes that what a sequence holds grows by {@code delta} bytes, or shrinks. */
    void growSequence(int sequence, int delta) {
        makeRoom();
        ofElements[sequence] += delta;
        grow(sequence, delta);
    }

    private void makeRoom() {
        if (ofItems.length == 0) {
            ofElements = new int[table.size()];
            ofItems = new int[table.itemTotal()];
        }
    }

    /** Notes that a header element grows by {@code delta} bytes, or shrinks. */
    void grow(int element, int delta) {
        int grown = element;
        for (int item = table.itemId(grown); ; item = table.itemId(grown)) {
            growGroup(item, table.tag(grown), delta);
            if (item == ElementTable.NONE) {
                return;
            }
            makeRoom();
            ofItems[item] += delta;
            grown = table.itemOwner(item);
            ofElements[grown] += delta;
        }
    }

    /** Notes that the group of a tag grows at the level of an item, or {@link ElementTable#NONE}. */
    void growGroup(int item, int tag, int delta) {
        if (table.groupLengths()) {
            ofGroups.merge(key(item, tag), delta, Integer::sum);
        }
    }

    /** Adds the corrections; elements that are themselves changed are left out. */
    void correct(Splices splices, ElementChanges changes) {
        for (int i = 0; i < ofElements.length; i++) {
            if (ofElements[i] != 0 && !table.undefinedLength(i)) {
                splices.increase(table.valueOffset(i) - 4, 4, ofElements[i], table.bigEndian(i));
            }
        }
        for (int item = 0; item < ofItems.length; item++) {
            if (ofItems[item] != 0 && !table.itemUndefinedLength(item)) {
                int owner = table.itemOwner(item);
                splices.increase(table.itemStart(item) + 4, 4, ofItems[item], table.valueBigEndian(owner));
            }
        }
        if (!ofGroups.isEmpty()) {
            correctGroups(splices, changes);
        }
    }

    private void correctGroups(Splices splices, ElementChanges changes) {
        for (int i = 0; i < table.size(); i++) {
            if (Tag.isGroupLength(table.tag(i)) && changes.isUntouched(i)) {
                int delta = ofGroups.getOrDefault(key(table.itemId(i), table.tag(i)), 0);
                if (delta != 0 && table.end(i) - table.valueOffset(i) == 4) {
                    splices.increase(table.valueOffset(i), 4, delta, table.valueBigEndian(i));
                }
            }
        }
    }

    private static long key(int item, int tag) {
        return (long) item << 32 | Tag.group(tag);
    }
}
