package org.sluice.dataset;

import java.util.Arrays;

/**
 * The index over a header's bytes: eight numbers per element and five per item, in document order. Filled by {@link
 * HeaderParser}, read through {@link Header}.
 */
final class ElementTable {
    /** No element, no item. */
    static final int NONE = -1;

    private static final int TAG = 0;
    private static final int START = 1;
    private static final int VALUE = 2;
    private static final int END = 3;
    private static final int SUBTREE_END = 4;
    private static final int ITEM = 5;
    private static final int ITEM_COUNT = 6;
    private static final int FLAGS = 7;
    private static final int ELEMENT_FIELDS = 8;

    private static final int OWNER = 0;
    private static final int ORDINAL = 1;
    private static final int ITEM_START = 2;
    private static final int ITEM_END = 3;
    private static final int ITEM_FLAGS = 4;
    private static final int ITEM_FIELDS = 5;

    private static final int VR_MASK = 0x3F;
    private static final int FORM_SHIFT = 6;
    private static final int UNDEFINED = 1 << 8;
    private static final int BIG_ENDIAN = 1 << 9;
    private static final int SEQUENCE = 1 << 10;
    private static final int WRITTEN_UNKNOWN = 1 << 11;
    private static final int DEPTH_SHIFT = 16;

    private static final int[] NO_ITEMS = {};
    private static final int FIRST_ITEMS = 8;

    private final int[] first;
    private int[] elements;
    private int[] items = NO_ITEMS;
    private int size;
    private int itemTotal;
    private boolean topLevelSorted = true;
    private int lastTopLevelTag;
    private boolean nestedCharacterSet;
    private boolean groupLengths;

    /** With room for so many elements at first: to clear a larger one costs more than to grow. */
    ElementTable(int expected) {
        first = new int[expected * ELEMENT_FIELDS];
        elements = first;
    }

    /** Forgets everything, and what it has grown by. */
    void clear() {
        elements = first;
        items = NO_ITEMS;
        size = 0;
        itemTotal = 0;
        topLevelSorted = true;
        lastTopLevelTag = 0;
        nestedCharacterSet = false;
        groupLengths = false;
    }

    int size() {
        return size;
    }

    int itemTotal() {
        return itemTotal;
    }

    /** Whether the tags of the top level ascend, as PS3.5 7.1 asks. */
    boolean topLevelSorted() {
        return topLevelSorted;
    }

    /** The tag of the last element of the top level; 0 when there is none. */
    int lastTopLevelTag() {
        return lastTopLevelTag;
    }

    /** Whether any item has a Specific Character Set of its own. */
    boolean nestedCharacterSet() {
        return nestedCharacterSet;
    }

    /** Whether any element is a group length. */
    boolean groupLengths() {
        return groupLengths;
    }

    /** Bytes that the index takes. */
    long heldBytes() {
        return (long) Integer.BYTES * (elements.length + items.length);
    }

    /** Whether the next element or item makes the index grow, but for the first items. */
    boolean isFull() {
        boolean itemsFull = items.length > 0 && (itemTotal + 1) * ITEM_FIELDS > items.length;
        return itemsFull || (size + 1) * ELEMENT_FIELDS > elements.length;
    }

    /** Makes room for one more element, and for one more item if there are any. */
    void grow() {
        if ((size + 1) * ELEMENT_FIELDS > elements.length) {
            elements = Arrays.copyOf(elements, elements.length * 2);
        }
        if (items.length > 0) {
            growItems();
        }
    }

    private void growItems() {
        if ((itemTotal + 1) * ITEM_FIELDS > items.length) {
            items = Arrays.copyOf(items, Math.max(FIRST_ITEMS * ITEM_FIELDS, items.length * 2));
        }
    }

    // ---- filling

    /** Adds an element whose end is not known yet. */
    int add(ElementHead head, int start, int item, int depth, boolean bigEndian) {
        if ((size + 1) * ELEMENT_FIELDS > elements.length) {
            elements = Arrays.copyOf(elements, elements.length * 2);
        }
        int row = size * ELEMENT_FIELDS;
        elements[row + TAG] = head.tag;
        elements[row + START] = start;
        elements[row + VALUE] = start + head.size();
        elements[row + END] = 0;
        elements[row + SUBTREE_END] = size + 1;
        elements[row + ITEM] = item;
        elements[row + ITEM_COUNT] = 0;
        elements[row + FLAGS] = head.vr.index()
                | head.form << FORM_SHIFT
                | (head.undefinedLength() ? UNDEFINED : 0)
                | (bigEndian ? BIG_ENDIAN : 0)
                | (head.isSequence() ? SEQUENCE : 0)
                | (head.writtenUnknown ? WRITTEN_UNKNOWN : 0)
                | depth << DEPTH_SHIFT;
        noteTag(head.tag, item);
        return size++;
    }

    /** Adds an element of 16-bit length and explicit VR, whose end is known. */
    int addPlain(ElementHead head, int start, int end, int item, int depth, boolean bigEndian) {
        int row = size * ELEMENT_FIELDS;
        elements[row + FLAGS] =
                head.vr.index() | ElementHead.SHORT << FORM_SHIFT | (bigEndian ? BIG_ENDIAN : 0) | depth << DEPTH_SHIFT;
        elements[row + TAG] = head.tag;
        elements[row + START] = start;
        elements[row + VALUE] = start + ElementHead.SHORT_SIZE;
        elements[row + END] = end;
        elements[row + ITEM] = item;
        elements[row + ITEM_COUNT] = 0;
        noteTag(head.tag, item);
        size++;
        elements[row + SUBTREE_END] = size;
        return size - 1;
    }

