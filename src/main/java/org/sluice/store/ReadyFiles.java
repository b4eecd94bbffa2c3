package org.sluice.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Empty files whose names are on the disk already. An instance that is written into one is durable when the file is
 * forced; forcing a directory for each instance would cost as much once more. Any number of threads take, one refills.
 */
final class ReadyFiles {
    private final Disk disk;
    private final Path directory;
    private final int stock;
    private final LinkedBlockingQueue<Path> ready = new LinkedBlockingQueue<>();
    private final AtomicLong next = new AtomicLong();
    /** Made, but not on the disk yet: those of a refill that has failed serve the next one. */
    private final List<Path> made = new ArrayList<>();

    /**
     * A file to write to, still empty.
     *
     * @param nameIsDurable whether its name is on the disk
     */
    record Taken(Path path, Disk.OutputFile file, boolean nameIsDurable) {}

    /** @param stock so many are held ready */
    ReadyFiles(Disk disk, Path directory, int stock) {
        this.disk = disk;
        this.directory = directory;
        this.stock = stock;
    }

    /** One that is ready, or a new one when none is. */
    Taken take() throws IOException {
        for (Path path = ready.poll(); path != null; path = ready.poll()) {
            Disk.@Nullable OutputFile file = openIfThere(path);
            if (file != null) {
                return new Taken(path, file, true);
            }
        }
        Path path = nextName();
        return new Taken(path, disk.create(path), false);
    }

    /**
     * Closes a file of which nothing has been promised, and holds it ready for another instance; removes it when that
     * cannot be. What was written to it never reached the disk, as a rule.
     */
    void giveBack(Taken taken) throws IOException {
        boolean kept = false;
        try (Disk.OutputFile file = taken.file()) {
            if (taken.nameIsDurable() && ready.size() < stock) {
                file.truncate(0);
                kept = true;
            }
        } finally {
            if (kept) {
                ready.add(taken.path());
            } else {
                disk.delete(taken.path());
            }
        }
    }

    /** Null when somebody has tidied up. */
    private Disk.@Nullable OutputFile openIfThere(Path path) throws IOException {
        try {
            return disk.open(path);
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private Path nextName() {
        return directory.resolve("%016d.part".formatted(next.getAndIncrement()));
    }

    /** Whether it is time to {@link #refill}. */
    boolean isLow() {
        return ready.size() <= stock / 2;
    }

    /** Makes as many as are missing. */
    void refill() throws IOException {
        for (int missing = stock - ready.size() - made.size(); missing > 0; missing--) {
            Path path = nextName();
            disk.create(path).close();
            made.add(path);
        }
        if (!made.isEmpty()) {
            disk.syncDirectory(directory);
            ready.addAll(made);
            made.clear();
        }
    }

    /** Removes those that are ready. */
    void clear() throws IOException {
        for (Path path = ready.poll(); path != null; path = ready.poll()) {
            Directories.deleteIfThere(disk, path);
        }
    }
}
