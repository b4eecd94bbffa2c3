package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/**
 * Two destinations with two recipes, one of them down all the while, and a node that is killed again and again: nothing is
 * lost, and what each gets is, byte for byte, what its recipe makes of what was sent.
 */
@Tag("heavy")
class OwnRecipeCrashTest {
    private static final int SENDERS = 3;
    private static final Duration LONG = Duration.ofSeconds(120);
    /** Of every association one instance is under way when the node dies, at either of two forwarders. */
    private static final int UNDER_WAY = SENDERS + 2;

    private static final String RESEARCH = """
            FORMAT dicom

            %filter male

            LABEL male
            contains PatientSex M

            %header

            ADD PatientIdentityRemoved YES
            REMOVE PatientName
            REPLACE StudyInstanceUID 2.25.4711
            REMOVE DataSetTrailingPadding
            """;

    private final Path folder;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Got archive = new Got();
    private final Got research = new Got();
    private final AtomicInteger numbers = new AtomicInteger();

    OwnRecipeCrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothingIsLostAndEachGetsItsOwnAfterFourKills() throws Exception {
        survive("files", 4, new Random(20240229));
    }

    @Test
    void nothingIsLostAndEachGetsItsOwnAfterFiftyKills() throws Exception {
        survive("files", 50, new Random());
    }

    @Test
    void nothingIsLostAndEachGetsItsOwnAfterFourKillsInTheLog() throws Exception {
        survive("segments", 4, new Random(20240229));
    }

    @Test
    void nothingIsLostAndEachGetsItsOwnAfterFiftyKillsInTheLog() throws Exception {
        survive("segments", 50, new Random());
    }

    /** What came, by SOP Instance UID: a hash of the data set, and how often. */
    private static final class Got {
        private final Map<String, Integer> hashes = new ConcurrentHashMap<>();
        private final Map<String, Integer> times = new ConcurrentHashMap<>();
        private final Set<String> different = ConcurrentHashMap.newKeySet();

        private StoreAnswer store(StoreRequest request) throws IOException {
            int hash = Arrays.hashCode(request.body().stream().readAllBytes());
            Integer before = hashes.put(request.sopInstanceUid(), hash);
            if (before != null && before != hash) {
                different.add(request.sopInstanceUid());
            }
            times.merge(request.sopInstanceUid(), 1, Integer::sum);
            return StoreAnswer.SUCCESS;
        }

        private int doubled() {
            return times.values().stream().mapToInt(count -> count - 1).sum();
        }
    }

    private static ListeningArchive listen(int port, Got got) {
        return ListeningArchive.open(ListeningArchive.options(port), request -> AssociationPolicy.accept(), got::store);
    }

    private void survive(String spool, int kills, Random random) throws Exception {
        int researchPort = FreePort.number();
        int port = FreePort.number();
        try (ListeningArchive one = listen(0, archive)) {
            configure(spool, port, one.port(), researchPort);
            for (int kill = 0; kill < kills; kill++) {
                killUnderLoad(port, random.nextInt(30));
            }
            try (ListeningArchive other = listen(researchPort, research);
                    ServeProcess serve = ServeProcess.start(folder, port)) {
                awaitAll(serve);
                assertThat(serve.terminate()).isZero();
            }
        }
        checkWhatCame(kills);
    }

    private void killUnderLoad(int port, int more) throws InterruptedException {
        try (ServeProcess serve = ServeProcess.start(folder, port)) {
            int until = acknowledged.size() + 1 + more;
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Thread sender = new Thread(() -> sendUntilItBreaks(port));
                sender.start();
                senders.add(sender);
            }
            Await.until(() -> acknowledged.size() >= until, LONG, "instances to be acknowledged");
            serve.kill();
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    private void awaitAll(ServeProcess serve) {
        Await.untilNoneIsLeft(
                () -> acknowledged.stream()
                        .filter(number -> !archive.hashes.containsKey(uid(number))
                                || (!isFlagged(number) && !research.hashes.containsKey(uid(number))))
                        .count(),
                LONG,
                () -> "instances on their way\n" + serve.log());
    }

    private void checkWhatCame(int kills) throws IOException {
        Path sent = Files.createDirectories(folder.resolve("sent"));
        for (int number : acknowledged) {
            Files.write(sent.resolve(uid(number) + ".dcm"), instance(number).bytes());
        }
        Path written = folder.resolve("written");
        CommandRun.of("identifiers", "--action", "put", "--deid", folder.resolve("research.deid"), "-o", written, sent);
        List<String> quarantined = RunningNode.files(folder.resolve("quarantine"), ".dcm").stream()
                .map(file -> DataSetBytes.of(file).metaUid(0x00020003))
                .toList();
        for (int number : acknowledged) {
            String uid = uid(number);
            byte[] original = DataSetBytes.of(instance(number).bytes()).dataSet();
            assertThat(archive.hashes).as("to the archive").containsEntry(uid, Arrays.hashCode(original));
            if (isFlagged(number)) {
                assertThat(quarantined).contains(uid);
                assertThat(research.hashes).doesNotContainKey(uid);
            } else {
                byte[] edited = DataSetBytes.of(written.resolve(uid + ".dcm")).dataSet();
                assertThat(research.hashes).as("to research").containsEntry(uid, Arrays.hashCode(edited));
            }
        }
        assertThat(archive.different).isEmpty();
        assertThat(research.different).isEmpty();
        assertThat(archive.doubled()).isLessThanOrEqualTo(kills * UNDER_WAY);
        assertThat(research.doubled()).isZero();
    }

    private void configure(String spool, int port, int archivePort, int researchPort) throws IOException {
        Files.writeString(folder.resolve("research.deid"), RESEARCH);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, to: [archive, { research: { recipe: research.deid } }] }
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                  research: { ae: RESEARCH, host: 127.0.0.1, port: %d }
                http: { port: 0, bind: 127.0.0.1 }
                retry: { first: 50 ms, most: 500 ms }
                spool: %s
                """.formatted(port, archivePort, researchPort, spool));
    }

    private void sendUntilItBreaks(int port) {
        GeneratedInstance any = instance(0);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(any.sopClassUid(), any.transferSyntaxUid())))) {
            while (true) {
                int number = numbers.incrementAndGet();
                GeneratedInstance instance = instance(number);
                byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
                StoreAnswer answer = client.store(
                        StoreCommand.of(
                                instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                        sink -> sink.write(ByteBuffer.wrap(dataSet)));
                if (answer.isDone()) {
                    acknowledged.add(number);
                }
            }
        } catch (IOException killed) {
            return; // as it should be
        }
    }

    /** Every third instance is of a male patient; every one has something behind the pixel data. */
    private static GeneratedInstance instance(int number) {
        return GeneratedInstance.mr(number)
                .patientSex(isFlagged(number) ? "M" : "F")
                .with(0xFFFCFFFC, "OB", new byte[100]);
    }

    private static String uid(int number) {
        return instance(number).sopInstanceUid();
    }

    private static boolean isFlagged(int number) {
        return number % 3 == 0;
    }
}
