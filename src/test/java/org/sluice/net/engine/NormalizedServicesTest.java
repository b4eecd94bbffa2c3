package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.ReportChannel.Sending;
import org.sluice.net.Roles;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.peers.Await;

/** N-ACTION and N-EVENT-REPORT, in both roles and both directions: against this engine, and as bytes on a socket. */
class NormalizedServicesTest {
    private static final String PUSH = "1.2.840.10008.1.20.1";
    private static final String PUSH_INSTANCE = "1.2.840.10008.1.20.1.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A handler that remembers what it was asked, and answers with a status that can be set. */
    private static final class Keeper implements NormalizedHandler {
        private final Queue<NormalizedRequest> requests = new ConcurrentLinkedQueue<>();
        private final Queue<ReportChannel> channels = new ConcurrentLinkedQueue<>();
        private volatile int status;

        @Override
        public boolean serves(String sopClassUid) {
            return sopClassUid.equals(PUSH);
        }

        @Override
        public int perform(NormalizedRequest request, ReportChannel reports) {
            requests.add(request);
            channels.add(reports);
            return status;
        }
    }

    private static PortListener listen(NormalizedHandler handler) throws IOException {
        AssociationPolicy policy =
                request -> new AssociationPolicy.Accept(ContextChoice.ALL_STORAGE, Optional.empty(), handler);
        return PortListener.open(
                ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                policy,
                request -> StoreAnswer.SUCCESS,
                NetEvents.NONE);
    }

    private static StoreClientOptions options(PortListener listener) {
        return StoreClientOptions.of(listener.address(), "CT_ROOM1", "SLUICE");
    }

    private static NormalizedCommand action(byte... information) {
        return new NormalizedCommand(Operation.ACTION, PUSH, PUSH_INSTANCE, 1, syntax -> ByteBuffer.wrap(information));
    }

    private static NormalizedCommand report(byte... information) {
        return new NormalizedCommand(
                Operation.EVENT_REPORT, PUSH, PUSH_INSTANCE, 2, syntax -> ByteBuffer.wrap(information));
    }

    @Test
    void aReportThatIsNeverAnsweredIsToldSoWhenTheAssociationEnds() throws Exception {
        Keeper keeper = new Keeper();
        Queue<OptionalInt> answers = new ConcurrentLinkedQueue<>();
        try (PortListener listener = listen(keeper);
                RawPeer peer = associated(listener, List.of())) {
            act(peer, new byte[8]);
            assertThat(statusOf(peer)).isZero();
            assertThat(keeper.channels.remove().send(report(new byte[4]), answers::add))
                    .isEqualTo(Sending.SENT);
            peer.receive();
            peer.send(new ReleaseRq());
            Await.until(() -> !answers.isEmpty(), SOON, "the end of the association");
        }
        assertThat(answers).containsExactly(OptionalInt.empty());
    }

