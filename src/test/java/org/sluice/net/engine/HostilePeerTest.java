package org.sluice.net.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.net.AssociationEnd;
import org.sluice.net.OfOneEngine;
import org.sluice.net.Status;
import org.sluice.net.Timeouts;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.peers.Await;

/** Peers that are wrong, rude or slow: each ends with the right abort, in bounded time, and disturbs nobody else. */
@OfOneEngine(
        "what breaks the protocol is aborted, rejected or skipped as the standard says, and takes no place or memory with it")
class HostilePeerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int GROUP_0000_COMMAND_FIELD = 0x0100;
    private static final int MESSAGE_ID = 0x0110;
    private static final int DATA_SET_TYPE = 0x0800;
    private static final int NO_DATA_SET = 0x0101;

    private AttackedListener listener = new AttackedListener(options -> options);

    @AfterEach
    void everybodyElseIsStillServed() throws IOException {
        listener.serveAnHonestPeer(1);
        listener.close();
    }

    private void replaceListener(Timeouts timeouts) {
        listener.close();
        listener = new AttackedListener(options -> options.withTimeouts(timeouts));
    }

    private RawPeer associated() throws IOException, PduException {
        return RawPeer.associated(listener.address());
    }

    private static Abort providerAbort(AbortReason reason) {
        return Abort.byProvider(reason);
    }

    // ---- Before the association

    @Test
    void aWrongApplicationContextIsRejected() throws Exception {
        try (RawPeer peer = new RawPeer(listener.address())) {
            peer.send(RawPeer.request("1.2.3"));
            assertThat(peer.receive()).isEqualTo(new AssociateRj(1, 1, 2));
        }
    }

    @Test
    void aRequestOfFourGigabytesIsAborted() throws Exception {
        try (RawPeer peer = new RawPeer(listener.address())) {
            peer.send(new byte[] {1, 0, -1, -1, -1, -1, 0, 1});
            assertThat(peer.abort()).contains(Abort.BY_USER);
        }
        listener.assertEnd(AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aConnectionThatSaysNothingIsClosedAfterArtim() throws Exception {
        replaceListener(Timeouts.DEFAULT.withArtim(BoundedPeerTest.ARTIM));
        try (RawPeer peer = new RawPeer(listener.address())) {
            assertThat(peer.isClosedByPeer()).isTrue();
            listener.assertEnd(AssociationEnd.TIMED_OUT);
        }
    }

    @Test
    void connectionsThatAreTooManyEvenToBeToldAreClosed() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 130; i++) {
                peers.add(new RawPeer(listener.address()));
            }
            assertThat(peers.get(129).isClosedByPeer()).isTrue();
            Await.until(() -> listener.associations() <= 116, SOON, "those that are too many to be gone");
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
        Await.until(() -> listener.associations() == 0, SOON, "all connections to end");
    }

    // ---- Messages

    @Test
    void dataBeforeACommandIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(1, Kind.DATA_SET, Position.LAST, new byte[10]);
            assertThat(peer.abort()).contains(providerAbort(AbortReason.UNEXPECTED_PARAMETER));
        }
        listener.assertEnd(AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aContextThatWasNotAcceptedIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(99, Kind.COMMAND, Position.LAST, echo());
            assertThat(peer.abort()).contains(providerAbort(AbortReason.INVALID_PARAMETER));
        }
    }

    private static byte[] echo() {
        return RawPeer.command(GROUP_0000_COMMAND_FIELD, 0x0030, MESSAGE_ID, 1, DATA_SET_TYPE, NO_DATA_SET);
    }

    @Test
    void aCommandWithoutEndIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            for (int i = 0; i < 5; i++) {
                peer.send(3, Kind.COMMAND, Position.MORE_FOLLOW, new byte[16_000]);
            }
            assertThat(peer.abort()).contains(providerAbort(AbortReason.UNEXPECTED_PARAMETER));
        }
    }

    @Test
    void aCommandThatIsNoneIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(3, Kind.COMMAND, Position.LAST, "GET / HTTP/1.1\r\n".getBytes(US_ASCII));
            assertThat(peer.abort()).contains(Abort.BY_USER);
        }
        listener.assertEnd(AssociationEnd.ABORTED);
    }

    @Test
    void aFloodOfEmptyFragmentsIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            byte[] empty =
                    new PDataTf(List.of(new PDataTf.Pdv(1, Kind.COMMAND, Position.MORE_FOLLOW, Octets.NONE))).toBytes();
            ByteBuffer flood = ByteBuffer.allocate(empty.length * 1_100);
            while (flood.hasRemaining()) {
                flood.put(empty);
            }
            peer.send(flood.array());
            assertThat(peer.abort()).contains(providerAbort(AbortReason.INVALID_PARAMETER));
        }
    }

    @Test
    void aFragmentOfAnotherContextInTheMiddleOfADataSetIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[100]);
            peer.send(3, Kind.DATA_SET, Position.LAST, new byte[100]);
            assertThat(peer.abort()).contains(providerAbort(AbortReason.UNEXPECTED_PARAMETER));
        }
        listener.assertEnd(AssociationEnd.PROTOCOL_ERROR);
    }

    @Test
    void aReleaseInTheMiddleOfADataSetIsAborted() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[100]);
            peer.send(new ReleaseRq());
            assertThat(peer.abort()).contains(Abort.BY_USER);
        }
        listener.assertEnd(AssociationEnd.ABORTED);
    }

    @Test
    void aDataSetThatTricklesIsAborted() throws Exception {
        replaceListener(Timeouts.DEFAULT.withDimse(BoundedPeerTest.SHORT));
        try (RawPeer peer = associated()) {
            peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            // One byte at a time, for as long as anybody listens.
            Await.until(() -> !trickled(peer), SOON, "the abort");
        }
        listener.assertEnd(AssociationEnd.TIMED_OUT);
    }

    private static boolean trickled(RawPeer peer) {
        try {
            peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[1]);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void aPeerThatVanishesInTheMiddleOfADataSetLeavesNothing() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(1, Kind.COMMAND, Position.LAST, RawPeer.store());
            peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, new byte[5000]);
        }
        listener.assertEnd(AssociationEnd.CONNECTION_LOST);
    }

    // ---- Requests that are not supported: never silence

    @ParameterizedTest(name = "request {0}")
    @CsvSource({"0x0020", "0x0021", "0x0010", "0x0100", "0x0110", "0x0120", "0x0130", "0x0140", "0x0150", "0x0777"})
    void anyOtherRequestIsAnsweredUnrecognizedOperation(int field) throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(
                    1,
                    Kind.COMMAND,
                    Position.LAST,
                    RawPeer.command(GROUP_0000_COMMAND_FIELD, field, MESSAGE_ID, 9, DATA_SET_TYPE, 1));
            peer.send(1, Kind.DATA_SET, Position.LAST, new byte[64]);
            assertResponse(peer, field | 0x8000, 9, Status.UNRECOGNIZED_OPERATION);
            release(peer);
        }
    }

    @Test
    void aCancelIsIgnored() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(
                    3,
                    Kind.COMMAND,
                    Position.LAST,
                    RawPeer.command(GROUP_0000_COMMAND_FIELD, 0x0FFF, 0x0120, 1, DATA_SET_TYPE, NO_DATA_SET));
            peer.send(3, Kind.COMMAND, Position.LAST, echo());
            assertResponse(peer, 0x8030, 1, Status.SUCCESS);
            release(peer);
        }
    }

    @Test
    void aStoreInTheVerificationContextIsNotSupported() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(3, Kind.COMMAND, Position.LAST, RawPeer.store());
            peer.send(3, Kind.DATA_SET, Position.LAST, new byte[64]);
            assertResponse(peer, 0x8001, 1, Status.SOP_CLASS_NOT_SUPPORTED);
            release(peer);
        }
    }

    @Test
    void aStoreWithoutUidsIsRefused() throws Exception {
        try (RawPeer peer = associated()) {
            peer.send(
                    1,
                    Kind.COMMAND,
                    Position.LAST,
                    RawPeer.command(GROUP_0000_COMMAND_FIELD, 1, MESSAGE_ID, 4, DATA_SET_TYPE, 1));
            peer.send(1, Kind.DATA_SET, Position.LAST, new byte[64]);
            assertResponse(peer, 0x8001, 4, Status.SOP_CLASS_NOT_SUPPORTED);
            release(peer);
        }
    }

    private static void assertResponse(RawPeer peer, int field, int messageId, int status)
            throws IOException, PduException, DimseException {
        PDataTf.Pdv value = ((PDataTf) peer.receive()).values().get(0);
        byte[] bytes = value.fragment().toArray();
        var response = Response.read(CommandSet.read(bytes, bytes.length));
        assertThat(response.commandField()).isEqualTo(field);
        assertThat(response.messageId()).isEqualTo(messageId);
        assertThat(response.status()).isEqualTo(status);
    }

    private static void release(RawPeer peer) throws IOException, PduException {
        peer.send(new ReleaseRq());
        assertThat(peer.receive()).isEqualTo(new ReleaseRp());
    }
}
