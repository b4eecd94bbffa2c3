package org.sluice.dataset;

import java.util.Arrays;

/** The sequences and items around the place a {@link HeaderReader} has reached; the bottom one is the data set. */
final class Scopes {
    /** The end of what has undefined length, and of the data set. */
    static final int UNDEFINED = Integer.MAX_VALUE;

    enum Kind {
        DATA_SET,
        SEQUENCE,
        ITEM,
        FRAGMENTS
    }

    private static final int END = 0;
    /** The smallest end of this scope and those around it. */
    private static final int LIMIT = 1;
    /** An element's index for a sequence, an item's number for an item. */
    private static final int OWNER = 2;

    private static final int ENCODING = 3;
    private static final int FIELDS = 4;

    private static final int EXPLICIT = 1;
    private static final int BIG_ENDIAN = 2;

    private int[] stack = new int[9 * FIELDS];
    private Kind[] kinds = new Kind[9];
    private int top;
    private int level;
    private int depth;

    Scopes(TransferSyntax syntax) {
        kinds[0] = Kind.DATA_SET;
        stack[END] = UNDEFINED;
        stack[LIMIT] = UNDEFINED;
        stack[OWNER] = ElementTable.NONE;
        stack[ENCODING] = (syntax.explicitVr() ? EXPLICIT : 0) | (syntax.bigEndian() ? BIG_ENDIAN : 0);
    }

    Kind kind() {
        return kinds[level];
    }

    /** Open sequences, not counting fragments. */
    int depth() {
        return depth;
    }

    boolean endsAt(int position) {
        return stack[top + END] == position;
    }

    boolean undefinedLength() {
        return stack[top + END] == UNDEFINED;
    }

    int limit() {
        return stack[top + LIMIT];
    }

    /** The element whose items or fragments are being read. */
    int element() {
        return stack[top + OWNER];
    }

    /** The item whose elements are being read, or {@link ElementTable#NONE} in the data set itself. */
    int item() {
        return stack[top + OWNER];
    }

    boolean explicit() {
        return (stack[top + ENCODING] & EXPLICIT) != 0;
    }

    boolean bigEndian() {
        return (stack[top + ENCODING] & BIG_ENDIAN) != 0;
    }

    /** @param unknownVr the content of a UN is implicit little endian whatever is around it, PS3.5 6.2.2 note 2 */
    void openSequence(int element, int end, boolean unknownVr) {
        push(Kind.SEQUENCE, element, end, unknownVr ? 0 : stack[top + ENCODING]);
        depth++;
    }

    void openItem(int item, int end) {
        push(Kind.ITEM, item, end, stack[top + ENCODING]);
    }

    void openFragments(int element) {
        push(Kind.FRAGMENTS, element, UNDEFINED, stack[top + ENCODING]);
    }

    void close() {
        if (kind() == Kind.SEQUENCE) {
            depth--;
        }
        top -= FIELDS;
        level--;
    }

    private void push(Kind kind, int owner, int end, int encoding) {
        int limit = Math.min(stack[top + LIMIT], end);
        top += FIELDS;
        level++;
        if (level == kinds.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
            kinds = Arrays.copyOf(kinds, kinds.length * 2);
        }
        kinds[level] = kind;
        stack[top + END] = end;
        stack[top + LIMIT] = limit;
        stack[top + OWNER] = owner;
        stack[top + ENCODING] = encoding;
    }
}
