package org.sluice.gateway.intake;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.sluice.net.BufferPool;

/**
 * Room for the bytes of instances that an archive may fail to take while they pass: a few buffers for all associations,
 * made when they are first needed. Any thread.
 */
public final class ReplayMemory {
    /** As long as a CT or MR instance and to spare; longer ones go on in a file. */
    public static final int SIZE = 1 << 20;

    /** More than this number of instances are rarely on their way at the same moment; others begin in a file. */
    static final int MOST = 16;

    private final BufferPool buffers = new BufferPool(SIZE, MOST);
    private final Semaphore left = new Semaphore(MOST);

    /** An empty direct buffer of {@link #SIZE} bytes; empty when all are in use. */
    Optional<ByteBuffer> take() {
        return left.tryAcquire() ? Optional.of(buffers.take().clear()) : Optional.empty();
    }

    /** Nobody may use the buffer any more. */
    void giveBack(ByteBuffer buffer) {
        buffers.giveBack(buffer);
        left.release();
    }
}
