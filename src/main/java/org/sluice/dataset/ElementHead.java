package org.sluice.dataset;

/**
 * What precedes the value of an element, PS3.5 7.1, read out of a buffer. One is reused for all elements of a data set.
 *
 * <pre>
 * SHORT     group(2) element(2) VR(2) length(2)
 * LONG      group(2) element(2) VR(2) reserved(2) length(4)
 * IMPLICIT  group(2) element(2) length(4)
 * </pre>
 */
final class ElementHead {
    static final int SHORT = 0;
    static final int LONG = 1;
    static final int IMPLICIT = 2;
    /** Bytes of a head in all forms but the long one. */
    static final int SHORT_SIZE = 8;

    private static final int LONG_SIZE = 12;
    /** Bytes of the longest head, and of the item tag and length that may follow a VR of UN. */
    static final int LONGEST = LONG_SIZE + 8;

    static final long UNDEFINED = 0xFFFF_FFFFL;

    private static final ImpliedVrs IMPLIED = ImpliedVrs.STANDARD;

    int tag;
    Vr vr = Vr.UN;
    int form;
    /** 0 to 0xFFFFFFFF; {@link #UNDEFINED} only in forms with 32 bits. */
    long length;
    /** Written as UN, so that the value is implicit little endian whatever is around it, PS3.5 6.2.2 note 2 (CP-246). */
    boolean writtenUnknown;
    /** An implicit VR that depends on Pixel Representation (0028,0103), PS3.5 annex A.1. */
    boolean eitherUsOrSs;
    /** Explicit VR where implicit was expected, or the reverse. */
    boolean otherEncoding;
    /** The implicit length may as well be a VR and a length of explicit VR, where these should not be. */
    boolean maybeExplicit;
    /** Undefined length in implicit VR, of an element whose VR cannot have it. */
    private boolean falselyUndefined;
    /** The VR is unknown, and the value begins as a sequence does: it may be one, see {@link UnknownItems}. */
    boolean beginsWithItem;
    /** The VR is unknown, and the value was found to be items. */
    boolean holdsItems;
    /** Explicit VR and a 16-bit length where they should be, as most elements have: nothing but the length is to be checked. */
    boolean isPlain;

    /**
     * Reads the head at {@code at}, and the first 8 bytes of a value of unknown VR; false when {@code available} ends before
     * that.
     */
    boolean read(byte[] bytes, int at, int available, boolean explicit, boolean bigEndian) {
        if (!isPlain) { // a plain one has left them so
            clear();
        }
        isPlain = false;
        return readHead(bytes, at, available, explicit, bigEndian) && (isPlain || readFirstItem(bytes, at, available));
    }

    private void clear() {
        beginsWithItem = false;
        holdsItems = false;
        maybeExplicit = false;
        eitherUsOrSs = false;
        writtenUnknown = false;
        otherEncoding = false;
        falselyUndefined = false;
    }

    private boolean readFirstItem(byte[] bytes, int at, int available) {
        boolean possible = vr == Vr.UN && length >= 8 && !undefinedLength();
        if (!possible || Tag.group(tag) == Tag.DELIMITER_GROUP) {
            return true;
        }
        int value = at + size();
        if (available - value < 8) {
            return false;
        }
        beginsWithItem = Bytes.tag(bytes, value, false) == Tag.ITEM;
        return true;
    }

    private boolean readHead(byte[] bytes, int at, int available, boolean explicit, boolean bigEndian) {
        if (available - at < 8) {
            return false;
        }
        tag = Bytes.tag(bytes, at, bigEndian);
        if (Tag.group(tag) == Tag.DELIMITER_GROUP) {
            form = IMPLICIT;
            length = Bytes.int32(bytes, at + 4, bigEndian) & UNDEFINED;
            return true;
        }
        if (!explicit) {
            implicit(bytes, at, bigEndian);
            return true;
        }
        Vr coded = Vr.of(bytes[at + 4], bytes[at + 5]);
        if (coded == null) {
            return unknown(bytes, at, available, bigEndian);
        }
        vr = coded;
        if (!coded.longLength()) {
            isPlain = !Tag.isReserved(tag);
            return shortForm(bytes, at, bigEndian);
        }
        return longForm(bytes, at, available, bigEndian) && (coded != Vr.UN || dictionaryVr());
    }

    /** The VR that the dictionary has for an element written as UN. Its value is little endian, whatever the data set is. */
    private boolean dictionaryVr() {
        writtenUnknown = true;
        Vr implied = implied();
        boolean usable = implied == Vr.SQ || !undefinedLength();
        vr = usable || isPixelDataGroup() ? implied : Vr.UN;
        eitherUsOrSs &= vr == Vr.US;
        return true;
    }

    int size() {
        return form == LONG ? LONG_SIZE : SHORT_SIZE;
    }

    boolean undefinedLength() {
        return length == UNDEFINED && form != SHORT;
    }

    /** Whether the value is items with elements in them; a UN of undefined length is (CP-246). */
    boolean isSequence() {
        return vr == Vr.SQ || holdsItems || (vr == Vr.UN && undefinedLength());
    }

    /** Whether this is a private element that only the resource of private elements may know the VR of. */
    boolean isUnknownOfPrivateBlock() {
        return vr == Vr.UN && Tag.isOfPrivateBlock(tag);
    }

