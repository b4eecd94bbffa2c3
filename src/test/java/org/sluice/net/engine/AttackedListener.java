package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.DataSetBody;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.peers.Await;

/** A listener that hostile peers connect to, and that honest ones use meanwhile. It reads what it gets, and drops it. */
final class AttackedListener implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
    private final PortListener listener;

    /** Listens on a free port, with options that are changed as given. */
    AttackedListener(UnaryOperator<ListenerOptions> options) {
        this(options, AttackedListener::readAll);
    }

    /** The same with a handler of its own. */
    AttackedListener(UnaryOperator<ListenerOptions> options, StoreHandler handler) {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            listener = PortListener.open(
                    options.apply(ListenerOptions.at(loopback)),
                    request -> AssociationPolicy.accept(),
                    handler,
                    new Ends());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Ends implements NetEvents {
        @Override
        public void associationEnded(AssociationInfo association, AssociationEnd end) {
            ends.add(end);
        }

        @Override
        public void connectionWithoutAssociation(InetSocketAddress remote, AssociationEnd end) {
            ends.add(end);
        }
    }

    static StoreAnswer readAll(StoreRequest request) throws IOException {
        DataSetBody body = request.body();
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            assertThat(bytes.hasRemaining()).isTrue();
        }
        return StoreAnswer.SUCCESS;
    }

    InetSocketAddress address() {
        return listener.address();
    }

    int associations() {
        return listener.associations();
    }

    void assertEnd(AssociationEnd end) {
        Await.until(() -> ends.contains(end), SOON, () -> end + ", found " + ends);
    }

    /** Another peer gets so many instances and echoes through, one after the other. */
    void serveAnHonestPeer(int count) throws IOException {
        StoreCommand command = StoreCommand.of(RawPeer.CT, "1.2.3.4", RawPeer.IMPLICIT);
        try (StoreScu client = StoreScu.connect(
                StoreClientOptions.of(listener.address(), "GOOD", "SLUICE"),
                List.of(PresentationContextProposal.of(RawPeer.CT, RawPeer.IMPLICIT)))) {
            for (int i = 0; i < count; i++) {
                assertThat(client.store(command, sink -> sink.write(ByteBuffer.allocate(1 << 16)))
                                .status())
                        .isZero();
                assertThat(client.echo()).isZero();
            }
        }
    }

    /** Waits for all connections to end by themselves. */
    @Override
    public void close() {
        Await.until(() -> listener.associations() == 0, SOON, "all connections to end");
        listener.close();
    }
}
