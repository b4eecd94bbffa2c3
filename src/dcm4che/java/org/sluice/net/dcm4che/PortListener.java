package org.sluice.net.dcm4che;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.TCPProtocolHandler;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ConnectionLimits.Place;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.StoreHandler;
import org.sluice.text.Log;

/** A device of dcm4che that accepts associations on one port, for any called AE title. One thread for each association. */
final class PortListener implements Listener {
    private static final Log LOG = Log.of(PortListener.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** After the grace: to abort, and then to close what does not even do that. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    /** dcm4che listens only where a port is set; which one it is, {@link Port#getBindPoint} says. */
    private static final int SOME_PORT = 104;

    /** What makes associations of sockets: dcm4che has one such handler for the whole process. */
    private static final TCPProtocolHandler ASSOCIATIONS = takeSockets();

    private final ListenerOptions options;
    private final AssociationPolicy policy;
    private final StoreHandler handler;
    private final NetEvents events;
    private final Port port = new Port();
    private final Set<ServedConnection> served = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Object ended = new Object();
    private volatile @Nullable InetSocketAddress address;
    private volatile boolean closing;
    private volatile boolean deaf;

    private PortListener(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events) {
        this.options = options;
        this.policy = policy;
        this.handler = handler;
        this.events = events;
    }

    private static TCPProtocolHandler takeSockets() {
        TCPProtocolHandler[] standard = new TCPProtocolHandler[1];
        standard[0] = Connection.registerTCPProtocolHandler(Connection.Protocol.DICOM, (connection, socket) -> {
            if (connection instanceof Port port) {
                port.accept(socket);
            } else {
                standard[0].onAccept(connection, socket);
            }
        });
        return standard[0];
    }

    /** Where it listens, as a connection of dcm4che: the port that is wanted, and once it has one, that. */
    private final class Port extends Connection {
        private static final long serialVersionUID = 1L;

        @Override
        public InetSocketAddress getBindPoint() {
            return address();
        }

        private void accept(Socket socket) throws IOException {
            serve(socket);
        }
    }

    /** Its tasks are the loop that accepts, and associations, which run on the thread that they have already. */
    private final class Ears extends Device {
        private static final long serialVersionUID = 1L;

        private Ears() {
            super("sluice");
        }

        @Override
        public void execute(Runnable task) {
            if (ServedConnection.isCurrentThread(PortListener.this)) {
                task.run();
            } else {
                start(() -> listen(task), "listener");
            }
        }
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Binds and starts to accept. */
    static PortListener open(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        PortListener listener = new PortListener(options, policy, handler, events);
        listener.bind();
        return listener;
    }

    private void bind() throws IOException {
        Device device = new Ears();
        ApplicationEntity any = new ApplicationEntity("*");
        port.setPort(SOME_PORT);
        port.setRequestTimeout(WatchedSocket.millis(options.timeouts().artim()));
        port.setReleaseTimeout(WatchedSocket.millis(options.timeouts().release()));
        port.setReceivePDULength(options.maxPduLength());
        Terms.ofEachConnection(port);
        device.addConnection(port);
        device.addApplicationEntity(any);
        any.addConnection(port);
        device.setScheduledExecutor(Watchdog.shared().timers());
        device.setAssociationHandler(new Negotiator());
        device.setAssociationMonitor(new Negotiator.Monitor());
        device.setDimseRQHandler(new Negotiator.Requests());
        listenAgain();
    }

    private void listenAgain() throws IOException {
        try {
            port.bind();
        } catch (IOException e) {
            throw e.getCause() instanceof IOException why ? why : e;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        address = (InetSocketAddress) port.getListener().getEndPoint();
    }

    /** dcm4che stops to listen when a connection cannot be accepted, for want of a file descriptor, say. */
    private void listen(Runnable loop) {
        loop.run();
        deaf = !closing;
        while (deaf && !closing) {
            LockSupport.parkNanos(PAUSE.toNanos());
            port.unbind();
            try {
                listenAgain();
                deaf = false;
            } catch (IOException e) {
                LOG.debug("port {}: {}", address().getPort(), e);
            }
        }
        if (closing) {
            port.unbind();
        }
    }

    @Override
    public InetSocketAddress address() {
        InetSocketAddress known = address;
        return known == null ? options.bind() : known;
    }

    @Override
    public int associations() {
        return connections.get();
    }

    @Override
    public Optional<String> hindrance() {
        return closing || deaf
                ? Optional.of("port " + address().getPort() + " accepts no connections any more")
                : Optional.empty();
    }

    ListenerOptions options() {
        return options;
    }

    AssociationPolicy policy() {
        return policy;
    }

    StoreHandler handler() {
        return handler;
    }

    NetEvents events() {
        return events;
    }

    /** Makes an association of a socket, and returns when it is over. */
    void associate(Socket socket) throws IOException {
        ASSOCIATIONS.onAccept(port, socket);
    }

    private void serve(Socket raw) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) raw.getRemoteSocketAddress();
        Place place = remote == null ? Place.NONE : options.limits().enter(remote.getAddress());
        if (remote == null || place == Place.NONE) {
            raw.close();
            LOG.warn(
                    "{}: closed, too many connections already; {}",
                    remote,
                    options.limits().why(Place.NONE));
            events.connectionRefused(remote == null ? address() : remote);
            return;
        }
        connections.incrementAndGet();
        boolean started = false;
        ServedConnection one = new ServedConnection(this, raw, remote, place);
        try {
            events.connectionOpened(remote);
            served.add(one);
            one.start();
            started = true;
        } finally {
            if (!started) {
                raw.close();
                over(one, remote, place);
            }
        }
    }

    /** A connection is over, and counts no more. */
    void over(ServedConnection one, InetSocketAddress remote, Place place) {
        served.remove(one);
        options.limits().leave(remote.getAddress(), place);
        connections.decrementAndGet();
        synchronized (ended) {
            ended.notifyAll();
        }
    }

    @Override
    public void close(Duration grace) {
        closing = true;
        port.unbind();
        forEachServed(ServedConnection::releaseWhenIdle);
        if (!awaitEnd(grace)) {
            forEachServed(ServedConnection::abort);
            if (!awaitEnd(LAST_WORDS)) {
                forEachServed(ServedConnection::cut);
                awaitEnd(LAST_WORDS);
            }
        }
    }

    /** Each on a thread of its own, for one can wait for a peer that does not read. */
    private void forEachServed(Consumer<ServedConnection> what) {
        for (ServedConnection one : served) {
            start(() -> what.accept(one), "closing");
        }
    }

    private boolean awaitEnd(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        synchronized (ended) {
            while (connections.get() > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    ended.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }
}
