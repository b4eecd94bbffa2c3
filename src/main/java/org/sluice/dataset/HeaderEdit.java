package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header with changes over it: what a recipe's actions have done so far. Elements keep the numbers they have in the {@link
 * Header}; added ones follow. For one thread.
 *
 * <p>Every byte that no change names is written as it came. Lengths of sequences and items around a change, and group
 * lengths at its level and above, are corrected; undefined lengths stay undefined.
 */
public final class HeaderEdit {
    private final Header header;
    private final ElementTable table;
    private final ElementChanges changes;
    private boolean keepsCreators;

    /** Nothing changed yet. */
    public HeaderEdit(Header header) {
        this.header = header;
        this.table = header.table();
        this.changes = new ElementChanges(table);
    }

    /** What is being changed, as it came. */
    public Header header() {
        return header;
    }

    /** The header's elements, whether still present or not, and the added ones. */
    public int size() {
        return changes.size();
    }

    /** Whether nothing has been changed, so that what is written is what was read. */
    public boolean isEmpty() {
        return !changes.any();
    }

    // ---- one element, as it is now

    /** Whether the element is still, or by now, in the data set. */
    public boolean present(int i) {
        return changes.isPresent(i);
    }

    /** Whether this element was added, set, blanked or removed; one that went with its sequence counts too. */
    public boolean changed(int i) {
        return isAdded(i) || !changes.isUntouched(i);
    }

    /** The tag. */
    public int tag(int i) {
        return isAdded(i) ? changes.addedElement(i).tag : table.tag(i);
    }

    /** The VR. */
    public Vr vr(int i) {
        @Nullable Vr other = changes.vr(i);
        return other == null ? table.vr(i) : other;
    }

    /** As {@link Header#parent}; added elements are at the top level. */
    public int parent(int i) {
        return isAdded(i) ? -1 : header.parent(i);
    }

    /** As {@link Header#item}. */
    public int item(int i) {
        return isAdded(i) ? -1 : header.item(i);
    }

    /** As {@link Header#depth}. */
    public int depth(int i) {
        return isAdded(i) ? 0 : table.depth(i);
    }

    /** As {@link Header#subtreeEnd}; an added element has none below it. */
    public int subtreeEnd(int i) {
        return isAdded(i) ? i + 1 : table.subtreeEnd(i);
    }

    /** As {@link Header#isSequence}. */
    public boolean isSequence(int i) {
        return isAdded(i) ? vr(i) == Vr.SQ : table.isSequence(i);
    }

    /** Items of a sequence now: once it was blanked, those that it was given since. */
    public int itemCount(int i) {
        int own = changed(i) ? 0 : table.itemCount(i) - EmptiedItems.countBelow(table, changes.removedItems(), i);
        return own + changes.newItems(i);
    }

    /** Whether an item that a sequence had when it came is still in it. */
    public boolean hasItem(int sequence, int item) {
        BitSet removed = changes.removedItems();
        return item < (changed(sequence) ? 0 : table.itemCount(sequence))
                && (removed == null || !removed.get(EmptiedItems.itemId(table, sequence, item)));
    }

    /** As {@link Header#path}. */
    public String path(int i) {
        return isAdded(i) ? Tag.format(tag(i)) : table.path(i);
    }

    /** As {@link Header#byteOrder}; of a UN that was given a VR, that of the data set. */
    public ByteOrder byteOrder(int i) {
        if (isAdded(i)) {
            return header.syntax().byteOrder();
        }
        boolean vrWritten = changes.vr(i) != null && table.bigEndian(i);
        return vrWritten ? ByteOrder.BIG_ENDIAN : header.byteOrder(i);
    }

    /** As {@link Header#privateCreator}, of the header as it came: a block keeps its name when its creator is removed. */
    public @Nullable String privateCreator(int i) {
        if (!isAdded(i)) {
            return header.privateCreator(i);
        }
        int tag = tag(i);
        boolean inBlock = Tag.isPrivate(tag) && Tag.element(tag) >= 0x1000;
        int creator = inBlock ? find(Tag.creatorOf(tag)) : -1;
        return creator < 0 ? null : text(creator).strip();
    }

    /** The first present top-level element with this tag, or -1. */
    public int find(int tag) {
        for (int i = header.find(tag); i >= 0 && i < changes.headerSize(); i = table.subtreeEnd(i)) {
            if (table.tag(i) == tag && present(i)) {
                return i;
            }
        }
        for (int i = changes.headerSize(); i < size(); i++) {
            if (tag(i) == tag && present(i)) {
                return i;
            }
        }
        return -1;
    }

