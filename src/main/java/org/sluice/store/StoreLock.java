package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a second gateway from a directory that one already uses; the operating system drops it with the process. */
final class StoreLock implements Closeable {

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    static StoreLock acquire(Disk disk, Path file) throws IOException {
        disk.append(file).close(); // there from now on, 0600
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            throw inUse(file);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw inUse(file);
        }
        return new StoreLock(channel);
    }

    private static IOException inUse(Path file) {
        return new StoreInUseException(Objects.requireNonNull(file.getParent(), "a lock has a directory"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
