package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.engine.Listener;
import org.sluice.net.engine.StoreClient;
import org.sluice.peers.Await;

/**
 * What the rest of Sluice may rely on, said in the types of the seam alone: an engine that passes may stand behind it.
 * Both sides are that engine here; its peers by others are in {@link DcmtkTest}.
 */
class SeamContractTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String PRIVATE_CLASS = "1.3.46.670589.2.5.1.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String UNKNOWN_SYNTAX = "2.25.99";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A handler that keeps what it gets. */
    private static final class Keeper implements StoreHandler {
        private final Queue<StoreRequest> requests = new ConcurrentLinkedQueue<>();
        private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

        @Override
        public StoreAnswer store(StoreRequest request) throws IOException {
            requests.add(request);
            bodies.add(read(request.body()));
            return StoreAnswer.SUCCESS;
        }
    }

    private static byte[] read(DataSetBody body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            assertThat(bytes.hasRemaining()).isTrue();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            all.writeBytes(copy);
        }
        assertThat(body.next()).isNull();
        return all.toByteArray();
    }

    private static Listener listen(StoreHandler handler) throws IOException {
        return listen(anyPort(), request -> AssociationPolicy.accept(), handler, NetEvents.NONE);
    }

    private static Listener listen(
            ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        return Listener.open(options, policy, handler, events);
    }

    private static ListenerOptions anyPort() {
        return ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static StoreClient connect(Listener listener, PresentationContextProposal... proposals) throws IOException {
        return StoreClient.connect(options(listener), List.of(proposals));
    }

    private static StoreClientOptions options(Listener listener) {
        return StoreClientOptions.of(listener.address(), "MODALITY", "SLUICE");
    }

    private static PresentationContextProposal ct() {
        return PresentationContextProposal.of(CT, EXPLICIT);
    }

    private static StoreAnswer send(StoreClient client, byte[] dataSet) throws IOException {
        return client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> sink.write(ByteBuffer.wrap(dataSet)));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    // ---- Data sets

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 16_370, 16_384, 131_060, 131_072, 1_000_000, 5_000_002})
    void aDataSetArrivesAsItWasSent(int size) throws IOException {
        Keeper keeper = new Keeper();
        try (Listener listener = listen(keeper);
                StoreClient client = connect(listener, ct())) {
            assertThat(send(client, random(size))).isEqualTo(StoreAnswer.SUCCESS);

            assertThat(keeper.bodies).singleElement().isEqualTo(random(size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 16_384, 65_536, 1 << 20})
    void aDataSetArrivesInPdusOfAnyLength(int maxPduLength) throws IOException {
        Keeper keeper = new Keeper();
        ListenerOptions options = anyPort().withMaxPduLength(maxPduLength);
        try (Listener listener = listen(options, request -> AssociationPolicy.accept(), keeper, NetEvents.NONE);
                StoreClient client = connect(listener, ct())) {
            for (int size : List.of(1_000_000, 10, 300_000)) {
                send(client, random(size));
            }
            assertThat(keeper.bodies).containsExactly(random(1_000_000), random(10), random(300_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 16_384, 65_536, 1 << 20})
    void aDataSetMayBeTakenInPiecesAsLargeAsTheyCome(int maxPduLength) throws IOException {
        AtomicReference<byte[]> taken = new AtomicReference<>(new byte[0]);
        StoreHandler handler = request -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (ByteBuffer bytes = request.body().nextAll();
                    bytes != null;
                    bytes = request.body().nextAll()) {
                byte[] piece = new byte[bytes.remaining()];
                bytes.get(piece);
                all.writeBytes(piece);
            }
            taken.set(all.toByteArray());
            return StoreAnswer.SUCCESS;
        };
        ListenerOptions options = anyPort().withMaxPduLength(maxPduLength);
        try (Listener listener = listen(options, request -> AssociationPolicy.accept(), handler, NetEvents.NONE);
                StoreClient client = connect(listener, ct())) {
            for (int size : List.of(3_000_000, 10, 0, 300_000)) {
                assertThat(send(client, random(size)).isDone()).isTrue();
                assertThat(taken.get()).isEqualTo(random(size));
            }
        }
    }

    @Test
    void aDataSetMayBeReadAsAStreamOrPartlySo() throws IOException {
        AtomicReference<byte[]> stream = new AtomicReference<>(new byte[0]);
        StoreHandler handler = request -> {
            ByteBuffer first = request.body().next();
            byte[] head = new byte[first == null ? 0 : first.remaining()];
            if (first != null) {
                first.get(head);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head);
            var in = request.body().stream();
            all.write(in.read());
            in.transferTo(all);
            assertThat(in.read()).isEqualTo(-1);
            stream.set(all.toByteArray());
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener = listen(handler);
                StoreClient client = connect(listener, ct())) {
            assertThat(send(client, random(700_000)).isDone()).isTrue();
            assertThat(stream.get()).isEqualTo(random(700_000));
        }
    }

    @ParameterizedTest(name = "PDUs of {0} come, of {1} may leave")
    @CsvSource({"16384, 16384", "16384, 131072", "131072, 16384", "131072, 131072", "1048576, 16384", "5000, 4096"})
    void aBodyMayBeSentOnWhileItArrives(int inbound, int outbound) throws IOException {
        Keeper archive = new Keeper();
        AssociationPolicy all = request -> AssociationPolicy.accept();
        List<Integer> sizes = List.of(3_000_000, 100, 0, 40_000, 262_144);
        try (Listener behind = listen(anyPort().withMaxPduLength(outbound), all, archive, NetEvents.NONE);
                StoreClient onward = connect(behind, PresentationContextProposal.of("1.2.3", EXPLICIT), ct());
                Listener listener = listen(
                        anyPort().withMaxPduLength(inbound),
                        all,
                        request -> onward.store(
                                StoreCommand.of(CT, request.sopInstanceUid(), EXPLICIT),
                                sink -> sendOn(request.body(), sink)),
                        NetEvents.NONE);
                StoreClient client = connect(listener, ct())) {
            for (int size : sizes) {
                assertThat(send(client, random(size)).isDone()).isTrue();
            }
            assertThat(archive.bodies)
                    .containsExactly(
                            sizes.stream().map(SeamContractTest::random).toArray(byte[][]::new));
            assertThat(archive.requests).allMatch(request -> request.contextId() == 3);
        }
    }

    /** The header by itself, the rest as it comes: what a filter does. */
    private static void sendOn(DataSetBody body, BodySink sink) throws IOException {
        ByteBuffer first = body.next();
        if (first != null) {
            sink.write(first);
        }
        sink.transferFrom(body);
    }

    @Test
    void aBodyThatBreaksOffWhileItIsSentOnAbortsTheOtherSideToo() throws IOException {
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        AssociationPolicy all = request -> AssociationPolicy.accept();
        Keeper archive = new Keeper();
        try (Listener behind = listen(anyPort(), all, archive, endsInto(ends));
                StoreClient onward = connect(behind, ct());
                Listener listener = listen(request -> onward.store(
                        StoreCommand.of(CT, request.sopInstanceUid(), EXPLICIT),
                        sink -> sink.transferFrom(request.body())))) {
            StoreClient client = connect(listener, ct());
            assertThatThrownBy(() -> client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> {
                        sink.write(ByteBuffer.wrap(random(1_000_000)));
                        throw new IOException("the file ends here");
                    }))
                    .hasMessage("the file ends here");

            Await.until(() -> ends.contains(AssociationEnd.ABORTED_BY_PEER), SOON, "the abort");
            assertThat(archive.bodies).isEmpty();
            assertThat(onward.isUsable()).isFalse();
        }
    }

    @Test
    void aBodyThatNobodyReadsIsDroppedAndTheNextOneArrives() throws IOException {
        Keeper keeper = new Keeper();
        AtomicInteger count = new AtomicInteger();
        StoreHandler handler = request -> count.incrementAndGet() == 1
                ? StoreAnswer.of(Status.OUT_OF_RESOURCES, "the disk is full")
                : keeper.store(request);
        try (Listener listener = listen(handler);
                StoreClient client = connect(listener, ct())) {
            StoreAnswer refused = send(client, random(2_000_000));
            assertThat(refused).isEqualTo(StoreAnswer.of(Status.OUT_OF_RESOURCES, "the disk is full"));
            assertThat(refused.isDone()).isFalse();
            assertThat(send(client, random(50)).isDone()).isTrue();
            assertThat(keeper.bodies).containsExactly(random(50));
        }
    }

    // ---- Requests and answers

    @Test
    void theRequestSaysWhatTheCommandSaid() throws IOException {
        Keeper keeper = new Keeper();
        try (Listener listener = listen(keeper);
                StoreClient client = connect(listener, ct(), PresentationContextProposal.of(PRIVATE_CLASS, JPEG))) {
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
        try (Listener listener = listen(request -> StoreAnswer.of(status, "as decided"));
                StoreClient client = connect(listener, ct())) {
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
        try (Listener listener = listen(handler);
                StoreClient client = connect(listener, ct())) {
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
        try (Listener listener = listen(anyPort(), request -> AssociationPolicy.accept(), new Keeper(), events);
                StoreClient client = connect(listener)) {
            assertThat(client.echo()).isEqualTo(Status.SUCCESS);
            assertThat(client.echo()).isEqualTo(Status.SUCCESS);
            Await.until(() -> echoes.get() == 2, SOON, "two echoes");
        }
    }

    // ---- Negotiation

    @Test
    void everyStorageClassIsAcceptedInTheSyntaxThatIsNamedFirst() throws IOException {
        try (Listener listener = listen(new Keeper());
                StoreClient client = connect(
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
    void contextsMayBe128() throws IOException {
        PresentationContextProposal[] proposals = IntStream.range(0, 128)
                .mapToObj(i -> PresentationContextProposal.of("1.2.3." + i, EXPLICIT))
                .toArray(PresentationContextProposal[]::new);
        try (Listener listener = listen(new Keeper());
                StoreClient client = connect(listener, proposals)) {
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
        try (Listener listener = listen(anyPort(), policy, common, NetEvents.NONE)) {
            try (StoreClient client = connect(
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
        try (Listener listener =
                listen(anyPort(), request -> AssociationPolicy.reject(next.remove()), new Keeper(), NetEvents.NONE)) {
            for (Rejection rejection : rejections) {
                assertThatThrownBy(() -> connect(listener, ct()))
                        .isInstanceOfSatisfying(AssociationException.class, e -> {
                            assertThat(e.kind()).isEqualTo(AssociationException.Kind.REJECTED);
                            assertThat(e.rejection()).contains(rejection);
                        })
                        .hasMessageContaining(rejection.text());
            }
        }
    }

    @Test
    void associationsBeyondTheLimitAreRejectedAsTransient() throws IOException {
        ListenerOptions options = anyPort().withLimits(new ConnectionLimits(2, 2));
        try (Listener listener = listen(options, request -> AssociationPolicy.accept(), new Keeper(), NetEvents.NONE)) {
            try (StoreClient one = connect(listener, ct());
                    StoreClient two = connect(listener, ct())) {
                assertThatThrownBy(() -> connect(listener, ct()))
                        .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.rejection())
                                .contains(Rejection.LOCAL_LIMIT_EXCEEDED));
                assertThat(one.echo() + two.echo()).isZero();
            }
            Await.until(() -> listener.associations() == 0, SOON, "the end of both");
            try (StoreClient again = connect(listener, ct())) {
                assertThat(again.echo()).isZero();
            }
        }
    }

    // ---- Ends

    @Test
    void anAbortInTheMiddleOfADataSetIsAnExceptionInTheHandler() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        StoreHandler handler = request -> {
            try {
                read(request.body());
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener = listen(anyPort(), request -> AssociationPolicy.accept(), handler, endsInto(ends))) {
            StoreClient client = connect(listener, ct());
            assertThatThrownBy(() -> client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> {
                        sink.write(ByteBuffer.wrap(random(1_000_000)));
                        throw new UncheckedIOException(new IOException("the file ends here"));
                    }))
                    .isInstanceOf(UncheckedIOException.class);

            Await.until(() -> ends.contains(AssociationEnd.ABORTED_BY_PEER), SOON, "the abort");
            assertThat(seen.get()).isInstanceOf(IOException.class).hasMessageContaining("aborted by the peer");
            assertThat(client.isUsable()).isFalse();
        }
    }

    private static NetEvents endsInto(Queue<AssociationEnd> ends) {
        return new NetEvents() {
            @Override
            public void associationEnded(AssociationInfo association, AssociationEnd end) {
                ends.add(end);
            }
        };
    }

    @Test
    void anIdleAssociationIsAbortedAndItsClientKnows() throws Exception {
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        ListenerOptions options = anyPort().withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ofSeconds(1)));
        try (Listener listener = listen(options, request -> AssociationPolicy.accept(), new Keeper(), endsInto(ends));
                StoreClient client = connect(listener, ct())) {
            assertThat(client.isUsable()).isTrue();
            Await.until(() -> !client.isUsable(), SOON, "the client to know");
            assertThatThrownBy(() -> send(client, random(10)))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                            .isEqualTo(AssociationException.Kind.ABORTED_BY_PEER));
            Await.until(() -> ends.contains(AssociationEnd.TIMED_OUT), SOON, "the timeout");
        }
    }

    @Test
    void aResponseThatDoesNotComeIsATimeout() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        StoreHandler handler = request -> {
            read(request.body());
            await(release);
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener = listen(handler)) {
            StoreClientOptions impatient =
                    options(listener).withTimeouts(Timeouts.DEFAULT.withDimse(Duration.ofMillis(150)));
            StoreClient client = StoreClient.connect(impatient, List.of(ct()));
            Future<?> later = Executors.newSingleThreadExecutor().submit(() -> {
                assertThatThrownBy(() -> send(client, random(10)))
                        .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                                .isEqualTo(AssociationException.Kind.TIMED_OUT));
            });
            later.get(SOON.toSeconds(), TimeUnit.SECONDS);
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void nobodyListeningIsAConnectionFailure() throws IOException {
        try (Socket keepsThePort = new Socket()) {
            keepsThePort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = (InetSocketAddress) keepsThePort.getLocalSocketAddress();

            assertThatThrownBy(() -> StoreClient.connect(StoreClientOptions.of(address, "SENDER", "SLUICE"), List.of()))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                            .isEqualTo(AssociationException.Kind.CONNECTION));
        }
    }

    @Test
    void closingFinishesTheInstanceInFlightAndReleasesTheRest() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        StoreHandler handler = request -> {
            arrived.countDown();
            await(goOn);
            read(request.body());
            return StoreAnswer.SUCCESS;
        };
        ExecutorService threads = Executors.newCachedThreadPool();
        Listener listener = listen(anyPort(), request -> AssociationPolicy.accept(), handler, endsInto(ends));
        StoreClient idle = connect(listener, ct());
        StoreClient busy = connect(listener, ct());
        Future<StoreAnswer> answer = threads.submit(() -> send(busy, random(3_000_000)));
        await(arrived);
        Future<?> closing = threads.submit(() -> listener.close(SOON));

        Await.until(() -> !idle.isUsable(), SOON, "the request for release");
        idle.release();
        goOn.countDown();
        assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS).isDone()).isTrue();
        Await.until(() -> !busy.isUsable(), SOON, "the request for release");
        busy.release();
        closing.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(ends).containsExactly(AssociationEnd.RELEASED, AssociationEnd.RELEASED);
        assertThat(listener.associations()).isZero();
        threads.shutdown();
    }

    @Test
    void closingAbortsWhatDoesNotEndInTime() throws Exception {
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        Listener listener = listen(anyPort(), request -> AssociationPolicy.accept(), new Keeper(), endsInto(ends));
        StoreClient silent = connect(listener, ct());

        listener.close(Duration.ofMillis(50));

        assertThat(listener.associations()).isZero();
        assertThat(ends).hasSize(1);
        assertThat(silent.isUsable()).isFalse();
        silent.abort();
    }

    // ---- Many

    @Test
    void manyAssociationsGoOnAtOnce() throws Exception {
        Keeper keeper = new Keeper();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Listener listener = listen(keeper)) {
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int size = 10_000 * (i + 1);
                senders.add(threads.submit(() -> sendTen(listener, size)));
            }
            int done = 0;
            for (Future<Integer> sender : senders) {
                done += sender.get(SOON.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(done).isEqualTo(240);
            assertThat(keeper.bodies).hasSize(240).allSatisfy(body -> assertThat(body)
                    .isEqualTo(random(body.length)));
        } finally {
            threads.shutdown();
        }
    }

    private static int sendTen(Listener listener, int size) throws IOException {
        int done = 0;
        try (StoreClient client = connect(listener, ct())) {
            for (int i = 0; i < 10; i++) {
                done += send(client, random(size)).isDone() ? 1 : 0;
            }
        }
        return done;
    }
}
