package org.sluice.net.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.RateLimitedLog;
import org.sluice.text.Log;

/**
 * Accepts connections on one port for as long as it is open, whatever goes wrong with one of them: a process that has no
 * thread, no file descriptor or no memory left for the moment gets some back when others end.
 */
final class AcceptLoop implements Runnable {
    private static final Log LOG = Log.of(AcceptLoop.class);

    /** After a failure, for what was wanting to come back; short, for those who wait in the backlog. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A failure with nothing behind it counts so long: who asks by readiness whether to send more must find out. */
    private static final long REMEMBERED = Duration.ofSeconds(30).toNanos();

    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final Serving serving;
    private final RateLimitedLog complaints = new RateLimitedLog(LOG);
    private volatile boolean over;
    private volatile @Nullable Throwable failure;
    private volatile long failedAt;

    /** What becomes of a connection. */
    interface Serving {
        /**
         * Begins to serve it, and does not wait for its end; a connection that cannot be served is closed.
         *
         * @throws IOException there is something wrong with this connection alone
         */
        void serve(SocketChannel connection) throws IOException;
    }

    AcceptLoop(ServerSocketChannel server, InetSocketAddress address, Serving serving) {
        this.server = server;
        this.address = address;
        this.serving = serving;
    }

    @Override
    public void run() {
        try {
            while (server.isOpen()) {
                acceptOne();
            }
        } finally {
            over = true;
        }
    }

    private void acceptOne() {
        try {
            serve(server.accept());
            failure = null;
        } catch (Throwable e) {
            if (server.isOpen()) {
                failedAt = System.nanoTime();
                failure = e;
                complaints.say("cannot serve a connection on " + address, e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel connection) {
        try {
            serving.serve(connection);
        } catch (IOException ofThisConnectionAlone) {
            LOG.debug("a connection broke before it was served: {}", ofThisConnectionAlone);
        }
    }

    /** Why no connection is accepted, in words; empty while they are. */
    Optional<String> hindrance() {
        Throwable last = failure;
        if (over || !server.isOpen()) {
            return Optional.of("port " + address.getPort() + " accepts no connections any more");
        }
        return last == null || System.nanoTime() - failedAt > REMEMBERED
                ? Optional.empty()
                : Optional.of("port " + address.getPort() + " cannot serve connections: "
                        + last.getClass().getSimpleName());
    }
}
