package org.sluice.dataset;

/** Where a header ends: before the first top-level element that the rule names. Immutable. */
final class StopRule {
    /** Bytes up to which a value counts as header even beyond the last tag that is needed. */
    static final int LARGEST_HELD_VALUE = 1 << 16;

    private enum Kind {
        BULK,
        NOTHING,
        SECOND_ELEMENT,
        OTHER_THAN_FILE_META
    }

    private final Kind kind;
    private final int lastTagNeeded;

    private StopRule(Kind kind, int lastTagNeeded) {
        this.kind = kind;
        this.lastTagNeeded = lastTagNeeded;
    }

    /** Before pixel data, and before any large value that comes after the last tag needed. */
    static StopRule bulkAfter(int lastTagNeeded) {
        return new StopRule(Kind.BULK, lastTagNeeded);
    }

    /** Nowhere: all of the data set is held. */
    static StopRule never() {
        return new StopRule(Kind.NOTHING, 0);
    }

    /** Before the second element. */
    static StopRule afterOne() {
        return new StopRule(Kind.SECOND_ELEMENT, 0);
    }

    /** Before anything that is not of the file meta group. */
    static StopRule fileMeta() {
        return new StopRule(Kind.OTHER_THAN_FILE_META, 0);
    }

    /** Whether a header ends before a top-level element; {@code position} is where it stands behind the header's beginning. */
    boolean stopsBefore(ElementHead head, long position) {
        return switch (kind) {
            case BULK -> isPixelData(head) || (isLarge(head) && Integer.compareUnsigned(head.tag, lastTagNeeded) > 0);
            case NOTHING -> false;
            case SECOND_ELEMENT -> position > 0;
            case OTHER_THAN_FILE_META -> Tag.group(head.tag) != 2;
        };
    }

    /** Whether the value is pixel data of any kind: group 7FE0 with a VR of bytes or words, and no items. */
    private static boolean isPixelData(ElementHead head) {
        boolean bytes = Tag.group(head.tag) == Tag.PIXEL_DATA_GROUP && head.vr.kind() == Vr.Kind.BYTES;
        return bytes && !head.isSequence() && !head.beginsWithItem;
    }

    /** Whether a value that holds no items is too large to be held without need. */
    private static boolean isLarge(ElementHead head) {
        // An undefined length is greater too.
        return head.length > LARGEST_HELD_VALUE && !head.isSequence() && !head.beginsWithItem;
    }
}
