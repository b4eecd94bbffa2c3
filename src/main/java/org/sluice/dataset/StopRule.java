package org.sluice.dataset;

/** Where a header ends: before the first top-level element of which this is true. */
@FunctionalInterface
interface StopRule {
    /** Bytes up to which a value counts as header even beyond the last tag that is needed. */
    int LARGEST_HELD_VALUE = 1 << 16;

    boolean stopsBefore(ElementHead head);

    /** Before pixel data, and before any large value that comes after the last tag needed. */
    static StopRule bulkAfter(int lastTagNeeded) {
        return head -> isPixelData(head) || (isLarge(head) && Integer.compareUnsigned(head.tag, lastTagNeeded) > 0);
    }

    /** Nowhere: all of the data set is held. */
    static StopRule never() {
        return head -> false;
    }

    /** Before the second element. */
    static StopRule afterOne() {
        boolean[] seen = {false};
        return head -> {
            boolean second = seen[0];
            seen[0] = true;
            return second;
        };
    }

    /** Before anything that is not of the file meta group. */
    static StopRule fileMeta() {
        return head -> Tag.group(head.tag) != 2;
    }

    /** Whether the value is pixel data of any kind: group 7FE0 with a VR of bytes or words, and no items. */
    static boolean isPixelData(ElementHead head) {
        boolean bytes = Tag.group(head.tag) == Tag.PIXEL_DATA_GROUP && head.vr.kind() == Vr.Kind.BYTES;
        return bytes && !head.isSequence() && !head.beginsWithItem;
    }

    /** Whether a value that holds no items is too large to be held without need. */
    static boolean isLarge(ElementHead head) {
        boolean items = head.isSequence() || head.beginsWithItem;
        return !items && (head.isFragments() || head.length > LARGEST_HELD_VALUE);
    }
}
