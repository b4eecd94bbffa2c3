package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AssociationEnd;
import org.sluice.net.ConnectionLimits;
import org.sluice.net.ListenerOptions;
import org.sluice.net.OfOneEngine;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreHandler;
import org.sluice.net.Timeouts;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.UnknownItem;
import org.sluice.peers.Await;

/**
 * Peers that would have a thread, a buffer or a disk for ever: each is ended in a bounded time and after a bounded number
 * of bytes, and while it is at it another peer gets its instances through.
 */
@OfOneEngine("a peer that sends too much, too slowly or without end takes no more than its bounds")
class BoundedPeerTest {
    private static final int HONEST = 50;

    /** Both are long enough for an honest peer's request on a busy machine, and short enough to be waited for. */
    static final Duration SHORT = Duration.ofSeconds(1);

    static final Duration ARTIM = Duration.ofSeconds(2);

    private static final Abort INVALID_PARAMETER = Abort.byProvider(AbortReason.INVALID_PARAMETER);

    private static UnaryOperator<ListenerOptions> timeouts(UnaryOperator<Timeouts> changed) {
        return options -> options.withTimeouts(changed.apply(options.timeouts()));
    }

    private static UnaryOperator<ListenerOptions> tooLongIs(int bytes) {
        return options -> timeouts(t -> t.withArtim(ARTIM)).apply(options).withMaxDataSet(bytes);
    }

    /** What a peer with an association does. */
    private interface Attack {
        void by(RawPeer peer, AttackedListener listener) throws Exception;
    }

    /** The association of the peer that does it ends so. */
    private static void assertEnds(
            UnaryOperator<ListenerOptions> options, StoreHandler handler, Attack attack, AssociationEnd end)
            throws Exception {
        try (AttackedListener listener = new AttackedListener(options, handler);
                RawPeer peer = RawPeer.associated(listener.address())) {
            attack.by(peer, listener);
            listener.assertEnd(end);
        }
    }

    private static void assertEnds(UnaryOperator<ListenerOptions> options, Attack attack, AssociationEnd end)
            throws Exception {
        assertEnds(options, AttackedListener::readAll, attack, end);
    }

    private static void beginDataSet(RawPeer peer, byte[] fragments) throws IOException {
        peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
        peer.send(fragments);
    }

    /** Sends again and again until the listener does not take it any more. */
    private static void sendWhileTaken(RawPeer peer, byte[] bytes) {
        Await.until(() -> !taken(peer, bytes), AttackedListener.SOON, "the end of the association");
    }

