package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;

/** Finds out whether a file system has hard links, by which one file of the spool is in several queues. */
final class HardLinks {
    private HardLinks() {}

    /**
     * Makes one in a directory, and removes it again.
     *
     * @throws IOException when there are none, or the directory cannot be written
     */
    static void require(Disk disk, Path directory) throws IOException {
        Path file = directory.resolve("link-probe");
        Path link = directory.resolve("link-probe-2");
        disk.append(file).close();
        Directories.deleteIfThere(disk, link); // of a process that was killed
        try {
            disk.link(file, link);
        } catch (IOException | UnsupportedOperationException e) {
            throw new IOException(
                    directory
                            + " is on a file system without hard links, which the spool needs: choose a place on ext4,"
                            + " XFS or the like",
                    e);
        } finally {
            Directories.deleteIfThere(disk, file);
        }
        Directories.deleteIfThere(disk, link);
    }
}
