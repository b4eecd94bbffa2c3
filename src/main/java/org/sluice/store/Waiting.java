package org.sluice.store;

import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The numbers of the instances that wait for a destination: in {@link Lanes}, and those that were set aside, which are taken by
 * name. Any number of threads; its lock is held for no more than a look into these.
 */
final class Waiting {
    static final long NONE = Lanes.NONE;

    private final ReentrantLock lock = new ReentrantLock(); // guards all that is not volatile
    private final Condition arrived = lock.newCondition();
    private final Lanes lanes = new Lanes();
    private final NumberQueue aside = new NumberQueue();
    private String lastReason = "";
    /** Those that go behind all others as often as they come. */
    private final Set<Long> last = new HashSet<>();

    private volatile boolean hasLast;

    // What those read who only look: they wait for nobody, and nobody for them. Written under the lock.
    private volatile long lowest = NONE;
    private volatile int inLanes;

    /** Takes what waited at the start. */
    void addAll(long[] numbers) {
        lock.lock();
        try {
            lanes.addAll(numbers);
            inLanes = lanes.size();
            lowest = lanes.lowest();
        } finally {
            lock.unlock();
        }
    }

    void add(int priority, int key, long number) {
        lock.lock();
        try {
            if (hasLast && last.contains(number)) {
                lanes.addLast(number);
            } else {
                lanes.add(priority, key, number);
            }
            noteCome(number);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** From now on it goes behind all others. */
    void addLast(long number) {
        lock.lock();
        try {
            last.add(number);
            hasLast = true;
            lanes.addLast(number);
            noteCome(number);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** It will not come again, or as others do. */
    void forget(long number) {
        if (hasLast) {
            lock.lock();
            try {
                last.remove(number);
                hasLast = !last.isEmpty();
            } finally {
                lock.unlock();
            }
        }
    }

    void setAside(long number) {
        lock.lock();
        try {
            aside.add(number);
            noteCome(number);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the number whose turn it is, for which it waits until so late. */
    OptionalLong takeNext(long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (lanes.size() == 0) {
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    return OptionalLong.empty();
                }
                arrived.awaitNanos(nanos);
            }
            return OptionalLong.of(left(lanes.removeNext()));
        } finally {
            lock.unlock();
        }
    }

    /** Takes out any of those in lanes; {@link #NONE} when there is none. */
    long takeAny(RandomGenerator random) {
        lock.lock();
        try {
            return lanes.size() == 0 ? NONE : left(lanes.removeAt(random.nextInt(lanes.size())));
        } finally {
            lock.unlock();
        }
    }

    /** Those that were set aside. */
    long[] aside() {
        lock.lock();
        try {
            long[] numbers = new long[aside.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = aside.at(i);
            }
            return numbers;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out one that was set aside; false when it is not there. */
    boolean takeAside(long number) {
        lock.lock();
        try {
            boolean found = aside.remove(number);
            if (found) {
                left(number);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    boolean has(long number) {
        lock.lock();
        try {
            return aside.contains(number) || lanes.contains(number);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out one, wherever it is; false when it is not there. */
    boolean take(long number) {
        lock.lock();
        try {
            boolean found = aside.remove(number) || lanes.remove(number);
            if (found) {
                left(number);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private void noteCome(long number) {
        inLanes = lanes.size();
        long known = lowest;
        if (known == NONE || number < known) {
            lowest = number;
        }
    }

    private long left(long number) {
        inLanes = lanes.size();
        if (number == lowest) {
            long first = lanes.lowest();
            lowest = !aside.isEmpty() && (first == NONE || aside.at(0) < first) ? aside.at(0) : first;
        }
        return number;
    }

    /** At most so many, of each lane the first, then of those set aside; in ascending order. */
    long[] first(int most) {
        lock.lock();
        try {
            long[] ofLanes = lanes.first(most);
            int others = Math.min(most - ofLanes.length, aside.size());
            long[] numbers = Arrays.copyOf(ofLanes, ofLanes.length + others);
            for (int i = 0; i < others; i++) {
                numbers[ofLanes.length + i] = aside.at(i);
            }
            Arrays.sort(numbers);
            return numbers;
        } finally {
            lock.unlock();
        }
    }

    /** The lowest of all; {@link #NONE} when there is none. */
    long lowest() {
        return lowest;
    }

    /** How many are in lanes. */
    int inLanes() {
        return inLanes;
    }

    /** Why the last delivery that failed did so; empty if none has. */
    String lastReason() {
        lock.lock();
        try {
            return lastReason;
        } finally {
            lock.unlock();
        }
    }

    void failed(String reason) {
        lock.lock();
        try {
            lastReason = reason;
        } finally {
            lock.unlock();
        }
    }
}
