package org.sluice.peers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something that another process or thread will make true, as short a time as possible. */
public final class Await {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** A question whose answer may change, and whose asking may fail. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** How many there are, which may change, and whose counting may fail. */
    @FunctionalInterface
    public interface Count {
        long now() throws Exception;
    }

    /** Returns as soon as the condition holds; fails the test, naming what was awaited, after {@code timeout}. */
    public static void until(Condition condition, Duration timeout, String awaited) {
        until(condition, timeout, () -> awaited);
    }

    /** As {@link #until(Condition, Duration, String)}; the text is made only for the failure. */
    public static void until(Condition condition, Duration timeout, Supplier<String> awaited) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + timeout.toMillis() + " ms in vain for " + awaited.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + awaited.get());
            }
        }
    }

    /**
     * Returns as soon as none is left; fails the test when there are not fewer of them than {@code patience} ago. For what
     * takes as long as there is much of it and the machine is slow, so that no time for all of it would be right.
     */
    public static void untilNoneIsLeft(Count left, Duration patience, String what) {
        untilNoneIsLeft(left, patience, () -> what);
    }

    /** As {@link #untilNoneIsLeft(Count, Duration, String)}; the text is made only for the failure. */
    public static void untilNoneIsLeft(Count left, Duration patience, Supplier<String> what) {
        AtomicLong least = new AtomicLong(Long.MAX_VALUE);
        while (least.get() > 0) {
            long before = least.get();
            Condition fewer = () -> {
                least.set(left.now());
                return least.get() < before;
            };
            until(fewer, patience, () -> "fewer than " + before + " " + what.get());
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the awaited condition could not be asked", e);
        }
    }
}
