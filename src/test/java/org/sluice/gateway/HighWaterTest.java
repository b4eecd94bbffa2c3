package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.peers.Await;
import org.sluice.peers.EchoScu;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;
import org.sluice.peers.StoreScu;

/** A route above its high-water mark tells its callers to keep their instances, and takes them again by itself. */
@Timeout(180)
class HighWaterTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String REACHED = "sluice_high_water_reached{route=\"SLUICE\"}";

    /** Far more than a mebibyte in half a second. */
    private static final int MANY = 5000;

    @TempDir
    private Path folder;

    private Path instance() throws IOException {
        return GeneratedInstance.ct(1).writeTo(folder.resolve("ct.dcm"));
    }

    private StoreAnswer send(RunningNode node) throws IOException {
        return new ExactSender(node.port()).send(GeneratedInstance.ct(1), instance());
    }

    @Test
    void aRouteWhoseArchiveIsOutOfReachRefusesInTimeAndRecoversAlone() throws IOException {
        int port = FreePort.number();
        try (RunningNode node =
                RunningNode.delivering(folder, "high-water: { bytes: 1 MiB }", RunningNode.EMPTY_RECIPE, port)) {
            while (node.hindrances().isEmpty()) {
                StoreScu.storescu(node.port()).attempt(List.of(instance()));
            }
            int waited = node.waiting();

            PeerProcess.Ended refused = StoreScu.storescu(node.port()).attempt(List.of(instance()));
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output()).contains("Rejected Transient").contains("Temporary Congestion");
            assertThat(EchoScu.attempt(node.port(), "STORESCU", "SLUICE").exitCode())
                    .as("a C-ECHO is answered all the same")
                    .isZero();
            assertThat(node.hindrances()).singleElement().asString().contains("high-water: bytes is 1 MiB");
            assertThat(node.meter(REACHED)).isOne();
            assertThat(node.waiting()).isEqualTo(waited);

            try (ListeningArchive archive = ListeningArchive.on(port)) {
                node.awaitForwarded();
                Await.until(() -> node.hindrances().isEmpty(), SOON, "the route to take instances again");
                assertThat(send(node).status()).isEqualTo(Status.SUCCESS);
                assertThat(node.meter(REACHED)).isZero();
            }
        }
    }

    /** Its association was accepted before. */
    @Test
    void anInstanceOfAnAssociationThatIsOpenIsAnsweredOutOfResources() throws IOException {
        int port = FreePort.number();
        GeneratedInstance instance = GeneratedInstance.ct(1);
        try (RunningNode node =
                        RunningNode.delivering(folder, "high-water: { bytes: 1 MiB }", RunningNode.EMPTY_RECIPE, port);
                StoreClient open = new ExactSender(node.port()).connect(instance)) {
            StoreAnswer last = StoreAnswer.SUCCESS;
            for (int sent = 0; sent < MANY && last.status() == Status.SUCCESS; sent++) {
                last = ExactSender.send(open, instance);
            }
            assertThat(last.status()).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(last.errorComment()).isEqualTo("too much waits here, send it later");
            assertThat(node.meter("sluice_instances_refused_total{route=\"SLUICE\"}"))
                    .isPositive();
        }
    }

    @Test
    void aSmallDiskIsNeverFilled() throws Exception {
        Peers.assumeUnshared("--mount");
        int port = FreePort.number();
        int archivePort = FreePort.number();
        Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: %d }]
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [archive], high-water: { disk-free: 16 MiB } }
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                http: { port: 0 }
                limits: { disk-room: 0 }
                retry: { first: 50 ms, most: 200 ms }
                """.formatted(port, archivePort));
        Path instance = instance();
        try (ServeProcess serve = ServeProcess.startOnDisk(folder, port, "size=48m")) {
            StoreScu sender = StoreScu.storescu(port);
            Await.until(() -> sender.attempt(List.of(instance)).exitCode() != 0, SOON, "the route to refuse");
            assertThat(serve.log())
                    .contains("route SLUICE takes no instances: ")
                    .contains("high-water: disk-free is 16 MiB")
                    .doesNotContain("cannot be kept");
            try (ListeningArchive archive = ListeningArchive.on(archivePort)) {
                Await.until(() -> sender.attempt(List.of(instance)).exitCode() == 0, SOON, "the route to take again");
            }
            assertThat(serve.log()).doesNotContain("cannot be kept");
        }
    }
}
