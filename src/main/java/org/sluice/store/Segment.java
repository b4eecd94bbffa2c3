package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file of the log, and its marks. What is not final or volatile is guarded by the lock of {@link SegmentSpace}.
 */
final class Segment implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int STRETCH = 1 << 20;

    private final int id;
    private final Path path;
    private final Path marksPath;
    private final Disk.PlacedFile file;
    private final SegmentMarks marks;
    private final GroupSync sync;
    /** Of its present use. */
    private volatile SegmentHeader header = new SegmentHeader(0, 0, List.of());

    private final AtomicLong forces = new AtomicLong();
    private volatile boolean broken;

    /** The first slot that is free. */
    int tail = 1;
    /** Instances that are arriving in it. */
    int arriving;
    /** Instances that were committed, and how many of them somebody waits for. */
    int committed;

    int waiting;
    boolean sealed;
    /** When it was sealed, by {@link System#nanoTime}. */
    long sealedAt;

    boolean damaged;

    /** Opens a file of a segment. */
    interface Opening {
        Disk.PlacedFile open(Path file) throws IOException;
    }

    Segment(Opening opening, Path directory, int id) throws IOException {
        this.id = id;
        this.path = directory.resolve("%06d.segment".formatted(id));
        this.marksPath = directory.resolve("%06d.marks".formatted(id));
        this.file = opening.open(path);
        boolean opened = false;
        try {
            this.marks = new SegmentMarks(opening.open(marksPath));
            opened = true;
        } finally {
            if (!opened) {
                file.close();
            }
        }
        this.sync = new GroupSync(this::forceOnce);
    }

    /** The number of the segment whose file has this name; empty of another file. */
    static OptionalInt idIn(String name) {
        return name.matches("\\d{6}\\.segment")
                ? OptionalInt.of(Integer.parseInt(name.substring(0, 6)))
                : OptionalInt.empty();
    }

    private void forceOnce() throws IOException {
        requireSound(); // the system says once that it has lost something; the next force would succeed
        boolean forced = false;
        try {
            file.force();
            forces.incrementAndGet();
            forced = true;
        } finally {
            if (!forced) {
                broken = true;
            }
        }
    }

    int id() {
        return id;
    }

    Path path() {
        return path;
    }

    Path marksPath() {
        return marksPath;
    }

    SegmentMarks marks() {
        return marks;
    }

    SegmentHeader header() {
        return header;
    }

    long forces() {
        return forces.get();
    }

    /** Whether a force has failed: then nothing more is written to it. */
    boolean isBroken() {
        return broken;
    }

    /** Writes zeros to all of it, so that the disk has room for it and later forces need not make any. */
    void fill(int slots) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(STRETCH);
        long length = (long) slots * Extents.SLOT;
        for (long at = file.size(); at < length; at += zeros.limit()) {
            file.write(at, zeros.clear().limit((int) Math.min(STRETCH, length - at)));
        }
        file.force();
    }

    /** Begins a use of it; of what was in it before nothing counts any more. Returns when that is on the disk. */
    void begin(int slots, List<String> destinations) throws IOException {
        SegmentHeader next = new SegmentHeader(RANDOM.nextLong(), slots, destinations);
        ByteBuffer bytes = next.encoded();
        file.write(
                0,
                ByteBuffer.allocate(2 * SegmentHeader.LENGTH)
                        .put(bytes)
                        .put(bytes.flip())
                        .flip());
        file.force();
        header = next;
        marks.begin(next);
        forces.set(0);
        tail = 1;
        arriving = 0;
        committed = 0;
        waiting = 0;
        sealed = false;
    }

    /** Finds out what the segment is that an earlier run has left; false when nothing tells. */
    boolean recognize() throws IOException {
        String name = String.valueOf(path.getFileName());
        Optional<SegmentHeader> found = SegmentHeader.read(file, 0, name);
        if (found.isEmpty()) {
            found = SegmentHeader.read(file, SegmentHeader.LENGTH, name);
        }
        if (found.isEmpty()) {
            found = marks.header(name);
        }
        found.ifPresent(one -> header = one);
        return found.isPresent();
    }

    /** Fails when a force has failed. */
    void requireSound() throws IOException {
        if (broken) {
            throw new IOException("the disk has failed to keep what was written to " + path.getFileName());
        }
    }

    void write(long at, ByteBuffer bytes) throws IOException {
        requireSound();
        file.write(at, bytes);
    }

    /** Writes zeros, also where a force has failed. */
    void erase(long at, int length) throws IOException {
        file.write(at, ByteBuffer.allocate(length));
    }

    int read(ByteBuffer into, long at) throws IOException {
        return file.read(into, at);
    }

    /** Writes a slot whose head is lost, so that nobody takes it for an instance. */
    void copyHeadless(long at, Disk.OutputFile out) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(Extents.SLOT);
        file.fill(slot.position(SegmentHead.LENGTH + 4), at + SegmentHead.LENGTH + 4);
        out.write(slot.clear());
    }

    /** Returns when all that was written before is on the disk; one force for all who ask meanwhile. */
    void force() throws IOException {
        requireSound();
        sync.sync();
    }

    /** The head that begins in a slot, when there is one of the present use. */
    Optional<SegmentHead> head(int slot) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SegmentHead.LENGTH);
        boolean there = file.fill(head, (long) slot * Extents.SLOT);
        return there ? SegmentHead.read(head, header.generation(), header.slots()) : Optional.empty();
    }

    /** Whether heads of any use of it can be read. */
    boolean hasAnyHead() throws IOException {
        long slots = Math.min(Extents.slots(file.size()), 1 << 16);
        ByteBuffer head = ByteBuffer.allocate(SegmentHead.LENGTH);
        for (int slot = 1; slot < slots; slot++) {
            if (file.fill(head.clear(), (long) slot * Extents.SLOT) && SegmentHead.isAny(head)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            marks.close();
        }
    }
}
