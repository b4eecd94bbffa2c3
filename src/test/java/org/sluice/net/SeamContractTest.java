package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.net.Sides.CT;
import static org.sluice.net.Sides.EXPLICIT;
import static org.sluice.net.Sides.IMPLICIT;
import static org.sluice.net.Sides.JPEG;
import static org.sluice.net.Sides.PRIVATE_CLASS;
import static org.sluice.net.Sides.SOON;
import static org.sluice.net.Sides.UNKNOWN_SYNTAX;
import static org.sluice.net.Sides.anyPort;
import static org.sluice.net.Sides.ct;
import static org.sluice.net.Sides.options;
import static org.sluice.net.Sides.random;
import static org.sluice.net.Sides.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.Sides.Keeper;
import org.sluice.peers.Await;

/**
 * What the rest of Sluice may rely on: requests with their answers, and negotiation. Data sets are in {@link
 * SeamDataSetsTest}, ends in {@link SeamEndsTest}; peers by others are in {@link DcmtkTest}.
 */
class SeamContractTest extends Contract {
    SeamContractTest(Engine engine) {
        super(engine);
    }

    @Test
    void theRequestSaysWhatTheCommandSaid() throws IOException {
        Keeper keeper = new Keeper();
        try (Listener listener = sides.listen(keeper);
                StoreClient client =
                        sides.connect(listener, ct(), PresentationContextProposal.of(PRIVATE_CLASS, JPEG))) {
            MoveOriginator originator = new MoveOriginator("WORKSTATION", 7);
            client.store(
                    new StoreCommand(PRIVATE_CLASS, "1.2.3.4", JPEG, 1, Optional.of(originator)),
                    sink -> sink.write(ByteBuffer.wrap(new byte[10])));
            send(client, new byte[0]);

            StoreRequest first = keeper.requests.remove();
            assertThat(first.sopClassUid()).isEqualTo(PRIVATE_CLASS);
            assertThat(first.sopInstanceUid()).isEqualTo("1.2.3.4");
            assertThat(first.transferSyntaxUid()).isEqualTo(JPEG);
            assertThat(first.contextId()).isEqualTo(3);
            assertThat(first.priority()).isEqualTo(1);
            assertThat(first.moveOriginator()).contains(originator);
            assertThat(first.association().callingAe()).isEqualTo("MODALITY");
            assertThat(first.association().calledAe()).isEqualTo("SLUICE");
            assertThat(first.association().local().getPort())
                    .isEqualTo(listener.address().getPort());
            StoreRequest second = keeper.requests.remove();
            assertThat(second.moveOriginator()).isEmpty();
            assertThat(second.priority()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0xB000, 0xB007, 0xA700, 0xA900, 0xC123, 0x0122})
    void theStatusOfTheAnswerIsTheStatusOfTheHandler(int status) throws IOException {
        try (Listener listener = sides.listen(request -> StoreAnswer.of(status, "as decided"));
                StoreClient client = sides.connect(listener, ct())) {
            StoreAnswer answer = send(client, random(100));
            assertThat(answer).isEqualTo(StoreAnswer.of(status, "as decided"));
            assertThat(answer.isDone()).isEqualTo(status == 0 || status >> 12 == 0xB);
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredProcessingFailureAndTheAssociationGoesOn() throws IOException {
        AtomicInteger count = new AtomicInteger();
        StoreHandler handler = request -> switch (count.incrementAndGet()) {
            case 1 -> throw new IOException("the disk is gone");
            case 2 -> throw new IllegalStateException("a mistake");
            default -> StoreAnswer.SUCCESS;
        };
        try (Listener listener = sides.listen(handler);
                StoreClient client = sides.connect(listener, ct())) {
            assertThat(send(client, random(500_000)).status()).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(send(client, random(500_000)).status()).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(send(client, random(500_000)).status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void anEchoIsAnswered() throws IOException {
        AtomicInteger echoes = new AtomicInteger();
        NetEvents events = new NetEvents() {
            @Override
            public void echoed(AssociationInfo association) {
                echoes.incrementAndGet();
            }
        };
        try (Listener listener = sides.listen(anyPort(), request -> AssociationPolicy.accept(), new Keeper(), events);
                StoreClient client = sides.connect(listener)) {
            assertThat(client.echo()).isEqualTo(Status.SUCCESS);
            assertThat(client.echo()).isEqualTo(Status.SUCCESS);
            Await.until(() -> echoes.get() == 2, SOON, "two echoes");
        }
    }

    // ---- Negotiation

    @Test
    void everyStorageClassIsAcceptedInTheSyntaxThatIsNamedFirst() throws IOException {
        try (Listener listener = sides.listen(new Keeper());
                StoreClient client = sides.connect(
                        listener,
                        new PresentationContextProposal(CT, List.of(JPEG, IMPLICIT)),
                        PresentationContextProposal.of(CT, IMPLICIT),
                        PresentationContextProposal.of(PRIVATE_CLASS, UNKNOWN_SYNTAX),
                        PresentationContextProposal.of("1.2.840.10008.5.1.4.1.1.99999", EXPLICIT),
                        PresentationContextProposal.of("1.2.840.10008.5.1.4.1.2.2.1", EXPLICIT),
                        PresentationContextProposal.of("1.2.840.10008.5.1.4.31", EXPLICIT))) {
            assertThat(client.association().contexts())
                    .containsExactly(
                            new AcceptedContext(1, CT, JPEG),
                            new AcceptedContext(3, CT, IMPLICIT),
                            new AcceptedContext(5, PRIVATE_CLASS, UNKNOWN_SYNTAX),
                            new AcceptedContext(7, "1.2.840.10008.5.1.4.1.1.99999", EXPLICIT),
                            new AcceptedContext(13, "1.2.840.10008.1.1", IMPLICIT));
            assertThat(client.accepts(CT, IMPLICIT)).isTrue();
            assertThat(client.accepts(CT, EXPLICIT)).isFalse();
            assertThatThrownBy(() -> send(client, new byte[0])).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.echo()).isZero();
        }
    }

    @Test
    void anAssociationMayHave128Contexts() throws IOException {
        PresentationContextProposal[] proposals = IntStream.range(0, 128)
                .mapToObj(i -> PresentationContextProposal.of("1.2.3." + i, EXPLICIT))
                .toArray(PresentationContextProposal[]::new);
        try (Listener listener = sides.listen(new Keeper());
                StoreClient client = sides.connect(listener, proposals)) {
            assertThat(client.association().contexts()).hasSize(128);
            assertThat(client.accepts("1.2.3.127", EXPLICIT)).isTrue();
        }
    }

    @Test
    void thePolicyMayChooseContextsAndTheHandler() throws IOException {
        Keeper keeper = new Keeper();
        AtomicInteger ended = new AtomicInteger();
        StoreHandler own = new StoreHandler() {
            @Override
            public StoreAnswer store(StoreRequest request) throws IOException {
                return keeper.store(request);
            }

            @Override
            public void associationEnded() {
                ended.incrementAndGet();
            }
        };
        AssociationPolicy policy = request -> new AssociationPolicy.Accept(
                proposed -> ContextChoice.Answer.firstOf(List.of(EXPLICIT), proposed), Optional.of(own));
        StoreHandler common = request -> StoreAnswer.of(Status.PROCESSING_FAILURE, "");
        try (Listener listener = sides.listen(anyPort(), policy, common, NetEvents.NONE)) {
            try (StoreClient client = sides.connect(
                    listener,
                    new PresentationContextProposal(CT, List.of(JPEG, EXPLICIT)),
                    PresentationContextProposal.of(CT, JPEG))) {
                assertThat(client.association().contexts()).contains(new AcceptedContext(1, CT, EXPLICIT));
                assertThat(client.accepts(CT, JPEG)).isFalse();
                assertThat(send(client, random(30)).isDone()).isTrue();
                assertThat(keeper.bodies).hasSize(1);
                assertThat(ended).hasValue(0);
            }
            Await.until(() -> ended.get() == 1, SOON, "the end of the association");
        }
    }

    @Test
    void aRejectionArrivesWithItsResultSourceAndReason() throws IOException {
        List<Rejection> rejections = List.of(
                Rejection.CALLED_AE_NOT_RECOGNIZED,
                Rejection.CALLING_AE_NOT_RECOGNIZED,
                Rejection.TEMPORARY_CONGESTION,
                Rejection.NO_REASON_GIVEN);
        Queue<Rejection> next = new ConcurrentLinkedQueue<>(rejections);
        try (Listener listener = sides.listen(
                anyPort(), request -> AssociationPolicy.reject(next.remove()), new Keeper(), NetEvents.NONE)) {
            for (Rejection rejection : rejections) {
                assertThatThrownBy(() -> sides.connect(listener, ct()))
                        .isInstanceOfSatisfying(AssociationException.class, e -> {
                            assertThat(e.kind()).isEqualTo(AssociationException.Kind.REJECTED);
                            assertThat(e.rejection()).contains(rejection);
                        })
                        .hasMessageContaining(rejection.text());
            }
        }
    }

    @Test
    void contextsKeepTheIdsThatAreGivenThemEvenOnesToo() throws IOException {
        List<ProposedContext> contexts =
                List.of(new ProposedContext(7, CT, List.of(JPEG)), new ProposedContext(2, CT, List.of(EXPLICIT)));
        try (Listener listener = sides.listen(new Keeper());
                StoreClient client = engine.connectAs(options(listener), contexts)) {
            assertThat(client.association().contexts())
                    .contains(new AcceptedContext(7, CT, JPEG), new AcceptedContext(2, CT, EXPLICIT));
            assertThat(client.store(2, StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> {}))
                    .isEqualTo(StoreAnswer.SUCCESS);
        }
    }

    @Test
    @Needs(Engine.Capability.LIMITS_PER_SOURCE)
    void associationsOfOneAddressBeyondItsLimitAreRejectedAsTransient() throws IOException {
        ListenerOptions options = anyPort().withLimits(new ConnectionLimits(9, 1));
        try (Listener listener =
                        sides.listen(options, request -> AssociationPolicy.accept(), new Keeper(), NetEvents.NONE);
                StoreClient one = sides.connect(listener, ct())) {
            assertThatThrownBy(() -> sides.connect(listener, ct()))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.rejection())
                            .contains(Rejection.LOCAL_LIMIT_EXCEEDED));
            assertThat(one.echo()).isZero();
        }
    }

    @Test
    void associationsBeyondTheLimitAreRejectedAsTransient() throws IOException {
        ListenerOptions options = anyPort().withLimits(new ConnectionLimits(2, 2));
        try (Listener listener =
                sides.listen(options, request -> AssociationPolicy.accept(), new Keeper(), NetEvents.NONE)) {
            try (StoreClient one = sides.connect(listener, ct());
                    StoreClient two = sides.connect(listener, ct())) {
                assertThatThrownBy(() -> sides.connect(listener, ct()))
                        .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.rejection())
                                .contains(Rejection.LOCAL_LIMIT_EXCEEDED));
                assertThat(one.echo() + two.echo()).isZero();
            }
            Await.until(() -> listener.associations() == 0, SOON, "the end of both");
            try (StoreClient again = sides.connect(listener, ct())) {
                assertThat(again.echo()).isZero();
            }
        }
    }
}
