package org.sluice.gateway.intake;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Room for the bytes of instances that an archive may fail to take while they pass: a few buffers for all associations,
 * made when they are first needed. Any thread.
 */
public final class ReplayMemory {
    /** As long as a CT or MR instance and to spare; longer ones go on in a file. */
    public static final int SIZE = 1 << 20;

    /** More than this number of instances are rarely on their way at the same moment; others begin in a file. */
    static final int MOST = 16;

    private static final int PAGE = 4096;

    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(MOST);
    private final Semaphore left = new Semaphore(MOST);

    /** An empty direct buffer of {@link #SIZE} bytes; empty when all are in use. */
    Optional<ByteBuffer> take() {
        if (!left.tryAcquire()) {
            return Optional.empty();
        }
        ByteBuffer used = free.poll();
        // One that begins on a page is written to a file faster.
        return Optional.of(
                used == null
                        ? ByteBuffer.allocateDirect(SIZE + PAGE)
                                .alignedSlice(PAGE)
                                .slice(0, SIZE)
                        : used.clear());
    }

    /** Nobody may use the buffer any more. */
    void giveBack(ByteBuffer buffer) {
        free.offer(buffer);
        left.release();
    }
}