    /** Whether it is one of them whose value would pass by as bulk. */
    boolean isLargeOfPrivateBlock() {
        return length > StopRule.LARGEST_HELD_VALUE && isUnknownOfPrivateBlock();
    }

    private boolean isPixelDataGroup() {
        return Tag.group(tag) == Tag.PIXEL_DATA_GROUP;
    }

    /** Whether an encapsulated pixel data element or its like: fragments up to a delimiter. */
    boolean isFragments() {
        return undefinedLength() && !isSequence();
    }

    /** Whether the VR can have an undefined length, if the element has one: SQ, UN and Pixel Data, PS3.5 7.1.2 and A.4. */
    boolean rightlyUndefined() {
        if (length != UNDEFINED) {
            return true;
        }
        if (!isFragments()) {
            return !falselyUndefined;
        }
        return tag == Tag.PIXEL_DATA && (vr == Vr.OB || vr == Vr.OW);
    }

    private boolean shortForm(byte[] bytes, int at, boolean bigEndian) {
        form = SHORT;
        length = Bytes.uint16(bytes, at + 6, bigEndian);
        return true;
    }

    private boolean longForm(byte[] bytes, int at, int available, boolean bigEndian) {
        if (available - at < LONG_SIZE) {
            return false;
        }
        form = LONG;
        length = Bytes.int32(bytes, at + 8, bigEndian) & UNDEFINED;
        return true;
    }

    private void implicit(byte[] bytes, int at, boolean bigEndian) {
        form = IMPLICIT;
        length = Bytes.int32(bytes, at + 4, bigEndian) & UNDEFINED;
        vr = implied();
        compareWithLetters(bytes[at + 4], bytes[at + 5]);
        if (length == UNDEFINED && vr.kind() != Vr.Kind.BYTES) {
            falselyUndefined = vr != Vr.SQ;
            vr = vr == Vr.SQ ? Vr.SQ : Vr.UN;
        }
    }

    /**
     * Looks whether the first two bytes of an implicit length are the letters of a VR. Many of these lengths are odd, which
     * none is. Of the others, a value can have one by chance: what follows the value that explicit VR would have tells.
     */
    private void compareWithLetters(byte first, byte second) {
        if (Vr.of(first, second) != null) {
            otherEncoding = (first & 1) != 0;
            maybeExplicit = !otherEncoding;
        }
    }

    /**
     * Decides whether an element that should have implicit VR has explicit VR, see {@link #maybeExplicit}: when it goes on as
     * explicit VR does, or when its implicit length runs past the end of what encloses it.
     *
     * @param at where this head begins
     * @param available where the bytes end that have come
     * @param limit where what encloses the element ends
     * @return false when the bytes that tell are not there yet
     */
    boolean compareWithExplicit(byte[] bytes, int at, int available, int limit) {
        int next = at + size() + explicitLength();
        if (at + size() + length > limit) {
            otherEncoding = true;
        } else if (available - next < size()) {
            return false;
        } else {
            otherEncoding = beginsExplicit(bytes, next);
        }
        return true;
    }

    /** Bytes of the value that it would have with explicit VR; all VRs of {@link #maybeExplicit} have 16 bits of length. */
    int explicitLength() {
        return (int) (length >>> 16);
    }

    /** Whether the 8 bytes there begin an element of explicit VR, which other bytes do once in thousands of times. */
    static boolean beginsExplicit(byte[] bytes, int at) {
        byte first = bytes[at + 4];
        byte second = bytes[at + 5];
        boolean reserved = bytes[at + 6] == 0 && bytes[at + 7] == 0;
        boolean vr = Vr.of(first, second) != null || (isCapital(first) && isCapital(second) && reserved);
        return vr && Bytes.tag(bytes, at, false) != 0;
    }

    /**
     * Two bytes that are no VR of ours. Capital letters: a VR of a later edition, which has a 32-bit length, PS3.5 7.1.2.
     * Zeros or other printable characters: what some writers put where they did not know the VR, with 16 bits. Anything
     * else is the length of an element that was written with implicit VR in the midst of explicit ones.
     */
    private boolean unknown(byte[] bytes, int at, int available, boolean bigEndian) {
        byte first = bytes[at + 4];
        byte second = bytes[at + 5];
        if (isCapital(first) && isCapital(second)) {
            vr = Vr.UN;
            return longForm(bytes, at, available, bigEndian);
        }
        otherEncoding = true;
        if ((first == 0 && second == 0) || (isPrintable(first) && isPrintable(second))) {
            Vr implied = implied();
            vr = implied == Vr.SQ ? Vr.UN : implied;
            return shortForm(bytes, at, bigEndian);
        }
        implicit(bytes, at, bigEndian);
        otherEncoding = true;
        return true;
    }

    private Vr implied() {
        int code = IMPLIED.code(tag);
        eitherUsOrSs = ImpliedVrs.eitherUsOrSs(code);
        return ImpliedVrs.vr(code);
    }

    private static boolean isCapital(byte character) {
        return character >= 'A' && character <= 'Z';
    }

    private static boolean isPrintable(byte character) {
        return character >= ' ' && character <= '~';
    }
}
