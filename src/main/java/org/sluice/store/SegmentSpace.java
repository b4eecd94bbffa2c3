package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;

/**
 * Which slots of which segment are whose: instances get theirs in one segment after the other. One that is full is sealed; when
 * nobody waits for anything in it, it is used again. Any number of threads.
 */
final class SegmentSpace {
    private static final Log LOG = Log.of(SegmentSpace.class);
    /** So many that nobody needs are kept for later; further ones are removed. */
    private static final int KEPT = 4;

    private final Disk disk;
    private final Path directory;
    private final int slots;
    private final List<String> destinations;
    private final AtomicInteger nextId = new AtomicInteger();
    private final Map<Integer, Segment> segments = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows, and the segments
    private final Deque<Segment> free = new ArrayDeque<>();
    private final Deque<Segment> retired = new ArrayDeque<>();
    private @Nullable Segment current;
    private @Nullable Segment spare;

    SegmentSpace(Disk disk, Path directory, int slots, List<String> destinations) {
        this.disk = disk;
        this.directory = directory;
        this.slots = slots;
        this.destinations = List.copyOf(destinations);
    }

    int slots() {
        return slots;
    }

    Segment segment(int id) {
        Segment segment = segments.get(id);
        if (segment == null) {
            throw new IllegalStateException("there is no segment " + id);
        }
        return segment;
    }

    Collection<Segment> segments() {
        return segments.values();
    }

    /** Takes one over that an earlier run has left. */
    Segment adopt(int id) throws IOException {
        Segment segment = new Segment(disk::place, directory, id);
        segments.put(id, segment);
        nextId.accumulateAndGet(id + 1, Math::max);
        return segment;
    }

    /** An instance begins in the slots that it gets. */
    Segment begin(Extents extents, int count) throws IOException {
        lock.lock();
        try {
            Segment segment = withRoom(count);
            extents.add(segment.tail, count);
            segment.tail += count;
            segment.arriving++;
            return segment;
        } finally {
            lock.unlock();
        }
    }

