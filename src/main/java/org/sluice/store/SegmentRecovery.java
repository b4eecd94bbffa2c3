package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.text.Log;

/** What a log finds in its segments when it is opened; {@code docs/spool.md} says what counts. */
final class SegmentRecovery {
    private static final Log LOG = Log.of(SegmentRecovery.class);

    private final Disk disk;
    private final Path directory;
    private final SegmentSpace space;
    private final List<SegmentContents.Found> found = new ArrayList<>();
    private long largest = -1;
    private int cutOff;

    SegmentRecovery(Disk disk, Path directory, SegmentSpace space) {
        this.disk = disk;
        this.directory = directory;
        this.space = space;
    }

    /** In the order of their numbers. */
    List<SegmentContents.Found> found() {
        found.sort(Comparator.comparingLong(SegmentContents.Found::number));
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
            OptionalInt id = Segment.idIn(name);
            if (id.isPresent()) {
                look(id.getAsInt());
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
        SegmentContents contents = SegmentContents.read(segment);
        if (contents.marks().released()) {
            space.recovered(segment, 0, 0, false);
            return;
        }
        if (contents.lost() > 0) {
            LOG.error(
                    "Spool: {} instances of {} cannot be found: it is kept as {}.damaged when the others are delivered",
                    contents.lost(),
                    segment.path().getFileName(),
                    segment.path().getFileName());
        }
        int committed = contents.heads().size();
        for (SegmentHead head : contents.heads()) {
            largest = Math.max(largest, head.number());
        }
        forget(segment, contents.cutOff());
        if (contents.marks().settled().isEmpty()) {
            settle(segment, committed);
        }
        found.addAll(contents.waiting());
        space.recovered(segment, committed, contents.waiting().size(), contents.lost() > 0);
    }

    private void forget(Segment segment, List<SegmentHead> unpromised) throws IOException {
        for (SegmentHead head : unpromised) {
            cutOff++;
            LOG.warn(
                    "Spool: instance {} in {} was cut off before it was promised to anybody",
                    head.number(),
                    segment.path().getFileName());
            segment.marks().add(head.number(), 0, SegmentMarks.Kind.VOID);
        }
    }

    /** What has survived the process alone is brought to the disk, so that the next look need not read it. */
    private static void settle(Segment segment, int committed) throws IOException {
        segment.force();
        segment.marks().force();
        segment.marks().add(committed, 0, SegmentMarks.Kind.SETTLED);
    }
}
