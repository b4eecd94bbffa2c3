package org.sluice.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.store.PrivateInformation.MalformedFileException;
import org.sluice.text.Log;

/**
 * The log of segments: instances that wait for their destinations, many in a file, and one force for all that are committed at the
 * same time. {@code docs/spool.md} has the format and what holds. Any number of threads.
 *
 * <pre>
 *   spool/segments/000000.segment
 *   spool/segments/000000.marks      what has left it
 *   spool/incoming/log.part          keeps older releases away
 * </pre>
 */
final class SegmentLog {
    private static final Log LOG = Log.of(SegmentLog.class);

    /** 64 MiB. */
    static final int SLOTS = 4096;
    /** With so many in the index, 24 MiB at most, further ones get a file each. */
    private static final int MOST_WAITING = 500_000;
    /** An instance that needs more than this part of a segment gets a file of its own. */
    private static final int PART = 8;

    /** What waits in a full segment so long, and little else does, gets a file of its own. */
    private static final Duration OLD = Duration.ofSeconds(30);

    private final Disk disk;
    private final SpoolHousekeeping housekeeping;
    private final ReadyFiles ready;
    private final List<String> destinations;
    private final SegmentSpace space;
    private final List<SegmentContents.Found> found;
    private final SegmentRecovery recovered;

    private final ReentrantLock lock = new ReentrantLock(); // guards the index
    private final WaitingIndex index = new WaitingIndex();

    private final AtomicBoolean refillWanted = new AtomicBoolean();
    private final AtomicBoolean tidyWanted = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Collection<DestinationQueue> queues = List.of();
    /** How long the last was: the next is often as long. */
    private volatile long lately = Extents.SLOT;

    /**
     * Opens the log in a directory that is there; what it has goes to no queue before {@link #placeInto}.
     *
     * @param destinations for whom new instances are taken; for none, it is only emptied
     * @param slots of a segment
     * @param ready for what becomes too long
     */
    SegmentLog(
            Disk disk,
            Path directory,
            Collection<String> destinations,
            int slots,
            ReadyFiles ready,
            SpoolHousekeeping housekeeping)
            throws IOException {
        this.disk = disk;
        this.ready = ready;
        this.housekeeping = housekeeping;
        this.destinations =
                destinations.stream().limit(SegmentHeader.MOST_DESTINATIONS).toList();
        this.space = new SegmentSpace(disk, directory, slots, this.destinations);
        this.recovered = new SegmentRecovery(disk, directory, space);
        boolean opened = false;
        try {
            recovered.run();
            opened = true;
        } finally {
            if (!opened) {
                space.abandonAll();
            }
        }
        this.found = recovered.found();
        for (SegmentContents.Found one : found) {
            index.put(one.number(), place(one.segment(), one.head()), one.destinations());
        }
    }

    private static long place(Segment segment, SegmentHead head) {
        return ((long) segment.id() << 16) | head.extents().firstSlot();
    }

    long largestNumber() {
        return recovered.largestNumber();
    }

    /** How many were found that were promised to nobody. */
    int cutOff() {
        return recovered.cutOff();
    }

    /** From now on what becomes old is moved out of the log for these. */
    void serve(Collection<DestinationQueue> all) {
        queues = List.copyOf(all);
    }

    /** Puts what was found into the queues; what is there in a file of its own is there already. Returns how many instances. */
    int placeInto(SpoolRecovery.Opening queues) throws IOException {
        int placed = 0;
        for (SegmentContents.Found one : found) {
            List<String> names = one.segment().header().destinations();
            for (int i = 0; i < names.size(); i++) {
                if ((one.destinations() & (1L << i)) == 0) {
                    continue;
                }
                DestinationQueue queue = queues.open(names.get(i));
                if (queue.isFree(one.number())) {
                    queue.found(one.number(), one.head().length());
                } else {
                    leave(one.number(), names.get(i), SegmentMarks.Kind.MOVED);
                }
            }
            placed++;
        }
        found.clear();
        return placed;
    }

    /** Whether an instance for these is taken into the log. */
    private boolean takes(List<String> forWhom) {
        lock.lock();
        try {
            return index.size() < MOST_WAITING && destinations.containsAll(forWhom);
        } finally {
            lock.unlock();
        }
    }

    /** Begins an instance; empty when it is to have a file of its own. */
    Optional<Draft> begin(List<String> forWhom) throws IOException {
        if (!takes(forWhom)) {
            return Optional.empty();
        }
        Draft draft = new SegmentEntry(this, space, ready, Extents.slots(Math.min(lately, longest())));
        if (space.isLow() && refillWanted.compareAndSet(false, true)) {
            housekeeping.atOnce(this::refill);
        }
        return Optional.of(draft);
    }

    private void refill() {
        refillWanted.set(false);
        try {
            space.refill();
        } catch (IOException e) {
            LOG.warn("Spool: no segment can be made ready: {}", e);
        }
    }

    /** An instance that is longer gets a file of its own. */
    long longest() {
        return (long) space.slots() / PART * Extents.SLOT;
    }

