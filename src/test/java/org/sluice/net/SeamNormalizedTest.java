package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel.Sending;

/** What the rest of Sluice may rely on about N-ACTION and N-EVENT-REPORT, in both directions: PS3.7 10.1. */
class SeamNormalizedTest extends Contract {
    private static final String PUSH = "1.2.840.10008.1.20.1";
    private static final String PUSH_INSTANCE = "1.2.840.10008.1.20.1.1";

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

    SeamNormalizedTest(Engine engine) {
        super(engine);
    }

    private Listener listen(NormalizedHandler handler) throws IOException {
        AssociationPolicy policy =
                request -> new AssociationPolicy.Accept(ContextChoice.ALL_STORAGE, Optional.empty(), handler);
        return sides.listen(Sides.anyPort(), policy, request -> StoreAnswer.SUCCESS, NetEvents.NONE);
    }

    private static StoreClientOptions options(Listener listener) {
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
    void anActionArrivesWithItsInformationAndIsAnswered() throws IOException {
        Keeper keeper = new Keeper();
        keeper.status = Status.NO_SUCH_ACTION;
        try (Listener listener = listen(keeper);
                NormalizedClient client = engine.connect(options(listener), PUSH, Roles.SCU, NormalizedHandler.NONE)) {
            assertThat(client.request(action(new byte[100_000]))).isEqualTo(Status.NO_SUCH_ACTION);
            keeper.status = Status.SUCCESS;
            assertThat(client.request(action((byte) 1, (byte) 2))).isZero();
        }
        assertThat(keeper.requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.operation()).isEqualTo(Operation.ACTION);
            assertThat(request.sopClassUid()).isEqualTo(PUSH);
            assertThat(request.sopInstanceUid()).isEqualTo(PUSH_INSTANCE);
            assertThat(request.typeId()).isEqualTo(1);
            assertThat(request.association().callingAe()).isEqualTo("CT_ROOM1");
        });
        assertThat(keeper.requests.remove().information().remaining()).isEqualTo(100_000);
        assertThat(keeper.requests.remove().information()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    @Test
    @Needs(Engine.Capability.REPORTS_ON_SAME_ASSOCIATION)
    void aReportComesBackOnTheAssociationOfTheRequestAndItsResponseIsTold() throws Exception {
        Keeper acceptor = new Keeper();
        Keeper requestor = new Keeper();
        Queue<OptionalInt> answers = new ConcurrentLinkedQueue<>();
        try (Listener listener = listen(acceptor);
                NormalizedClient client = engine.connect(options(listener), PUSH, Roles.SCU, requestor)) {
            assertThat(client.request(action())).isZero();
            ReportChannel channel = acceptor.channels.remove();
            requestor.status = Status.NO_SUCH_EVENT_TYPE;
            assertThat(channel.send(report(new byte[50_000]), answers::add)).isEqualTo(Sending.SENT);
            assertThat(channel.send(report(), answers::add))
                    .as("a second beside the first")
                    .isEqualTo(Sending.BUSY);
            client.serve(Duration.ofSeconds(1));
            assertThat(answers).containsExactly(OptionalInt.of(Status.NO_SUCH_EVENT_TYPE));
            assertThat(channel.send(report(), answers::add)).as("after the end").isEqualTo(Sending.OVER);
        }
        assertThat(requestor.requests).singleElement().satisfies(request -> {
            assertThat(request.operation()).isEqualTo(Operation.EVENT_REPORT);
            assertThat(request.typeId()).isEqualTo(2);
            assertThat(request.information().remaining()).isEqualTo(50_000);
        });
    }

    @Test
    void theOtherWayRoundTheProviderOpensTheAssociationAndReports() throws IOException {
        Keeper keeper = new Keeper();
        try (Listener listener = listen(keeper);
                NormalizedClient client = engine.connect(options(listener), PUSH, Roles.SCP, NormalizedHandler.NONE)) {
            assertThat(client.request(report())).isZero();
        }
        assertThat(keeper.requests)
                .singleElement()
                .extracting(NormalizedRequest::operation)
                .isEqualTo(Operation.EVENT_REPORT);
    }

    @Test
    void whereNobodyServesThemTheContextIsRefused() throws IOException {
        try (Listener listener = listen(NormalizedHandler.NONE)) {
            assertThatThrownBy(() -> engine.connect(options(listener), PUSH, Roles.SCU, NormalizedHandler.NONE))
                    .isInstanceOf(AssociationException.class)
                    .hasMessageContaining(PUSH);
        }
    }
}
