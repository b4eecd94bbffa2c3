package org.sluice.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sluice.text.Log;

/**
 * Says in the log that a folder takes long to open, now and then, until it is open: of one with a hundred thousand instances
 * each is looked at, and whoever waits for the node should see that it is at work.
 */
final class LongOpening implements AutoCloseable {
    private static final Log LOG = Log.of(LongOpening.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration NEXT = Duration.ofSeconds(10);

    private final Path folder;
    private final long begun = System.nanoTime();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "long-opening");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean told;

    /** Begins to count the time. */
    LongOpening(Path folder) {
        this.folder = folder;
        var unused =
                thread.scheduleWithFixedDelay(this::tell, FIRST.toMillis(), NEXT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tell() {
        told = true;
        LOG.info("{} is being opened: what the last run left there is looked at, for {} s so far", folder, seconds());
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    /** It is open, or cannot be. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (told) {
            LOG.info("{}: done after {} s", folder, seconds());
        }
    }
}
