package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The receive buffer of an association. What lies between its position and its limit has not been read yet. */
final class ReceiveBuffer {
    private static final int ALIGNMENT = 64;

    /** This part of the buffer is little enough to be moved, and room enough to read into. */
    private static final int FEW = 8;

    private final Transport transport;
    private final ReadTimer timer;
    private final ByteBuffer buffer;
    private final ByteBuffer view;

    ReceiveBuffer(Transport transport, ReadTimer timer, ByteBuffer buffer) {
        this.transport = transport;
        this.timer = timer;
        this.buffer = buffer;
        this.view = buffer.duplicate();
        buffer.clear().limit(0);
    }

    /** Waits until {@code count} bytes (a header's) lie together; false when the connection ends before. */
    boolean require(int count) throws IOException {
        while (buffer.remaining() < count) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Reads once more, behind what is still there; false at the end of the connection. */
    boolean fill() throws IOException {
        timer.beforeRead();
        try {
            return readBehind(transport::read) >= 0;
        } finally {
            timer.afterRead();
        }
    }

    /** From any thread: a read that waits, and each later one, finds the end. */
    void shutdown() {
        transport.shutdownInput();
    }

    /** Whether nothing at all has come, not even the end of the connection. */
    boolean isQuiet() throws IOException {
        return buffer.remaining() == 0 && readBehind(transport::poll) == 0;
    }

    private interface Read {
        int into(ByteBuffer buffer) throws IOException;
    }

    private int readBehind(Read read) throws IOException {
        int unread = buffer.remaining();
        int end = makeRoom(unread);
        buffer.position(end);
        try {
            return read.into(buffer);
        } finally {
            int limit = buffer.position();
            buffer.limit(limit).position(end - unread);
        }
    }

    /**
     * Moves what is unread, little as it is at most times, so that the bytes behind it go to a multiple of 64: the
     * kernel copies to such addresses several times as fast as to others. What is being gathered, and is more, stays as
     * long as there is room behind it. Returns where the next bytes go.
     */
    private int makeRoom(int unread) {
        int behind = buffer.limit();
        if (unread > buffer.capacity() / FEW && behind < buffer.capacity() - buffer.capacity() / FEW) {
            buffer.limit(buffer.capacity());
            return behind;
        }
        int end = (unread + ALIGNMENT - 1) & -ALIGNMENT;
        buffer.limit(buffer.capacity());
        if (unread > 0) {
            buffer.put(end - unread, buffer, buffer.position(), unread);
        }
        return end;
    }

    int uint8() {
        return buffer.get() & 0xFF;
    }

    long uint32() {
        return buffer.getInt() & 0xFFFFFFFFL;
    }

    int buffered() {
        return buffer.remaining();
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Of what is unread, the byte so many behind the first; it stays unread. */
    int peek8(int ahead) {
        return buffer.get(buffer.position() + ahead) & 0xFF;
    }

    long peek32(int ahead) {
        return buffer.getInt(buffer.position() + ahead) & 0xFFFFFFFFL;
    }

    void replace8(int ahead, int value) {
        buffer.put(buffer.position() + ahead, (byte) value);
    }

    /** The next bytes where they lie, at most {@code most} of those that are there; valid until the next read. */
    ByteBuffer take(long most) {
        int start = buffer.position();
        int count = (int) Math.min(most, buffer.remaining());
        buffer.position(start + count);
        return view.limit(start + count).position(start);
    }

    /** Puts more bytes behind what was just taken: {@code count} of them, that lie {@code skipped} behind it. */
    void join(ByteBuffer taken, int skipped, int count) {
        int end = taken.limit();
        int from = buffer.position() + skipped;
        buffer.put(end, buffer, from, count);
        buffer.position(from + count);
        taken.limit(end + count);
    }

    /** Drops bytes, also those still to come; false when the connection ends before. */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (buffer.remaining() == 0 && !fill()) {
                return false;
            }
            left -= take(left).remaining();
        }
        return true;
    }

    /** The body of a PDU; memory is taken as the bytes come, not as its length promises. Short at the end. */
    byte[] body(int length) throws IOException {
        byte[] body = new byte[Math.min(length, 4096)];
        int at = 0;
        while (at < length && (buffer.remaining() > 0 || fill())) {
            if (at == body.length) {
                body = Arrays.copyOf(body, Math.min(length, body.length * 2));
            }
            ByteBuffer bytes = take(body.length - at);
            int count = bytes.remaining();
            bytes.get(body, at, count);
            at += count;
        }
        return Arrays.copyOf(body, at);
    }
}