    private static boolean taken(RawPeer peer, byte[] bytes) {
        try {
            peer.send(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static byte[] fragments(int count, int length) {
        byte[] one = new PDataTf(
                        List.of(new PDataTf.Pdv(1, Kind.DATA_SET, Position.MORE_FOLLOW, Octets.of(new byte[length]))))
                .toBytes();
        ByteBuffer all = ByteBuffer.allocate(one.length * count);
        while (all.hasRemaining()) {
            all.put(one);
        }
        return all.array();
    }

    @Test
    void anAssociationRequestThatTricklesIsOverAfterArtim() throws Exception {
        try (AttackedListener listener = new AttackedListener(timeouts(t -> t.withArtim(ARTIM)));
                RawPeer peer = new RawPeer(listener.address())) {
            peer.send(new byte[] {1, 0, 0});
            listener.serveAnHonestPeer(HONEST);
            peer.send(new byte[] {15, 0, 0});
            sendWhileTaken(peer, new byte[1]);
            listener.assertEnd(AssociationEnd.TIMED_OUT);
        }
    }

    @Test
    void anAssociationThatNeverSendsIsAbortedWhenItsIdleTimeIsOver() throws Exception {
        assertEnds(
                timeouts(t -> t.withIdle(SHORT)),
                (peer, listener) -> {
                    listener.serveAnHonestPeer(HONEST);
                    assertThat(peer.abort()).contains(Abort.BY_USER);
                    peer.close();
                },
                AssociationEnd.TIMED_OUT);
    }

    /** The first bytes of a PDU do not begin a message: the idle time goes on. */
    @Test
    void aPduHeaderThatTricklesIsAbortedWhenTheIdleTimeIsOver() throws Exception {
        assertEnds(
                timeouts(t -> t.withIdle(SHORT)),
                (peer, listener) -> {
                    peer.send(new byte[] {4, 0, 0});
                    listener.serveAnHonestPeer(HONEST);
                    assertThat(peer.abort()).contains(Abort.BY_USER);
                    peer.close();
                },
                AssociationEnd.TIMED_OUT);
    }

    @ParameterizedTest(name = "PDU type {0}")
    @ValueSource(bytes = {1, 2, 3, 4, 5, 6, 7})
    void aPduOfFourGigabytesIsAborted(byte type) throws Exception {
        assertEnds(
                options -> options,
                (peer, listener) -> {
                    peer.send(new byte[] {type, 0, -1, -1, -1, -1});
                    listener.serveAnHonestPeer(HONEST);
                    assertThat(peer.abort()).contains(INVALID_PARAMETER);
                    peer.close();
                },
                AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aPduOfNoKnownTypeThatNeverEndsIsAborted() throws Exception {
        assertEnds(
                timeouts(t -> t.withArtim(ARTIM)),
                (peer, listener) -> {
                    peer.send(new byte[] {9, 0, -1, -1, -1, -1});
                    listener.serveAnHonestPeer(HONEST);
                    sendWhileTaken(peer, new byte[1 << 16]);
                },
                AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void anAssociationRequestOfVeryManyItemsIsAborted() throws Exception {
        List<UnknownItem> items = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            items.add(new UnknownItem(0x77, Octets.NONE));
        }
        AssociateRq plain = RawPeer.request(AssociateRq.DICOM_APPLICATION_CONTEXT);
        AssociateRq bloated = new AssociateRq(
                1,
                plain.calledAe(),
                plain.callingAe(),
                plain.applicationContext(),
                plain.contexts(),
                plain.user(),
                items);
        try (AttackedListener listener = new AttackedListener(options -> options);
                RawPeer peer = new RawPeer(listener.address())) {
            peer.send(bloated);
            listener.serveAnHonestPeer(HONEST);
            assertThat(peer.abort()).contains(Abort.BY_USER);
            peer.close();
            listener.assertEnd(AssociationEnd.PROTOCOL_ERROR);
        }
    }

    @Test
    void aDataSetInFragmentsOfOneByteIsTakenWhileOthersGoOn() throws Exception {
        try (AttackedListener listener = new AttackedListener(options -> options);
                RawPeer peer = RawPeer.associated(listener.address())) {
            beginDataSet(peer, fragments(50_000, 1));
            listener.serveAnHonestPeer(HONEST);
            peer.send(1, Kind.DATA_SET, Position.LAST, new byte[1]);
            assertThat(peer.receive()).isInstanceOf(PDataTf.class);
        }
    }

    @Test
    void aFloodOfFragmentsOfOneByteIsAbortedWhenTheDataSetIsTooLong() throws Exception {
        assertEnds(
                tooLongIs(100_000),
                (peer, listener) -> {
                    beginDataSet(peer, fragments(50_000, 1));
                    listener.serveAnHonestPeer(HONEST);
                    sendWhileTaken(peer, fragments(1_000, 1));
                },
                AssociationEnd.ABORTED);
    }

    /** The handler has read nothing and said no; what still comes may take its time, but not for ever. */
    @Test
    void theRestOfARefusedDataSetThatNeverEndsIsAborted() throws Exception {
        StoreHandler refusing = request -> request.association().callingAe().equals("GOOD")
                ? AttackedListener.readAll(request)
                : StoreAnswer.of(Status.OUT_OF_RESOURCES, "");
        assertEnds(
                timeouts(t -> t.withDimse(SHORT).withArtim(ARTIM)),
                refusing,
                (peer, listener) -> {
                    beginDataSet(peer, fragments(100, 16_000));
                    listener.serveAnHonestPeer(HONEST);
                    sendWhileTaken(peer, fragments(100, 16_000));
                },
                AssociationEnd.TIMED_OUT);
    }

    /** What ends an association in the middle of a data set, or of a fragment of it, after which the peer is silent. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"fragment of another context", "beginning of such a fragment", "command", "no PDU"})
    void anAbortInTheMiddleOfADataSetFreesThePlaceSoonThoughThePeerSaysNothingAnyMore(String wrong) throws Exception {
        byte[] bytes =
                switch (wrong) {
                    case "fragment of another context" -> fragment(3, Kind.DATA_SET);
                    case "beginning of such a fragment" -> Arrays.copyOf(fragment(3, Kind.DATA_SET), 20);
                    case "command" -> fragment(1, Kind.COMMAND);
                    default -> new byte[] {9, 0, 0, 0, 0, 9};
                };
        try (AttackedListener listener =
                        new AttackedListener(options -> options.withLimits(new ConnectionLimits(1, 1)));
                RawPeer peer = RawPeer.associated(listener.address())) {
            peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[100]);
            peer.send(bytes);
            Await.until(() -> listener.associations() == 0, AttackedListener.SOON, "the one place to be free");
            listener.serveAnHonestPeer(1);
        }
    }

    private static byte[] fragment(int context, Kind kind) {
        return new PDataTf(List.of(new PDataTf.Pdv(context, kind, Position.MORE_FOLLOW, Octets.of(new byte[100]))))
                .toBytes();
    }

    /** The handler has read nothing; so it is the engine that finds the abort, and has to answer nothing any more. */
    @Test
    void anAbortInTheMiddleOfARefusedDataSetFreesThePlaceSoonToo() throws Exception {
        StoreHandler refusing = request -> StoreAnswer.of(Status.OUT_OF_RESOURCES, "");
        try (AttackedListener listener = new AttackedListener(options -> options, refusing);
                RawPeer peer = RawPeer.associated(listener.address())) {
            beginDataSet(peer, fragment(3, Kind.DATA_SET));
            Await.until(() -> listener.associations() == 0, AttackedListener.SOON, "the place to be free");
        }
    }

    @Test
    void theRestOfARefusedDataSetIsBoundedInBytesToo() throws Exception {
        assertEnds(
                tooLongIs(1 << 20),
                request -> StoreAnswer.of(Status.OUT_OF_RESOURCES, ""),
                (peer, listener) -> {
                    beginDataSet(peer, fragments(10, 16_000));
                    sendWhileTaken(peer, fragments(10, 16_000));
                },
                AssociationEnd.ABORTED);
    }
}
