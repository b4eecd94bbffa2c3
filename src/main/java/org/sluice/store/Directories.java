package org.sluice.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** What both stores do with their directories. */
final class Directories {

    private static final Log LOG = Log.of(Directories.class);

    private Directories() {}

    /** Creates the directory and the parents it lacks, durably. */
    static void create(Disk disk, Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            create(disk, parent);
        }
        disk.createDirectory(directory);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    /** Removes every file of the directory and says how many there were. */
    static int empty(Disk disk, Path directory) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                disk.delete(file);
                removed++;
            }
        }
        return removed;
    }

    /** Removes a file unless somebody else has. */
    static void deleteIfThere(Disk disk, Path file) throws IOException {
        try {
            disk.delete(file);
        } catch (NoSuchFileException gone) {
            LOG.debug("{} was removed by somebody else", file.getFileName());
        }
    }

    /** Takes back what a failed commit has placed, as far as the disk allows; the failure itself is thrown elsewhere. */
    static void deleteQuietly(Disk disk, List<Path> files) {
        for (Path file : files) {
            try {
                disk.delete(file);
            } catch (IOException e) {
                LOG.warn(
                        "Cannot take back {}, it may be found at the next start: {}",
                        file.getFileName(),
                        OneLine.message(e));
            }
        }
    }
}
