package org.sluice.gateway.commitment;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The scheduler's thread and those that make calls. What comes after the end is dropped. Any thread. */
final class CommitmentThreads {
    private static final int CALLS_AT_ONCE = 4;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
            1, task -> new Thread(task, "commitment"), new ThreadPoolExecutor.DiscardPolicy());
    private final ExecutorService callers = new ThreadPoolExecutor(
            CALLS_AT_ONCE,
            CALLS_AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // at most one call for each request
            CommitmentThreads::callThread,
            new ThreadPoolExecutor.DiscardPolicy());

    CommitmentThreads() {
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread callThread(Runnable task) {
        Thread thread = new Thread(task, "commitment-call");
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a task again and again, which must not throw. */
    void every(Duration pause, Runnable task) {
        long nanos = pause.toNanos();
        var unused = scheduler.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a task on the scheduler's thread; tasks of the same time one after the other, as they come. */
    void after(Duration pause, Runnable task) {
        var unused = scheduler.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a task that may block. */
    void call(Runnable task) {
        callers.execute(task);
    }

    /** Ends calls, by interrupting them if need be, and then the scheduler's thread, which is never interrupted. */
    void close() {
        try {
            callers.shutdown();
            if (!callers.awaitTermination(2, TimeUnit.SECONDS)) {
                callers.shutdownNow();
            }
            scheduler.execute(scheduler::shutdown); // behind what the calls have told
            scheduler.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            scheduler.shutdown();
        }
    }
}
