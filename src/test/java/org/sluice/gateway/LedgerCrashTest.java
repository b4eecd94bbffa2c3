package org.sluice.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.cli.CommandRun;
import org.sluice.ledger.Entry;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.LedgerView;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/**
 * A node with a folder and a dead archive is killed again and again: after each start the ledger agrees with the files, and
 * everything that was acknowledged is in it.
 */
class LedgerCrashTest {
    private static final int SENDERS = 8;
    private static final Duration LONG = Duration.ofSeconds(180);

    private final Path folder;
    private final int port = FreePort.number();
    private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>(); // and whether it was flagged
    private final AtomicInteger numbers = new AtomicInteger();

    LedgerCrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Tag("heavy")
    @ParameterizedTest
    @ValueSource(strings = {"files", "segments"})
    void theAccountAddsUpAfterEachKill(String spool) throws Exception {
        configure(spool);
        Random random = new Random();
        for (int kill = 0; kill < 6; kill++) {
            try (ServeProcess serve = ServeProcess.start(folder, port)) {
                int until = acknowledged.size() + 1 + random.nextInt(400);
                List<Thread> senders = senders();
                Await.until(() -> acknowledged.size() >= until, LONG, "instances to be acknowledged");
                serve.kill();
                for (Thread sender : senders) {
                    sender.join();
                }
            }
            try (ServeProcess serve = ServeProcess.start(folder, port)) {
                Await.until(() -> check().code() == 0, LONG, () -> check().out() + serve.log());
                Await.until(() -> missing().isEmpty(), LONG, () -> missing() + "\n" + serve.log());
                serve.kill();
            }
        }
    }

    private CommandRun check() {
        return CommandRun.of("ledger", "check", "--conf", folder.resolve("sluice.yaml"));
    }

    /** The acknowledged ones that do not stand in it as what they are. */
    private List<String> missing() {
        try (LedgerView view = LedgerView.open(folder.resolve("var"))) {
            Map<String, List<InstanceState>> fates = view.entries(Selection.since(0), Integer.MAX_VALUE).stream()
                    .filter(entry -> entry.destination().equals("dead"))
                    .collect(Collectors.groupingBy(
                            entry -> entry.receipt().sopInstanceUid(),
                            Collectors.mapping(Entry::fate, Collectors.toList())));
            return acknowledged.entrySet().stream()
                    .filter(one -> !fates.getOrDefault(one.getKey(), List.of())
                            .contains(one.getValue() ? InstanceState.QUARANTINED : InstanceState.WAITING))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(String spool) throws IOException {
        Files.writeString(
                folder.resolve("recipe.deid"),
                "FORMAT dicom\n\n%filter male\n\nLABEL male\ncontains PatientSex M\n\n%header\n");
        String configuration = """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, recipe: "%s/recipe.deid", to: [folder, dead] }
                destinations:
                  folder: { folder: "%2$s/out" }
                  dead: { ae: DEAD, host: 127.0.0.1, port: %d }
                data: "%2$s/var"
                spool: %4$s
                quarantine: "%2$s/quarantine"
                http: { port: 0, bind: 127.0.0.1 }
                """.formatted(port, folder, FreePort.number(), spool);
        Files.writeString(folder.resolve("sluice.yaml"), configuration);
    }

    private List<Thread> senders() {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(this::sendUntilItBreaks);
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    private void sendUntilItBreaks() {
        GeneratedInstance any = GeneratedInstance.sr(0);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(any.sopClassUid(), any.transferSyntaxUid())))) {
            while (true) {
                int number = numbers.incrementAndGet();
                boolean flagged = number % 3 == 0;
                GeneratedInstance instance = GeneratedInstance.sr(number).patientSex(flagged ? "M" : "F");
                byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
                StoreAnswer answer = client.store(
                        StoreCommand.of(
                                instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                        sink -> sink.write(ByteBuffer.wrap(dataSet)));
                if (answer.isDone()) {
                    acknowledged.put(instance.sopInstanceUid(), flagged);
                }
            }
        } catch (IOException killed) {
            return; // as it should be
        }
    }
}
