package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.StoreAnswer;
import org.sluice.net.engine.LateArchive;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/** Delivery to an archive that answers late and allows several operations at a time. */
class WindowTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int INSTANCES = 100;

    private final Path folder;

    WindowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RunningNode node(int archivePort, int window) {
        return RunningNode.delivering(
                folder,
                "deliver: durable",
                RunningNode.EMPTY_RECIPE,
                archivePort,
                "associations: 1, window: " + window);
    }

    /** Fills the spool of a node whose archive is away. */
    private List<String> fill(int instances) {
        List<String> sent = new ArrayList<>();
        try (RunningNode node = node(FreePort.number(), 8)) {
            for (int number = 1; number <= instances; number++) {
                GeneratedInstance instance = GeneratedInstance.sr(number);
                Path file = instance.writeTo(folder.resolve("sent.file"));
                assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
                sent.add(instance.sopInstanceUid());
            }
        }
        return sent;
    }

    private static LateArchive archive(int turnedRound, ToIntFunction<String> status) throws IOException {
        return new LateArchive(Optional.of(16), 5, turnedRound, status);
    }

    @Test
    void instancesGoOutBeforeTheAnswersToThoseBeforeThemAndArriveInOrder() throws IOException {
        List<String> sent = fill(INSTANCES);
        try (LateArchive archive = new LateArchive(Optional.of(16), 5, 1, uid -> 0, 8);
                RunningNode node = node(archive.address().getPort(), 8)) {
            node.awaitForwarded();
            assertThat(archive.stored()).isEqualTo(sent);
            assertThat(archive.mostUnanswered()).isEqualTo(8);
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(INSTANCES);
        }
    }

    @Test
    void answersInAnotherOrderAreTakenForTheirOwnInstances() throws IOException {
        List<String> sent = fill(16);
        Map<String, Integer> asked = new ConcurrentHashMap<>();
        String unlucky = sent.get(3);
        ToIntFunction<String> status =
                uid -> asked.merge(uid, 1, Integer::sum) == 1 && uid.equals(unlucky) ? 0xA700 : 0;
        try (LateArchive archive = archive(1, status);
                RunningNode node = node(archive.address().getPort(), 8)) {
            node.awaitForwarded();
            assertThat(archive.stored()).containsAll(sent).hasSize(17);
            assertThat(archive.stored()).last().isNotNull();
            assertThat(asked).containsEntry(unlucky, 2).hasSize(16);
            assertThat(node.meter("sluice_forward_retries_total{destination=\"destination\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anInstanceThatIsRefusedForGoodIsSetAsideAndTheOthersPass() throws IOException {
        List<String> sent = fill(12);
        String refused = sent.get(5);
        try (LateArchive archive = archive(1, uid -> uid.equals(refused) ? 0xA900 : 0);
                RunningNode node = node(archive.address().getPort(), 4)) {
            node.awaitForwarded();
            assertThat(archive.stored().stream().filter(refused::equals)).hasSize(5);
            assertThat(archive.stored()).containsAll(sent);
            String failed = "sluice_instances_held_total{destination=\"destination\"}";
            Await.until(() -> node.meter(failed) == 1, LONG, "the refused one to be counted");
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(11);
        }
    }

    @Test
    void whatWasOnItsWayWhenTheArchiveDiedIsSentAgain() throws IOException {
        List<String> sent = fill(20);
        int port;
        try (LateArchive silent = new LateArchive(Optional.of(16), 5, 1000, uid -> 0);
                RunningNode node = node(silent.address().getPort(), 8)) {
            port = silent.address().getPort();
            Await.until(() -> silent.stored().size() == 8, LONG, "a full window");
            assertThat(node.waiting()).isEqualTo(20);
        }
        assertThat(port).isPositive();
        try (LateArchive archive = archive(1, uid -> 0);
                RunningNode node = node(archive.address().getPort(), 8)) {
            node.awaitForwarded();
            assertThat(archive.stored()).isEqualTo(sent);
        }
    }
}
