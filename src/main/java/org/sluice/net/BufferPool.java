package org.sluice.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Direct buffers of one size that are used again: the platform frees them only when the garbage is collected. */
final class BufferPool {
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final int size;

    BufferPool(int size) {
        this.size = size;
    }

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
    }

    /** Nobody may use the buffer any more. */
    void giveBack(ByteBuffer buffer) {
        free.add(buffer);
    }
}
