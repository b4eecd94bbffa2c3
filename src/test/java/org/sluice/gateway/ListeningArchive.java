package org.sluice.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationRequest;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreHandler;
import org.sluice.net.TestEngine;

/** An archive in this process that remembers who associated with it, and how that ended. */
final class ListeningArchive implements AutoCloseable, NetEvents {
    private final Listener listener;
    private final List<AssociationRequest> requested = new CopyOnWriteArrayList<>();
    private final List<AssociationEnd> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger echoes = new AtomicInteger();

    private ListeningArchive(ListenerOptions options, AssociationPolicy policy, StoreHandler handler) {
        try {
            listener = TestEngine.ENGINE.listen(
                    options,
                    request -> {
                        requested.add(request);
                        return policy.decide(request);
                    },
                    handler,
                    this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a free port. */
    static ListeningArchive open(StoreHandler handler) {
        return open(options(0), request -> AssociationPolicy.accept(), handler);
    }

    static ListeningArchive open(ListenerOptions options, AssociationPolicy policy, StoreHandler handler) {
        return new ListeningArchive(options, policy, handler);
    }

    /** That takes everything. */
    static ListeningArchive on(int port) {
        return open(options(port), request -> AssociationPolicy.accept(), request -> StoreAnswer.SUCCESS);
    }

    static ListenerOptions options(int port) {
        return ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    int port() {
        return listener.address().getPort();
    }

    /** Every association that was asked for, whatever became of it. */
    List<AssociationRequest> requested() {
        return requested;
    }

    List<AssociationEnd> ended() {
        return ended;
    }

    /** How many connections stand now. */
    int open() {
        return listener.associations();
    }

    int echoes() {
        return echoes.get();
    }

    @Override
    public void associationEnded(AssociationInfo association, AssociationEnd end) {
        ended.add(end);
    }

    @Override
    public void echoed(AssociationInfo association) {
        echoes.incrementAndGet();
    }

    @Override
    public void close() {
        listener.close(Duration.ofMillis(200));
    }
}