    // ---- its value, as it is now

    /** The value's bytes, padding included. A copy for untouched elements; do not write into it in any case. */
    public byte[] value(int i) {
        byte @Nullable [] other = changes.value(requirePresent(i));
        return other == null ? header.value(requirePresent(i)) : other;
    }

    /** Bytes of the value, padding included. */
    public int valueLength(int i) {
        byte @Nullable [] other = changes.value(requirePresent(i));
        return other == null ? header.valueLength(requirePresent(i)) : other.length;
    }

    /** As {@link Header#text}. */
    public String text(int i) {
        byte @Nullable [] other = changes.value(requirePresent(i));
        if (other == null && vr(i) == table.vr(i)) {
            return header.text(requirePresent(i));
        }
        byte[] value = value(i);
        return vr(i).usesCharacterSet()
                ? characterSet(i).decode(value, 0, value.length, vr(i))
                : new String(value, StandardCharsets.ISO_8859_1);
    }

    /** As {@link Header#isUid}. */
    public boolean isUid(int i) {
        return changed(i) ? Uids.isValid(Uids.unpadded(text(i))) : header.isUid(i);
    }

    /** As {@link Header#texts}. */
    public List<String> texts(int i) {
        return Values.split(vr(i), text(i));
    }

    /** As {@link Header#numberCount}. */
    public int numberCount(int i) {
        return Values.numberCount(vr(i), valueLength(i));
    }

    /** As {@link Header#integer}. */
    public long integer(int i, int index) {
        byte @Nullable [] other = changes.value(requirePresent(i));
        return other == null
                ? header.integer(requirePresent(i), index)
                : Values.integer(other, 0, index, vr(i), byteOrder(i) == ByteOrder.BIG_ENDIAN);
    }

    /** As {@link Header#real}. */
    public double real(int i, int index) {
        byte @Nullable [] other = changes.value(requirePresent(i));
        return other == null
                ? header.real(requirePresent(i), index)
                : Values.real(other, 0, index, vr(i), byteOrder(i) == ByteOrder.BIG_ENDIAN);
    }

    /** As {@link Header#characterSet(int)}, with a changed (0008,0005) of the top level taken into account. */
    public CharacterSet characterSet(int i) {
        return !isAdded(i) && header.characterSet(i) != header.characterSet() ? header.characterSet(i) : characterSet();
    }

    /** The Specific Character Set (0008,0005) of the top level as it is now. */
    public CharacterSet characterSet() {
        int declared = find(Tag.SPECIFIC_CHARACTER_SET);
        boolean unchanged = declared >= 0 ? !changed(declared) : header.find(Tag.SPECIFIC_CHARACTER_SET) < 0;
        if (unchanged) {
            return header.characterSet();
        }
        return declared < 0
                ? CharacterSet.DEFAULT
                : CharacterSet.of(new String(value(declared), StandardCharsets.ISO_8859_1));
    }

    // ---- changes

    /**
     * Gives a present element another value; odd lengths are padded.
     *
     * @param value bytes in the element's byte order, see {@link #byteOrder}
     * @throws DataSetException when the element is a sequence, or the value too long for the element's length field
     */
    public void set(int i, byte[] value) throws DataSetException {
        set(i, vr(requirePresent(i)), value, false);
    }

    /** As {@link #set(int, byte[])}, and another VR, which shows only where VRs are explicit. */
    public void set(int i, Vr vr, byte[] value) throws DataSetException {
        boolean asUnknown = !isAdded(i) && table.writtenUnknown(i);
        set(i, vr, value, asUnknown);
    }

    /** @param writesVr whether the VR is written anew though it is the one that the element is known to have */
    private void set(int i, Vr vr, byte[] value, boolean writesVr) throws DataSetException {
        requirePresent(i);
        if (isSequence(i) || vr == Vr.SQ) {
            throw new DataSetException(path(i), -1, "expected an element with a value, found a sequence");
        }
        byte[] even = ElementWriter.padded(vr, value);
        if (!ElementWriter.fits(vr == vr(i) && !writesVr && !isAdded(i) ? table.form(i) : formOf(vr), even)) {
            throw ElementWriter.tooLong(path(i), even);
        }
        changes.set(i, even);
        if (writesVr || vr != vr(i)) {
            changes.setVr(i, vr);
        }
    }

    /** Gives a present element values from text, see {@link Values#encode}; the path is in the exception. */
    public void set(int i, List<String> texts) throws DataSetException {
        set(i, encoded(i, vr(i), texts));
    }