    /** The instance is on the disk. */
    void committed(Segment segment, SegmentHead head) {
        lately = head.length();
        lock.lock();
        try {
            index.put(head.number(), place(segment, head), head.destinations());
        } finally {
            lock.unlock();
        }
        space.committed(segment);
    }

    /** The segment in which an instance waits for a destination; empty when it does not. */
    private Optional<Segment> segment(long number, String destination) {
        lock.lock();
        try {
            long place = index.place(number);
            if (place < 0) {
                return Optional.empty();
            }
            Segment segment = space.segment((int) (place >> 16));
            int bit = segment.header().destinations().indexOf(destination);
            boolean waits = bit >= 0 && (index.destinations(number) & (1L << bit)) != 0;
            return waits ? Optional.of(segment) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private int slot(long number) {
        lock.lock();
        try {
            return (int) index.place(number) & 0xFFFF;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the instance waits in the log for the destination. */
    boolean has(long number, String destination) {
        return segment(number, destination).isPresent();
    }

    /** An instance that waits in the log for the destination. */
    SegmentRecord find(long number, String destination) throws IOException {
        Segment segment = segment(number, destination)
                .orElseThrow(() -> new NoSuchFileException("instance " + number + " for " + destination));
        SegmentHead head = segment.head(slot(number))
                .filter(one -> one.number() == number)
                .orElseThrow(() -> new MalformedFileException("the spool file is damaged: instance " + number + " in "
                        + segment.path().getFileName() + " has lost its head"));
        return new SegmentRecord(segment, head);
    }

    /**
     * The destination waits for the instance no longer; false when it did not wait for it in the log.
     *
     * @throws IOException when that cannot be marked; then it still waits
     */
    boolean leave(long number, String destination, SegmentMarks.Kind kind) throws IOException {
        Optional<Segment> there = segment(number, destination);
        if (there.isEmpty()) {
            return false;
        }
        Segment segment = there.get();
        int bit = segment.header().destinations().indexOf(destination);
        segment.marks().add(number, bit, kind);
        boolean last;
        lock.lock();
        try {
            last = index.leave(number, 1L << bit);
        } finally {
            lock.unlock();
        }
        if (last) {
            space.left(segment);
        }
        if (tidyWanted.compareAndSet(false, true)) {
            housekeeping.later(this::tidy, SpoolHousekeeping.SWEEP);
        }
        return true;
    }

    /** Forces the marks, and moves out what is old. */
    private void tidy() {
        tidyWanted.set(false);
        try {
            moveOut(OLD);
            space.tidy();
        } catch (IOException e) {
            LOG.warn("Spool: what has left the log cannot be noted for good; it may be delivered again: {}", e);
        }
        if (!space.nearlyOver(0).isEmpty() && tidyWanted.compareAndSet(false, true)) {
            housekeeping.whenThereIsTime(this::tidy, OLD.dividedBy(3));
        }
    }

    /** What has waited so long in segments that are full and nearly over gets files of its own. */
    void moveOut(Duration since) throws IOException {
        long[] numbers = leftOver(since);
        for (DestinationQueue queue : queues) {
            queue.moveOut(numbers);
        }
    }

    /** Bytes of an instance; 0 when its head is lost. */
    long length(long number, String destination) throws IOException {
        try {
            return find(number, destination).size();
        } catch (MalformedFileException e) {
            return 0;
        }
    }

    /** Since when an instance has been on the disk; long ago when its head is lost. */
    Instant since(long number, String destination) throws IOException {
        try {
            return Instant.ofEpochMilli(find(number, destination).head().acceptedAt());
        } catch (MalformedFileException e) {
            return Instant.EPOCH;
        }
    }

    /** Returns when all marks are on the disk. */
    void forceMarks() throws IOException {
        for (Segment segment : space.segments()) {
            segment.marks().force();
        }
    }

    /**
     * Writes what there is of an instance into a file of its own, which must not be there. Returns when it is on the disk. What is
     * damaged says so of itself: it is a byte longer than it should be, or lacks its beginning.
     */
    void copyOut(long number, String destination, Path file) throws IOException {
        try (Disk.OutputFile out = disk.create(file)) {
            try {
                find(number, destination).copyTo(out);
            } catch (MalformedFileException e) {
                long at = (long) slot(number) * Extents.SLOT;
                Segment segment = segment(number, destination).orElseThrow(() -> e);
                segment.copyHeadless(at, out);
            }
            out.force();
        }
    }

    private long[] leftOver(Duration since) {
        List<Segment> segments = space.nearlyOver(since.toNanos());
        lock.lock();
        try {
            return segments.stream()
                    .flatMapToLong(segment ->
                            Arrays.stream(index.between((long) segment.id() << 16, (segment.id() + 1L) << 16)))
                    .toArray();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what could not be opened as a whole. */
    void abandon() throws IOException {
        space.abandonAll();
    }

    /** Closes it, unless it is closed; without anything that waits, older releases may come. */
    void close(Path incoming) throws IOException {
        if (closed.compareAndSet(false, true) && !space.close()) {
            LogNotice.remove(disk, incoming);
        }
    }
}
