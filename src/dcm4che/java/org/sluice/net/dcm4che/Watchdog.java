package org.sluice.net.dcm4che;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The clock of all associations of this engine: it runs the timers of dcm4che, and looks ten times a second at the waits that
 * dcm4che has no timer for. Any thread.
 */
final class Watchdog {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Set<WatchedSocket> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timers = new Timers();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong requested = new AtomicLong();

    private Watchdog() {
        daemon(this::lookOn).start();
    }

    /** The one of this process. */
    static Watchdog shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final Watchdog INSTANCE = new Watchdog();
    }

    /** Runs what a timer of dcm4che does: what happens on it happened because time ran out. */
    static final class TimerThread extends Thread {
        private TimerThread(Runnable what) {
            super(what, "dcm4che-timer");
            setDaemon(true);
        }

        static boolean isCurrent() {
            return Thread.currentThread() instanceof TimerThread;
        }
    }

    /** An abort can wait for a peer that does not read, and must not keep the timers of others waiting. */
    private static final class Timers extends ScheduledThreadPoolExecutor {
        private Timers() {
            super(1, Watchdog::daemon);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable what, long delay, TimeUnit unit) {
            Callable<Object> start = () -> {
                new TimerThread(what).start();
                return what;
            };
            return schedule(start, delay, unit);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "dcm4che-clock");
        thread.setDaemon(true);
        return thread;
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    void watch(WatchedSocket socket) {
        watched.add(socket);
    }

    void forget(WatchedSocket socket) {
        watched.remove(socket);
    }

    private void lookOn() {
        while (true) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = System.nanoTime();
            for (WatchedSocket socket : watched) {
                socket.cutWhenOverdue(now);
            }
        }
    }

    /** The id in the log of the next association as acceptor. */
    String nextServedId() {
        return String.format("a%05d", served.incrementAndGet());
    }

    /** The id in the log of the next association as requestor. */
    String nextRequestedId() {
        return String.format("r%05d", requested.incrementAndGet());
    }
}
