package org.sluice.gateway;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sluice.gateway.meters.NodeMeters;
import org.sluice.gateway.meters.NodeMeters.DiskRoom;
import org.sluice.store.DestinationQueue;
import org.sluice.store.Quarantine;
import org.sluice.store.QuarantineTotals;
import org.sluice.text.Log;

/**
 * Looks again and again at what takes time to find out, so that a scrape finds it at hand: whether the node is ready, what room
 * the disks have, what people have taken out of the quarantine and the failed folders, CPU and threads. Any thread may
 * ask.
 */
final class NodeWatch implements NodeMeters.State, AutoCloseable {
    private static final Log LOG = Log.of(NodeWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration PAUSE_BETWEEN_COUNTS = Duration.ofSeconds(30);
    /** After a count it rests so many times as long as the count took, however many files there are. */
    private static final int REST = 50;
    /** What was found so long ago is not believed any more: whoever looks must be stuck. */
    private static final long BELIEVED = 4 * PAUSE.toNanos();

    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final BooleanSupplier readiness;
    private final Runnable system;
    private final Map<String, Path> stores;
    private final Quarantine quarantine;
    private final Collection<DestinationQueue> queues;
    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(2, NodeWatch::thread, new ThreadPoolExecutor.DiscardPolicy());
    private volatile Seen seen = new Seen(false, Map.of(), System.nanoTime());
    /** For the thread that counts. */
    private boolean countFailed;

    /** What was found, and when. */
    private record Seen(boolean ready, Map<String, DiskRoom> disks, long at) {}

    /**
     * Watches once it is {@linkplain #start started}.
     *
     * @param readiness whether instances are accepted; may try to write to disks
     * @param system reads what the system says of the process
     * @param stores their directories, by their names in metrics
     */
    NodeWatch(
            BooleanSupplier readiness,
            Runnable system,
            Map<String, Path> stores,
            Quarantine quarantine,
            Collection<DestinationQueue> queues) {
        this.readiness = readiness;
        this.system = system;
        this.stores = new TreeMap<>(stores);
        this.quarantine = quarantine;
        this.queues = queues;
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "node-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** Looks once, begins to count, and goes on with both on threads of its own. */
    void start() {
        look();
        long nanos = PAUSE.toNanos();
        var unused = threads.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        threads.execute(this::count);
    }

    private void look() {
        try {
            system.run(); // before the disks, which may not answer
            Map<String, DiskRoom> disks = new TreeMap<>();
            for (Map.Entry<String, Path> store : stores.entrySet()) {
                room(store.getValue()).ifPresent(room -> disks.put(store.getKey(), room));
            }
            seen = new Seen(readiness.getAsBoolean(), disks, System.nanoTime());
        } catch (RuntimeException e) {
            LOG.error("the node's state cannot be looked at: {}", e);
        }
    }

    private static Optional<DiskRoom> room(Path store) {
        try {
            FileStore disk = Files.getFileStore(store);
            return Optional.of(new DiskRoom(disk.getUsableSpace(), disk.getTotalSpace()));
        } catch (IOException e) {
            return Optional.empty(); // whether the store can be written is readiness's to say
        }
    }

    private void count() {
        long start = System.nanoTime();
        try {
            for (DestinationQueue queue : queues) {
                queue.recountHeld();
            }
            quarantine.refreshTotals();
            countFailed = false;
        } catch (IOException | RuntimeException e) {
            if (!countFailed) {
                LOG.warn("what is held and in the quarantine cannot be counted, and is tried again: {}", e);
            }
            countFailed = true;
        }
        long rest = Math.max(PAUSE_BETWEEN_COUNTS.toNanos(), REST * (System.nanoTime() - start));
        var unused = threads.schedule(this::count, rest, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean ready() {
        Seen last = seen;
        return last.ready() && System.nanoTime() - last.at() < BELIEVED;
    }

    @Override
    public Map<String, DiskRoom> disks() {
        return seen.disks();
    }

    @Override
    public Optional<QuarantineTotals> quarantine() {
        return quarantine.totals();
    }

    /** Looks no more; a look that is under way may end, and reads only if it takes longer. */
    @Override
    public void close() {
        seen = new Seen(false, seen.disks(), System.nanoTime());
        threads.shutdown();
        try {
            threads.awaitTermination(LAST_LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
