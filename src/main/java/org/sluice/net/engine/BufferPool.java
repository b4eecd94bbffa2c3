package org.sluice.net.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Direct buffers of one size that are used again: the platform frees them only when the garbage is collected. Any
 * thread.
 */
final class BufferPool {
    private static final int PAGE = 4096;

    private final BlockingQueue<ByteBuffer> free;
    private final int size;

    /**
     * @param size of each buffer in bytes
     * @param most buffers that are kept while nobody uses them
     */
    BufferPool(int size, int most) {
        this.size = size;
        this.free = new ArrayBlockingQueue<>(most);
    }

    /** One that is free, or a new one; its position and limit are those of who had it before. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? aligned(size) : buffer;
    }

    /**
     * A direct buffer that begins on a page. The kernel copies to and from it three times as fast as to one that begins
     * 16 bytes into a page, where the C library puts large ones.
     */
    static ByteBuffer aligned(int size) {
        return ByteBuffer.allocateDirect(size + PAGE).alignedSlice(PAGE).slice(0, size);
    }

    /** Nobody may use the buffer any more. */
    void giveBack(ByteBuffer buffer) {
        free.offer(buffer);
    }
}
