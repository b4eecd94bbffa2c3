package org.sluice.net.dcm4che;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.IncompatibleConnectionException;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationException.Kind;
import org.sluice.net.Rejection;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.dcm4che.WatchedSocket.Bounds;
import org.sluice.net.dcm4che.WatchedSocket.Line;
import org.sluice.net.tls.TlsContext;
import org.sluice.text.OneLine;

/** A device of dcm4che that requests one association. */
final class Caller {
    /** Responses to C-STORE and C-ECHO have no data set, and those of storage commitment a small one. */
    private static final long MOST_IN_RESPONSE = 16 << 20;

    private final StoreClientOptions options;
    private final Runnable over;
    private final Way way = new Way();
    private volatile @Nullable WatchedSocket socket;

    /**
     * To a peer.
     *
     * @param over told when the association has ended
     */
    Caller(StoreClientOptions options, Runnable over) {
        this.options = options;
        this.over = over;
    }

    /** The connection of dcm4che, which has its own way to the peer. */
    private final class Way extends Connection {
        private static final long serialVersionUID = 1L;

        @Override
        public Socket connect(Connection remote) throws IOException {
            WatchedSocket made = new WatchedSocket(
                    line(), new Bounds(options.timeouts(), options.maxPduLength(), MOST_IN_RESPONSE), false);
            socket = made;
            return made;
        }
    }

    private Line line() throws IOException {
        InetSocketAddress remote = options.remote().isUnresolved()
                ? new InetSocketAddress(
                        options.remote().getHostString(), options.remote().getPort())
                : options.remote();
        if (remote.isUnresolved()) {
            throw new UnknownHostException("no address for this host name");
        }
        Socket raw = new Socket();
        boolean made = false;
        try {
            raw.connect(remote, WatchedSocket.millis(options.timeouts().connect()));
            Optional<TlsContext> tls = options.tls();
            Line line = tls.isEmpty()
                    ? new Line(raw, raw, Optional.empty())
                    : TlsLine.to(
                            raw, options.remote(), tls.get(), options.timeouts().connect());
            made = true;
            return line;
        } finally {
            if (!made) {
                raw.close();
            }
        }
    }

    /** How messages call the peer. */
    String peer() {
        return options.calledAe() + " at " + options.remote().getHostString() + ":"
                + options.remote().getPort();
    }

    /**
     * Connects and negotiates.
     *
     * @param requests hears what the peer requests
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    Association connect(AAssociateRQ rq, DimseRQHandler requests) throws IOException {
        Device device = device(requests);
        ApplicationEntity own = new ApplicationEntity(options.callingAe());
        device.addConnection(way);
        device.addApplicationEntity(own);
        own.addConnection(way);
        Association made;
        try {
            made = own.connect(way, new Connection(), rq);
        } catch (AAssociateRJ e) {
            Rejection why = new Rejection(e.getResult(), e.getSource(), e.getReason());
            throw new AssociationException(Kind.REJECTED, peer() + ": rejected: " + why, Optional.of(why), e);
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssociationException(Kind.CLOSED, peer() + ": interrupted", Optional.empty(), e);
        } catch (IncompatibleConnectionException | GeneralSecurityException e) {
            throw new IOException(e); // of ways to connect that are not taken here
        }
        if (!Terms.canSend(made.getAAssociateAC().getMaxPDULength())) {
            socket().endBy(Ending.BROKE_PROTOCOL);
            made.abort();
            throw socket().ending().exception(peer(), new IOException("the longest PDU that the peer takes"));
        }
        return made;
    }

    private AssociationException failed(IOException e) {
        WatchedSocket made = socket;
        if (made == null) {
            Ending no = new Ending(Ending.LOST.kind(), "no connection: " + OneLine.message(e));
            return no.exception(peer(), e);
        }
        return made.ending().exception(peer(), e);
    }

    /** Its one task is to read what the peer says, on a thread of its own. */
    private Device device(DimseRQHandler requests) {
        Timeouts timeouts = options.timeouts();
        way.setAcceptTimeout(WatchedSocket.millis(timeouts.associate()));
        way.setReleaseTimeout(WatchedSocket.millis(timeouts.release()));
        way.setReceivePDULength(options.maxPduLength());
        way.setMaxOpsInvoked(options.window());
        Terms.ofEachConnection(way);
        Device device = new Device("sluice");
        device.setExecutor(task -> {
            Thread thread = new Thread(() -> read(task), "association");
            thread.setDaemon(true);
            thread.start();
        });
        device.setScheduledExecutor(Watchdog.shared().timers());
        device.setDimseRQHandler(requests);
        return device;
    }

    private void read(Runnable task) {
        try {
            task.run();
        } finally {
            try {
                socket().finish();
            } finally {
                over.run();
            }
        }
    }

    /** The socket, of a caller that has connected. */
    WatchedSocket socket() {
        WatchedSocket made = socket;
        if (made == null) {
            throw new IllegalStateException("not connected");
        }
        return made;
    }
}
