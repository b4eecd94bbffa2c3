package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that many threads share. An interrupt closes the channel that its thread is using, for all of them; here it is opened
 * again, and whoever was in the middle of something does it once more. The interrupt is kept for later.
 */
final class SturdyFile implements Disk.PlacedFile {
    private final Path path;
    private final ReentrantLock lock = new ReentrantLock(); // guards opening and closing
    private volatile FileChannel channel;
    private volatile boolean closed;

    private interface Use<T> {
        T of(FileChannel channel) throws IOException;
    }

    SturdyFile(Path path) throws IOException {
        this.path = path;
        this.channel =
                OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private <T> T use(Use<T> use) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                FileChannel used = channel;
                try {
                    return use.of(used);
                } catch (ClosedChannelException e) {
                    if (closed) {
                        throw e;
                    }
                    interrupted |= e instanceof ClosedByInterruptException && Thread.interrupted();
                    reopen(used);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(FileChannel broken) throws IOException {
        lock.lock();
        try {
            if (channel == broken && !closed) {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(long at, ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            use(file -> file.write(bytes, at + bytes.position() - start));
        }
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        return use(file -> file.read(into, at));
    }

    @Override
    public void force() throws IOException {
        use(file -> {
            file.force(false);
            return file;
        });
    }

    @Override
    public long size() throws IOException {
        return use(FileChannel::size);
    }

    @Override
    public void truncate(long length) throws IOException {
        use(file -> file.truncate(length));
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            channel.close();
        } finally {
            lock.unlock();
        }
    }
}
