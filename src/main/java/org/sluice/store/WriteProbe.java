package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out whether instances can be written to a directory, by the only way that tells: a small file is written, forced
 * to disk and removed. One thread at a time.
 */
final class WriteProbe {
    private static final String NAME = "probe";

    /** A block of most file systems. */
    private static final int SIZE = 4 << 10;

    private final Disk disk;
    private final Path file;

    WriteProbe(Disk disk, Path directory) {
        this.disk = disk;
        this.file = directory.resolve(NAME);
    }

    /** Whether the file is one of these, left over from a process that was killed. */
    static boolean isLeftOver(Path file) {
        return file.endsWith(NAME);
    }

    /**
     * Tries it.
     *
     * @return bytes of room that are left on the disk
     * @throws IOException nothing can be written
     */
    long run() throws IOException {
        try (Disk.OutputFile out = disk.append(file)) {
            out.write(ByteBuffer.allocate(SIZE));
            out.force();
        } finally {
            Directories.deleteIfThere(disk, file);
        }
        return Files.getFileStore(file.getParent()).getUsableSpace();
    }
}
