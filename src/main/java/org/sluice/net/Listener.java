package org.sluice.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The receiving side: accepts associations on one port and hands their instances to a {@link StoreHandler}. Any thread may
 * close it; handlers are called on a thread of their association.
 */
public interface Listener extends AutoCloseable {
    /** Where it listens, with the port that was picked. */
    InetSocketAddress address();

    /** How many connections there are now. */
    int associations();

    /** Why no connection is accepted, in words; empty while they are. */
    Optional<String> hindrance();

    /**
     * Stops: no new connection is accepted, instances in flight are finished, associations are released as they become
     * idle, and what is left after the grace is aborted.
     */
    void close(Duration grace);

    /** {@link #close(Duration)} with ten seconds of grace. */
    @Override
    default void close() {
        close(Duration.ofSeconds(10));
    }

    /** Stops all of them at the same time, with one grace for all. */
    static void close(Collection<? extends Listener> listeners, Duration grace) {
        List<Thread> closing = new ArrayList<>();
        for (Listener listener : listeners) {
            Thread thread = new Thread(
                    () -> listener.close(grace), "closing-" + listener.address().getPort());
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
