package org.sluice.dataset;

import java.util.Arrays;

/**
 * The private creators around the place a {@link HeaderReader} has reached, PS3.5 7.8.1: those of the data set and of the items
 * that are still open.
 */
final class OpenCreators {
    /** As many as a group has blocks: a search goes no further back, whatever a data set holds. */
    private static final int FURTHEST = 0xF0;

    private static final int FIRST = 8;
    private static final int[] NO_CREATORS = {};

    private int[] elements = NO_CREATORS;
    private int size;

    void add(int element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(FIRST, size * 2));
        }
        elements[size++] = element;
    }

    /** Forgets those of an item that ends. */
    void leave(ElementTable table, int item) {
        while (size > 0 && table.itemId(elements[size - 1]) == item) {
            size--;
        }
    }

    /** The element with this tag in the same item, or at the top level if that is where it is; {@link ElementTable#NONE}. */
    int find(ElementTable table, int item, int tag) {
        for (int i = size - 1; i >= 0 && i >= size - FURTHEST; i--) {
            if (table.itemId(elements[i]) != item) {
                return ElementTable.NONE;
            }
            if (table.tag(elements[i]) == tag) {
                return elements[i];
            }
        }
        return ElementTable.NONE;
    }
}
