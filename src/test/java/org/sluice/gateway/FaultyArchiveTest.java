package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.DataSetBody;
import org.sluice.net.ListenerOptions;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Rejection;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;

/**
 * Cut-through to archives that fail in every way they know: an instance that was answered Success is at the archive, as
 * it was sent, and one that is not was not answered Success.
 */
class FaultyArchiveTest {
    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final String WITH_FALLBACK = "deliver: cut-through, fallback: spool";
    private static final int MODALITIES = 3;
    private static final int INSTANCES_EACH = 12;
    private static final int MOST_ATTEMPTS = 200;

    private final Path folder;
    /** What the archive has taken: checksum of the data set, by UID. */
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    private final AtomicInteger requests = new AtomicInteger();

    FaultyArchiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What goes wrong with every third request or association. */
    private enum Fault {
        REFUSES,
        BREAKS_OFF_BEFORE_THE_DATA,
        BREAKS_OFF_IN_THE_MIDDLE,
        BREAKS_OFF_BEFORE_THE_ANSWER,
        REJECTS_ASSOCIATIONS,
        HESITATES
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAnsweredSuccessIsAtTheArchive(Fault fault) throws Exception {
        try (ListeningArchive archive = archive(fault)) {
            nothingIsLost(CUT_THROUGH, archive.port(), () -> {}, fault.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withAFallbackWhatIsAnsweredSuccessIsAtTheArchiveInTheEnd(Fault fault) throws Exception {
        try (ListeningArchive archive = archive(fault)) {
            nothingIsLost(WITH_FALLBACK, archive.port(), () -> {}, fault.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CUT_THROUGH, WITH_FALLBACK})
    void nothingIsLostOnANetworkThatBreaksConnections(String deliver) throws Exception {
        long seed = new Random().nextLong();
        try (ListeningArchive archive = ListeningArchive.open(this::take);
                CuttingRelay network = new CuttingRelay(archive.port(), new Random(seed), 1 << 20)) {
            nothingIsLost(deliver, network.port(), network::heal, "seed " + seed);
        }
    }

    private void nothingIsLost(String deliver, int port, Runnable afterwards, String why) throws Exception {
        try (RunningNode node = RunningNode.delivering(folder, deliver, RunningNode.EMPTY_RECIPE, port)) {
            Map<String, Long> acknowledged = sendAll(node);
            afterwards.run();
            if (deliver.equals(CUT_THROUGH)) {
                assertThat(node.waiting()).as(why).isZero();
            }
            node.awaitForwarded();
            assertThat(acknowledged).as(why).hasSize(MODALITIES * INSTANCES_EACH);
            assertThat(taken).as(why).containsAllEntriesOf(acknowledged);
        }
    }

    @Test
    void aFailureIsTheModalitysToKnowAndTheNextInstanceHasAnAssociationAgain() throws Exception {
        try (ListeningArchive archive =
                        ListeningArchive.open(request -> requests.incrementAndGet() == 2 ? breakOff() : take(request));
                RunningNode node =
                        RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port());
                StoreClient modality = connect(node)) {
            assertThat(store(modality, 1).status()).isEqualTo(Status.SUCCESS);
            assertThat(store(modality, 2).status()).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(store(modality, 3).status()).isEqualTo(Status.SUCCESS);
            assertThat(archive.requested()).hasSize(2);
        }
    }

    @Test
    void warningsAndFailuresOfTheArchiveAreTheModalitysWithTheirComments() throws Exception {
        List<StoreAnswer> answers = List.of(
                StoreAnswer.of(Status.COERCION_OF_DATA_ELEMENTS, "coerced"),
                StoreAnswer.of(Status.ELEMENTS_DISCARDED, ""),
                StoreAnswer.of(Status.DATA_SET_DOES_NOT_MATCH, "does not match"),
                StoreAnswer.of(0xC123, "x".repeat(64)),
                StoreAnswer.SUCCESS);
        try (ListeningArchive archive = ListeningArchive.open(request -> answers.get(requests.getAndIncrement()));
                RunningNode node =
                        RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port());
                StoreClient modality = connect(node)) {
            for (StoreAnswer answer : answers) {
                assertThat(store(modality, 1)).isEqualTo(answer);
            }
        }
    }

    @Test
    void aSlowArchiveHoldsUpNobodyElse() throws Exception {
        CountDownLatch othersAreThrough = new CountDownLatch(1);
        try (ListeningArchive slow = ListeningArchive.open(request -> {
                    request.body().next();
                    await(othersAreThrough);
                    return take(request);
                });
                ListeningArchive fast = ListeningArchive.open(this::take);
                RunningNode node = RunningNode.toTwo(folder, CUT_THROUGH, slow.port(), fast.port())) {
            ExecutorService threads = Executors.newSingleThreadExecutor();
            try (StoreClient held = connect(node, "SLUICE");
                    StoreClient free = connect(node, "OTHER")) {
                Future<StoreAnswer> late = threads.submit(() -> store(held, 1));
                for (int i = 2; i < 12; i++) {
                    assertThat(store(free, i)).isEqualTo(StoreAnswer.SUCCESS);
                }
                assertThat(late.isDone()).isFalse();
                othersAreThrough.countDown();
                assertThat(late.get()).isEqualTo(StoreAnswer.SUCCESS);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("the others do not get through");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    // ---- The archive

    private ListeningArchive archive(Fault fault) {
        AssociationPolicy policy = request -> fault == Fault.REJECTS_ASSOCIATIONS && isUnlucky()
                ? AssociationPolicy.reject(Rejection.LOCAL_LIMIT_EXCEEDED)
                : AssociationPolicy.accept();
        StoreHandler handler = request -> isUnlucky() ? failing(fault, request) : take(request);
        ListenerOptions options = ListeningArchive.options(0);
        return ListeningArchive.open(options, policy, handler);
    }

    private boolean isUnlucky() {
        return requests.incrementAndGet() % 3 == 0;
    }

    private StoreAnswer failing(Fault fault, StoreRequest request) throws IOException {
        switch (fault) {
            case REFUSES -> {
                return StoreAnswer.of(Status.OUT_OF_RESOURCES, "no");
            }
            case BREAKS_OFF_BEFORE_THE_DATA -> breakOff();
            case BREAKS_OFF_IN_THE_MIDDLE -> {
                request.body().next();
                breakOff();
            }
            case BREAKS_OFF_BEFORE_THE_ANSWER -> {
                checksum(request.body());
                breakOff();
            }
            case HESITATES -> LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            case REJECTS_ASSOCIATIONS -> {
                // has done so
            }
        }
        return take(request);
    }

    /** The association is aborted when a handler dies of an error. */
    private static StoreAnswer breakOff() {
        throw new AssertionError("the archive dies");
    }

    private StoreAnswer take(StoreRequest request) throws IOException {
        taken.put(request.sopInstanceUid(), checksum(request.body()));
        return StoreAnswer.SUCCESS;
    }

    private static long checksum(DataSetBody body) throws IOException {
        CRC32 sum = new CRC32();
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            sum.update(bytes);
        }
        return sum.getValue();
    }

    // ---- The modalities

    /** Several modalities at once, each trying each instance until it is answered Success. */
    private Map<String, Long> sendAll(RunningNode node) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MODALITIES);
        try {
            List<Future<Map<String, Long>>> all = new ArrayList<>();
            for (int modality = 0; modality < MODALITIES; modality++) {
                int first = 1 + modality * INSTANCES_EACH;
                Callable<Map<String, Long>> work = () -> sendFrom(node, first);
                all.add(threads.submit(work));
            }
            Map<String, Long> acknowledged = new HashMap<>();
            for (Future<Map<String, Long>> one : all) {
                acknowledged.putAll(one.get());
            }
            return acknowledged;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Long> sendFrom(RunningNode node, int first) {
        Map<String, Long> acknowledged = new HashMap<>();
        StoreClient modality = null;
        int attempts = 0;
        for (int number = first; number < first + INSTANCES_EACH && attempts < MOST_ATTEMPTS; attempts++) {
            try {
                modality = modality != null && modality.isUsable() ? modality : connect(node);
                if (store(modality, number).isDone()) {
                    CRC32 sum = new CRC32();
                    sum.update(dataSet(number));
                    acknowledged.put(instance(number).sopInstanceUid(), sum.getValue());
                    number++;
                }
            } catch (IOException rejected) {
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
        }
        if (modality != null) {
            modality.release();
        }
        return acknowledged;
    }

    /** Small ones and large ones. */
    private static GeneratedInstance instance(int number) {
        return number % 2 == 0 ? GeneratedInstance.mr(number) : GeneratedInstance.ct(number);
    }

    private static byte[] dataSet(int number) {
        return DataSetBytes.of(instance(number).bytes()).dataSet();
    }

    private static StoreClient connect(RunningNode node) throws IOException {
        return connect(node, "SLUICE");
    }

    private static StoreClient connect(RunningNode node, String called) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "MODALITY", called),
                List.of(proposal(GeneratedInstance.ct(1)), proposal(GeneratedInstance.mr(1))));
    }

    private static PresentationContextProposal proposal(GeneratedInstance instance) {
        return PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid());
    }

    private static StoreAnswer store(StoreClient modality, int number) throws IOException {
        GeneratedInstance instance = instance(number);
        return modality.store(
                StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                sink -> sink.write(ByteBuffer.wrap(dataSet(number))));
    }
}
