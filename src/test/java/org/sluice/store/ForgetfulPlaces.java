package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was written into the middle of a file since it was last forced. When the power fails, nothing of it is there; or some of it, each
 * write by itself, later ones without earlier ones and one of them by half.
 */
final class ForgetfulPlaces implements Disk.PlacedFile {
    private final Disk.PlacedFile file;
    private final Unforced unforced;

    /** A change of a file, with what was there before. */
    private record Change(long at, byte[] before, byte[] after, long sizeBefore) {}

    /** Survives the handle; any number of handles. */
    static final class Unforced {
        private final List<Change> changes = new ArrayList<>();

        synchronized void lose(Path path, ForgetfulDisk.Loss loss) throws IOException {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                for (int i = changes.size() - 1; i >= 0; i--) {
                    Change change = changes.get(i);
                    file.write(ByteBuffer.wrap(change.before), change.at);
                    file.truncate(change.sizeBefore);
                }
                for (int i = 0; loss == ForgetfulDisk.Loss.TORN && i < changes.size(); i++) {
                    Change change = changes.get(i);
                    int length = i == changes.size() / 2 ? change.after.length / 2 : change.after.length;
                    if (i % 2 == 1 || i == changes.size() / 2) {
                        file.write(ByteBuffer.wrap(change.after, 0, length), change.at);
                    }
                }
            }
            changes.clear();
        }
    }

    ForgetfulPlaces(Disk.PlacedFile file, Unforced unforced) {
        this.file = file;
        this.unforced = unforced;
    }

    private void changing(long at, byte[] after, int beforeLength) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(beforeLength);
        file.fill(before, at);
        byte[] old = new byte[before.position()];
        before.get(0, old);
        unforced.changes.add(new Change(at, old, after, file.size()));
    }

    @Override
    public void write(long at, ByteBuffer bytes) throws IOException {
        synchronized (unforced) {
            byte[] after = new byte[bytes.remaining()];
            bytes.duplicate().get(after);
            changing(at, after, after.length);
            file.write(at, bytes);
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        synchronized (unforced) {
            changing(length, new byte[0], (int) Math.max(0, file.size() - length));
            file.truncate(length);
        }
    }

    @Override
    public void force() {
        synchronized (unforced) {
            unforced.changes.clear();
        }
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
