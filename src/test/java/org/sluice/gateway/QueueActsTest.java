package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentStatus;

/** What a person does with the queue of a node, beside what the node does with it. */
@Timeout(180)
class QueueActsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final int port = FreePort.number();
    private final Path folder;
    private final Path conf;

    QueueActsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.conf = Files.writeString(folder.resolve("sluice.yaml"), "data: \"" + folder + "/var\"\n");
    }

    private RunningNode node(String route) {
        return RunningNode.delivering(folder, route, RunningNode.EMPTY_RECIPE, port, "associations: 1");
    }

    private ListeningArchive archive(CountDownLatch mayAnswer) {
        return ListeningArchive.open(ListeningArchive.options(port), request -> AssociationPolicy.accept(), request -> {
            request.body().stream().readAllBytes();
            arrived.add(request.sopInstanceUid());
            Await.until(() -> mayAnswer.getCount() == 0, LONG, "the archive's leave to answer");
            return StoreAnswer.SUCCESS;
        });
    }

    /** On one association, so that they have one order. */
    private static List<String> send(RunningNode node, int count) throws IOException {
        List<String> uids = new ArrayList<>();
        try (StoreClient client = new ExactSender(node.port()).connect(GeneratedInstance.mr(1))) {
            for (int i = 1; i <= count; i++) {
                GeneratedInstance instance = GeneratedInstance.mr(i);
                uids.add(instance.sopInstanceUid());
                assertThat(ExactSender.send(client, instance).isDone()).isTrue();
            }
        }
        return uids;
    }

    private CommandRun queue(Object... words) {
        List<Object> all = new ArrayList<>(List.of("queue"));
        all.addAll(List.of(words));
        all.addAll(List.of("--conf", conf));
        return CommandRun.of(all.toArray());
    }

    /** The dead archive may have one under way for a moment. */
    private CommandRun untilDone(Object... words) {
        CommandRun run = queue(words);
        while (run.err().contains("under way")) {
            run = queue(words);
        }
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** One that is under way is not in the list. */
    private String idOf(String uid) {
        while (true) {
            Optional<String> id = queue("list").lines().stream()
                    .filter(line -> line.startsWith("destination/") && (line + " ").contains("  " + uid + " "))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst();
            if (id.isPresent()) {
                return id.get();
            }
        }
    }

    @Test
    void whatIsSkippedGoesLast() throws IOException {
        try (RunningNode node = node("deliver: durable")) {
            List<String> uids = send(node, 4);
            untilDone("skip", idOf(uids.get(0)));
            untilDone("skip", idOf(uids.get(2)));
            try (ListeningArchive archive = archive(new CountDownLatch(0))) {
                node.awaitForwarded();
            }
            assertThat(arrived).containsExactly(uids.get(1), uids.get(3), uids.get(0), uids.get(2));
        }
    }

    @Test
    void whatIsUnderWayIsLeftAloneAndTheOthersCanBeActedUpon() throws IOException {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (RunningNode node = node("deliver: durable")) {
            List<String> uids = send(node, 5);
            List<String> ids = uids.stream().map(this::idOf).toList();
            try (ListeningArchive archive = archive(mayAnswer)) {
                Await.until(() -> !arrived.isEmpty(), LONG, "the first to be under way");
                besideTheFirst(node, uids, ids, mayAnswer);
            }
        }
    }

    private void besideTheFirst(RunningNode node, List<String> uids, List<String> ids, CountDownLatch mayAnswer) {
        for (String act : List.of("hold", "skip", "retry")) {
            CommandRun refused = queue(act, ids.get(0));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("is under way to its destination at this moment");
        }
        untilDone("hold", ids.get(1));
        untilDone("drop", ids.get(2), "--reason", "a test image");
        untilDone("skip", ids.get(3));
        assertThat(node.meter("sluice_instances_dropped_total")).isOne();
        mayAnswer.countDown();
        node.awaitForwarded();
        assertThat(arrived).containsExactly(uids.get(0), uids.get(4), uids.get(3));
        untilDone("retry", ids.get(1));
        Await.until(() -> arrived.size() == 4, LONG, "the one that was held");
        node.awaitForwarded();
        assertThat(arrived).containsExactly(uids.get(0), uids.get(4), uids.get(3), uids.get(1));
        assertThat(node.status().dropped()).isOne();
    }

    /** Whoever asks for storage commitment hears what people have made of the instance. */
    @Test
    void storageCommitmentFollowsWhatIsDone() throws IOException {
        List<String> uids;
        try (RunningNode node = node("deliver: durable, commitment: answer")) {
            uids = send(node, 4);
            List<String> ids = uids.stream().map(this::idOf).toList();
            untilDone("hold", ids.get(0));
            untilDone("drop", ids.get(1), "--reason", "a test image");
            untilDone("hold", ids.get(2));
            untilDone("retry", ids.get(2));
        }
        try (CommitmentLedger ledger =
                CommitmentLedger.open(folder.resolve("var/commitment/ledger"), Duration.ofDays(7))) {
            List<Integer> failures = uids.stream()
                    .map(ledger::find)
                    .map(Optional::orElseThrow)
                    .map(CommitmentStatus::failure)
                    .toList();
            assertThat(failures).containsExactly(Status.PROCESSING_FAILURE, Status.PROCESSING_FAILURE, 0, 0);
            assertThat(ledger.find(uids.get(2)).orElseThrow().waiting()).containsExactly("destination");
        }
    }

    @Test
    void whatWaitsForADestinationThatIsNotConfiguredAnyMoreIsCounted() throws IOException {
        try (RunningNode node = node("deliver: durable")) {
            send(node, 2);
        }
        Files.move(folder.resolve("var/spool/queues/destination"), folder.resolve("var/spool/queues/retired"));
        try (RunningNode node = node("deliver: durable")) {
            assertThat(node.meter("sluice_spool_unclaimed")).isEqualTo(2);
        }
    }
}
