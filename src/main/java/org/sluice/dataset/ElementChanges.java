package org.sluice.dataset;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link HeaderEdit} has done so far: to each element of a header, to its items, and what it has added. Elements of the
 * header come first, then the added ones. Arrays are made when they are needed: most elements behind a header stay untouched.
 */
final class ElementChanges {
    private static final byte[] NOTHING = {};
    private static final byte[][] NO_VALUES = {};
    private static final byte UNTOUCHED = 0;
    private static final byte SET = 1;
    private static final byte REMOVED = 2;
    /** Removed, with the bytes of the whole element that may be written behind the header instead. */
    private static final byte HELD_BACK = 3;
    /** Stood in a sequence that was removed or emptied. */
    private static final byte GONE = 4;

    private final ElementTable table;
    private final byte[] states;
    private byte[] @Nullable [] values = NO_VALUES;
    private @Nullable Vr @Nullable [] vrs;
    private List<AddedElement> added = List.of();
    private @Nullable BitSet removedItems;
    /** Items that sequences of the header were given, inner sequences first; null while there are none. */
    private @Nullable SortedMap<Integer, List<byte[]>> newItems;

    private boolean any;
    private boolean removedFromItem;

    ElementChanges(ElementTable table) {
        this.table = table;
        this.states = new byte[table.size()];
    }

    /** Whether anything was changed. */
    boolean any() {
        return any;
    }

    /** Whether an element was removed that stands in an item. */
    boolean removedFromItem() {
        return removedFromItem;
    }

    /** Elements of the header. */
    int headerSize() {
        return states.length;
    }

    /** Elements of the header, whether still present or not, and added ones. */
    int size() {
        return states.length + added.size();
    }

    boolean isAdded(int i) {
        return i >= states.length;
    }

    AddedElement addedElement(int i) {
        return added.get(i - states.length);
    }

    /** The new value of an element; null when it has none, because it is as it came or was removed. */
    byte @Nullable [] value(int i) {
        if (isAdded(i)) {
            return addedElement(i).value;
        }
        if (states[i] != SET) {
            return null;
        }
        return newItems(i) > 0 ? itemsOf(i) : values[i];
    }

    /** How many items a sequence was given. */
    int newItems(int i) {
        if (isAdded(i)) {
            return addedElement(i).items;
        }
        return newItems == null ? 0 : newItems.getOrDefault(i, List.of()).size();
    }

    private byte[] itemsOf(int sequence) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (newItems != null) {
            newItems.getOrDefault(sequence, List.of()).forEach(all::writeBytes);
        }
        return all.toByteArray();
    }

    /** The bytes that sequences get behind the items that they came with; of inner sequences first. */
    SortedMap<Integer, byte[]> appendedItems() {
        SortedMap<Integer, byte[]> appended = new TreeMap<>(Comparator.reverseOrder());
        for (int sequence : newItems == null ? Set.<Integer>of() : newItems.keySet()) {
            if (isUntouched(sequence)) {
                appended.put(sequence, itemsOf(sequence));
            }
        }
        return appended;
    }

    /** The VR of an added element, or the one that an element of the header was given instead of its own; or null. */
    @Nullable
    Vr vr(int i) {
        if (isAdded(i)) {
            return addedElement(i).vr;
        }
        return vrs == null ? null : vrs[i];
    }

    List<AddedElement> added() {
        return added;
    }

    boolean isPresent(int i) {
        return isAdded(i) ? !addedElement(i).removed : states[i] < REMOVED;
    }

    // ---- elements of the header

    boolean isUntouched(int i) {
        return states[i] == UNTOUCHED;
    }

    /** Whether an element was itself removed, not only with its sequence or item. */
    boolean isRemoved(int i) {
        return states[i] == REMOVED || states[i] == HELD_BACK;
    }

    /** Whether an element was itself set, blanked or removed. */
    boolean isReplaced(int i) {
        return states[i] == SET || isRemoved(i);
    }

    /** What an element became that was held back; empty when it was removed. */
    byte[] heldBack(int i) {
        byte[] bytes = states[i] == HELD_BACK ? values[i] : null;
        return bytes == null ? NOTHING : bytes;
    }

    /** Items that went although their sequence may stay, numbered over the whole header; null if none did. */
    @Nullable
    BitSet removedItems() {
        return removedItems;
    }

    // ---- changes

    void set(int i, byte[] value) {
        if (isAdded(i)) {
            addedElement(i).value = value;
        } else {
            change(i, SET, value);
        }
    }

    void setVr(int i, Vr vr) {
        if (isAdded(i)) {
            addedElement(i).vr = vr;
            return;
        }
        if (vrs == null) {
            vrs = new @Nullable Vr[states.length];
        }
        vrs[i] = vr;
    }

    /** An element loses its value, and what is below it. */
    void blank(int i) {
        set(i, NOTHING);
        if (isAdded(i)) {
            addedElement(i).items = 0;
            return;
        }
        leave(i + 1, table.subtreeEnd(i));
        if (newItems != null) {
            newItems.remove(i);
        }
    }

    /** A sequence gets one more item: behind those that it came with, unless it was blanked. */
    void addItem(int i, byte[] item) {
        any = true;
        if (isAdded(i)) {
            addedElement(i).add(item);
            return;
        }
        if (newItems == null) {
            newItems = new TreeMap<>(Comparator.reverseOrder());
        }
        newItems.computeIfAbsent(i, none -> new ArrayList<>()).add(item);
    }

    /** An element goes, with what is below it. */
    void remove(int i) {
        if (isAdded(i)) {
            addedElement(i).removed = true;
            return;
        }
        change(i, REMOVED, null);
        leave(i + 1, table.subtreeEnd(i));
        removedFromItem |= table.itemId(i) != ElementTable.NONE;
    }

    /** A removed element may be written behind the header as these bytes. */
    void holdBack(int i, byte[] bytes) {
        change(i, HELD_BACK, bytes);
    }

    /** An item goes: what stands in it needs no change of its own any more. */
    void removeItem(int item) {
        if (removedItems == null) {
            removedItems = new BitSet();
        }
        removedItems.set(item);
        leave(EmptiedItems.firstElement(table, item), EmptiedItems.endElement(table, item));
    }

    void add(AddedElement element) {
        any = true;
        if (added.isEmpty()) {
            added = new ArrayList<>(2);
        }
        added.add(element);
    }

    private void change(int i, byte state, byte @Nullable [] value) {
        any = true;
        states[i] = state;
        if (values.length == 0) {
            values = new byte[states.length][];
        }
        values[i] = value;
    }

    private void leave(int from, int to) {
        Arrays.fill(states, from, to, GONE);
    }
}
