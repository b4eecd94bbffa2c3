package org.sluice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;

/**
 * What an instance of the spool still needs after it was promised, and what the next ones need before they come, a
 * moment later and for many together: its names in the queues are forced to disk, then its first name is removed; and
 * {@linkplain ReadyFiles files are made ready}. Until then the first name keeps the promise. Files of delivered instances
 * are removed in the same way, because a disk that gives back room for each of them makes all who force something wait.
 *
 * <p>When the disk fails here nothing is lost: what is not settled keeps its first name, and is settled when the spool is
 * opened again. Any number of threads.
 */
final class Settler {
    private static final Log LOG = Log.of(Settler.class);

    /** Long enough for the instances of some forces of the disk to come together. */
    static final Duration SOON = Duration.ofMillis(50);

    /** So long may room on the disk be wanted that nobody needs any more. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    /** Without a thread of its own: by who wants it, before the wish returns. */
    static final Duration AT_ONCE = Duration.ZERO;

    private record Placed(Path firstName, List<DestinationQueue> queues) {}

    private final Disk disk;
    private final ReadyFiles ready;
    private final Duration pause;
    private final @Nullable ScheduledThreadPoolExecutor thread;
    private final ConcurrentLinkedQueue<Placed> placed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Path> delivered = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean sweepWanted = new AtomicBoolean();
    /** Of a disk that fails it is said once, for it is asked twenty times a second. */
    private boolean failing;
    /** What was begun before the close and comes after it touches nothing any more: the spool may be another's by then. */
    private boolean closed;

    Settler(Disk disk, ReadyFiles ready, Duration pause) {
        this.disk = disk;
        this.ready = ready;
        this.pause = pause;
        this.thread = pause.equals(AT_ONCE) ? null : new ScheduledThreadPoolExecutor(1, Settler::daemon);
        if (thread != null) {
            // What comes after the close is settled at the next start.
            thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "spool-settler");
        thread.setDaemon(true);
        return thread;
    }

    /** An instance is in its queues, and has been promised. */
    void placed(Path firstName, List<DestinationQueue> queues) {
        placed.add(new Placed(firstName, queues));
        want();
    }

    /** A file that was ready has been taken. */
    void taken() {
        if (ready.isLow()) {
            want();
        }
    }

    /** Nobody needs the file any more. */
    void delivered(Path file) {
        delivered.add(file);
        if (sweepWanted.compareAndSet(false, true)) {
            later(this::sweep, SWEEP);
        }
    }

    private void want() {
        if (wanted.compareAndSet(false, true)) {
            later(this::run, pause);
        }
    }

    private void later(Runnable work, Duration after) {
        if (thread == null) {
            work.run();
        } else {
            // The work says itself what goes wrong; nobody waits for it.
            var unused = thread.schedule(work, after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void run() {
        wanted.set(false);
        if (closed) {
            return;
        }
        try {
            settle();
            ready.refill();
            if (failing) {
                LOG.info("Spool: names are settled again");
                failing = false;
            }
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("Spool: names are not settled, some instances stay under incoming: {}", e);
                failing = true;
            }
        } catch (RuntimeException e) {
            LOG.error("Spool: names are not settled, some instances stay under incoming: {}", e);
        }
    }

    private synchronized void sweep() {
        sweepWanted.set(false);
        if (closed) {
            return;
        }
        try {
            for (Path file = delivered.poll(); file != null; file = delivered.poll()) {
                Directories.deleteIfThere(disk, file);
            }
        } catch (IOException e) {
            LOG.warn("Spool: a delivered instance is removed at the next start: {}", e);
        } catch (RuntimeException e) {
            LOG.error("Spool: delivered instances are removed at the next start: {}", e);
        }
    }

    /**
     * When a force fails, the first names stay until the next start, whatever a later force says: the operating system
     * reports a lost write once.
     */
    private void settle() throws IOException {
        Deque<Placed> batch = new ArrayDeque<>();
        for (Placed one = placed.poll(); one != null; one = placed.poll()) {
            batch.add(one);
        }
        Set<DestinationQueue> queues = new LinkedHashSet<>();
        batch.forEach(one -> queues.addAll(one.queues()));
        for (DestinationQueue queue : queues) {
            queue.sync();
        }
        try {
            while (!batch.isEmpty()) {
                Directories.deleteIfThere(disk, batch.peek().firstName());
                batch.remove();
            }
        } finally {
            placed.addAll(batch);
        }
    }

    /** Settles what is not settled yet, and removes what nobody needs any more. */
    void close() {
        if (thread != null) {
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            thread.shutdown();
        }
        synchronized (this) {
            sweep();
            closed = true;
            try {
                settle();
            } catch (IOException e) {
                LOG.warn("Spool: the last instances are settled at the next start: {}", e);
            }
            try {
                ready.clear();
            } catch (IOException e) {
                LOG.warn("Spool: empty files under incoming stay until the next start: {}", e);
            }
        }
    }
}
