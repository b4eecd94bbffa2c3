package org.sluice.net.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.sluice.net.engine.association.Watchdog;

/** What all associations of a process share: who watches their deadlines, and the numbers in their ids. Any thread. */
final class EngineRoom {
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong requested = new AtomicLong();
    private final Watchdog watchdog = Watchdog.shared();

    private EngineRoom() {}

    /** The one of this process. */
    static EngineRoom shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final EngineRoom INSTANCE = new EngineRoom();
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** The id in the log of the next association as acceptor: {@code a00042}. */
    String nextServedId() {
        return String.format("a%05d", served.incrementAndGet());
    }

    /** The id in the log of the next association as requestor: {@code r00042}. */
    String nextRequestedId() {
        return String.format("r%05d", requested.incrementAndGet());
    }
}
