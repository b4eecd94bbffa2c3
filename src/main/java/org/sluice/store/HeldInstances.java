package org.sluice.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder {@code failed} of a queue: instances that its destination refuses, or whose files are damaged, each with the reason
 * beside it. People take them from there by hand. Any number of threads.
 */
final class HeldInstances {
    private static final int LONGEST_NOTE = 64 << 10;
    /** Longer than the file system takes to tell two changes of a folder apart. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Disk disk;
    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock(); // guards moves, and the count when it is set
    /** How many were ever moved here or from here. */
    private int moves;

    private Optional<FileTime> listedAt = Optional.empty();

    HeldInstances(Disk disk, Path folder) throws IOException {
        this.disk = disk;
        this.folder = folder;
        disk.createDirectory(folder);
    }

    Path folder() {
        return folder;
    }

    /** Takes note of what earlier runs have left. */
    void countAtOpen() throws IOException {
        count.set(numbers().length);
    }

    long[] numbers() throws IOException {
        return QueuePlaces.numbersIn(folder);
    }

    /** The place of a number. */
    Path file(long number) {
        return folder.resolve(QueuePlaces.name(number));
    }

    private Path note(long number) {
        return folder.resolve(QueuePlaces.name(number, ".txt"));
    }

    /** Why it is held, as far as the note beside it says so. */
    HeldNote why(long number) throws IOException {
        try (InputStream note = Files.newInputStream(note(number))) {
            return HeldNote.read(new String(note.readNBytes(LONGEST_NOTE), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return HeldNote.of("");
        }
    }

    /** Moves a file from here to another place of the queue. */
    void release(long number, Path to) throws IOException {
        disk.rename(file(number), to);
        released(number);
    }

    /** Takes note that it was moved from here. */
    void released(long number) {
        lock.lock();
        try {
            count.decrementAndGet();
            moves++;
        } finally {
            lock.unlock();
        }
        if (Files.exists(note(number))) {
            Directories.deleteQuietly(disk, List.of(note(number)));
        }
    }

    /** How many there are, as far as known. */
    int count() {
        return count.get();
    }

    /** Moves a file here. */
    void add(long number, Path file, HeldNote why) throws IOException {
        Path note = note(number);
        Files.deleteIfExists(note);
        try (Disk.OutputFile out = disk.create(note)) {
            out.write(ByteBuffer.wrap(why.text().getBytes(StandardCharsets.UTF_8)));
        }
        disk.rename(file, file(number));
        lock.lock();
        try {
            count.incrementAndGet();
            moves++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts them again if somebody may have changed what is there. One thread at a time. */
    void recount() throws IOException {
        FileTime changed = Files.getLastModifiedTime(folder);
        if (Optional.of(changed).equals(listedAt)) {
            return;
        }
        int before = moves();
        int found = numbers().length;
        lock.lock();
        try {
            if (moves == before) {
                count.set(found);
            }
        } finally {
            lock.unlock();
        }
        // So young a folder can change again without another time to show for it.
        boolean settled = changed.toInstant().isBefore(Instant.now().minus(TICK));
        listedAt = settled ? Optional.of(changed) : Optional.empty();
    }

    private int moves() {
        lock.lock();
        try {
            return moves;
        } finally {
            lock.unlock();
        }
    }
}
