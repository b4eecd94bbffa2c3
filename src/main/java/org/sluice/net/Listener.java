package org.sluice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sluice.net.ConnectionLimits.Place;
import org.sluice.net.association.Limits;
import org.sluice.net.association.SocketTransport;
import org.sluice.net.association.TlsTransport;
import org.sluice.net.association.Transport;
import org.sluice.net.association.UpperLayer;
import org.sluice.net.association.Watchdog;
import org.sluice.text.Log;

/**
 * The receiving side: accepts associations on one port and hands their instances to a {@link StoreHandler}. One thread
 * for each association.
 */
public final class Listener implements AutoCloseable {
    private static final Log LOG = Log.of(Listener.class);

    /** After the grace: to abort, and then to close what does not even do that. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** After a connection could not be accepted. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** More than most nodes have associations at a time; what a burst needs beyond them is not kept. */
    private static final int BUFFERS_KEPT = 64;

    /** Unique in the process, for the log. */
    private static final AtomicLong IDS = new AtomicLong();

    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final ListenerOptions options;
    private final Limits limits;
    private final ServedAssociation.Service service;
    private final NetEvents events;
    private final Watchdog watchdog = Watchdog.shared();
    private final ThreadFactory threads = AssociationThreads.factory();
    private final BufferPool buffers;
    private final Set<ServedAssociation> served = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Object ended = new Object();

    private Listener(ServerSocketChannel server, ListenerOptions options, ServedAssociation.Service service)
            throws IOException {
        this.server = server;
        this.address = (InetSocketAddress) server.getLocalAddress();
        this.options = options;
        this.service = service;
        this.events = service.events();
        this.buffers = new BufferPool(options.bufferSize(), BUFFERS_KEPT);
        this.limits = EngineLimits.of(options.timeouts(), options.maxPduLength());
    }

    /** Binds and starts to accept. */
    public static Listener open(
            ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(options.bind());
        } catch (IOException e) {
            server.close();
            throw e;
        }
        var service = new ServedAssociation.Service(
                new Acceptor(policy), handler, events, options.maxPduLength(), options.maxDataSet());
        Listener listener = new Listener(server, options, service);
        Thread thread = new Thread(listener::accept, "listener-" + listener.address.getPort());
        thread.start();
        return listener;
    }

    /** Where it listens, with the port that was picked. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many connections there are now. */
    public int associations() {
        return connections.get();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                serve(server.accept());
            } catch (AsynchronousCloseException closedByUs) {
                return;
            } catch (ClosedChannelException closedByUs) {
                return;
            } catch (IOException e) {
                // Out of file descriptors, most likely: the next one may find some, but not at once.
                LOG.error("cannot accept on {}: {}", address, e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        Place place = remote == null ? Place.NONE : options.limits().enter(remote.getAddress());
        if (place == Place.NONE) {
            LOG.warn("{}: closed, too many connections already", remote);
            channel.close();
            events.connectionRefused(remote == null ? address : remote);
            return;
        }
        connections.incrementAndGet();
        boolean started = false;
        try {
            events.connectionOpened(remote);
            start(channel, remote, place);
            started = true;
        } finally {
            if (!started) {
                channel.close();
                over(remote, place);
            }
        }
    }

    private void start(SocketChannel channel, InetSocketAddress remote, Place place) throws IOException {
        String id = String.format("a%05d", IDS.incrementAndGet());
        SocketTransport socket = SocketTransport.accepted(channel);
        Optional<TlsTransport> tls =
                options.tls().map(context -> TlsTransport.accepted(socket, context, watchdog, limits.artim()));
        var connection =
                new ServedAssociation.Connection(id, remote, socket.localAddress(), place == Place.BEYOND, tls);
        ByteBuffer buffer = buffers.take();
        Transport transport = tls.isPresent() ? tls.get() : socket;
        UpperLayer association = new UpperLayer(UpperLayer.Role.ACCEPTOR, transport, watchdog, limits, buffer);
        ServedAssociation one = new ServedAssociation(service, connection, association);
        served.add(one);
        threads.newThread(() -> run(one, buffer, place)).start();
    }

    private void run(ServedAssociation one, ByteBuffer buffer, Place place) {
        try {
            one.run();
        } finally {
            served.remove(one);
            buffers.giveBack(buffer);
            over(one.connection().remote(), place);
        }
    }

    private void over(InetSocketAddress remote, Place place) {
        options.limits().leave(remote.getAddress(), place);
        connections.decrementAndGet();
        noteEnd();
    }

    private void noteEnd() {
        synchronized (ended) {
            ended.notifyAll();
        }
    }

    /**
     * Stops: no new connection is accepted, instances in flight are finished, associations are released as they become
     * idle, and what is left after the grace period is aborted.
     */
    public void close(Duration grace) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", address, e);
        }
        for (ServedAssociation one : served) {
            one.association().releaseWhenIdle();
        }
        if (!awaitEnd(grace)) {
            served.forEach(one -> one.association().abortFromOutside());
            if (!awaitEnd(LAST_WORDS)) {
                served.forEach(one -> one.association().disconnect());
                awaitEnd(LAST_WORDS);
            }
        }
    }

    private boolean awaitEnd(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        synchronized (ended) {
            while (connections.get() > 0) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    ended.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /** {@link #close(Duration)} with ten seconds of grace. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
