package org.sluice.gateway.archive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sluice.config.PoolConfig;
import org.sluice.net.ProposedContext;

/**
 * Associations with one archive that nobody uses at the moment. One is taken again by whoever proposes the very
 * contexts that it was made with, so that the archive's answer to them is known; an association that nobody wants for a
 * while is released. Any thread.
 */
public final class AssociationPool {
    /** An archive that takes another association answers sooner than this. */
    private static final Duration SOON = Duration.ofMillis(700);

    private final PoolConfig config;
    private final ScheduledExecutorService expiry;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(List<ProposedContext> proposed, SharedAssociation association, Future<?> expiry) {}

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
    Optional<SharedAssociation> take(List<ProposedContext> proposed) {
        for (Optional<Idle> found = remove(proposed); found.isPresent(); found = remove(proposed)) {
            SharedAssociation association = found.get().association();
            found.get().expiry().cancel(false);
            association.belongs();
            if (association.use() && association.client().isUsable()) {
                return Optional.of(association);
            }
            association.end();
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
    void giveBack(List<ProposedContext> proposed, SharedAssociation association) {
        boolean stands = association.use() && association.client().isUsable();
        if (stands && keep(proposed, association)) {
            association.restForAnybody();
        } else {
            association.end();
        }
    }

    private synchronized boolean keep(List<ProposedContext> proposed, SharedAssociation association) {
        idle.removeIf(one -> one.association().isOver());
        if (closed || idle.size() >= config.most()) {
            return false;
        }
        Future<?> end = expiry.schedule(() -> expire(association), config.idle().toNanos(), TimeUnit.NANOSECONDS);
        idle.addLast(new Idle(proposed, association, end));
        return true;
    }

    private void expire(SharedAssociation association) {
        if (forget(association)) {
            association.end();
        }
    }

    private synchronized boolean forget(SharedAssociation association) {
        return idle.removeIf(kept -> kept.association() == association);
    }

    /**
     * A modality waits for the archive's answer: when that does not come soon, deliveries are made to give up theirs for as long as
     * it lasts.
     */
    Hurry hurry(AssociationCeiling ceiling) {
        return new Hurry(ceiling, expiry);
    }

    /** From the request to the answer. */
    static final class Hurry implements AutoCloseable {
        private final Future<?> begin;
        private boolean over;
        private AssociationCeiling.@Nullable Squeeze squeeze;

        private Hurry(AssociationCeiling ceiling, ScheduledExecutorService threads) {
            begin = threads.schedule(() -> begin(ceiling), SOON.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void begin(AssociationCeiling ceiling) {
            synchronized (this) {
                if (!over) {
                    squeeze = ceiling.squeeze();
                }
            }
        }

        synchronized boolean began() {
            return squeeze != null;
        }

        @Override
        public void close() {
            begin.cancel(false);
            synchronized (this) {
                over = true;
                if (squeeze != null) {
                    squeeze.end();
                }
            }
        }
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
                one.association().end();
            } else {
                one.association().abort();
            }
        }
    }
}
