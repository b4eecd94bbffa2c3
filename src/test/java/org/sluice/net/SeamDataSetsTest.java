package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.net.Sides.CT;
import static org.sluice.net.Sides.EXPLICIT;
import static org.sluice.net.Sides.SOON;
import static org.sluice.net.Sides.anyPort;
import static org.sluice.net.Sides.ct;
import static org.sluice.net.Sides.endsInto;
import static org.sluice.net.Sides.random;
import static org.sluice.net.Sides.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.Sides.Keeper;
import org.sluice.peers.Await;

/** What the rest of Sluice may rely on about data sets, said in the types of the seam alone: see {@link SeamContractTest}. */
class SeamDataSetsTest extends Contract {
    SeamDataSetsTest(Engine engine) {
        super(engine);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 16_370, 16_384, 131_060, 131_072, 1_000_000, 5_000_002})
    void aDataSetArrivesAsItWasSent(int size) throws IOException {
        Keeper keeper = new Keeper();
        try (Listener listener = sides.listen(keeper);
                StoreClient client = sides.connect(listener, ct())) {
            assertThat(send(client, random(size))).isEqualTo(StoreAnswer.SUCCESS);

            assertThat(keeper.bodies).singleElement().isEqualTo(random(size));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 16_384, 65_536, 1 << 20})
    void aDataSetArrivesInPdusOfAnyLength(int maxPduLength) throws IOException {
        Keeper keeper = new Keeper();
        ListenerOptions options = anyPort().withMaxPduLength(maxPduLength);
        try (Listener listener = sides.listen(options, request -> AssociationPolicy.accept(), keeper, NetEvents.NONE);
                StoreClient client = sides.connect(listener, ct())) {
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
        try (Listener listener = sides.listen(options, request -> AssociationPolicy.accept(), handler, NetEvents.NONE);
                StoreClient client = sides.connect(listener, ct())) {
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
        try (Listener listener = sides.listen(handler);
                StoreClient client = sides.connect(listener, ct())) {
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
        try (Listener behind = sides.listen(anyPort().withMaxPduLength(outbound), all, archive, NetEvents.NONE);
                StoreClient onward = sides.connect(behind, PresentationContextProposal.of("1.2.3", EXPLICIT), ct());
                Listener listener = sides.listen(
                        anyPort().withMaxPduLength(inbound),
                        all,
                        request -> onward.store(
                                StoreCommand.of(CT, request.sopInstanceUid(), EXPLICIT),
                                sink -> sendOn(request.body(), sink)),
                        NetEvents.NONE);
                StoreClient client = sides.connect(listener, ct())) {
            for (int size : sizes) {
                assertThat(send(client, random(size)).isDone()).isTrue();
            }
            assertThat(archive.bodies)
                    .containsExactly(sizes.stream().map(Sides::random).toArray(byte[][]::new));
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
        try (Listener behind = sides.listen(anyPort(), all, archive, endsInto(ends));
                StoreClient onward = sides.connect(behind, ct());
                Listener listener = sides.listen(request -> onward.store(
                        StoreCommand.of(CT, request.sopInstanceUid(), EXPLICIT),
                        sink -> sink.transferFrom(request.body())))) {
            StoreClient client = sides.connect(listener, ct());
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
        try (Listener listener = sides.listen(handler);
                StoreClient client = sides.connect(listener, ct())) {
            StoreAnswer refused = send(client, random(2_000_000));
            assertThat(refused).isEqualTo(StoreAnswer.of(Status.OUT_OF_RESOURCES, "the disk is full"));
            assertThat(refused.isDone()).isFalse();
            assertThat(send(client, random(50)).isDone()).isTrue();
            assertThat(keeper.bodies).containsExactly(random(50));
        }
    }
}
