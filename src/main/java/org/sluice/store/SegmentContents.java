package org.sluice.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a segment that has been {@linkplain Segment#recognize recognized}, as it is now; {@code docs/spool.md} says what
 * counts. Nothing is changed.
 *
 * @param heads of all its instances; none when it is released
 * @param waiting those that somebody waits for
 * @param cutOff those that were promised to nobody
 */
record SegmentContents(
        Segment segment,
        SegmentMarks.All marks,
        List<SegmentHead> heads,
        List<Found> waiting,
        List<SegmentHead> cutOff) {
    /**
     * A head that was written when so many forces fewer had ended than at last was part of one of them. Two would do, if no thread
     * ever slept between the look at their number and the writing.
     */
    private static final int SURELY_FORCED = 8;

    /**
     * An instance that somebody waits for.
     *
     * @param destinations who does, as bits
     */
    record Found(Segment segment, SegmentHead head, long destinations) {
        long number() {
            return head.number();
        }
    }

    /** Reads the marks, then the heads: what is settled when the marks are read has its head then. */
    static SegmentContents read(Segment segment) throws IOException {
        SegmentMarks.All marks = segment.marks().read(segment.header());
        List<SegmentHead> heads = marks.released() ? List.of() : heads(segment);
        SegmentContents contents = new SegmentContents(segment, marks, heads, new ArrayList<>(), new ArrayList<>());
        contents.sort();
        return contents;
    }

    private static List<SegmentHead> heads(Segment segment) throws IOException {
        List<SegmentHead> heads = new ArrayList<>();
        int slots = segment.header().slots();
        for (int slot = 1; slot < slots; ) {
            var head = segment.head(slot);
            head.ifPresent(heads::add);
            slot = head.isPresent() ? head.get().extents().endOfFirst() : slot + 1;
        }
        return heads;
    }

    private void sort() throws IOException {
        long forces = heads.stream().mapToLong(SegmentHead::forces).max().orElse(0);
        for (SegmentHead head : heads) {
            long destinations = head.destinations() & ~marks.left().getOrDefault(head.number(), 0L);
            if (destinations == 0 || marks.unpromised().contains(head.number())) {
                continue;
            }
            boolean surelyForced = marks.settled().isPresent() || head.forces() + SURELY_FORCED <= forces;
            if (surelyForced || new SegmentRecord(segment, head).isWhole()) {
                waiting.add(new Found(segment, head, destinations));
            } else {
                cutOff.add(head);
            }
        }
    }

    /** How many instances it should have, too, of which the heads are lost. */
    long lost() {
        return marks.released() ? 0 : Math.max(0, marks.settled().orElse(0) - heads.size());
    }
}
