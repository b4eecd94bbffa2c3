package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;

/**
 * An instance that is arriving in a segment, in slots that are reserved for it as its bytes come. One that becomes too long goes on in
 * a file of its own. For one thread.
 */
final class SegmentEntry implements Draft, Disk.OutputFile {
    private static final Log LOG = Log.of(SegmentEntry.class);
    private static final int PIECE = 64 << 10;

    private final SegmentLog log;
    private final SegmentSpace space;
    private final ReadyFiles ready;
    private Segment segment;
    private Extents extents;
    private long length;
    private ReadyFiles.@Nullable Taken own;

    SegmentEntry(SegmentLog log, SegmentSpace space, ReadyFiles ready, int slots) throws IOException {
        this.log = log;
        this.space = space;
        this.ready = ready;
        this.extents = new Extents();
        this.segment = space.begin(extents, slots);
    }

    /** Whether it has not become too long. */
    boolean isInSegment() {
        return own == null;
    }

    @Override
    public Disk.OutputFile file() {
        return this;
    }

    @Override
    public Path path() {
        return own == null ? segment.path() : own.path();
    }

    @Override
    public boolean nameIsDurable() {
        return own == null || own.nameIsDurable();
    }

    @Override
    public void write(ByteBuffer... buffers) throws IOException {
        long more = 0;
        for (ByteBuffer buffer : buffers) {
            more += buffer.remaining();
        }
        if (own == null) {
            makeRoom(more);
        }
        if (own != null) {
            own.file().write(buffers);
            return;
        }
        for (ByteBuffer buffer : buffers) {
            put(buffer);
        }
    }

    private void put(ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        try {
            while (buffer.position() < limit) {
                int together = (int) Math.min(limit - buffer.position(), extents.together(length));
                buffer.limit(buffer.position() + together);
                segment.write(extents.place(length), buffer);
                length += together;
            }
        } finally {
            buffer.limit(limit);
        }
    }

    private void makeRoom(long more) throws IOException {
        long needed = length + more;
        if (needed <= extents.capacity()) {
            return;
        }
        if (needed > log.longest()) {
            leaveLog();
            return;
        }
        int missing = Extents.slots(needed) - extents.slots();
        int twice = Math.min(extents.slots(), Extents.slots(log.longest()) - extents.slots());
        int count = Math.max(missing, twice);
        if (!space.extend(segment, extents, count)) {
            moveOn(extents.slots() + count);
        }
    }

    private interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    private void copyTo(Sink sink) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, Math.max(length, 1)));
        for (long at = 0; at < length; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), length - at));
            if (!fill(piece, at)) {
                throw new IOException("the segment ends within an instance that arrives");
            }
            sink.write(piece.flip());
        }
    }

    private boolean fill(ByteBuffer into, long at) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            long place = at + into.position() - start;
            if (readWritten(into, place) < 0) {
                return false;
            }
        }
        return true;
    }

    private int readWritten(ByteBuffer into, long at) throws IOException {
        segment.requireSound(); // what could not be forced may not be what was written
        if (at >= length) {
            return -1;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + Math.min(length - at, extents.together(at))));
        try {
            return segment.read(into, extents.place(at));
        } finally {
            into.limit(limit);
        }
    }

    /** The segment is full: what there is of the instance is copied into the next. */
    private void moveOn(int slots) throws IOException {
        Extents next = new Extents();
        Segment to = space.begin(next, slots);
        boolean moved = false;
        try {
            long[] at = {0};
            copyTo(piece -> {
                int count = piece.remaining();
                to.write(next.place(at[0]), piece); // the slots of one reservation lie together
                at[0] += count;
            });
            moved = true;
        } finally {
            space.abandon(moved ? segment : to, moved ? extents : next);
        }
        segment = to;
        extents = next;
    }

    /** It is too long for a segment. */
    private void leaveLog() throws IOException {
        ReadyFiles.Taken taken = ready.take();
        boolean moved = false;
        try {
            copyTo(piece -> taken.file().write(piece));
            moved = true;
        } finally {
            if (!moved) {
                ready.giveBack(taken);
            }
        }
        space.abandon(segment, extents);
        own = taken;
    }

    /**
     * Makes the instance durable in its segment.
     *
     * @param dataSetEnd where its data set ends, with the checksum up to there
     */
    void commit(PreambleChecksum checksum, long number, List<String> destinations, long dataSetEnd, int dataSetChecksum)
            throws IOException {
        space.shrink(segment, extents, length);
        long bits = 0;
        for (String destination : destinations) {
            bits |= segment.header().bit(destination);
        }
        SegmentHead head = new SegmentHead(
                number,
                checksum.length(),
                checksum.content(),
                segment.header().generation(),
                System.currentTimeMillis(),
                bits,
                segment.forces(),
                dataSetEnd,
                dataSetChecksum,
                extents);
        boolean forced = false;
        try {
            segment.write(extents.place(0), head.encoded(checksum.of(number)));
            segment.force();
            forced = true;
        } finally {
            if (!forced) {
                takeBack();
            }
        }
        log.committed(segment, head);
    }

    /** As far as the disk allows; the failure itself is thrown elsewhere. */
    private void takeBack() {
        try {
            segment.erase(extents.place(0), SegmentHead.LENGTH);
        } catch (IOException e) {
            LOG.warn("Spool: an instance that was refused may be found at the next start: {}", e);
        }
    }

    @Override
    public SpoolBytes reread() {
        return new SpoolBytes() {
            private @Nullable FileChannel file;

            @Override
            public int read(ByteBuffer into, long at) throws IOException {
                ReadyFiles.Taken taken = own;
                if (taken == null) {
                    return readWritten(into, at);
                }
                FileChannel open = file;
                if (open == null) {
                    open = FileChannel.open(taken.path(), StandardOpenOption.READ);
                    file = open;
                }
                return open.read(into, at);
            }

            @Override
            public long size() {
                return length;
            }

            @Override
            public void close() throws IOException {
                if (file != null) {
                    file.close();
                }
            }
        };
    }

    @Override
    public void giveBack() throws IOException {
        if (own != null) {
            ready.giveBack(own);
        } else {
            space.abandon(segment, extents);
        }
    }

    private Disk.OutputFile own() {
        if (own == null) {
            throw new IllegalStateException("the instance has no file of its own");
        }
        return own.file();
    }

    @Override
    public void overwriteBeginning(ByteBuffer bytes) throws IOException {
        own().overwriteBeginning(bytes);
    }

    @Override
    public void force() throws IOException {
        own().force();
    }

    @Override
    public long length() throws IOException {
        return own == null ? length : own.file().length();
    }

    @Override
    public void truncate(long shorter) throws IOException {
        own().truncate(shorter);
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.file().close();
        }
    }
}
