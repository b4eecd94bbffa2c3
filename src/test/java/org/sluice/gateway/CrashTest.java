package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
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

/** Promise 1: whatever was answered Success is delivered or in quarantine, at whatever moment the process dies. */
class CrashTest {
    private static final int SENDERS = 4;
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    CrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatWasAcknowledgedSurvivesFiveKills() throws Exception {
        survive("files", 5, new Random(20240229));
    }

    @Test
    @Tag("heavy")
    void whatWasAcknowledgedSurvivesFiftyKills() throws Exception {
        survive("files", 50, new Random());
    }

    @Test
    @Tag("heavy")
    void whatWasAcknowledgedSurvivesFiftyKillsInTheLog() throws Exception {
        survive("segments", 50, new Random());
    }

    private void survive(String spool, int kills, Random random) throws Exception {
        try (Listener archive = TestEngine.ENGINE.listen(
                ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                request -> AssociationPolicy.accept(),
                this::archive,
                NetEvents.NONE)) {
            int port = FreePort.number();
            configure(spool, port, archive.address().getPort());
            for (int kill = 0; kill < kills; kill++) {
                try (ServeProcess serve = ServeProcess.start(folder, port)) {
                    int before = acknowledged.size();
                    List<Thread> senders = startSenders(port);
                    int until = before + 1 + random.nextInt(60);
                    Await.until(() -> acknowledged.size() >= until, LONG, "instances to be acknowledged");
                    serve.kill();
                    for (Thread sender : senders) {
                        sender.join();
                    }
                }
            }
            try (ServeProcess serve = ServeProcess.start(folder, port)) {
                Await.untilNoneIsLeft(
                        () -> cleanOnes().stream()
                                .filter(uid -> !arrived.containsKey(uid))
                                .count(),
                        LONG,
                        () -> "clean instances on their way\n" + serve.log());
                assertThat(serve.terminate()).isZero();
            }
            assertThat(quarantined()).containsAll(flaggedOnes());
            assertThat(arrived.keySet()).doesNotContainAnyElementsOf(quarantined());
        }
    }

    private void configure(String spool, int port, int archivePort) throws IOException {
        Files.writeString(
                folder.resolve("recipe.deid"),
                "FORMAT dicom\n\n%filter male\n\nLABEL male\ncontains PatientSex M\n\n%header\n\nADD PatientIdentityRemoved YES\n");
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [archive] }
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                http: { port: 0, bind: 127.0.0.1 }
                retry: { first: 50 ms, most: 500 ms }
                spool: %s
                """.formatted(port, archivePort, spool));
    }

    private List<Thread> startSenders(int port) {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(() -> sendUntilItBreaks(port));
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    private void sendUntilItBreaks(int port) {
        GeneratedInstance any = GeneratedInstance.mr(0);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(any.sopClassUid(), any.transferSyntaxUid())))) {
            while (true) {
                int number = numbers.incrementAndGet();
                GeneratedInstance instance = GeneratedInstance.mr(number).patientSex(number % 3 == 0 ? "M" : "F");
                byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
                StoreAnswer answer = client.store(
                        StoreCommand.of(
                                instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                        sink -> sink.write(ByteBuffer.wrap(dataSet)));
                if (answer.isDone()) {
                    acknowledged.add(instance.sopInstanceUid());
                }
            }
        } catch (IOException killed) {
            return; // as it should be
        }
    }

    private StoreAnswer archive(StoreRequest request) throws IOException {
        request.body().stream().transferTo(OutputStream.nullOutputStream());
        arrived.merge(request.sopInstanceUid(), 1, Integer::sum);
        return StoreAnswer.SUCCESS;
    }

    private List<String> cleanOnes() {
        return acknowledged.stream().filter(uid -> !isFlagged(uid)).toList();
    }

    private List<String> flaggedOnes() {
        return acknowledged.stream().filter(CrashTest::isFlagged).toList();
    }

    /** Every third instance is of a male patient; its UID ends in its number. */
    private static boolean isFlagged(String uid) {
        return Integer.parseInt(uid.substring(uid.lastIndexOf('.') + 1)) % 3 == 0;
    }

    private List<String> quarantined() {
        return RunningNode.files(folder.resolve("quarantine"), ".dcm").stream()
                .map(file -> DataSetBytes.of(file).metaUid(0x00020003))
                .toList();
    }
}
