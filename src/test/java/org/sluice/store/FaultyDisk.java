package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A disk of which one operation fails: the one with the given number, counted from 0. Afterwards it works again (a
 * full disk, a bad sector), or nothing ever works (the process is gone).
 */
final class FaultyDisk implements Disk {

    enum Afterwards {
        WORKS,
        DEAD
    }

    private final Disk disk;
    private int failing;
    private Afterwards afterwards;
    private int operations;

    FaultyDisk(Disk disk, int failing, Afterwards afterwards) {
        this.disk = disk;
        this.failing = failing;
        this.afterwards = afterwards;
    }

    /** True when the operation that was to fail has been asked for. */
    boolean hasFailed() {
        return operations > failing;
    }

    /** From now on nothing works any more. */
    void die() {
        failing = operations;
        afterwards = Afterwards.DEAD;
    }

    /** So many more operations work; the next one is the one that fails. */
    void failAfter(int more) {
        failing = operations + more;
    }

    private void operation(String name) throws IOException {
        int number = operations++;
        if (number == failing || (number > failing && afterwards == Afterwards.DEAD)) {
            throw new IOException("operation " + number + " (" + name + ") fails, as the test wants");
        }
    }

    private Disk asking(String name) throws IOException {
        operation(name);
        return disk;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        asking("createDirectory").createDirectory(directory);
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return new FaultyFile(asking("create").create(file));
    }

    @Override
    public OutputFile open(Path file) throws IOException {
        return new FaultyFile(asking("open").open(file));
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        return new FaultyFile(asking("append").append(file));
    }

    @Override
    public PlacedFile place(Path file) throws IOException {
        return new FaultyPlaces(asking("place").place(file));
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        asking("link").link(existing, link);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        asking("rename").rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        asking("delete").delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        asking("syncDirectory").syncDirectory(directory);
    }

    private final class FaultyFile implements OutputFile {

        private final OutputFile file;

        FaultyFile(OutputFile file) {
            this.file = file;
        }

        /** A write that fails has written half. */
        @Override
        public void write(ByteBuffer... buffers) throws IOException {
            boolean fails = operations == failing;
            if (fails) {
                for (ByteBuffer buffer : buffers) {
                    file.write(buffer.duplicate().limit(buffer.position() + buffer.remaining() / 2));
                }
            }
            operation("write");
            file.write(buffers);
        }

        @Override
        public void overwriteBeginning(ByteBuffer bytes) throws IOException {
            operation("overwriteBeginning");
            file.overwriteBeginning(bytes);
        }

        @Override
        public void force() throws IOException {
            operation("force");
            file.force();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            operation("truncate");
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close(); // the operating system closes files whatever happens
        }
    }

    private final class FaultyPlaces implements PlacedFile {

        private final PlacedFile file;

        FaultyPlaces(PlacedFile file) {
            this.file = file;
        }

        /** A write that fails has written half. */
        @Override
        public void write(long at, ByteBuffer bytes) throws IOException {
            if (operations == failing) {
                file.write(at, bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2));
            }
            operation("write");
            file.write(at, bytes);
        }

        @Override
        public void force() throws IOException {
            operation("force");
            file.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            operation("truncate");
            file.truncate(length);
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
