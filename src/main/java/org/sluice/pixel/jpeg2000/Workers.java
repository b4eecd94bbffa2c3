package org.sluice.pixel.jpeg2000;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** The processes with the library: some at most, each of them kept for the next frame. Any thread. */
final class Workers {
    private static final int MOST = 2;
    private static final int LEAST_HEAP = 64;
    private static final int MOST_HEAP = 2048;
    /** Of the library, for each byte of a frame: whole planes of int, and what they become. */
    private static final int HEAP_OF_A_BYTE = 32;

    private final String classPath;
    private final Semaphore places = new Semaphore(MOST, true);
    /** Guarded by itself. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    Workers(String classPath) {
        this.classPath = classPath;
    }

    /**
     * Has one of them do something.
     *
     * @throws PixelDataException it could not be done
     */
    byte[] done(Request request) throws PixelDataException {
        int heap = heapFor(request);
        places.acquireUninterruptibly();
        try {
            Worker worker = worker(heap);
            byte[] done;
            try {
                done = worker.done(request);
            } finally {
                giveBack(worker);
            }
            return done;
        } catch (IOException e) {
            throw new PixelDataException(Kind.UNSUPPORTED, "the decoder of JPEG 2000 cannot be started");
        } finally {
            places.release();
        }
    }

    private static int heapFor(Request request) throws PixelDataException {
        long wanted = LEAST_HEAP + (((long) HEAP_OF_A_BYTE * request.nativeLength()) >> 20);
        if (wanted > MOST_HEAP) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED,
                    "a frame of " + request.nativeLength() + " bytes is too large to be decoded from JPEG 2000");
        }
        return LEAST_HEAP * (int) ((wanted + LEAST_HEAP - 1) / LEAST_HEAP);
    }

    private Worker worker(int heap) throws IOException {
        @Nullable Worker kept;
        synchronized (idle) {
            kept = idle.poll();
        }
        if (kept != null && kept.isFine() && kept.heapMebibytes() >= heap) {
            return kept;
        }
        if (kept != null) {
            kept.close();
        }
        return Worker.start(classPath, heap);
    }

    private void giveBack(Worker worker) {
        if (!worker.isFine()) {
            worker.close();
            return;
        }
        synchronized (idle) {
            idle.push(worker);
        }
    }
}
