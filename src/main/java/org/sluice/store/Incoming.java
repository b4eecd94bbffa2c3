package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An instance that is still arriving: a file under {@code incoming} that nobody has been promised. It becomes durable
 * by the commit of the store that began it; closed before, it vanishes. One thread at a time.
 *
 * <pre>{@code
 * try (Incoming incoming = spool.begin(facts, part10Prefix)) {
 *     incoming.write(buffer); // as often as there is something
 *     spool.commit(incoming, List.of("archive"));
 * }
 * }</pre>
 */
public final class Incoming implements Closeable {

    private enum State {
        OPEN,
        /** Complete and forced, under its first name. */
        FORCED,
        /** Moved to its place, or gone. */
        OVER
    }

    private final Disk disk;
    private final Path path;
    private final Disk.OutputFile file;
    private long length;
    private boolean broken;
    private State state = State.OPEN;

    private Incoming(Disk disk, Path path) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = disk.create(path);
    }

    /** Creates the file with what stands before the data set; leaves none when that fails. */
    static Incoming begin(Disk disk, Path path, ByteBuffer start) throws IOException {
        Incoming incoming = new Incoming(disk, path);
        try {
            incoming.write(start);
        } catch (IOException e) {
            incoming.close();
            throw e;
        }
        return incoming;
    }

    /**
     * Appends all that remains in the buffers, in order; direct buffers are written without a copy.
     *
     * @throws IOException when the disk is full or failing; the instance can then only be closed
     */
    public void write(ByteBuffer... buffers) throws IOException {
        requireState(State.OPEN);
        long more = 0;
        for (ByteBuffer buffer : buffers) {
            more += buffer.remaining();
        }
        boolean written = false;
        try {
            file.write(buffers);
            length += more;
            written = true;
        } finally {
            broken |= !written;
        }
    }

    /** Bytes written so far, the Part 10 prefix included. */
    public long length() {
        return length;
    }

    /** What has been written so far, to be read again from a byte on; the caller closes it. */
    public FileChannel reread(long from) throws IOException {
        requireState(State.OPEN);
        return FileChannel.open(path, StandardOpenOption.READ).position(from);
    }

    /** Removes what was written unless it has been committed. */
    @Override
    public void close() throws IOException {
        if (state == State.OVER) {
            return;
        }
        State was = state;
        state = State.OVER;
        try {
            if (was == State.OPEN) {
                file.close();
            }
        } finally {
            disk.delete(path);
        }
    }

    /** Forces the whole file to disk under its first name, and closes it. */
    void force() throws IOException {
        requireState(State.OPEN);
        if (broken) {
            throw new IOException("cannot commit an instance of which a write has failed");
        }
        file.force();
        file.close();
        state = State.FORCED;
    }

    /** Moves the forced file to its place; from then on closing does not touch it. */
    void moveTo(Path place) throws IOException {
        requireState(State.FORCED);
        disk.rename(path, place);
        state = State.OVER;
    }

    /** Gives the forced file one more name. */
    void linkTo(Path place) throws IOException {
        requireState(State.FORCED);
        disk.link(path, place);
    }

    private void requireState(State expected) {
        if (state != expected) {
            throw new IllegalStateException("instance is " + state + ", expected " + expected);
        }
    }
}
