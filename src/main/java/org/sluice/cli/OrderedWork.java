package org.sluice.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same to each of many things on all cores, and gives the results back one by one in the order of the things.
 * No more than a few batches per core are under way, so memory does not depend on how many things there are. Used by one
 * thread, which also takes the results.
 */
final class OrderedWork<T, R> implements AutoCloseable {
    /** Things that are handed to a thread together: what it costs to hand over is small against what they cost. */
    private static final int BATCH = 32;

    private static final int BATCHES_PER_CORE = 8;

    private final Function<T, R> work;
    private final Consumer<R> results;
    private final ExecutorService threads;
    private final int limit;
    private final Deque<Future<List<R>>> underWay = new ArrayDeque<>();
    /** The first result is wanted at once, so the first thing goes alone; batches grow from there. */
    private int batchSize = 1;

    private List<T> batch = new ArrayList<>(BATCH);

    OrderedWork(Function<T, R> work, Consumer<R> results) {
        this.work = work;
        this.results = results;
        int cores = Runtime.getRuntime().availableProcessors();
        this.limit = cores * BATCHES_PER_CORE;
        this.threads = Executors.newFixedThreadPool(cores, OrderedWork::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-work");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes one thing; may give results of earlier ones back, and waits when too much is under way. */
    void add(T thing) throws InterruptedException {
        batch.add(thing);
        if (batch.size() >= batchSize) {
            batchSize = Math.min(BATCH, batchSize * 2);
            start();
        }
    }

    /** Waits for all results. */
    void finish() throws InterruptedException {
        start();
        while (!underWay.isEmpty()) {
            deliver(underWay.remove());
        }
    }

    private void start() throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        List<T> things = batch;
        batch = new ArrayList<>(BATCH);
        underWay.add(threads.submit(() -> things.stream().map(work).toList()));
        while (underWay.size() >= limit
                || (!underWay.isEmpty() && underWay.element().isDone())) {
            deliver(underWay.remove());
        }
    }

    private void deliver(Future<List<R>> done) throws InterruptedException {
        try {
            done.get().forEach(results);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a function that throws nothing checked did so", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
