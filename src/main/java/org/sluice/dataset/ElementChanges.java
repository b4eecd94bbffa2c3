package org.sluice.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
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
    private Map<Integer, byte[]> appended = Map.of();
    private @Nullable BitSet removedItems;
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
        return states[i] == SET ? values[i] : null;
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
        if (!isAdded(i)) {
            leave(i + 1, table.subtreeEnd(i));
        }
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

    /** The bytes of items that follow those of an untouched sequence, by its number. */
    Map<Integer, byte[]> appended() {
        return appended;
    }

    /** An item follows those of a sequence. */
    void append(int i, byte[] item) {
        any = true;
        if (appended.isEmpty()) {
            appended = new TreeMap<>();
        }
        appended.put(i, item);
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