    /** The instance gets so many slots more; false when its segment has no room for them. */
    boolean extend(Segment segment, Extents extents, int count) {
        lock.lock();
        try {
            if (segment.sealed
                    || segment.isBroken()
                    || segment.tail + count > slots
                    || !extents.add(segment.tail, count)) {
                return false;
            }
            segment.tail += count;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The instance is so long: it gives back the slots that it does not need. */
    void shrink(Segment segment, Extents extents, long length) {
        lock.lock();
        try {
            boolean atTheEnd = extents.end() == segment.tail;
            int end = extents.shrinkTo(length);
            segment.tail = atTheEnd && !segment.sealed ? end : segment.tail;
        } finally {
            lock.unlock();
        }
    }

    /** The instance is not here any more; nothing was promised of it. */
    void abandon(Segment segment, Extents extents) {
        lock.lock();
        try {
            if (!segment.sealed
                    && extents.end() == segment.tail
                    && extents.firstSlot() + extents.slots() == segment.tail) {
                segment.tail = extents.firstSlot();
            }
            segment.arriving--;
            lookWhetherOver(segment);
        } finally {
            lock.unlock();
        }
    }

    /** The instance is on the disk, and somebody waits for it. */
    void committed(Segment segment) {
        lock.lock();
        try {
            segment.committed++;
            segment.waiting++;
            segment.arriving--;
            lookWhetherOver(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for one of its instances any more. */
    void left(Segment segment) {
        lock.lock();
        try {
            segment.waiting--;
            if (segment.sealed && segment.arriving == 0) {
                releaseIfOver(segment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An adopted segment in which instances wait, or none. */
    void recovered(Segment segment, int committed, int waiting, boolean damaged) {
        lock.lock();
        try {
            segment.sealed = true;
            segment.sealedAt = System.nanoTime();
            segment.committed = committed;
            segment.waiting = waiting;
            segment.damaged = damaged;
            releaseIfOver(segment);
        } finally {
            lock.unlock();
        }
    }

    private Segment withRoom(int count) throws IOException {
        Segment now = current;
        while (now == null || now.isBroken() || now.tail + count > slots) {
            if (now != null) {
                current = null;
                seal(now);
            }
            now = next();
            current = now;
        }
        return now;
    }

    private Segment next() throws IOException {
        Segment ready = spare;
        spare = null;
        if (ready != null) {
            return ready;
        }
        Segment segment = free.poll();
        return begun(segment == null ? create() : segment);
    }

    private Segment begun(Segment segment) throws IOException {
        boolean begun = false;
        try {
            segment.begin(slots, destinations);
            begun = true;
            return segment;
        } finally {
            if (!begun) {
                retired.add(segment);
            }
        }
    }

    private Segment create() throws IOException {
        Segment segment = adopt(nextId.get());
        boolean durable = false;
        try {
            disk.syncDirectory(directory);
            durable = true;
            return segment;
        } finally {
            if (!durable) {
                retired.add(segment);
            }
        }
    }

    private void seal(Segment segment) {
        segment.sealed = true;
        segment.sealedAt = System.nanoTime();
        lookWhetherOver(segment);
    }

    private void lookWhetherOver(Segment segment) {
        if (segment.sealed && segment.arriving == 0) {
            mark(segment, segment.committed, SegmentMarks.Kind.SETTLED);
            releaseIfOver(segment);
        }
    }

    /** Without it more is looked at after a crash, no more than that. */
    private static void mark(Segment segment, long number, SegmentMarks.Kind kind) {
        try {
            segment.marks().add(number, 0, kind);
        } catch (IOException e) {
            LOG.warn("Spool: {} cannot be marked {}: {}", segment.path().getFileName(), kind, e);
        }
    }

    private void releaseIfOver(Segment segment) {
        if (segment.waiting > 0) {
            return;
        }
        if (segment.isBroken() || segment.damaged) {
            retired.add(segment);
        } else {
            mark(segment, 0, SegmentMarks.Kind.RELEASED);
            free.add(segment);
        }
    }

    /** Whether a segment should be made ready before it is needed. */
    boolean isLow() {
        lock.lock();
        try {
            Segment now = current;
            return spare == null && now != null && now.tail > slots / 4;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next segment ready. One thread at a time. */
    void refill() throws IOException {
        if (!isLow()) {
            return;
        }
        Segment segment = pollFree();
        if (segment == null) {
            segment = create();
            try {
                segment.fill(slots);
            } catch (IOException e) {
                LOG.warn("Spool: no room can be kept for {}: {}", segment.path().getFileName(), e);
            }
        }
        Segment ready = begun(segment);
        lock.lock();
        try {
            if (spare == null) {
                spare = ready;
            } else {
                free.add(ready);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Segment pollFree() {
        lock.lock();
        try {
            return free.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Forces what has been marked, and removes segments that are too many. One thread at a time. */
    void tidy() throws IOException {
        for (Segment segment : segments.values()) {
            segment.marks().force();
        }
        List<Segment> surplus = new ArrayList<>();
        lock.lock();
        try {
            surplus.addAll(retired);
            retired.clear();
            while (free.size() > KEPT) {
                surplus.add(free.remove());
            }
        } finally {
            lock.unlock();
        }
        for (Segment segment : surplus) {
            remove(segment);
        }
    }

    private void remove(Segment segment) throws IOException {
        segments.remove(segment.id());
        segment.close();
        if (segment.damaged) {
            for (Path path : List.of(segment.path(), segment.marksPath())) {
                disk.rename(path, path.resolveSibling(path.getFileName() + ".damaged"));
            }
            return;
        }
        Directories.deleteIfThere(disk, segment.path());
        disk.syncDirectory(directory); // without its marks all of it would seem to wait
        Directories.deleteIfThere(disk, segment.marksPath());
    }

    /** Segments that are full, of whose instances at most a quarter wait, and that since a while. */
    List<Segment> nearlyOver(long nanos) {
        List<Segment> found = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            for (Segment segment : segments.values()) {
                if (segment.sealed
                        && segment.arriving == 0
                        && segment.waiting > 0
                        && segment.waiting * 4 <= segment.committed
                        && now - segment.sealedAt >= nanos) {
                    found.add(segment);
                }
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    /** Closes what could not be opened as a whole. */
    void abandonAll() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }

    /** Ends the use of the last; closes all. Returns whether anybody waits for anything. */
    boolean close() throws IOException {
        boolean waits = false;
        lock.lock();
        try {
            if (current != null) {
                seal(current);
            }
            for (Segment segment : segments.values()) {
                waits |= segment.waiting > 0;
            }
        } finally {
            lock.unlock();
        }
        try {
            tidy();
        } finally {
            for (Segment segment : segments.values()) {
                segment.close();
            }
        }
        return waits;
    }
}
