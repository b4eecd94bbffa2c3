package org.sluice.net.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ConnectionLimits.Place;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.StoreHandler;
import org.sluice.net.engine.association.Limits;
import org.sluice.net.engine.association.Role;
import org.sluice.net.engine.association.SocketTransport;
import org.sluice.net.engine.association.TlsTransport;
import org.sluice.net.engine.association.Transport;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.text.Log;

/** Accepts associations on one port and hands their instances to a {@link StoreHandler}. One thread for each association. */
final class PortListener implements Listener {
    private static final Log LOG = Log.of(PortListener.class);

    /** After the grace: to abort, and then to close what does not even do that. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** More than most nodes have associations at a time; what a burst needs beyond them is not kept. */
    private static final int BUFFERS_KEPT = 64;

    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final ListenerOptions options;
    private final Limits limits;
    private final ServedAssociation.Service service;
    private final NetEvents events;
    private final EngineRoom engine = EngineRoom.shared();
    private final ThreadFactory threads;
    private final AcceptLoop accepting;
    private final BufferPool buffers;
    private final Set<ServedAssociation> served = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Object ended = new Object();

    private PortListener(
            ServerSocketChannel server,
            ListenerOptions options,
            ServedAssociation.Service service,
            ThreadFactory threads)
            throws IOException {
        this.server = server;
        this.threads = threads;
        this.address = (InetSocketAddress) server.getLocalAddress();
        this.options = options;
        this.service = service;
        this.events = service.events();
        this.buffers = new BufferPool(options.bufferSize(), BUFFERS_KEPT);
        this.limits = Seam.limits(options.timeouts(), options.maxPduLength());
        this.accepting = new AcceptLoop(server, address, this::serve);
    }

    /** Binds and starts to accept. */
    static PortListener open(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        return open(options, policy, handler, events, AssociationThreads.factory());
    }

    /** With threads from elsewhere, one for each association. */
    static PortListener open(
            ListenerOptions options,
            AssociationPolicy policy,
            StoreHandler handler,
            NetEvents events,
            ThreadFactory threads)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        boolean opened = false;
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(options.bind());
            var service = new ServedAssociation.Service(
                    new Acceptor(policy), handler, events, options.maxPduLength(), options.maxDataSet());
            PortListener listener = new PortListener(server, options, service, threads);
            new Thread(listener.accepting, "listener-" + listener.address.getPort()).start();
            opened = true;
            return listener;
        } finally {
            if (!opened) {
                server.close();
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int associations() {
        return connections.get();
    }

    private void serve(SocketChannel channel) throws IOException {
        InetSocketAddress remote = null;
        Place place = Place.NONE;
        boolean served = false;
        try {
            remote = (InetSocketAddress) channel.getRemoteAddress();
            place = remote == null ? Place.NONE : options.limits().enter(remote.getAddress());
            if (remote != null && place != Place.NONE) {
                connections.incrementAndGet();
                events.connectionOpened(remote);
                start(channel, remote, place);
                served = true;
            }
        } finally {
            if (!served) {
                channel.close();
            }
            if (!served && remote != null && place != Place.NONE) {
                over(remote, place);
            }
        }
        if (!served) {
            LOG.warn(
                    "{}: closed, too many connections already; {}",
                    remote,
                    options.limits().why(Place.NONE));
            events.connectionRefused(remote == null ? address : remote);
        }
    }

    private void start(SocketChannel channel, InetSocketAddress remote, Place place) throws IOException {
        String id = engine.nextServedId();
        SocketTransport socket = SocketTransport.accepted(channel);
        Optional<TlsTransport> tls =
                options.tls().map(context -> TlsTransport.accepted(socket, context, engine.watchdog(), limits.artim()));
        var connection = new ServedAssociation.Connection(
                id, remote, socket.localAddress(), options.limits().why(place), tls);
        ByteBuffer buffer = buffers.take();
        Transport transport = tls.isPresent() ? tls.get() : socket;
        UpperLayer association = new UpperLayer(Role.ACCEPTOR, transport, engine.watchdog(), limits, buffer);
        ServedAssociation one = new ServedAssociation(service, connection, association);
        boolean started = false;
        try {
            served.add(one);
            threads.newThread(() -> run(one, buffer, place)).start();
            started = true;
        } finally {
            if (!started) { // for want of a thread or of memory, which others need back
                served.remove(one);
                association.close();
                buffers.giveBack(buffer);
            }
        }
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

    @Override
    public Optional<String> hindrance() {
        return accepting.hindrance();
    }

    @Override
    public void close(Duration grace) {
        stopAccepting();
        forEachServed(UpperLayer::releaseWhenIdle);
        if (!awaitEnd(grace)) {
            forEachServed(UpperLayer::abortFromOutside);
            if (!awaitEnd(LAST_WORDS)) {
                forEachServed(UpperLayer::disconnect);
                awaitEnd(LAST_WORDS);
            }
        }
    }

    private void stopAccepting() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", address, e);
        }
    }

    /** One that fails does not keep the others open. */
    private void forEachServed(Consumer<UpperLayer> what) {
        for (ServedAssociation one : served) {
            try {
                what.accept(one.association());
            } catch (RuntimeException e) {
                LOG.error("association {}", one.connection().id(), e);
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
}
