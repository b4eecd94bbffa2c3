package org.sluice.gateway.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sluice.config.PoolConfig;
import org.sluice.net.ProposedContext;
import org.sluice.net.engine.StoreClient;

/**
 * Associations with one archive that nobody uses at the moment. One is taken again by whoever proposes the very
 * contexts that it was made with, so that the archive's answer to them is known; an association that nobody wants for a
 * while is released. Any thread.
 */
public final class AssociationPool {
    private final PoolConfig config;
    private final ScheduledExecutorService expiry;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(List<ProposedContext> proposed, StoreClient client, Future<?> expiry) {}

    /** Keeps at most as many as configured. */
    public AssociationPool(PoolConfig config, ScheduledExecutorService expiry) {
        this.config = config;
        this.expiry = expiry;
    }

    /** One thread for all pools of a node: it only releases what nobody wanted. */
    public static ScheduledExecutorService expiryThread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "archive-pool");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** One that was made with the same proposals and still stands, the most recently used first. */
    Optional<StoreClient> take(List<ProposedContext> proposed) {
        for (Optional<Idle> found = remove(proposed); found.isPresent(); found = remove(proposed)) {
            StoreClient client = found.get().client();
            found.get().expiry().cancel(false);
            if (client.isUsable()) {
                return Optional.of(client);
            }
            client.release();
        }
        return Optional.empty();
    }

    private synchronized Optional<Idle> remove(List<ProposedContext> proposed) {
        Iterator<Idle> newestFirst = idle.descendingIterator();
        while (newestFirst.hasNext()) {
            Idle one = newestFirst.next();
            if (one.proposed().equals(proposed)) {
                newestFirst.remove();
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Keeps an association for the next one, if it still stands and there is room; releases it otherwise. */
    void giveBack(List<ProposedContext> proposed, StoreClient client) {
        if (!client.isUsable() || !keep(proposed, client)) {
            client.release();
        }
    }

    private synchronized boolean keep(List<ProposedContext> proposed, StoreClient client) {
        if (closed || idle.size() >= config.most()) {
            return false;
        }
        Future<?> end = expiry.schedule(() -> expire(client), config.idle().toNanos(), TimeUnit.NANOSECONDS);
        idle.addLast(new Idle(proposed, client, end));
        return true;
    }

    private void expire(StoreClient client) {
        if (forget(client)) {
            client.release();
        }
    }

    private synchronized boolean forget(StoreClient client) {
        return idle.removeIf(kept -> kept.client() == client);
    }

    /** How many associations wait. */
    synchronized int size() {
        return idle.size();
    }

    /**
     * Releases all that wait, and keeps none from now on.
     *
     * @param until {@link System#nanoTime()} from which on nobody is waited for: associations are aborted then
     */
    void close(long until) {
        List<Idle> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(idle);
            idle.clear();
        }
        for (Idle one : left) {
            if (System.nanoTime() - until < 0) {
                one.client().release();
            } else {
                one.client().abort();
            }
        }
    }
}
