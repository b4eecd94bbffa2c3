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
 * The work of a spool that no C-STORE waits for. It is done a moment later, for many instances together:
 *
 * <ul>
 *   <li>The names of committed instances in their queues are forced to disk. Then their names under {@code incoming},
 *       which have kept the promise so far, are removed.
 *   <li>New {@linkplain ReadyFiles files are made ready}.
 *   <li>The files of delivered instances are removed. Doing this for each of them at once would slow down every force.
 * </ul>
 *
 * <p>When the disk fails here, nothing is lost: an instance keeps its name under {@code incoming}, and the spool puts it
 * into its queues when it is opened again. Any number of threads.
 */
final class SpoolHousekeeping {
    private static final Log LOG = Log.of(SpoolHousekeeping.class);

    /** Long enough to gather the instances of several forces of the disk. */
    static final Duration SOON = Duration.ofMillis(50);

    /** How long a delivered instance may still take room on the disk. */
    static final Duration SWEEP = Duration.ofSeconds(1);

    /** No thread of its own: the work is done by the caller, before the call returns. */
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
    /** A failing disk is logged once: the work is tried twenty times a second. */
    private boolean failing;
    /** After the close nothing is touched, not even by work begun before it: another process may have the spool by then. */
    private boolean closed;

    SpoolHousekeeping(Disk disk, ReadyFiles ready, Duration pause) {
        this.disk = disk;
        this.ready = ready;
        this.pause = pause;
        this.thread = pause.equals(AT_ONCE) ? null : new ScheduledThreadPoolExecutor(1, SpoolHousekeeping::daemon);
        if (thread != null) {
            // What comes after the close is done at the next start.
            thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "spool-housekeeping");
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

    /** Does now what is done for committed instances a moment later. */
    void settle() {
        run();
    }

    private void want() {
        if (wanted.compareAndSet(false, true)) {
            later(this::run, pause);
        }
    }

    /** Does it as soon as what is being done is done; nothing is done after the close. */
    void atOnce(Runnable work) {
        later(work, Duration.ZERO);
    }

    /** Does it after a while; nothing is done after the close. */
    void later(Runnable work, Duration after) {
        if (thread == null) {
            work.run();
        } else {
            // The work logs its own failures; nobody waits for the result.
            var unused = thread.schedule(() -> unlessClosed(work), after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The same, if there is a thread that can wait. */
    void whenThereIsTime(Runnable work, Duration after) {
        if (thread != null) {
            later(work, after);
        }
    }

    private synchronized void unlessClosed(Runnable work) {
        if (!closed) {
            work.run();
        }
    }

    private synchronized void run() {
        wanted.set(false);
        if (closed) {
            return;
        }
        try {
            forceQueues();
            ready.refill();
            if (failing) {
                LOG.info("Spool: queues can be forced to disk again");
                failing = false;
            }
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("Spool: queues cannot be forced to disk, some instances stay under incoming: {}", e);
                failing = true;
            }
        } catch (RuntimeException e) {
            LOG.error("Spool: queues cannot be forced to disk, some instances stay under incoming: {}", e);
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
    private void forceQueues() throws IOException {
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

    /** Forces the queues of the instances that still need it, and removes the files that nobody needs any more. */
    void close() {
        if (thread != null) {
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            thread.shutdown();
        }
        synchronized (this) {
            sweep();
            closed = true;
            try {
                forceQueues();
            } catch (IOException e) {
                LOG.warn("Spool: the last instances go to their queues at the next start: {}", e);
            }
            try {
                ready.clear();
            } catch (IOException e) {
                LOG.warn("Spool: empty files under incoming stay until the next start: {}", e);
            }
        }
    }
}
