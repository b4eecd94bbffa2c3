package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.cli.CommandRun;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.LedgerView;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.StoreAnswer;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.CommitmentLedger;
import org.sluice.text.SourceText;

/**
 * The archive, which gets everything as it was received, is dead; what waits for it is given to a destination that was not there
 * when it came, and that gets what its own recipe makes of it.
 */
@Timeout(120)
class OriginalMoveTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RESEARCH =
            "FORMAT dicom\n\n%header\n\nREMOVE PatientName\nREPLACE PatientID RESEARCH\n";
    private static final String TEACHING = """
            FORMAT dicom

            %filter male

            LABEL male
            contains PatientSex M

            %header

            REMOVE PatientName
            REPLACE PatientID TEACHING
            """;
    private static final String AS_IT_CAME = "to: [archive, { research: { recipe: \"%s/research.deid\" } }]";
    private static final String WITH_TEACHING = "to: [archive, { research: { recipe: \"%s/research.deid\" } },"
            + " { teaching: { recipe: \"%1$s/teaching.deid\" } }]";

    private final Map<String, byte[]> taught = new ConcurrentHashMap<>();
    private final int researchPort = FreePort.number();
    private final int teachingPort = FreePort.number();
    private final int archivePort = FreePort.number();
    private final Path folder;
    private final Path conf;

    OriginalMoveTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.conf = Files.writeString(folder.resolve("sluice.yaml"), "data: \"" + folder + "/var\"\n");
        Files.writeString(folder.resolve("research.deid"), RESEARCH);
        Files.writeString(folder.resolve("teaching.deid"), TEACHING);
    }

    private Node node(String route, String spool) throws IOException {
        String text = """
                listen:
                  - { port: 0, bind: 127.0.0.1 }
                routes:
                  - ae: SLUICE
                    %s
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                  research: { ae: RESEARCH, host: 127.0.0.1, port: %d }
                  teaching: { ae: TEACHING, host: 127.0.0.1, port: %d }
                  exact: { folder: "%s/out" }
                  folder: { folder: "%5$s/out" }
                data: "%5$s/var"
                spool: %6$s
                quarantine: "%5$s/quarantine"
                retry: { first: 50 ms, most: 200 ms }
                """.formatted(
                        route.formatted(folder).replace("\n", "\n    "),
                        archivePort,
                        researchPort,
                        teachingPort,
                        folder,
                        spool);
        try {
            return Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private ListeningArchive archive(int port) {
        return ListeningArchive.open(ListeningArchive.options(port), request -> AssociationPolicy.accept(), request -> {
            taught.put(request.sopInstanceUid(), request.body().stream().readAllBytes());
            return StoreAnswer.SUCCESS;
        });
    }

    private Path file(GeneratedInstance instance) {
        return folder.resolve(instance.sopInstanceUid() + ".dcm");
    }

    /** They wait for the dead archive when the node is over; research has them. */
    private void receive(String route, String spool, GeneratedInstance... instances) throws IOException {
        try (ListeningArchive research = archive(researchPort);
                Node node = node(route, spool)) {
            int port = node.addresses().get(0).getPort();
            for (GeneratedInstance instance : instances) {
                instance.writeTo(file(instance));
                assertThat(new ExactSender(port).send(instance, file(instance)).isDone())
                        .isTrue();
            }
            Await.untilNoneIsLeft(() -> node.waiting("research"), LONG, "instances for research");
        }
        taught.clear();
    }

    private CommandRun queue(Object... words) {
        List<Object> all = new ArrayList<>(List.of("queue"));
        all.addAll(List.of(words));
        all.addAll(List.of("--conf", conf));
        return CommandRun.of(all.toArray());
    }

    /** The dead archive may have one under way for a moment. */
    private CommandRun untilItIsNotUnderWay(Object... words) {
        CommandRun run = queue(words);
        while (run.err().contains("under way")) {
            run = queue(words);
        }
        return run;
    }

    /** The last that is in a queue, waiting or held; one that is under way is not in the list. */
    private String lastOf(String destination) {
        while (true) {
            List<String> ids = queue("list").lines().stream()
                    .filter(line -> line.startsWith(destination + "/"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();
            if (!ids.isEmpty()) {
                return ids.get(ids.size() - 1);
            }
        }
    }

    private byte[] await(GeneratedInstance instance) {
        String uid = instance.sopInstanceUid();
        Await.until(() -> taught.containsKey(uid), LONG, uid + " to arrive");
        return taught.getOrDefault(uid, new byte[0]);
    }

    /** What the command writes with the same recipe: it knows nothing of nodes. */
    private byte[] madeByCommand(String recipe, GeneratedInstance instance) throws IOException {
        Path to = Files.createTempDirectory(folder, "written");
        CommandRun.of("identifiers", "--action", "put", "--deid", folder.resolve(recipe), "-o", to, file(instance));
        return DataSetBytes.of(to.resolve(file(instance).getFileName())).dataSet();
    }

    private Map<String, InstanceState> states(GeneratedInstance instance) throws IOException {
        try (LedgerView view = LedgerView.open(folder.resolve("var"))) {
            return view.entries(LedgerView.Selection.since(0), 1000).stream()
                    .filter(one -> one.receipt().sopInstanceUid().equals(instance.sopInstanceUid()))
                    .collect(Collectors.toMap(one -> one.destination(), one -> one.fate()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "segments"})
    void whatWaitsAndWhatIsHeldArrivesAsTheOthersRecipeMakesIt(String spool) throws IOException {
        GeneratedInstance waiting = GeneratedInstance.mr(1).with(0x00100010, "PN", "Secret^Name");
        GeneratedInstance held = GeneratedInstance.mr(2).with(0x00100010, "PN", "Secret^Name");
        receive("commitment: answer\n" + AS_IT_CAME, spool, waiting, held);
        try (ListeningArchive teaching = archive(teachingPort);
                Node node = node("commitment: answer\n" + WITH_TEACHING, spool)) {
            String one = lastOf("archive");
            assertThat(untilItIsNotUnderWay("hold", one).code()).isZero();
            CommandRun move = untilItIsNotUnderWay("move", one, "--to", "teaching");
            assertThat(move.code()).as(move.err()).isZero();
            while (node.waiting("archive") > 0) {
                queue("move", "--destination", "archive", "--to", "teaching", "--yes");
            }
            for (GeneratedInstance instance : List.of(waiting, held)) {
                assertThat(await(instance)).isEqualTo(madeByCommand("teaching.deid", instance));
                assertThat(new String(await(instance), StandardCharsets.ISO_8859_1))
                        .contains("TEACHING")
                        .doesNotContain("Secret^Name");
            }
            Await.untilNoneIsLeft(() -> node.waiting("teaching"), LONG, "instances for teaching");
            assertThat(node.waiting("archive")).isZero();
        }
        assertThat(states(held))
                .isEqualTo(Map.of(
                        "archive", InstanceState.DROPPED,
                        "research", InstanceState.DELIVERED,
                        "teaching", InstanceState.DELIVERED));
        try (CommitmentLedger ledger =
                CommitmentLedger.open(folder.resolve("var/commitment/ledger"), Duration.ofDays(7))) {
            assertThat(ledger.find(waiting.sopInstanceUid()))
                    .hasValueSatisfying(status -> assertThat(status.waiting()).isEmpty());
        }
    }

    @Test
    void whatTheOtherMayNotHaveIsRefusedInWordsAndStaysWhereItIs() throws IOException {
        Files.writeString(folder.resolve("exact.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID \u96EA\n");
        String withExact = WITH_TEACHING.replace("]", ", { exact: { recipe: \"%1$s/exact.deid\" } }]");
        GeneratedInstance flagged = GeneratedInstance.mr(1).patientSex("M");
        receive(AS_IT_CAME, "files", flagged);
        try (ListeningArchive teaching = archive(teachingPort);
                Node node = node(withExact, "files")) {
            for (String asMade : List.of("--yes", "--as-made")) {
                assertThat(refused("teaching", asMade))
                        .contains("flagged male (")
                        .contains("teaching.deid:");
            }
            assertThat(refused("exact", "--yes")).contains("value-not-encodable");
            assertThat(refused("folder", "--as-made"))
                    .contains("route SLUICE has no recipe of its own, so nothing says what folder may have");
            assertThat(node.waiting("archive")).isOne();
            assertThat(node.waiting("teaching") + node.waiting("exact") + node.waiting("folder"))
                    .isZero();
        }
        assertThat(taught).isEmpty();
        assertThat(folder.resolve("out")).isEmptyDirectory();
        assertThat(states(flagged)).containsOnlyKeys("archive", "research");
    }

    private String refused(String to, String how) {
        String id = lastOf("archive");
        CommandRun move = untilItIsNotUnderWay("move", id, "--to", to, how);
        assertThat(move.code()).isEqualTo(1);
        assertThat(move.err()).contains(id + " stays where it is, and does not go to " + to + ": ");
        return move.err();
    }

    @Test
    void aDestinationThatIsNoneOfTheRoutesGetsWhatTheRoutesOwnRecipeMakes() throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(1);
        String route = "recipe: \"%s/route.deid\"\n" + AS_IT_CAME.replace("%s", "%1$s");
        Files.writeString(folder.resolve("route.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID BY_ROUTE\n");
        receive(route, "files", instance);
        try (ListeningArchive teaching = archive(teachingPort);
                Node node = node(route, "files")) {
            CommandRun move = untilItIsNotUnderWay("move", lastOf("archive"), "--to", "teaching");
            assertThat(move.code()).as(move.err()).isZero();
            assertThat(await(instance)).isEqualTo(madeByCommand("route.deid", instance));
        }
    }

    @Test
    void whatWasMovedCanBeMovedOnAndIsMadeAnewOfTheOriginal() throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(1);
        receive(AS_IT_CAME, "files", instance);
        try (Node node = node(WITH_TEACHING, "files")) {
            CommandRun there = untilItIsNotUnderWay("move", lastOf("archive"), "--to", "teaching");
            assertThat(there.code()).as(there.err()).isZero();
            assertThat(node.waiting("teaching")).isOne();
            CommandRun back = untilItIsNotUnderWay("move", lastOf("teaching"), "--to", "archive");
            assertThat(back.code()).as(back.err()).isZero();
            try (ListeningArchive archive = archive(archivePort)) {
                assertThat(await(instance))
                        .isEqualTo(DataSetBytes.of(instance.bytes()).dataSet());
            }
        }
    }
}
