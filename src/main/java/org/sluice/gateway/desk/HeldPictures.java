package org.sluice.gateway.desk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.control.RefusalException;
import org.sluice.pixel.FramePicture;
import org.sluice.pixel.Region;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.OneLine;

/** Pictures of what is held, with the rectangles that the matches name: few at a time, for each takes memory. Any thread. */
final class HeldPictures {
    private static final int MOST_AT_ONCE = 2;
    private static final long LONGEST_WAIT_SECONDS = 10;
    private static final int SHORTEST_SIDE = 16;
    private static final int LONGEST_SIDE = 2048;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /**
     * One frame as PNG.
     *
     * @param frame from 0
     * @param size neither side is longer, in pixels; taken as 16 when less, and as 2048 when more
     * @throws RefusalException when there is no such picture
     */
    byte[] png(QuarantinedInstance instance, int frame, int size) throws IOException {
        List<Region> drawn = instance.entry().matches().stream()
                .flatMap(match -> match.coordinates().stream())
                .map(Region::ofEntry)
                .toList();
        takePlace();
        try {
            return FramePicture.png(
                    instance.path(), frame, Math.max(SHORTEST_SIDE, Math.min(size, LONGEST_SIDE)), drawn);
        } catch (DataSetException none) {
            throw new RefusalException("there is no such picture: " + OneLine.message(none));
        } finally {
            places.release();
        }
    }

    private void takePlace() throws IOException {
        try {
            if (!places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("too many pictures are asked for at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the node stops");
        }
    }
}
