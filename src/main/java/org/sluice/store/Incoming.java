package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance that is still arriving, in a file under {@code incoming} or in a segment, that nobody has been promised. It becomes durable
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

    private static final long STILL_ARRIVING = -1;

    private enum State {
        OPEN,
        /** Complete and forced, under its first name. */
        FORCED,
        /** Moved to its place, or gone. */
        OVER
    }

    /**
     * What an instance of the spool has besides.
     *
     * @param views of an original; null of an instance that is sent as it is in the file
     */
    record Spooling(
            PreambleChecksum checksum,
            List<DestinationQueue> queues,
            SpoolFacts facts,
            @Nullable List<SpoolView> views,
            Draft draft) {

        /** Whether its first name is on the disk. */
        boolean nameIsDurable() {
            return draft.nameIsDurable();
        }
    }

    private final Disk disk;
    private final Path path;
    private final Disk.OutputFile file;
    private final @Nullable Spooling spooling;
    private final long dataSetOffset;
    private long length;
    /** Where the original ends, once there are views of it, with the checksum up to there. */
    private long dataSetEnd = STILL_ARRIVING;

    private int dataSetChecksum;

    private boolean broken;
    private State state = State.OPEN;

    private Incoming(Disk disk, Path path, Disk.OutputFile file, @Nullable Spooling spooling, long dataSetOffset) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.spooling = spooling;
        this.dataSetOffset = dataSetOffset;
    }

    /** Creates the file with what stands before the data set; leaves none when that fails. */
    static Incoming begin(Disk disk, Path path, ByteBuffer start) throws IOException {
        return new Incoming(disk, path, disk.create(path), null, start.remaining()).startingWith(start);
    }

    /** An instance that stands in a file which is complete. */
    static Incoming of(Disk disk, Path path) throws IOException {
        Incoming whole = new Incoming(disk, path, disk.append(path), null, 0);
        whole.length = whole.file.length();
        return whole;
    }

    /** Begins an instance of the spool. */
    static Incoming begin(Disk disk, Draft draft, List<DestinationQueue> queues, SpoolFacts facts, ByteBuffer start)
            throws IOException {
        return begin(disk, draft, queues, facts, null, start);
    }

    /** Begins an instance of the spool that has views. */
    static Incoming beginOriginal(
            Disk disk, Draft draft, List<DestinationQueue> queues, SpoolFacts facts, ByteBuffer start)
            throws IOException {
        return begin(disk, draft, queues, facts, new ArrayList<>(), start);
    }

    private static Incoming begin(
            Disk disk,
            Draft draft,
            List<DestinationQueue> queues,
            SpoolFacts facts,
            @Nullable List<SpoolView> views,
            ByteBuffer start)
            throws IOException {
        Spooling spooling = new Spooling(new PreambleChecksum(), queues, facts, views, draft);
        return new Incoming(disk, draft.path(), draft.file(), spooling, start.remaining()).startingWith(start);
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
        if (dataSetEnd != STILL_ARRIVING) {
            throw new IllegalStateException("the data set has ended: there is a view of it");
        }
        append(buffers);
    }

    /** The same for what stands behind the data set of an original. */
    void append(ByteBuffer... buffers) throws IOException {
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

    /**
     * Begins a view of the original, whose data set has been written to its end.
     *
     * @throws IllegalStateException when it was not begun by {@link InstanceSpool#beginOriginal}
     */
    public ViewWriter view() {
        requireState(State.OPEN);
        List<SpoolView> views = spooling().views();
        if (views == null) {
            throw new IllegalStateException("the instance was not begun as an original");
        }
        if (dataSetEnd == STILL_ARRIVING) {
            dataSetEnd = length;
            dataSetChecksum = spooling().checksum().content();
        }
        return new ViewWriter(this, views, dataSetOffset, dataSetEnd);
    }

    /** Ends the file of an original with what there is for whom; returns in whose queues an instance goes. */
    List<DestinationQueue> endViews() throws IOException {
        Spooling own = spooling();
        List<SpoolView> views = own.views();
        if (views == null) {
            return own.queues();
        }
        List<String> names =
                views.stream().flatMap(view -> view.destinations().stream()).toList();
        List<DestinationQueue> targets = own.queues().stream()
                .filter(queue -> names.contains(queue.destination()))
                .toList();
        if (targets.isEmpty() || targets.size() != names.size()) {
            throw new IllegalStateException("views for " + names + ", expected one each for some of its destinations");
        }
        append(ViewIndex.of(views, dataSetEnd));
        return targets;
    }

    /** Bytes written so far, the Part 10 prefix included. */
    public long length() {
        return length;
    }

    /** What has been written so far, to be read again from a byte on; the caller closes it. */
    public SeekableByteChannel reread(long from) throws IOException {
        requireState(State.OPEN);
        return new DataSetStretch(written(), from, length - from);
    }

    private SpoolBytes written() throws IOException {
        return spooling == null ? SpoolBytes.of(path) : spooling.draft().reread();
    }

    /** The data set that has been written so far, to be read again while views of it are written; the caller closes it. */
    public SeekableByteChannel rereadDataSet() throws IOException {
        requireState(State.OPEN);
        long end = dataSetEnd == STILL_ARRIVING ? length : dataSetEnd;
        return new DataSetStretch(written(), dataSetOffset, end - dataSetOffset);
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
            spooling.draft().giveBack();
            return;
        }
        try {
            if (was == State.OPEN) {
                file.close();
            }
        } finally {
            disk.delete(path());
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

    private Path path() {
        return spooling == null ? path : spooling.draft().path();
    }

    /**
     * The same in the log of segments, for these destinations; then the instance needs no name. False when it is in a file of its
     * own.
     */
    boolean forceInLog(long number, List<DestinationQueue> targets) throws IOException {
        requireState(State.OPEN);
        if (broken || !(spooling().draft() instanceof SegmentEntry entry) || !entry.isInSegment()) {
            return false;
        }
        boolean isOriginal = dataSetEnd != STILL_ARRIVING;
        PreambleChecksum checksum = spooling().checksum();
        broken = true; // if it fails, nobody can tell what is on the disk
        entry.commit(
                checksum,
                number,
                targets.stream().map(DestinationQueue::destination).toList(),
                isOriginal ? dataSetEnd : length,
                isOriginal ? dataSetChecksum : checksum.content());
        state = State.OVER;
        return true;
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
        return path();
    }

    /** Moves the forced file to its place; from then on closing does not touch it. */
    void moveTo(Path place) throws IOException {
        requireState(State.FORCED);
        disk.rename(path(), place);
        state = State.OVER;
    }

    /** Gives the forced file one more name. */
    void linkTo(Path place) throws IOException {
        requireState(State.FORCED);
        disk.link(path(), place);
    }

    private void requireState(State expected) {
        if (state != expected) {
            throw new IllegalStateException("instance is " + state + ", expected " + expected);
        }
    }
}