    private void noteTag(int tag, int item) {
        groupLengths |= Tag.isGroupLength(tag);
        if (item != NONE) {
            nestedCharacterSet |= tag == Tag.SPECIFIC_CHARACTER_SET;
            return;
        }
        topLevelSorted &= size == 0 || Integer.compareUnsigned(lastTopLevelTag, tag) <= 0;
        lastTopLevelTag = tag;
    }

    void end(int element, int end) {
        elements[element * ELEMENT_FIELDS + END] = end;
        elements[element * ELEMENT_FIELDS + SUBTREE_END] = size;
    }

    void vr(int element, Vr vr) {
        int row = element * ELEMENT_FIELDS + FLAGS;
        elements[row] = (elements[row] & ~VR_MASK) | vr.index();
    }

    /** Adds an item to a sequence; its end is not known yet. */
    int addItem(int sequence, int start, boolean undefined) {
        growItems();
        int row = itemTotal * ITEM_FIELDS;
        items[row + OWNER] = sequence;
        items[row + ORDINAL] = elements[sequence * ELEMENT_FIELDS + ITEM_COUNT]++;
        items[row + ITEM_START] = start;
        items[row + ITEM_FLAGS] = undefined ? UNDEFINED : 0;
        return itemTotal++;
    }

    void endItem(int item, int end) {
        items[item * ITEM_FIELDS + ITEM_END] = end;
    }

    // ---- reading

    int tag(int i) {
        return elements[i * ELEMENT_FIELDS + TAG];
    }

    int start(int i) {
        return elements[i * ELEMENT_FIELDS + START];
    }

    int valueOffset(int i) {
        return elements[i * ELEMENT_FIELDS + VALUE];
    }

    int end(int i) {
        return elements[i * ELEMENT_FIELDS + END];
    }

    int subtreeEnd(int i) {
        return elements[i * ELEMENT_FIELDS + SUBTREE_END];
    }

    /** The number of the item the element stands in, counted over the whole header, or {@link #NONE}. */
    int itemId(int i) {
        return elements[i * ELEMENT_FIELDS + ITEM];
    }

    int itemCount(int i) {
        return elements[i * ELEMENT_FIELDS + ITEM_COUNT];
    }

    Vr vr(int i) {
        return Vr.ofIndex(elements[i * ELEMENT_FIELDS + FLAGS] & VR_MASK);
    }

    /** {@link ElementHead#SHORT}, {@link ElementHead#LONG} or {@link ElementHead#IMPLICIT}. */
    int form(int i) {
        return elements[i * ELEMENT_FIELDS + FLAGS] >>> FORM_SHIFT & 3;
    }

    boolean undefinedLength(int i) {
        return (elements[i * ELEMENT_FIELDS + FLAGS] & UNDEFINED) != 0;
    }

    /** Whether tag and length are big endian. */
    boolean bigEndian(int i) {
        return (elements[i * ELEMENT_FIELDS + FLAGS] & BIG_ENDIAN) != 0;
    }

    /** Whether the value is big endian, or the items of a sequence: those of a UN never are. */
    boolean valueBigEndian(int i) {
        return (elements[i * ELEMENT_FIELDS + FLAGS] & (BIG_ENDIAN | WRITTEN_UNKNOWN)) == BIG_ENDIAN;
    }

    /** Whether the VR that is written is UN, whatever the element is known to have. */
    boolean writtenUnknown(int i) {
        return (elements[i * ELEMENT_FIELDS + FLAGS] & WRITTEN_UNKNOWN) != 0;
    }

    boolean isSequence(int i) {
        return (elements[i * ELEMENT_FIELDS + FLAGS] & SEQUENCE) != 0;
    }

    int depth(int i) {
        return elements[i * ELEMENT_FIELDS + FLAGS] >>> DEPTH_SHIFT;
    }

    int itemOwner(int item) {
        return items[item * ITEM_FIELDS + OWNER];
    }

    int itemOrdinal(int item) {
        return items[item * ITEM_FIELDS + ORDINAL];
    }

    int itemStart(int item) {
        return items[item * ITEM_FIELDS + ITEM_START];
    }

    int itemEnd(int item) {
        return items[item * ITEM_FIELDS + ITEM_END];
    }

    boolean itemUndefinedLength(int item) {
        return (items[item * ITEM_FIELDS + ITEM_FLAGS] & UNDEFINED) != 0;
    }

    /** Whether an item, or the top level ({@link #NONE}), has an element with this tag. Looks at all elements. */
    boolean has(int item, int tag) {
        for (int i = 0; i < size; i++) {
            if (tag(i) == tag && itemId(i) == item) {
                return true;
            }
        }
        return false;
    }

    /** {@code (0040,0275)[1].(0008,1150)}. */
    String path(int i) {
        int item = itemId(i);
        String own = Tag.format(tag(i));
        return item == NONE ? own : itemPath(item) + '.' + own;
    }

    /** {@code (0040,0275)[1]}. */
    String itemPath(int item) {
        return path(itemOwner(item)) + '[' + itemOrdinal(item) + ']';
    }
}