    /** The bytes that text would have as the value of an element, see {@link Values#encode}. */
    public byte[] encoded(int i, Vr vr, List<String> texts) throws DataSetException {
        try {
            return Values.encode(vr, texts, byteOrder(i), characterSet(i));
        } catch (DataSetException e) {
            throw new DataSetException(path(i), -1, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Puts an item behind those that a present sequence has.
     *
     * @throws DataSetException when a text of it does not fit
     */
    public void addItem(int i, NewItem item) throws DataSetException {
        if (!isSequence(requirePresent(i))) {
            throw new DataSetException(path(i), -1, "expected a sequence, found an element with a value");
        }
        changes.addItem(i, item.bytesIn(this, i));
    }

    /** Takes the value of a present element away: its length becomes zero. A sequence loses its items. */
    public void blank(int i) {
        requirePresent(i);
        changes.blank(i);
    }

    /** Takes a present element away, with everything below it. An item stays when it loses its last element. */
    public void remove(int i) {
        requirePresent(i);
        changes.remove(i);
    }

    /**
     * Adds an element to the top level, at its place in the order of tags. A tag beyond the bulk element that ends the header
     * is written by {@link TailEditor}.
     *
     * @param vr any but SQ with a value
     * @return the number of the new element
     * @throws DataSetException when the value is too long, or the tag is that of a present element or of none at all
     */
    public int add(int tag, Vr vr, byte[] value) throws DataSetException {
        boolean isBulk = header.endsBeforeBulk() && header.bulkTag() == tag;
        if (isBulk || find(tag) >= 0 || Tag.group(tag) == Tag.DELIMITER_GROUP) {
            throw new DataSetException(Tag.format(tag), -1, "expected a tag that can be added, found one that cannot");
        }
        if (vr == Vr.SQ && value.length > 0) {
            throw new DataSetException(Tag.format(tag), -1, "expected a new sequence to be empty");
        }
        byte[] even = ElementWriter.padded(vr, value);
        if (!ElementWriter.fits(formOf(vr), even)) {
            throw ElementWriter.tooLong(Tag.format(tag), even);
        }
        changes.add(new AddedElement(tag, vr, even));
        return size() - 1;
    }

    /**
     * Takes out the items that have lost all their elements by {@link #remove}, and the sequences that have lost all their
     * items so: the standard seldom allows either to be empty. Items that came without elements stay.
     */
    public void removeEmptiedItems() {
        if (changes.removedFromItem()) {
            EmptiedItems.remove(changes, table);
        }
    }

    private int formOf(Vr vr) {
        return ElementWriter.form(vr, header.syntax().explicitVr());
    }

    /** Whether the element was added, and is not the header's. */
    public boolean isAdded(int i) {
        return changes.isAdded(i);
    }

    private int requirePresent(int i) {
        if (!present(i)) {
            throw new IllegalStateException(path(i) + " is no longer in the data set");
        }
        return i;
    }

    // ---- writing

    /**
     * From now on a private creator that is changed behind the header stays as it came if any element of its group does (PS3.5
     * 7.8.1); so does one that was removed at the header's end.
     */
    public void keepCreators() {
        keepsCreators = true;
    }

    boolean keepsCreators() {
        return keepsCreators;
    }

    /**
     * Leaves a private creator that was changed out of the header, when its group goes on behind it: what writes the rest, see
     * {@link HeaderReader#tail}, writes it as it came or as it was changed.
     */
    public void holdBack(int i) {
        byte[] bytes = new EditedBytes(this).bytes(i);
        remove(i);
        changes.holdBack(i, bytes);
    }

    ElementChanges changes() {
        return changes;
    }

    /** Bytes that {@link #writeTo} writes. */
    public long editedLength() {
        return changes.any() ? new EditedBytes(this).splices().editedLength() : header.length();
    }

    /** Writes the header as it is now, up to where the first bulk element follows, in few pieces. */
    public void writeTo(ByteSink sink) throws IOException {
        if (changes.any()) {
            new EditedBytes(this).splices().writeTo(sink);
        } else {
            writeUnchanged(sink);
        }
    }

    /** The same without a copy, for a sink that gathers small pieces itself: changed and unchanged ones alternate. */
    public void writePiecesTo(ByteSink sink) throws IOException {
        if (changes.any()) {
            new EditedBytes(this).splices().writePiecesTo(sink);
        } else {
            writeUnchanged(sink);
        }
    }

    private void writeUnchanged(ByteSink sink) throws IOException {
        if (header.length() > 0) {
            sink.write(ByteBuffer.wrap(header.bytes(), 0, header.length()));
        }
    }
}
