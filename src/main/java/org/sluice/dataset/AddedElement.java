package org.sluice.dataset;

import java.util.Arrays;

/** An element that a {@link HeaderEdit} has added to the top level. */
final class AddedElement {
    final int tag;
    Vr vr;
    byte[] value;
    /** Of a sequence, the items that its value holds. */
    int items;

    boolean removed;

    AddedElement(int tag, Vr vr, byte[] value) {
        this.tag = tag;
        this.vr = vr;
        this.value = value;
    }

    /** Puts an item behind those of a sequence. */
    void add(byte[] item) {
        byte[] longer = Arrays.copyOf(value, value.length + item.length);
        System.arraycopy(item, 0, longer, value.length, item.length);
        value = longer;
        items++;
    }
}
