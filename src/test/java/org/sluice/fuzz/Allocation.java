package org.sluice.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what an input costs. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Whatever the input: buffers of a first size, an exception with its stack, a message. */
    private static final long CONSTANT = 1 << 20;

    private static final long SLOWEST_NANOS = 10_000_000_000L;

    /** The first inputs load classes and tables. */
    private static int unmeasured = 500;

    private static long most;

    private Allocation() {}

    /** What may go wrong in a target beside what its codec documents. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Runs it, and throws when it took more than a constant and so many bytes for each byte of input, or more than ten
     * seconds. It is run a second time then, since the first may have loaded a class.
     */
    static void bounded(int inputLength, int perByte, Work work) {
        long bound = CONSTANT + (long) perByte * inputLength;
        if (allocated(work) > bound && unmeasured <= 0) {
            long again = allocated(work);
            if (again > bound) {
                throw new AssertionError("allocated " + again + " bytes for an input of " + inputLength);
            }
        }
        unmeasured = Math.max(0, unmeasured - 1);
    }

    private static long allocated(Work work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("an exception that is not documented", e);
        }
        if (System.nanoTime() - began > SLOWEST_NANOS && unmeasured <= 0) {
            throw new AssertionError("took more than " + SLOWEST_NANOS / 1_000_000 + " ms");
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        most = Math.max(most, allocated);
        return allocated;
    }

    /** Lets a target load its classes and tables. */
    static void warmUp(Runnable work) {
        unmeasured = Integer.MAX_VALUE;
        work.run();
        unmeasured = 0;
        most = 0;
    }

    /** The most that any input has allocated so far. */
    static long most() {
        return most;
    }
}
