package org.sluice.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the bytes of a header change under a {@link HeaderEdit}: which stretches are replaced, and by what. */
final class EditedBytes {
    private static final byte[] NOTHING = {};
    /** Bytes of a Sequence Delimitation Item, PS3.5 7.5.2. */
    private static final int DELIMITER = 8;

    private static final Comparator<AddedElement> BY_TAG = (a, b) -> Integer.compareUnsigned(a.tag, b.tag);

    private final ElementChanges changes;
    private final Header header;
    private final ElementTable table;

    EditedBytes(HeaderEdit edit) {
        this.changes = edit.changes();
        this.header = edit.header();
        this.table = header.table();
    }

    Splices splices() {
        Splices splices = new Splices(header.bytes(), header.length());
        EnclosingLengths lengths = new EnclosingLengths(table);
        for (int i = 0; i < table.size(); i++) {
            if (changes.isReplaced(i)) {
                byte[] bytes = bytes(i);
                splices.replace(table.start(i), table.end(i), bytes);
                lengths.grow(i, bytes.length - (table.end(i) - table.start(i)));
            }
        }
        removeItems(splices, lengths);
        appendItems(splices, lengths);
        for (AddedElement element : additions(false)) {
            byte[] bytes = bytes(element);
            int place = placeOf(element.tag);
            splices.replace(place, place, bytes);
            lengths.growGroup(ElementTable.NONE, element.tag, bytes.length);
        }
        lengths.correct(splices, changes);
        return splices;
    }

    /** Items that went although their sequence stays. */
    private void removeItems(Splices splices, EnclosingLengths lengths) {
        BitSet items = changes.removedItems();
        if (items == null) {
            return;
        }
        for (int item = items.nextSetBit(0); item >= 0; item = items.nextSetBit(item + 1)) {
            if (changes.isUntouched(table.itemOwner(item))) {
                splices.replace(table.itemStart(item), table.itemEnd(item), NOTHING);
                lengths.growSequence(table.itemOwner(item), table.itemStart(item) - table.itemEnd(item));
            }
        }
    }

    /** Items that sequences are given behind their own: before what ends a sequence of undefined length. */
    private void appendItems(Splices splices, EnclosingLengths lengths) {
        changes.appendedItems().forEach((sequence, items) -> {
            int place = table.end(sequence) - (table.undefinedLength(sequence) ? DELIMITER : 0);
            splices.replace(place, place, items);
            lengths.growSequence(sequence, items.length);
        });
    }

    /** Present additions with a tag beyond the bulk element, in order. */
    List<AddedElement> lateAdditions() {
        return additions(true);
    }

    /** The bytes of an addition. */
    byte[] bytes(AddedElement element) {
        int form = ElementWriter.form(element.vr, header.syntax().explicitVr());
        return ElementWriter.element(
                element.tag, element.vr, form, header.syntax().bigEndian(), element.value);
    }

    /** The bytes of a header element that was set, blanked or removed. */
    byte[] bytes(int i) {
        byte @Nullable [] value = changes.value(i);
        if (value == null) {
            return NOTHING;
        }
        @Nullable Vr other = changes.vr(i);
        if (other == null) {
            return ElementWriter.changed(header.bytes(), table.start(i), table.form(i), table.bigEndian(i), value);
        }
        int form = ElementWriter.form(other, table.form(i) != ElementHead.IMPLICIT);
        return ElementWriter.element(table.tag(i), other, form, table.bigEndian(i), value);
    }

    private List<AddedElement> additions(boolean late) {
        if (changes.added().isEmpty()) {
            return List.of();
        }
        List<AddedElement> additions = new ArrayList<>(changes.added().size());
        for (AddedElement element : changes.added()) {
            if (!element.removed && isLate(element) == late) {
                additions.add(element);
            }
        }
        if (additions.size() > 1) {
            additions.sort(BY_TAG);
        }
        return additions;
    }

    private boolean isLate(AddedElement element) {
        return header.endsBeforeBulk() && Integer.compareUnsigned(element.tag, header.bulkTag()) > 0;
    }

    /** Where a new top-level element goes: before the first with a greater tag. */
    private int placeOf(int tag) {
        for (int i = 0; i < table.size(); i = table.subtreeEnd(i)) {
            if (Integer.compareUnsigned(table.tag(i), tag) > 0) {
                return table.start(i);
            }
        }
        return header.length();
    }
}
