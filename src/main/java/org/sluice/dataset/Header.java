package org.sluice.dataset;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data set up to its first bulk element: the bytes as they came, and an index over them. Elements of every depth are
 * numbered in document order, a sequence before what its items hold. Made by {@link HeaderReader}; immutable as long as
 * nobody writes into {@link #bytes()}.
 *
 * <p>File meta information (group 0002, PS3.10 7.1) is a header too.
 */
public final class Header {
    private final TransferSyntax syntax;
    private final byte[] bytes;
    private final int length;
    private final ElementTable table;
    private final boolean endsBeforeBulk;
    private final int bulkTag;
    private final HeaderContext context;
    private @Nullable CharacterSet topLevelCharacterSet;

    Header(
            TransferSyntax syntax,
            byte[] bytes,
            int length,
            ElementTable table,
            int bulkTag,
            boolean endsBeforeBulk,
            HeaderContext context) {
        this.syntax = syntax;
        this.bytes = bytes;
        this.length = length;
        this.table = table;
        this.bulkTag = bulkTag;
        this.endsBeforeBulk = endsBeforeBulk;
        this.context = context;
    }

    /** How the data set is encoded. */
    public TransferSyntax syntax() {
        return syntax;
    }

    /** The bytes, of which {@link #length()} count. Not a copy: read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** The number of elements of all depths. */
    public int size() {
        return table.size();
    }

    /** Whether a bulk element follows; otherwise this is the whole data set. */
    public boolean endsBeforeBulk() {
        return endsBeforeBulk;
    }

    /** The tag of the bulk element that follows; 0 if none does. */
    public int bulkTag() {
        return bulkTag;
    }

    ElementTable table() {
        return table;
    }

    HeaderContext context() {
        return context;
    }

    // ---- one element

    /** The tag. */
    public int tag(int i) {
        return table.tag(i);
    }

    /** The VR as written; with implicit VR, or where UN is written, that of the dictionary, and UN for what it lacks. */
    public Vr vr(int i) {
        return table.vr(i);
    }

    /** Where the element begins in {@link #bytes()}. */
    public int start(int i) {
        return table.start(i);
    }

    /** Where its value begins. */
    public int valueOffset(int i) {
        return table.valueOffset(i);
    }

    /** Bytes of the value, padding included; for sequences the items, without the delimiter of an undefined length. */
    public int valueLength(int i) {
        return table.end(i) - table.valueOffset(i) - (table.undefinedLength(i) ? 8 : 0);
    }

    /**
     * Whether the value is among {@link #bytes()}. Always so for headers that {@link HeaderReader} makes; a bulk element
     * that {@link TailEditor} shows to its editor has a tag, a VR and a length, but no value.
     */
    public boolean isHeld(int i) {
        return table.end(i) <= length;
    }

    /** Where the element ends, its delimiter included. */
    public int end(int i) {
        return table.end(i);
    }

    /** Sequences around the element: 0 at the top level. */
    public int depth(int i) {
        return table.depth(i);
    }

    /** The sequence that holds the element, or -1 at the top level. */
    public int parent(int i) {
        int item = table.itemId(i);
        return item == ElementTable.NONE ? -1 : table.itemOwner(item);
    }

    /** Which item of {@link #parent} the element stands in, from 0; -1 at the top level. */
    public int item(int i) {
        int item = table.itemId(i);
        return item == ElementTable.NONE ? -1 : table.itemOrdinal(item);
    }

    /** The number of the first element after this one and all those below it. */
    public int subtreeEnd(int i) {
        return table.subtreeEnd(i);
    }

    /** Whether the value is items: VR SQ, or UN of undefined length (PS3.5 6.2.2 note 2). */
    public boolean isSequence(int i) {
        return table.isSequence(i);
    }

    /** Items of a sequence, empty ones included; 0 for anything else. */
    public int itemCount(int i) {
        return table.itemCount(i);
    }

    /** Whether a delimiter ends the value. */
    public boolean undefinedLength(int i) {
        return table.undefinedLength(i);
    }

    /** The order of the bytes of the value's numbers: that of the transfer syntax but for a UN and what is inside it. */
    public ByteOrder byteOrder(int i) {
        return table.valueBigEndian(i) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Where the element stands: {@code (0040,0275)[1].(0008,1150)}, items counted from 0. */
    public String path(int i) {
        return table.path(i);
    }

    // ---- finding

    /** The first top-level element with this tag, or -1. */
    public int find(int tag) {
        boolean sorted = table.topLevelSorted();
        for (int i = 0; i < table.size(); i = table.subtreeEnd(i)) {
            int found = table.tag(i);
            if (found == tag) {
                return i;
            }
            if (sorted && Integer.compareUnsigned(found, tag) > 0) {
                return -1;
            }
        }
        return -1;
    }

    /** The first element with this tag directly in item {@code item} of sequence {@code parent}, or -1. */
    public int find(int parent, int item, int tag) {
        for (int i = parent + 1; i < table.subtreeEnd(parent); i = table.subtreeEnd(i)) {
            if (table.tag(i) == tag && item(i) == item) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The top-level private element {@code (group,"creator",element)}, PS3.5 7.8.1, or -1.
     *
     * @param element the low byte of the element number, 0 to 0xFF
     */
    public int find(int group, String creator, int element) {
        for (int i = 0; i < table.size(); i = table.subtreeEnd(i)) {
            int tag = table.tag(i);
            if (Tag.group(tag) == group
                    && Tag.isPrivateCreator(tag)
                    && text(i).strip().equals(creator)) {
                int found = find(Tag.of(group, Tag.element(tag) << 8 | element));
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    /** The private creator, without padding, whose block a private element stands in; null if none is named. */
    public @Nullable String privateCreator(int i) {
        int tag = table.tag(i);
        if (!Tag.isPrivate(tag) || Tag.element(tag) < 0x1000) {
            return null;
        }
        int wanted = Tag.creatorOf(tag);
        int creator = sibling(i, wanted);
        if (creator >= 0) {
            return text(creator).strip();
        }
        return table.itemId(i) == ElementTable.NONE ? context.creators().apply(wanted) : null;
    }

    /** The first element with this tag in the same item as {@code i}, or at the top level if that is where it is; or -1. */
    int sibling(int i, int tag) {
        int item = table.itemId(i);
        if (item == ElementTable.NONE) {
            return find(tag);
        }
        int first = i;
        while (table.start(first - 1) > table.itemStart(item)) {
            first--;
        }
        for (int j = first; j < size() && table.start(j) < table.itemEnd(item); j = table.subtreeEnd(j)) {
            if (table.tag(j) == tag) {
                return j;
            }
        }
        return -1;
    }

    // ---- values

    /** A copy of the value's bytes, padding included. */
    public byte[] value(int i) {
        int at = table.valueOffset(i);
        return Arrays.copyOfRange(bytes, at, at + valueLength(i));
    }

    /** The Specific Character Set (0008,0005) in force for an element: of its own item, or the nearest around it. */
    public CharacterSet characterSet(int i) {
        if (table.nestedCharacterSet()) {
            for (int level = i; parent(level) >= 0; level = parent(level)) {
                int declared = sibling(level, Tag.SPECIFIC_CHARACTER_SET);
                if (declared >= 0) {
                    return declaredBy(declared);
                }
            }
        }
        return characterSet();
    }

    /** The Specific Character Set (0008,0005) of the top level. */
    public CharacterSet characterSet() {
        CharacterSet known = topLevelCharacterSet;
        if (known == null) {
            int declared = find(Tag.SPECIFIC_CHARACTER_SET);
            known = declared >= 0 ? declaredBy(declared) : context.characterSet();
            topLevelCharacterSet = known;
        }
        return known;
    }

    private CharacterSet declaredBy(int i) {
        return CharacterSet.of(latin(i));
    }

    /**
     * The value as characters, padding included: decoded by the character set in force where the VR follows it, else byte
     * by byte (ISO 8859-1), which is also what binary values give.
     */
    public String text(int i) {
        return vr(i).usesCharacterSet()
                ? characterSet(i).decode(bytes, table.valueOffset(i), valueLength(i), vr(i))
                : latin(i);
    }

    /** Whether the value is one UID, valid by PS3.5 9.1, without what fills it up. */
    public boolean isUid(int i) {
        return Uids.isValid(bytes, table.valueOffset(i), unpaddedEnd(i));
    }

    /** The value without what fills it up if it {@linkplain #isUid is one UID}; else empty. */
    public Optional<String> uid(int i) {
        int from = table.valueOffset(i);
        int to = unpaddedEnd(i);
        return Uids.isValid(bytes, from, to)
                ? Optional.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    private int unpaddedEnd(int i) {
        int from = table.valueOffset(i);
        int to = from + valueLength(i);
        while (to > from && Uids.isPadding(bytes[to - 1])) {
            to--;
        }
        return to;
    }

    private String latin(int i) {
        return new String(bytes, table.valueOffset(i), valueLength(i), StandardCharsets.ISO_8859_1);
    }

    /** The values of an element, decoded and without padding, as {@link Values#split} divides them. */
    public List<String> texts(int i) {
        return Values.split(vr(i), text(i));
    }

    /** How many values a binary VR has; bytes that make no whole value do not count. Text and sequences: 0. */
    public int numberCount(int i) {
        return Values.numberCount(vr(i), valueLength(i));
    }

    /**
     * A value of a US SS UL SL UV SV or AT.
     *
     * @param index 0 to {@link #numberCount} - 1
     * @return the number; of a UV the 64 bits, to be read as unsigned
     */
    public long integer(int i, int index) {
        return Values.integer(bytes, table.valueOffset(i), index, vr(i), table.valueBigEndian(i));
    }

    /** A value of a FL or FD, or any other binary number as a double. */
    public double real(int i, int index) {
        return Values.real(bytes, table.valueOffset(i), index, vr(i), table.valueBigEndian(i));
    }
}
