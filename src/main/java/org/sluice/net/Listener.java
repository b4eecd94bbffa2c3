package org.sluice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The receiving side: accepts associations on one port and hands their instances to a {@link StoreHandler}. */
public final class Listener implements AutoCloseable {
    private final InetSocketAddress address;

    private Listener(InetSocketAddress address) {
        this.address = address;
    }

    /** Binds and starts to accept. */
    public static Listener open(
            ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        return new Listener(options.bind());
    }

    /** Where it listens, with the port that was picked. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many associations there are now. */
    public int associations() {
        return 0;
    }

    /**
     * Stops: no new connection is accepted, instances in flight are finished, associations are released as they become
     * idle, and what is left after the grace period is aborted.
     */
    public void close(Duration grace) {}

    /** {@link #close(Duration)} with ten seconds of grace. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
