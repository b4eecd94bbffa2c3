package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Syntax;
import org.sluice.store.CommitmentLedger;
import org.sluice.text.SourceText;

/** A route whose destinations have recipes of their own: each gets what its recipe makes of what was received. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OwnRecipeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ARCHIVE_AND_RESEARCH = "[archive, { research: { recipe: \"%s/research.deid\" } }]";
    private static final String RESEARCH = """
            FORMAT dicom

            %filter male

            LABEL male
            contains PatientSex M

            %header

            ADD PatientIdentityRemoved YES
            REMOVE PatientName
            REPLACE PatientID RESEARCH
            REMOVE DataSetTrailingPadding
            """;

    private final Path folder;
    private final Arrived archive = new Arrived();
    private final Arrived research = new Arrived();
    private final int archivePort = FreePort.number();
    private final int researchPort = FreePort.number();

    OwnRecipeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("research.deid"), RESEARCH);
    }

    /** What an archive has got, by the SOP Instance UID of the C-STORE request. */
    private static final class Arrived {
        private final Map<String, byte[]> dataSets = new ConcurrentHashMap<>();

        private StoreAnswer store(StoreRequest request) throws IOException {
            dataSets.put(request.sopInstanceUid(), request.body().stream().readAllBytes());
            return StoreAnswer.SUCCESS;
        }

        ListeningArchive on(int port) {
            return ListeningArchive.open(
                    ListeningArchive.options(port), request -> AssociationPolicy.accept(), this::store);
        }

        byte[] await(String uid) {
            Await.until(() -> dataSets.containsKey(uid), LONG, uid + " to arrive");
            return dataSets.getOrDefault(uid, new byte[0]);
        }
    }

    private Node node(String route) throws Exception {
        try {
            return Node.start(
                    ConfigLoader.parse(new SourceText("test.yaml", """
                    listen:
                      - { port: 0, bind: 127.0.0.1 }
                    routes:
                      - ae: SLUICE
                        %s
                    destinations:
                      archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d }
                      research: { ae: RESEARCH, host: 127.0.0.1, port: %d }
                    data: "%s/var"
                    quarantine: "%4$s/quarantine"
                    retry: { first: 50 ms, most: 200 ms }
                    """.formatted(
                            route.formatted(folder).replace("\n", "\n    "), archivePort, researchPort, folder))),
                    TestEngine.ENGINES);
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static int port(Node node) {
        return node.addresses().get(0).getPort();
    }

    private StoreAnswer send(Node node, GeneratedInstance instance) throws IOException {
        Path file = file(instance);
        Files.write(file, instance.bytes());
        return new ExactSender(port(node)).send(instance, file);
    }

    private Path file(GeneratedInstance instance) {
        return folder.resolve(instance.sopInstanceUid() + ".dcm");
    }

    private static byte[] original(GeneratedInstance instance) {
        return DataSetBytes.of(instance.bytes()).dataSet();
    }

    /** What the command writes with the same recipe: it knows nothing of nodes. */
    private byte[] madeByCommand(String recipe, GeneratedInstance instance) throws IOException {
        Path to = Files.createTempDirectory(folder, "written");
        CommandRun.of("identifiers", "--action", "put", "--deid", folder.resolve(recipe), "-o", to, file(instance));
        return DataSetBytes.of(to.resolve(file(instance).getFileName())).dataSet();
    }

    private List<Path> quarantined(String suffix) {
        return RunningNode.files(folder.resolve("quarantine"), suffix);
    }

    private List<List<String>> reasons() throws IOException {
        return Files.readAllLines(folder.resolve("quarantine/reasons.tsv")).stream()
                .skip(1)
                .map(row -> List.of(row.split("\t", -1)))
                .toList();
    }

    @Test
    void theArchiveGetsTheOriginalAndResearchWhatItsRecipeMakesOfIt() throws Exception {
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            for (Syntax syntax : Syntax.values()) {
                GeneratedInstance instance = (syntax == Syntax.JPEG_BASELINE
                                ? GeneratedInstance.jpeg(syntax.ordinal(), 5)
                                : GeneratedInstance.mr(syntax.ordinal()).syntax(syntax))
                        .with(0xFFFCFFFC, "OB", new byte[100]);
                assertThat(send(node, instance).status()).isEqualTo(Status.SUCCESS);
                assertThat(archive.await(instance.sopInstanceUid()))
                        .as("%s to the archive", syntax)
                        .isEqualTo(original(instance));
                assertThat(research.await(instance.sopInstanceUid()))
                        .as("%s to research", syntax)
                        .isEqualTo(madeByCommand("research.deid", instance))
                        .isNotEqualTo(original(instance));
            }
        }
    }

    @Test
    void eachKnowsItByTheUidThatItsRecipeGivesIt() throws Exception {
        Files.writeString(
                folder.resolve("research.deid"), "FORMAT dicom\n\n%header\n\nREPLACE SOPInstanceUID var:new\n");
        String route = "variables: { new: { value: \"2.25.1\" } }\n"
                + "to: [{ archive: { recipe: \"%s/research.deid\" } },"
                + " { research: { recipe: \"%1$s/research.deid\", variables: { new: { value: \"2.25.2\" } } } }]";
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node(route)) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(send(node, instance).isDone()).isTrue();
            archive.await("2.25.1");
            research.await("2.25.2");
            assertThat(archive.dataSets).hasSize(1);
            assertThat(research.dataSets).hasSize(1);
        }
    }

    @Test
    void thoseWithoutARecipeOfTheirOwnGetWhatTheRoutesMakesOfIt() throws Exception {
        Files.writeString(folder.resolve("route.deid"), "FORMAT dicom\n\n%header\n\nADD PatientComments ROUTE\n");
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("recipe: \"%s/route.deid\"\nto: " + ARCHIVE_AND_RESEARCH.replace("%s", "%1$s"))) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(send(node, instance).isDone()).isTrue();
            assertThat(archive.await(instance.sopInstanceUid())).isEqualTo(madeByCommand("route.deid", instance));
            assertThat(research.await(instance.sopInstanceUid())).isEqualTo(madeByCommand("research.deid", instance));
        }
    }

    @Test
    void whatADestinationsRecipeFlagsIsQuarantinedForItAndTheOthersGetTheirs() throws Exception {
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            GeneratedInstance instance = GeneratedInstance.mr(1).patientSex("M");
            assertThat(send(node, instance).status()).isEqualTo(Status.SUCCESS);

            assertThat(archive.await(instance.sopInstanceUid())).isEqualTo(original(instance));
            assertThat(node.waiting("research")).isZero();
            assertThat(DataSetBytes.of(quarantined(".dcm").get(0)).dataSet()).isEqualTo(original(instance));
            assertThat(Files.readString(quarantined(".json").get(0)))
                    .contains("\"destinations\" : [ \"research\" ]")
                    .contains("research.deid");
            assertThat(reasons()).singleElement().satisfies(row -> assertThat(row)
                    .contains("FLAGGED", "male", "for research: PatientSex contains M"));
            Scrape scrape = new Scrape(node.meters().scrape());
            assertThat(scrape.value("sluice_instances_flagged_total{route=\"SLUICE\",section=\"male\"}"))
                    .isOne();
            assertThat(scrape.value("sluice_instances_clean_total{route=\"SLUICE\"}"))
                    .isZero();
        }
        assertThat(research.dataSets).isEmpty();
    }

    @Test
    void whatIsFlaggedForEachIsInTheQuarantineForEachAndOnceOnTheDisk() throws Exception {
        String route = "to: [{ archive: { recipe: \"%s/research.deid\" } },"
                + " { research: { recipe: \"%1$s/research.deid\" } }]";
        try (Node node = node(route)) {
            assertThat(send(node, GeneratedInstance.mr(1).patientSex("M")).status())
                    .isEqualTo(Status.SUCCESS);
            assertThat(node.waiting("archive") + node.waiting("research")).isZero();
        }
        List<Path> files = quarantined(".dcm");
        assertThat(files).hasSize(2);
        assertThat(Files.isSameFile(files.get(0), files.get(1))).isTrue();
        List<String> reasons = new ArrayList<>();
        reasons().forEach(row -> reasons.add(row.get(3)));
        assertThat(reasons)
                .containsExactly("for archive: PatientSex contains M", "for research: PatientSex contains M");
    }

    @Test
    void aSectionThatTheRouteRefusesIsRefusedForAll() throws Exception {
        String route = "recipe: \"%s/research.deid\"\ndispositions: { male: refuse }\n"
                + "to: [archive, { research: { recipe: \"%1$s/research.deid\" } }]";
        try (Node node = node(route)) {
            assertThat(send(node, GeneratedInstance.mr(1).patientSex("M")).status())
                    .isEqualTo(Status.NOT_AUTHORIZED);
            assertThat(node.waiting("archive") + node.waiting("research")).isZero();
        }
        assertThat(quarantined(".dcm")).isEmpty();
    }

    @Test
    void aSectionThatADestinationForwardsGoesToIt() throws Exception {
        String route = "to: [archive, { research: { recipe: \"%s/research.deid\", dispositions: { male: forward } } }]";
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node(route)) {
            GeneratedInstance instance = GeneratedInstance.mr(1).patientSex("M");
            assertThat(send(node, instance).isDone()).isTrue();
            assertThat(research.await(instance.sopInstanceUid())).isNotEqualTo(original(instance));
            assertThat(archive.await(instance.sopInstanceUid())).isEqualTo(original(instance));
        }
        assertThat(quarantined(".dcm")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsInTheQuarantineOnceAndForAll() throws Exception {
        try (Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            byte[] planted = PlantedDataSet.of("1.2.3", "1", new byte[] {1, 2, 3});
            int status = new ExactSender(port(node)).send("1.2.3", sink -> sink.write(ByteBuffer.wrap(planted)));
            assertThat(status).isEqualTo(Status.SUCCESS);
            assertThat(node.waiting("archive") + node.waiting("research")).isZero();
            assertThat(DataSetBytes.of(quarantined(".dcm").get(0)).dataSet()).isEqualTo(planted);
        }
        assertThat(quarantined(".json")).singleElement().satisfies(json -> assertThat(Files.readString(json))
                .doesNotContain("destinations"));
    }

    @Test
    void aRecipeThatIsChangedLeavesAloneWhatWasReceivedBefore() throws Exception {
        GeneratedInstance before = GeneratedInstance.mr(1);
        GeneratedInstance after = GeneratedInstance.mr(2);
        try (Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(send(node, before).isDone()).isTrue();
        }
        byte[] byTheOldRecipe = madeByCommand("research.deid", before);
        Files.writeString(folder.resolve("research.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID OTHER\n");
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(send(node, after).isDone()).isTrue();
            assertThat(research.await(before.sopInstanceUid())).isEqualTo(byTheOldRecipe);
            assertThat(research.await(after.sopInstanceUid())).isEqualTo(madeByCommand("research.deid", after));
            assertThat(archive.await(before.sopInstanceUid())).isEqualTo(original(before));
        }
    }

    @Test
    void whoseViewIsDamagedGetsNothingAndTheOthersGetTheirs() throws Exception {
        GeneratedInstance instance = GeneratedInstance.mr(1);
        try (Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(send(node, instance).isDone()).isTrue();
        }
        Path queue = folder.resolve("var/spool/queues/research");
        Path file = RunningNode.files(queue, ".dcm").get(0);
        try (RandomAccessFile spooled = new RandomAccessFile(file.toFile(), "rw")) {
            int index = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("RESEARCH");
            spooled.seek(index);
            spooled.write('#');
        }
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(archive.await(instance.sopInstanceUid())).isEqualTo(original(instance));
            Await.untilNoneIsLeft(() -> node.waiting("research"), LONG, "instances for research");
        }
        assertThat(research.dataSets).isEmpty();
        assertThat(RunningNode.files(queue.resolve("failed"), ".dcm")).hasSize(1);
        assertThat(Files.readString(
                        RunningNode.files(queue.resolve("failed"), ".txt").get(0)))
                .contains("what a recipe has changed does not fit its checksum");
    }

    @Test
    void thePayloadIsOnTheDiskOnce() throws Exception {
        GeneratedInstance instance = GeneratedInstance.ct(1).with(0xFFFCFFFC, "OB", new byte[100]);
        try (Node node = node("to: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(send(node, instance).isDone()).isTrue();
        }
        Path one = RunningNode.files(folder.resolve("var/spool/queues/archive"), ".dcm")
                .get(0);
        Path other = RunningNode.files(folder.resolve("var/spool/queues/research"), ".dcm")
                .get(0);
        assertThat(Files.isSameFile(one, other)).isTrue();
        assertThat(Files.size(one)).isLessThan(original(instance).length + 16_000L);
    }

    @Test
    void whatIsInTheQuarantineForOneIsNotCommitted() throws Exception {
        GeneratedInstance clean = GeneratedInstance.mr(1);
        GeneratedInstance flagged = GeneratedInstance.mr(2).patientSex("M");
        try (ListeningArchive one = archive.on(archivePort);
                ListeningArchive other = research.on(researchPort);
                Node node = node("commitment: answer\nto: " + ARCHIVE_AND_RESEARCH)) {
            assertThat(send(node, clean).isDone()).isTrue();
            assertThat(send(node, flagged).isDone()).isTrue();
            Await.untilNoneIsLeft(() -> node.waiting("archive") + node.waiting("research"), LONG, "instances");
        }
        try (CommitmentLedger ledger =
                CommitmentLedger.open(folder.resolve("var/commitment/ledger"), Duration.ofDays(7))) {
            assertThat(ledger.find(clean.sopInstanceUid())).hasValueSatisfying(status -> {
                assertThat(status.waiting()).isEmpty();
                assertThat(status.failure()).isZero();
            });
            assertThat(ledger.find(flagged.sopInstanceUid()))
                    .hasValueSatisfying(status -> assertThat(status.failure()).isEqualTo(Status.PROCESSING_FAILURE));
        }
    }

    @Test
    void aCutThroughRouteGoesByWayOfTheSpool() throws Exception {
        try (ListeningArchive other = research.on(researchPort);
                Node node = node("deliver: cut-through\nto: [{ research: { recipe: \"%s/research.deid\" } }]")) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            assertThat(send(node, instance).isDone()).isTrue();
            assertThat(research.await(instance.sopInstanceUid())).isEqualTo(madeByCommand("research.deid", instance));
        }
    }
}
