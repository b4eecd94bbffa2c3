package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.net.Sides.SOON;
import static org.sluice.net.Sides.anyPort;
import static org.sluice.net.Sides.ct;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.net.engine.RawPeer;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.peers.Await;

/**
 * What the rest of Sluice may rely on when a peer sends too much, or nothing: each is ended, and the engine keeps no thread or
 * memory for it. What our engine does beyond that is in {@code BoundedPeerTest}.
 */
class SeamBoundsTest extends Contract {
    private static final Duration SHORT = Duration.ofMillis(500);

    private final Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();

    SeamBoundsTest(Engine engine) {
        super(engine);
    }

    private final NetEvents events = new NetEvents() {
        @Override
        public void associationEnded(AssociationInfo association, AssociationEnd end) {
            ends.add(end);
        }

        @Override
        public void connectionWithoutAssociation(InetSocketAddress remote, AssociationEnd end) {
            ends.add(end);
        }
    };

    private static ListenerOptions timed(UnaryOperator<Timeouts> changed) {
        return anyPort().withTimeouts(changed.apply(Timeouts.DEFAULT));
    }

    /** What a peer does with its association. */
    private interface Doing {
        void by(RawPeer peer) throws Exception;
    }

    private void assertAborted(ListenerOptions options, Doing doing, AssociationEnd end) throws Exception {
        try (Listener listener =
                        sides.listen(options, request -> AssociationPolicy.accept(), new Sides.Keeper(), events);
                RawPeer peer = RawPeer.associated(listener.address())) {
            doing.by(peer);
            assertThat(peer.abort()).as("A-ABORT").isPresent();
            Await.until(() -> !ends.isEmpty(), SOON, "the end of the association");
            assertThat(ends).containsExactly(end);
        }
    }

    @Test
    void aPduThatIsLongerThanItMayBeIsAborted() throws Exception {
        assertAborted(
                anyPort().withMaxPduLength(4096),
                peer -> peer.send(new byte[] {4, 0, 0, 0, 0x10, 2, 0, 0, 0x0F, (byte) 0xFE, 1, 1}),
                AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aCommandSetThatIsLongerThanAnyIsAborted() throws Exception {
        assertAborted(
                anyPort(),
                peer -> {
                    for (int i = 0; i < 5; i++) {
                        peer.send(1, Kind.COMMAND, Position.MORE_FOLLOW, new byte[16_000]);
                    }
                },
                AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aDataSetThatIsLongerThanItMayBeIsAborted() throws Exception {
        assertAborted(
                anyPort().withMaxDataSet(20_000),
                peer -> {
                    peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
                    peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[16_000]);
                    peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[16_000]);
                },
                AssociationEnd.ABORTED);
    }

    @Test
    void aMessageOfWhichNoMoreComesIsATimeout() throws Exception {
        assertAborted(
                timed(timeouts -> timeouts.withDimse(SHORT)),
                peer -> {
                    peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
                    peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[1000]);
                },
                AssociationEnd.TIMED_OUT);
    }

    @Test
    void aConnectionOnWhichNothingIsRequestedIsClosedInTime() throws Exception {
        try (Listener listener = sides.listen(
                        timed(timeouts -> timeouts.withArtim(SHORT)),
                        request -> AssociationPolicy.accept(),
                        new Sides.Keeper(),
                        events);
                RawPeer peer = new RawPeer(listener.address())) {
            Await.until(() -> !ends.isEmpty(), SOON, "the end of the connection");
            assertThat(ends).containsExactly(AssociationEnd.TIMED_OUT);
            assertThat(peer.abort()).as("a word").isEmpty();
            Await.until(() -> listener.associations() == 0, SOON, "its place");
        }
    }

    @Test
    void aPeerThatTakesNothingOfADataSetIsATimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        StoreHandler asleep = request -> {
            Sides.await(over);
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener = sides.listen(asleep)) {
            StoreClient client = engine.connect(
                    Sides.options(listener).withTimeouts(Timeouts.DEFAULT.withWriteStall(SHORT)), List.of(ct()));
            assertThatThrownBy(() -> client.store(StoreCommand.of(Sides.CT, "1.2.3", Sides.EXPLICIT), sink -> {
                        for (int i = 0; i < 100; i++) {
                            sink.write(ByteBuffer.wrap(Sides.random(1_000_000)));
                        }
                    }))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                            .isEqualTo(AssociationException.Kind.TIMED_OUT));
            over.countDown();
        }
    }
}
