package org.sluice.dataset;

/** An element that a {@link HeaderEdit} has added to the top level. */
final class AddedElement {
    final int tag;
    Vr vr;
    byte[] value;
    boolean removed;

    AddedElement(int tag, Vr vr, byte[] value) {
        this.tag = tag;
        this.vr = vr;
        this.value = value;
    }
}
