package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.text.Log;

/** What a log finds in its segments when it is opened; {@code docs/spool.md} says what counts. */
final class SegmentRecovery {
    private static final Log LOG = Log.of(SegmentRecovery.class);
    /**
     * A head that was written when so many forces fewer had ended than at last was part of one of them. Two would do, if no thread
     * ever slept between the look at their number and the writing.
     */
    private static final int SURELY_FORCED = 8;

    private final Disk disk;
    private final Path directory;
    private final SegmentSpace space;
    private final List<Found> found = new ArrayList<>();
    private long largest = -1;
    private int cutOff;

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

    SegmentRecovery(Disk disk, Path directory, SegmentSpace space) {
        this.disk = disk;
        this.directory = directory;
        this.space = space;
    }

    /** In the order of their numbers. */
    List<Found> found() {
        found.sort(Comparator.comparingLong(Found::number));
        return found;
    }

    /** The largest number that any instance has; -1 if there are none. */
    long largestNumber() {
        return largest;
    }

    /** How many there were that were promised to nobody. */
    int cutOff() {
        return cutOff;
    }

    void run() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        for (String name : names) {
            if (name.matches("\\d{6}\\.segment")) {
                look(Integer.parseInt(name.substring(0, 6)));
            } else if (name.matches("\\d{6}\\.marks") && !names.contains(name.replace("marks", "segment"))) {
                Directories.deleteIfThere(disk, directory.resolve(name));
            }
        }
    }

    private void look(int id) throws IOException {
        Segment segment = space.adopt(id);
        if (!segment.recognize()) {
            boolean used = Files.size(segment.path()) > Extents.SLOT && segment.hasAnyHead();
            if (used) {
                LOG.error(
                        "Spool: {} is damaged at its beginning: kept as {}.damaged, nothing of it is delivered",
                        segment.path().getFileName(),
                        segment.path().getFileName());
            }
            space.recovered(segment, 0, 0, used);
            return;
        }
        SegmentMarks.All marks = segment.marks().read(segment.header());
        if (marks.released()) {
            space.recovered(segment, 0, 0, false);
            return;
        }
        List<SegmentHead> heads = heads(segment);
        boolean damaged = marks.settled().orElse(0) > heads.size();
        if (damaged) {
            LOG.error(
                    "Spool: {} instances of {} cannot be found: it is kept as {}.damaged when the others are delivered",
                    marks.settled().getAsLong() - heads.size(),
                    segment.path().getFileName(),
                    segment.path().getFileName());
        }
        List<Found> waiting = waiting(segment, heads, marks);
        if (marks.settled().isEmpty()) {
            settle(segment, heads.size());
        }
        found.addAll(waiting);
        space.recovered(segment, heads.size(), waiting.size(), damaged);
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

    private List<Found> waiting(Segment segment, List<SegmentHead> heads, SegmentMarks.All marks) throws IOException {
        heads.forEach(head -> largest = Math.max(largest, head.number()));
        List<SegmentHead> broken = new ArrayList<>();
        List<Found> waiting = waiting(segment, heads, marks, broken);
        cutOff += broken.size();
        for (SegmentHead head : broken) {
            LOG.warn(
                    "Spool: instance {} in {} was cut off before it was promised to anybody",
                    head.number(),
                    segment.path().getFileName());
            segment.marks().add(head.number(), 0, SegmentMarks.Kind.VOID);
        }
        return waiting;
    }

    /** What somebody waits for; what was cut off goes into the other list. */
    private static List<Found> waiting(
            Segment segment, List<SegmentHead> heads, SegmentMarks.All marks, List<SegmentHead> cutOff)
            throws IOException {
        long forces = heads.stream().mapToLong(SegmentHead::forces).max().orElse(0);
        List<Found> waiting = new ArrayList<>();
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
        return waiting;
    }

    /** What somebody waits for in a segment that another process may be using. */
    static List<Found> look(Segment segment) throws IOException {
        if (!segment.recognize()) {
            return List.of();
        }
        SegmentMarks.All marks = segment.marks().read(segment.header());
        return marks.released() ? List.of() : waiting(segment, heads(segment), marks, new ArrayList<>());
    }

    /** What has survived the process alone is brought to the disk, so that the next look need not read it. */
    private static void settle(Segment segment, int committed) throws IOException {
        segment.force();
        segment.marks().force();
        segment.marks().add(committed, 0, SegmentMarks.Kind.SETTLED);
    }
}
