package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/**
 * A data set as it stands in a segment. The checksum is made as it is read; when it does not fit, its last bytes are not given out. For
 * one thread.
 */
final class CheckedDataSet implements ReadableByteChannel {
    private final SegmentRecord record;
    private final CRC32C crc = new CRC32C();
    private long at;
    private boolean open = true;

    /** @param from where the data set begins */
    CheckedDataSet(SegmentRecord record, long from) throws IOException {
        this.record = record;
        ByteBuffer before = ByteBuffer.allocate(Math.toIntExact(from - SegmentHead.LENGTH));
        record.fill(before, SegmentHead.LENGTH);
        crc.update(before.flip());
        this.at = from;
        if (from >= record.head().dataSetEnd()) {
            requireWhole(true);
        }
    }

    private void requireWhole(boolean readAll) throws DamagedSpoolFileException {
        if (!readAll || (int) crc.getValue() != record.head().dataSetChecksum()) {
            throw new DamagedSpoolFileException("instance " + record.head().number() + " in "
                    + record.segment().path().getFileName() + " is damaged: it does not fit its checksum");
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long end = record.head().dataSetEnd();
        if (at >= end) {
            return -1;
        }
        int start = into.position();
        int limit = into.limit();
        into.limit((int) Math.min(limit, start + end - at));
        boolean whole = record.fill(into, at);
        ByteBuffer read = into.duplicate().flip().position(start);
        at += read.remaining();
        crc.update(read);
        into.limit(limit);
        if (!whole || at == end) {
            into.position(start);
            requireWhole(whole);
            into.position(read.limit());
        }
        return into.position() - start;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** The segment stays open. */
    @Override
    public void close() {
        open = false;
    }
}