    @Test
    void noReportOvertakesTheResponseToItsRequest() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        NormalizedHandler eager = new NormalizedHandler() {
            @Override
            public boolean serves(String sopClassUid) {
                return true;
            }

            @Override
            public int perform(NormalizedRequest request, ReportChannel reports) {
                new Thread(() -> reports.send(report(), status -> told.countDown())).start();
                return Status.SUCCESS;
            }
        };
        try (PortListener listener = listen(eager);
                RawPeer peer = associated(listener, List.of())) {
            act(peer, new byte[8]);
            assertThat(statusOf(peer)).isZero();
            byte[] command = fragment(peer);
            assertThat(element(command, 0x0100)).isEqualTo(0x0100);
            assertThat(element(command, 0x1002)).isEqualTo(2);
            byte[] response =
                    RawPeer.command(0x0100, 0x8100, 0x0120, element(command, 0x0110), 0x0800, 0x0101, 0x0900, 0x0000);
            peer.send(1, Kind.COMMAND, Position.LAST, response);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aReportIsTracedUnderTheIdOfItsAssociationWhoeverSendsIt() throws Exception {
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> lines = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().startsWith(">> P-DATA-TF")) {
                    ids.add(event.getMDCPropertyMap().getOrDefault("association", "none"));
                }
            }
        };
        Logger trace = (Logger) LoggerFactory.getLogger("org.sluice.net.pdu.trace");
        Keeper keeper = new Keeper();
        try (PortListener listener = listen(keeper);
                RawPeer peer = associated(listener, List.of())) {
            act(peer, new byte[8]);
            assertThat(statusOf(peer)).isZero();
            lines.start();
            trace.addAppender(lines);
            trace.setLevel(Level.DEBUG);
            assertThat(keeper.channels.remove().send(report(new byte[4]), status -> {}))
                    .isEqualTo(Sending.SENT);
            assertThat(MDC.get("association")).isNull();
            Await.until(() -> ids.size() == 2, SOON, "command and data set of the report");
        } finally {
            trace.detachAppender(lines);
            trace.setLevel(null);
        }
        String id = keeper.requests.remove().association().id();
        assertThat(ids).containsExactly(id, id);
    }

    @Test
    void rolesAndWindowAreAnsweredAsTheyArePerformed() throws Exception {
        List<UserItem> items = List.of(
                new UserItem.AsynchronousOperationsWindow(8, 4),
                new UserItem.RoleSelection(PUSH, 0, 1),
                new UserItem.RoleSelection(RawPeer.CT, 1, 1),
                new UserItem.RoleSelection("1.2.3", 1, 1));
        try (PortListener listener = listen(new Keeper());
                RawPeer peer = new RawPeer(listener.address())) {
            peer.send(request(items));
            AssociateAc ac = (AssociateAc) peer.receive();
            assertThat(ac.user().all(UserItem.RoleSelection.class))
                    .containsExactly(
                            new UserItem.RoleSelection(PUSH, 0, 1), new UserItem.RoleSelection(RawPeer.CT, 1, 0));
            assertThat(ac.user().all(UserItem.AsynchronousOperationsWindow.class))
                    .containsExactly(new UserItem.AsynchronousOperationsWindow(8, 1));
        }
        try (PortListener listener = listen(new Keeper());
                RawPeer peer = new RawPeer(listener.address())) {
            peer.send(request(List.of(new UserItem.AsynchronousOperationsWindow(0, 0))));
            AssociateAc ac = (AssociateAc) peer.receive();
            assertThat(ac.user().first(UserItem.AsynchronousOperationsWindow.class))
                    .contains(new UserItem.AsynchronousOperationsWindow(64, 1));
        }
    }

    @Test
    void informationThatIsTooLongIsAResourceLimitationAndTheAssociationGoesOn() throws IOException {
        Keeper keeper = new Keeper();
        try (PortListener listener = listen(keeper);
                NormalizedScu client =
                        NormalizedScu.connect(options(listener), PUSH, Roles.SCU, NormalizedHandler.NONE)) {
            assertThat(client.request(action(new byte[5 << 20]))).isEqualTo(Status.RESOURCE_LIMITATION);
            assertThat(client.request(action())).isZero();
        }
        assertThat(keeper.requests).hasSize(1);
    }

    @Test
    void whereNobodyServesThemTheContextIsRefusedAndTheRequestUnrecognized() throws Exception {
        try (PortListener listener = listen(NormalizedHandler.NONE)) {
            assertThatThrownBy(() -> NormalizedScu.connect(options(listener), PUSH, Roles.SCU, NormalizedHandler.NONE))
                    .isInstanceOf(AssociationException.class)
                    .hasMessageContaining(PUSH);
            try (RawPeer peer = RawPeer.associated(listener.address())) {
                act(peer, new byte[8]);
                assertThat(statusOf(peer)).isEqualTo(Status.UNRECOGNIZED_OPERATION);
            }
        }
    }

    private static RawPeer associated(PortListener listener, List<UserItem> items) throws Exception {
        RawPeer peer = new RawPeer(listener.address());
        peer.send(request(items));
        assertThat(peer.receive()).isInstanceOf(AssociateAc.class);
        return peer;
    }

    private static AssociateRq request(List<UserItem> items) {
        return new AssociateRq(
                1,
                "SLUICE",
                "RAW",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                        new PresentationContextRq(1, PUSH, List.of(IMPLICIT)),
                        new PresentationContextRq(3, RawPeer.CT, List.of(IMPLICIT))),
                new UserInformation(items),
                List.of());
    }

    /** N-ACTION-RQ, message 7, as the bytes of PS3.7 Table 10.3-7; two fragments of information. */
    private static void act(RawPeer peer, byte[] information) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        byte[] numbers = RawPeer.command(0x0100, 0x0130, 0x0110, 7, 0x0800, 0x0001, 0x1008, 1);
        command.write(uid(0x0003, PUSH));
        command.write(numbers, 12, numbers.length - 22);
        command.write(uid(0x1001, PUSH_INSTANCE));
        command.write(numbers, numbers.length - 10, 10);
        ByteBuffer whole = ByteBuffer.allocate(12 + command.size()).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(0).putInt(4).putInt(command.size()).put(command.toByteArray());
        peer.send(1, Kind.COMMAND, Position.LAST, whole.array());
        peer.send(1, Kind.DATA_SET, Position.MORE_FOLLOW, information);
        peer.send(1, Kind.DATA_SET, Position.LAST, information);
    }

    private static byte[] uid(int element, String uid) {
        String padded = uid.length() % 2 == 0 ? uid : uid + '\0';
        ByteBuffer bytes = ByteBuffer.allocate(8 + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0).putShort((short) element).putInt(padded.length());
        return bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static int statusOf(RawPeer peer) throws Exception {
        byte[] command = fragment(peer);
        assertThat(element(command, 0x0100)).isEqualTo(0x8130);
        assertThat(element(command, 0x0120)).isEqualTo(7);
        return element(command, 0x0900);
    }

    private static byte[] fragment(RawPeer peer) throws Exception {
        return ((PDataTf) peer.receive()).values().get(0).fragment().toArray();
    }

    /** A 16-bit value of a command set. */
    private static int element(byte[] command, int element) {
        ByteBuffer in = ByteBuffer.wrap(command).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            in.getShort();
            int number = in.getShort() & 0xFFFF;
            int length = in.getInt();
            if (number == element) {
                return in.getShort() & 0xFFFF;
            }
            in.position(in.position() + length);
        }
        throw new AssertionError("no element " + element);
    }

    @Test
    void aReleaseOfThePeerWhileItIsServedIsAnswered() throws Exception {
        try (PortListener listener = listen(new Keeper());
                RawPeer peer = associated(listener, List.of())) {
            peer.send(new ReleaseRq());
            assertThat(peer.receive()).isInstanceOf(ReleaseRp.class);
        }
    }
}
