package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.commitment.CommitmentPush;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Roles;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.InstanceReference;

/** A commitment request that was taken is answered although the process is killed (kill -9) in between, twice. */
class CommitmentKillTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;

    CommitmentKillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An archive, and the modality that listens for reports. */
    private static Listener peer(int port, Queue<NormalizedRequest> reports) throws IOException {
        NormalizedHandler keeper = new NormalizedHandler() {
            @Override
            public boolean serves(String sopClassUid) {
                return sopClassUid.equals(CommitmentPush.SOP_CLASS);
            }

            @Override
            public int perform(NormalizedRequest request, ReportChannel channel) {
                reports.add(request);
                return Status.SUCCESS;
            }
        };
        AssociationPolicy policy =
                request -> new AssociationPolicy.Accept(ContextChoice.ALL_STORAGE, Optional.empty(), keeper);
        return TestEngine.ENGINE.listen(
                ListenerOptions.at(loopback(port)),
                policy,
                request -> {
                    request.body().stream().transferTo(OutputStream.nullOutputStream());
                    return StoreAnswer.SUCCESS;
                },
                NetEvents.NONE);
    }

    @Test
    void whatWasTakenIsAnsweredAfterTwoKills() throws Exception {
        int port = FreePort.number();
        int archivePort = FreePort.number();
        Queue<NormalizedRequest> reports = new ConcurrentLinkedQueue<>();
        try (Listener modality = peer(0, reports)) {
            configure(port, archivePort, modality.address().getPort());
            GeneratedInstance instance = GeneratedInstance.mr(1);
            List<InstanceReference> sent =
                    List.of(new InstanceReference(instance.sopClassUid(), instance.sopInstanceUid()));
            try (ServeProcess serve = ServeProcess.start(folder, port)) {
                Path file = instance.writeTo(folder.resolve("sent.dcm"));
                assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
                ask(port, sent);
                serve.kill();
            }
            try (ServeProcess serve = ServeProcess.start(folder, port)) {
                assertThat(reports).isEmpty();
                serve.kill();
            }
            try (Listener archive = peer(archivePort, new ConcurrentLinkedQueue<>());
                    ServeProcess serve = ServeProcess.start(folder, port)) {
                Await.until(() -> !reports.isEmpty(), LONG, () -> "the report\n" + serve.log());
                assertThat(archive.address().getPort()).isEqualTo(archivePort);
            }
            NormalizedRequest report = reports.remove();
            assertThat(CommitmentPush.read(report.information(), report.transferSyntaxUid()))
                    .isEqualTo(new CommitmentPush("1.2.3.1", sent, Map.of()));
        }
    }

    private static void ask(int port, List<InstanceReference> sent) throws IOException {
        CommitmentPush push = new CommitmentPush("1.2.3.1", sent, Map.of());
        try (NormalizedClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(loopback(port), "MODALITY", "SLUICE"),
                CommitmentPush.SOP_CLASS,
                Roles.SCU,
                NormalizedHandler.NONE)) {
            NormalizedCommand request = new NormalizedCommand(
                    Operation.ACTION, CommitmentPush.SOP_CLASS, CommitmentPush.SOP_INSTANCE, 1, push::write);
            assertThat(client.request(request)).isZero();
        }
    }

    private void configure(int port, int archivePort, int modalityPort) throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), "FORMAT dicom\n\n%header\n");
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [archive], commitment: answer }
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                http: { port: 0, bind: 127.0.0.1 }
                retry: { first: 50 ms, most: 500 ms }
                commitment: { callers: { MODALITY: { host: 127.0.0.1, port: %d } } }
                """.formatted(port, archivePort, modalityPort));
    }
}
