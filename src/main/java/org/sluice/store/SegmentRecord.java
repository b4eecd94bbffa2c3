package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32C;

/** A committed instance in a segment. When nobody waits for it any more, and the segment is used again, it cannot be read. */
record SegmentRecord(Segment segment, SegmentHead head) implements SpoolBytes {
    private static final int PIECE = 256 << 10;

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        if (at >= head.length()) {
            return -1;
        }
        if (segment.header().generation() != head.generation()) {
            throw new NoSuchFileException("instance " + head.number() + " of " + segment.path());
        }
        Extents extents = head.extents();
        long most = Math.min(head.length() - at, extents.together(at));
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + most));
        try {
            return segment.read(into, extents.place(at));
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public long size() {
        return head.length();
    }

    /** Whether all of it is as it was written. */
    boolean isWhole() throws IOException {
        return crc(head.length()) == head.checksum();
    }

    /** Whether its data set is, and what stands before that. */
    boolean hasWholeDataSet() throws IOException {
        return crc(head.dataSetEnd()) == head.dataSetChecksum();
    }

    private int crc(long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end));
        for (long at = SegmentHead.LENGTH; at < end; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), end - at));
            if (!fill(piece, at)) {
                return ~(end == head.dataSetEnd() ? head.dataSetChecksum() : head.checksum()); // cut off
            }
            crc.update(piece.flip());
        }
        return (int) crc.getValue();
    }

    /** Writes it as a file of its own would have it; one that is damaged becomes longer than it says. */
    void copyTo(Disk.OutputFile out) throws IOException {
        ByteBuffer preamble = ByteBuffer.allocate(SegmentHead.LENGTH);
        fill(preamble.limit(PreambleChecksum.LENGTH), 0);
        out.write(preamble.clear());
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = SegmentHead.LENGTH; at < size(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), size() - at));
            fill(piece, at);
            out.write(piece.clear().limit((int) Math.min(piece.capacity(), size() - at)));
        }
        if (!isWhole()) {
            out.write(ByteBuffer.allocate(1));
        }
    }

    /** What remains open belongs to the segment. */
    @Override
    public void close() {}
}
