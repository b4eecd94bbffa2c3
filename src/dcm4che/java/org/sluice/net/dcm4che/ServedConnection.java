package org.sluice.net.dcm4che;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.dcm4che3.net.Association;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.ConnectionLimits.Place;
import org.sluice.net.ListenerOptions;
import org.sluice.net.StoreHandler;
import org.sluice.net.dcm4che.WatchedSocket.Bounds;
import org.sluice.net.dcm4che.WatchedSocket.Line;
import org.sluice.net.tls.TlsException;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** One connection that was accepted, from the TLS handshake to the end, on a thread of its own. */
final class ServedConnection {
    private static final Log LOG = Log.of(ServedConnection.class);

    private final PortListener listener;
    private final Socket raw;
    private final InetSocketAddress remote;
    private final Place place;
    private final String id = Watchdog.shared().nextServedId();
    private final Object turn = new Object();

    private volatile @Nullable WatchedSocket socket;
    private volatile @Nullable Association association;

    // Guarded by turn.
    private boolean releaseWanted;
    private boolean performing;

    // Of the connection's thread.
    private @Nullable Accept accept;
    private @Nullable Provider provider;
    private boolean rejected;

    ServedConnection(PortListener listener, Socket raw, InetSocketAddress remote, Place place) {
        this.listener = listener;
        this.raw = raw;
        this.remote = remote;
        this.place = place;
    }

    /** The thread of a connection, on which dcm4che's association runs too. */
    private static final class Serving extends Thread {
        private final PortListener listener;

        private Serving(PortListener listener, Runnable task) {
            super(task, "association");
            this.listener = listener;
            setDaemon(true);
        }
    }

    /** The socket that dcm4che knows, with the way back from its association to here. */
    private static final class ServedSocket extends WatchedSocket {
        private final ServedConnection connection;

        private ServedSocket(ServedConnection connection, Line line, Bounds bounds) throws IOException {
            super(line, bounds, true);
            this.connection = connection;
        }
    }

    /** Whether this is the thread of a connection of that listener. */
    static boolean isCurrentThread(PortListener listener) {
        return Thread.currentThread() instanceof Serving serving && serving.listener == listener;
    }

    /** Whose association it is. */
    static ServedConnection of(Association association) {
        return ((ServedSocket) association.getSocket()).connection;
    }

    void start() {
        new Serving(listener, this::run).start();
    }

    private void run() {
        try (var scope = MDC.putCloseable("association", id)) {
            serve(line());
        } catch (TlsException e) {
            LOG.warn("{}: {}", remote, e.getMessage());
            listener.events().handshakeFailed(remote, e.failure());
        } catch (IOException e) {
            LOG.debug("{}: {}", remote, e);
        } catch (RuntimeException | Error e) {
            LOG.error("association from {} failed: {}", remote, e);
        } finally {
            cut();
            listener.over(this, remote, place);
        }
    }

    private Line line() throws TlsException {
        ListenerOptions options = listener.options();
        return options.tls().isEmpty()
                ? new Line(raw, raw, Optional.empty())
                : TlsLine.accepted(raw, options.tls().get(), options.timeouts().artim());
    }

    private void serve(Line line) throws IOException {
        ListenerOptions options = listener.options();
        WatchedSocket mine = new ServedSocket(
                this, line, new Bounds(options.timeouts(), options.maxPduLength(), options.maxDataSet()));
        socket = mine;
        long began = System.nanoTime();
        try {
            listener.associate(mine);
        } finally {
            try {
                ended(mine, Duration.ofNanos(System.nanoTime() - began));
            } finally {
                mine.finish();
            }
        }
    }

    private void ended(WatchedSocket mine, Duration lasted) {
        Optional.ofNullable(accept).flatMap(Accept::handler).ifPresent(StoreHandler::associationEnded);
        Ending how = mine.ending();
        Provider performed = provider;
        if (performed != null) {
            performed.ended();
            String counted = OneLine.count(performed.instances(), "instance");
            String line = parties(performed.info()) + " " + remote + ": " + counted + " in " + lasted.toMillis()
                    + " ms, " + how.words();
            if (how.kind() == AssociationEnd.RELEASED) {
                LOG.info("{}", line);
            } else {
                LOG.warn("{}", line);
            }
            listener.events().associationEnded(performed.info(), how.kind());
        } else if (!rejected) {
            LOG.warn("{}: no association was requested, {}", remote, how.words());
            listener.events().connectionWithoutAssociation(remote, how.kind());
        }
    }

    static String parties(AssociationInfo info) {
        return info.callingAe() + ">" + info.calledAe();
    }

    // ---- While the association is made, on the connection's thread

    String id() {
        return id;
    }

    PortListener listener() {
        return listener;
    }

    /** The limit that the connection is beyond, in words; empty if it is within all. */
    String beyondLimit() {
        return listener.options().limits().why(place);
    }

    void rejected() {
        rejected = true;
    }

    /** The policy has accepted, and what its handlers hold is to be let go of at the end. */
    void accepting(Accept decision) {
        accept = decision;
    }

    /** The acceptance is sent. */
    void accepted(Association made, Provider performs) {
        provider = performs;
        listener.events().associationAccepted(performs.info());
        awaitNext();
        synchronized (turn) {
            association = made;
            releaseIfWanted();
        }
    }

    /** No request is under way; the next may take the idle time to come. */
    void awaitNext() {
        WatchedSocket mine = socket;
        if (mine != null) {
            mine.awaitNext();
        }
    }

    /** Who performs what is requested; only asked when there is somebody. */
    Provider provider() {
        Provider performs = provider;
        if (performs == null) {
            throw new IllegalStateException("a request before the association was accepted");
        }
        return performs;
    }

    // ---- From other threads

    /** A request begins: the association is not released in the middle of it. */
    void begin() {
        synchronized (turn) {
            performing = true;
        }
    }

    /** It is answered. */
    void done() {
        awaitNext();
        synchronized (turn) {
            performing = false;
            releaseIfWanted();
        }
    }

    /** Releases the association as soon as no request is under way; a connection without one is ended. */
    void releaseWhenIdle() {
        synchronized (turn) {
            releaseWanted = true;
            if (association == null) {
                endBy(Ending.ABORTED);
                cut();
            } else {
                releaseIfWanted();
            }
        }
    }

    private void releaseIfWanted() {
        Association made = association;
        if (!releaseWanted || performing || made == null) {
            return;
        }
        try {
            made.release();
        } catch (IOException e) {
            LOG.debug("{} is over already: {}", id, e);
        }
    }

    /** Aborts. */
    void abort() {
        Association made = association;
        endBy(Ending.ABORTED);
        if (made == null) {
            cut();
        } else {
            made.abort();
        }
    }

    private void endBy(Ending how) {
        WatchedSocket mine = socket;
        if (mine != null) {
            mine.endBy(how);
        }
    }

    /** Ends the connection at once. */
    void cut() {
        try {
            raw.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", id, e);
        }
    }
}
