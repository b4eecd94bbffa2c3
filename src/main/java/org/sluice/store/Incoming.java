package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance that is still arriving: a file under {@code incoming} that nobody has been promised. It becomes durable
 * by the commit of the store that began it; closed before, it vanishes. One thread at a time.
 *
 * <pre>{@code
 * try (Incoming incoming = spool.begin(facts, part10Prefix)) {
 *     incoming.write(buffer); // as often as there is something
 *     spool.commit(incoming);
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

    /** What an instance of the spool has besides. */
    record Spooling(
            PreambleChecksum checksum,
            List<DestinationQueue> queues,
            SpoolFacts facts,
            ReadyFiles ready,
            ReadyFiles.Taken taken) {

        /** Whether its first name is on the disk. */
        boolean nameIsDurable() {
            return taken.nameIsDurable();
        }
    }

    private final Disk disk;
    private final Path path;
    private final Disk.OutputFile file;
    private final @Nullable Spooling spooling;
    private long length;
    private boolean broken;
    private State state = State.OPEN;

    private Incoming(Disk disk, Path path, Disk.OutputFile file, @Nullable Spooling spooling) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.spooling = spooling;
    }

    /** Creates the file with what stands before the data set; leaves none when that fails. */
    static Incoming begin(Disk disk, Path path, ByteBuffer start) throws IOException {
        return new Incoming(disk, path, disk.create(path), null).startingWith(start);
    }

    /** Begins an instance of the spool in a file that is ready. */
    static Incoming begin(
            Disk disk, ReadyFiles ready, List<DestinationQueue> queues, SpoolFacts facts, ByteBuffer start)
            throws IOException {
        ReadyFiles.Taken taken = ready.take();
        Spooling spooling = new Spooling(new PreambleChecksum(), queues, facts, ready, taken);
        return new Incoming(disk, taken.path(), taken.file(), spooling).startingWith(start);
    }

    private Incoming startingWith(ByteBuffer start) throws IOException {
        try {
            write(start);
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
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
            if (spooling != null) {
                spooling.checksum().add(buffer);
            }
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
        if (was == State.OPEN && spooling != null) {
            spooling.ready().giveBack(spooling.taken());
            return;
        }
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

    /** The same, with the checksum by which the spool knows a whole file. */
    void forceWithChecksum(long number) throws IOException {
        requireState(State.OPEN);
        if (!broken) {
            file.overwriteBeginning(spooling().checksum().of(number));
        }
        force();
    }

    Spooling spooling() {
        if (spooling == null) {
            throw new IllegalArgumentException("the instance was not begun by the spool");
        }
        return spooling;
    }

    /** From now on the first name is the caller's to remove; closing does not touch it. */
    Path leave() {
        requireState(State.FORCED);
        state = State.OVER;
        return path;
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
