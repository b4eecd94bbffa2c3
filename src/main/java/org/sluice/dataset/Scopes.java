package org.sluice.dataset;

import java.util.Arrays;

/** The sequences and items around the place a {@link HeaderParser} has reached; the bottom one is the data set. */
final class Scopes {
    /** The end of what has undefined length, and of the data set. */
    static final int UNDEFINED = Integer.MAX_VALUE;

    /** The greatest end of what has a length. */
    static final int FARTHEST = UNDEFINED - 1;

    enum Kind {
        DATA_SET,
        SEQUENCE,
        ITEM,
        FRAGMENTS
    }

    private static final int END = 0;
    private static final int LIMIT = 1;
    private static final int OWNER = 2;
    private static final int ENCODING = 3;
    private static final int LAST_TAG = 4;
    private static final int FIELDS = 5;

    private static final int EXPLICIT = 1;
    private static final int BIG_ENDIAN = 2;

    private static final int FIRST_LEVELS = 8;
    private static final int[] NO_LEVELS = {};
    private static final Kind[] NO_KINDS = {};

    private int[] outer = NO_LEVELS;
    private Kind[] outerKinds = NO_KINDS;
    private int level;
    private int depth;

    // The innermost scope is kept in fields: the reader asks for it with every element.
    private Kind kind = Kind.DATA_SET;
    private int end = UNDEFINED;
    /** The smallest end of this scope and those around it. */
    private int limit = UNDEFINED;
    /** An element's index for a sequence, an item's number for an item. */
    private int owner = ElementTable.NONE;

    private int encoding;
    /** The tag of the element before in this data set or item; 0 before the first. */
    private int lastTag;

    Scopes(TransferSyntax syntax) {
        encoding = (syntax.explicitVr() ? EXPLICIT : 0) | (syntax.bigEndian() ? BIG_ENDIAN : 0);
    }

    Kind kind() {
        return kind;
    }

    /** Open sequences, not counting fragments. */
    int depth() {
        return depth;
    }

    boolean endsAt(int position) {
        return end == position;
    }

    boolean undefinedLength() {
        return end == UNDEFINED;
    }

    int limit() {
        return limit;
    }

    /** The element whose items or fragments are being read. */
    int element() {
        return owner;
    }

    /** The item whose elements are being read, or {@link ElementTable#NONE} in the data set itself. */
    int item() {
        return owner;
    }

    boolean explicit() {
        return (encoding & EXPLICIT) != 0;
    }

    boolean bigEndian() {
        return (encoding & BIG_ENDIAN) != 0;
    }

    /** The tag of the element before in this data set or item; 0 before the first. */
    int lastTag() {
        return lastTag;
    }

    /** Says that another element follows. */
    void nextTag(int tag) {
        lastTag = tag;
    }

    /** Opens a sequence whose items are encoded like what is around it. */
    void openSequence(int element, int end) {
        push(Kind.SEQUENCE, element, end);
        depth++;
    }

    /** Opens a sequence whose items are little endian whatever is around it, as those of a UN are, PS3.5 6.2.2 note 2. */
    void openLittleEndianSequence(int element, int end, boolean explicit) {
        openSequence(element, end);
        encoding = explicit ? EXPLICIT : 0;
    }

    void openItem(int item, int end) {
        push(Kind.ITEM, item, end);
    }

    void openFragments(int element) {
        push(Kind.FRAGMENTS, element, UNDEFINED);
    }

    void close() {
        if (kind == Kind.SEQUENCE) {
            depth--;
        }
        level--;
        int row = level * FIELDS;
        kind = outerKinds[level];
        end = outer[row + END];
        limit = outer[row + LIMIT];
        owner = outer[row + OWNER];
        encoding = outer[row + ENCODING];
        lastTag = outer[row + LAST_TAG];
    }

    private void push(Kind newKind, int newOwner, int newEnd) {
        if (level == outerKinds.length) {
            int levels = Math.max(FIRST_LEVELS, level * 2);
            outer = Arrays.copyOf(outer, levels * FIELDS);
            outerKinds = Arrays.copyOf(outerKinds, levels);
        }
        int row = level * FIELDS;
        outerKinds[level] = kind;
        outer[row + END] = end;
        outer[row + LIMIT] = limit;
        outer[row + OWNER] = owner;
        outer[row + ENCODING] = encoding;
        outer[row + LAST_TAG] = lastTag;
        level++;
        kind = newKind;
        owner = newOwner;
        end = newEnd;
        limit = Math.min(limit, newEnd);
        lastTag = 0;
    }
}
