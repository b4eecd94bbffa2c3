package org.sluice.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Whether the stores of a node can be written and their disks have room, for who asks whether it is ready. A store is
 * tried once a second at most, however many ask, and a disk that does not answer keeps one of them waiting, not all. Any
 * thread.
 */
final class StoreWatch {
    private static final long BELIEVED = Duration.ofSeconds(1).toNanos();

    /** For a disk that has to wake up; a probe of readiness is usually given as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Store> stores;
    private final long floor;
    private final LongSupplier nanoClock;
    private final ReentrantLock trying = new ReentrantLock();

    /** Guarded by the lock. */
    private List<String> found = List.of();

    private long foundAt;

    /** One that instances are written to. */
    interface Store {
        /**
         * Finds out whether it can be written.
         *
         * @return bytes of room that are left on its disk
         */
        long probe() throws IOException;
    }

    /**
     * Watches these stores.
     *
     * @param stores by their names for people
     * @param floor bytes of room below which a disk is as good as full
     */
    StoreWatch(Map<String, Store> stores, long floor, LongSupplier nanoClock) {
        this.stores = Map.copyOf(stores);
        this.floor = floor;
        this.nanoClock = nanoClock;
        this.foundAt = nanoClock.getAsLong() - BELIEVED;
    }

    /** What keeps instances from being written, in words; empty when nothing does. */
    List<String> hindrances() {
        try {
            if (!trying.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return List.of("a disk does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("stopping");
        }
        try {
            if (nanoClock.getAsLong() - foundAt >= BELIEVED) {
                found = tryAll();
                foundAt = nanoClock.getAsLong();
            }
            return found;
        } finally {
            trying.unlock();
        }
    }

    private List<String> tryAll() {
        List<String> hindrances = new ArrayList<>();
        stores.forEach((name, store) -> {
            try {
                long room = store.probe();
                if (room < floor) {
                    hindrances.add(name + ": " + (room >> 20) + " MiB of room are left on its disk, expected "
                            + (floor >> 20) + " MiB");
                }
            } catch (IOException e) {
                hindrances.add(name + " cannot be written: " + e);
            }
        });
        hindrances.sort(null);
        return List.copyOf(hindrances);
    }
}
