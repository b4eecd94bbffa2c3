package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Moves the two files of an entry from the folder of one {@link QuarantineState} to that of another, under the same name: the
 * Part 10 file first, so that where it is, is what counts. Thread-safe.
 */
final class QuarantineMoves {
    /** Study, day and year. */
    private static final int LEVELS = 3;

    private final Disk disk;
    private final Path root;

    QuarantineMoves(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** The quarantine as far as it is in a state. */
    QuarantineFolders folders(QuarantineState state) {
        return new QuarantineFolders(root.resolve(state.folder()));
    }

    /** Where the Part 10 file of a name is; empty when it is nowhere. */
    Optional<QuarantineState> stateOf(String file) {
        for (QuarantineState state : QuarantineState.values()) {
            if (Files.exists(place(file, state))) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** Bytes of a Part 10 file. */
    long length(String file, QuarantineState state) throws IOException {
        return Files.size(place(file, state));
    }

    /** Returns when the entry is in its new place for good. */
    synchronized void move(String file, QuarantineState from, QuarantineState to) throws IOException {
        Path place = place(file, to);
        Directories.create(disk, parent(place));
        disk.rename(place(file, from), place);
        moveJson(file, from, to);
        disk.syncDirectory(parent(place));
        disk.syncDirectory(parent(place(file, from)));
        tidy(file, from);
    }

    /** Removes folders that are empty now; not of those that wait, where others come all the time. */
    private void tidy(String file, QuarantineState state) {
        if (state == QuarantineState.WAITING) {
            return;
        }
        Path folder = parent(place(file, state));
        for (int level = 0; level < LEVELS; level++) {
            try {
                disk.delete(folder);
            } catch (IOException notEmpty) {
                return;
            }
            folder = parent(folder);
        }
    }

    /** The second half of the move, which recovery does too when a crash came between. */
    void moveJson(String file, QuarantineState from, QuarantineState to) throws IOException {
        String json = QuarantineFolders.jsonOf(file);
        disk.rename(place(json, from), place(json, to));
    }

    /** Brings the JSON file of a name to its Part 10 file, if a crash has parted them. */
    void join(String file) throws IOException {
        if (!QuarantineFolders.isName(file)) {
            return;
        }
        Optional<QuarantineState> to = stateOf(file);
        String json = QuarantineFolders.jsonOf(file);
        if (to.isEmpty() || Files.exists(place(json, to.get()))) {
            return;
        }
        for (QuarantineState from : QuarantineState.values()) {
            if (Files.exists(place(json, from))) {
                moveJson(file, from, to.get());
                return;
            }
        }
    }

    /** Removes both files for good; what holds the patient's data first. */
    synchronized void delete(String file, QuarantineState state) throws IOException {
        Directories.deleteIfThere(disk, place(file, state));
        Directories.deleteIfThere(disk, place(QuarantineFolders.jsonOf(file), state));
        disk.syncDirectory(parent(place(file, state)));
        tidy(file, state);
    }

    private Path place(String file, QuarantineState state) {
        return root.resolve(state.folder()).resolve(file);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
