package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A stretch of what has been written of an instance, to be read while more is written behind it. For one thread. */
final class DataSetStretch implements SeekableByteChannel {
    private final SpoolBytes file;
    private final long offset;
    private final long length;
    private long position;
    private boolean open = true;

    DataSetStretch(SpoolBytes file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position >= length) {
            return -1;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), length - position));
        try {
            int count = file.read(into, offset + position);
            position += Math.max(0, count);
            return count;
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        file.close();
    }
}
