package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;
import org.sluice.text.SourceText;

/** What is in the quarantine of a node, running and stopped, from the command line. */
class QuarantineCommandTest {
    private static final String RECIPE = """
            FORMAT dicom

            %filter burnedin

            LABEL All of CT
            equals Modality CT
              coordinates 0,0,512,110

            %header

            REMOVE PatientName
            REPLACE PatientID var:id
            """;

    private static final String CONFIGURATION = """
            listen: [ { port: %1$d, bind: 127.0.0.1 } ]
            routes:
              - { ae: SLUICE, from: [ANY], recipe: "%2$s/ct.deid", variables: { id: { value: "%3$s" } }, to: [archive] }
            destinations:
              archive: { folder: "%2$s/out" }
              other: { folder: "%2$s/other" }
              scp: { ae: STORESCP, host: 127.0.0.1, port: %5$d }
            data: "%2$s/var"
            quarantine: { folder: "%2$s/quarantine", keep: %4$s }
            """;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final Path conf;
    private final int port = FreePort.number();
    private final int scpPort = FreePort.number();

    @SuppressWarnings("NullAway.Init")
    private Node node;

    QuarantineCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
    }

    @BeforeEach
    void sendThreeThatAreFlagged() throws IOException, ConfigException {
        Files.writeString(folder.resolve("ct.deid"), RECIPE);
        start("PSEUDONYM", "30 d");
        Path study = Files.createDirectory(folder.resolve("study"));
        for (int i = 1; i <= 3; i++) {
            GeneratedInstance.ct(i).writeTo(study.resolve(i + ".dcm"));
        }
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, study);
        assertThat(sent.code()).as(sent.err()).isZero();
    }

    private void start(String pseudonym, String keep) throws IOException, ConfigException {
        String text = CONFIGURATION.formatted(port, folder, pseudonym, keep, scpPort);
        Files.writeString(conf, text);
        node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private CommandRun quarantine(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "quarantine";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--conf";
        all[words.length + 2] = conf;
        return CommandRun.of(all);
    }

    private List<JsonNode> list(String state) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        for (String line : quarantine("list", "--json", "--state", state).lines()) {
            items.add(new ObjectMapper().readTree(line));
        }
        return items;
    }

    private List<String> uids(String state) throws IOException {
        return list(state).stream()
                .map(item -> item.path("sop_instance_uid").asText())
                .toList();
    }

    private List<Path> files(String name) {
        try (var files = Files.walk(folder.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".dcm")).toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of the files in a folder, once there are so many: text in the data sets is Latin-1. */
    private List<String> arrived(String name, int count) throws IOException {
        Await.until(() -> files(name).size() == count, SOON, () -> count + " files in " + name);
        List<String> texts = new ArrayList<>();
        for (Path file : files(name)) {
            texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return texts;
    }

    private List<String> reviews() throws IOException {
        return Files.readAllLines(folder.resolve("quarantine/reviews.tsv"));
    }

    @Test
    void whatWaitsIsListedALineForEachWithWhatCaughtIt() throws IOException {
        JsonNode first = list("waiting").get(0);
        assertThat(uids("waiting")).containsExactly("2.25.7312.3.3", "2.25.7312.3.2", "2.25.7312.3.1");
        assertThat(first.path("study_instance_uid").asText()).isEqualTo("2.25.7312.1.1");
        assertThat(first.path("calling_ae").asText()).isEqualTo("SLUICE");
        assertThat(Instant.parse(first.path("received_at").asText())).isBefore(Instant.now());
        assertThat(first.path("section").asText()).isEqualTo("burnedin");
        assertThat(first.path("label").asText()).isEqualTo("All of CT");
        assertThat(first.path("reason").asText()).isEqualTo("Modality equals CT");
        assertThat(first.path("recipe_line").asInt()).isEqualTo(5);
        assertThat(first.path("state").asText()).isEqualTo("waiting");
        assertThat(quarantine("list").out())
                .contains("ct.deid:5: Modality equals CT")
                .contains("3 instances wait");
        assertThat(quarantine("list", "--limit", 1).out())
                .contains("3 instances wait for a decision, of which 1 are shown");
        assertThat(quarantine("list", "--section", "other").out()).contains("0 instances");
        assertThat(quarantine("list", "--line", "ct.deid:5", "--since", "1h").out())
                .contains("3 instances");
        assertThat(quarantine("list", "--before", "1h").out()).contains("0 instances");
    }

    @Test
    void whatIsReleasedArrivesEditedByTheRecipeAsItIsNow() throws Exception {
        node.close();
        start("CHANGED", "30 d");
        CommandRun release = quarantine("release", "2.25.7312.3.2", "--reason", "nothing\tburned in");
        assertThat(release.code()).as(release.err()).isZero();
        assertThat(release.out()).contains("released: 1 instance");
        assertThat(arrived("out", 1)).allSatisfy(text -> assertThat(text)
                .contains("CHANGED")
                .doesNotContain("ller^J")
                .contains("2.25.7312.3.2"));
        assertThat(uids("waiting")).containsExactly("2.25.7312.3.3", "2.25.7312.3.1");
        assertThat(uids("released")).containsExactly("2.25.7312.3.2");
        assertThat(files("quarantine/released")).hasSize(1);
        assertThat(reviews().get(reviews().size() - 1))
                .contains("\treleased\t" + System.getProperty("user.name") + "\t")
                .endsWith("\tnothing\\tburned in\tarchive");
        assertThat(quarantine("release", "2.25.7312.3.2", "--reason", "again").err())
                .contains("2.25.7312.3.2 is released already");
        assertThat(node.meters().scrape()).contains("sluice_quarantine_decisions_total{decision=\"released\"} 1.0");
    }

    @Test
    void whatStorescuSentArrivesEditedAtStorescpOnceAPersonLetsItGo() throws Exception {
        Path sent = GeneratedInstance.ct(4).writeTo(folder.resolve("4.dcm"));
        StoreScu.storescu(port).send(sent);
        assertThat(list("waiting").get(0).path("calling_ae").asText()).isEqualTo("STORESCU");
        try (StoreScp archive = StoreScp.bitPreservingOn(scpPort, Files.createDirectory(folder.resolve("scp")))) {
            CommandRun release = quarantine("release", "2.25.7312.3.4", "--to", "scp", "--reason", "nothing burned in");
            assertThat(release.code()).as(release.err()).isZero();
            Path arrived = archive.awaitStored(1, SOON).get(0);
            assertThat(Files.readString(arrived, StandardCharsets.ISO_8859_1))
                    .contains("PSEUDONYM")
                    .doesNotContain("ller^J")
                    .doesNotContain("ID-4");
        }
        assertThat(uids("released")).containsExactly("2.25.7312.3.4");
    }

    @Test
    void whatIsReleasedWaitsInTheLogOfTheSpoolUntilItsDestinationIsThere() throws Exception {
        node.close();
        String text = (CONFIGURATION + "spool: segments\n").formatted(port, folder, "PSEUDONYM", "30 d", scpPort);
        Files.writeString(conf, text);
        for (String reason : List.of("nothing burned in", "after a restart")) {
            node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
            String uid = uids("waiting").get(0);
            CommandRun release = quarantine("release", uid, "--to", "scp", "--reason", reason);
            assertThat(release.code()).as(release.err()).isZero();
            node.close();
            assertThat(files("var/spool/queues"))
                    .as("it is in no file of its own")
                    .isEmpty();
        }
        try (StoreScp archive = StoreScp.bitPreservingOn(scpPort, Files.createDirectory(folder.resolve("scp")))) {
            node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
            for (Path arrived : archive.awaitStored(2, SOON)) {
                assertThat(Files.readString(arrived, StandardCharsets.ISO_8859_1))
                        .contains("PSEUDONYM")
                        .doesNotContain("ller^J");
            }
        }
        assertThat(uids("released")).hasSize(2);
        assertThat(uids("waiting")).hasSize(1);
    }

    @Test
    void anotherDestinationGetsWhatTheRecipeOfTheRouteMakes() throws Exception {
        assertThat(quarantine("release", "2.25.7312.3.1", "--to", "other", "--reason", "a trial")
                        .code())
                .isZero();
        assertThat(arrived("other", 1)).allSatisfy(text -> assertThat(text).contains("PSEUDONYM"));
        assertThat(files("out")).isEmpty();
        assertThat(quarantine("release", "2.25.7312.3.2", "--to", "othr", "--reason", "a trial")
                        .err())
                .contains("there is no destination othr");
    }

    @Test
    void manyAreCountedAndShownBeforeAnythingIsDone() throws Exception {
        CommandRun asked = quarantine("release", "--all", "--line", "5", "--reason", "line 6 was wrong");
        assertThat(asked.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(asked.out()).contains("3 instances to release:").contains("2.25.7312.3.1");
        assertThat(asked.err()).contains("--yes");
        assertThat(uids("waiting")).hasSize(3);
        CommandRun done = quarantine("release", "--all", "--line", "5", "--reason", "line 6 was wrong", "--yes");
        assertThat(done.out()).as(done.err()).contains("released: 3 instances");
        assertThat(arrived("out", 3)).allSatisfy(text -> assertThat(text).contains("PSEUDONYM"));
        assertThat(uids("waiting")).isEmpty();
    }

    @Test
    void whatIsRejectedStaysAsideUntilItsTimeIsOverOrSomebodyPurgesIt() throws Exception {
        assertThat(quarantine("purge", "2.25.7312.3.1", "--reason", "of no use").err())
                .contains("waits for a decision: reject it first");
        assertThat(quarantine("reject", "2.25.7312.3.1", "2.25.7312.3.2", "--reason", "burned in")
                        .code())
                .isZero();
        assertThat(uids("rejected")).containsExactly("2.25.7312.3.2", "2.25.7312.3.1");
        assertThat(files("quarantine/rejected")).hasSize(2);
        assertThat(quarantine("purge", "2.25.7312.3.1", "--reason", "of no use").code())
                .isZero();
        assertThat(uids("all")).containsExactly("2.25.7312.3.3", "2.25.7312.3.2");
        node.close();
        start("PSEUDONYM", "1 ms");
        Await.until(() -> files("quarantine/rejected").isEmpty(), SOON, () -> "what was rejected to be deleted");
        assertThat(uids("all")).containsExactly("2.25.7312.3.3");
        assertThat(reviews().get(reviews().size() - 1)).contains("\tpurged\tsluice\t");
    }

    @Test
    void oneIsShownWithTheLinesThatCaughtItAndWhatAReleaseWouldChange() throws IOException {
        CommandRun show = quarantine("show", "2.25.7312.3.1");
        assertThat(show.out())
                .as(show.err())
                .contains("ct.deid:5: LABEL All of CT")
                .contains("ct.deid:6: equals Modality CT")
                .contains("ct.deid:7:   coordinates 0,0,512,110")
                .contains("remove  (0010,0010) PatientName")
                .contains("replace (0010,0020) PatientID")
                .doesNotContain("ID-1");
        assertThat(quarantine("show", "2.25.7312.3.1", "--values").out()).contains("\"ID-1\" -> \"PSEUDONYM\"");
        String path = quarantine("open", "2.25.7312.3.1").lines().get(0);
        assertThat(Path.of(path)).exists();
        assertThat(reviews()).filteredOn(row -> row.contains("\topened\t")).hasSize(2);
        assertThat(quarantine("show", "2.25.9").err()).contains("there is no instance 2.25.9");
    }

    @Test
    void oneIsDrawnWithTheCoordinatesThatCaughtItAndTheLookIsRecorded() throws IOException {
        Path png = folder.resolve("one.png");
        CommandRun show = quarantine("show", "2.25.7312.3.1", "--png", png);
        assertThat(show.code()).isZero();
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(512, 512);
        for (int x = 0; x < 512; x++) {
            assertThat(picture.getRGB(x, 109) & 0xFFFFFF).isEqualTo(0xFF0000);
        }
        assertThat(picture.getRGB(256, 110) & 0xFFFFFF).isNotEqualTo(0xFF0000);
        assertThat(quarantine("show", "2.25.7312.3.1").out()).contains(" opened by ");
        assertThat(quarantine("show", "2.25.7312.3.1", "--png", png).err()).contains("already exists");
        assertThat(quarantine("show", "2.25.7312.3.1", "2.25.7312.3.2", "--png", png)
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aRecipeThatWasCorrectedSaysWhatWouldGoOnNow() throws Exception {
        Files.writeString(folder.resolve("ct.deid"), RECIPE.replace("CT", "MR"));
        node.close();
        start("PSEUDONYM", "30 d");
        assertThat(quarantine("reevaluate", "--all").out()).contains("2.25.7312.3.1.dcm: clean");
        assertThat(uids("waiting")).hasSize(3);
        CommandRun gone = quarantine("reevaluate", "--all", "--release", "--reason", "line 6 was wrong", "--yes");
        assertThat(gone.out()).as(gone.err()).contains("2.25.7312.3.1.dcm: clean, released");
        assertThat(arrived("out", 3)).hasSize(3);
        assertThat(quarantine("show", "2.25.7312.3.1").out()).contains("ct.deid:6: equals Modality CT");
    }

    @Test
    void whatTheRecipeCannotEditGoesAsItCameAlone() throws Exception {
        Files.writeString(folder.resolve("ct.deid"), RECIPE.replace("var:id", "var:unknown"));
        node.close();
        String wrong = CONFIGURATION.replace(
                "{ id:", "{ unknown: { lookup: \"%2$s/table.csv\", key: PatientID, column: id }, id:");
        Files.writeString(folder.resolve("table.csv"), "PatientID,id\nnobody,1\n");
        String text = wrong.formatted(port, folder, "PSEUDONYM", "30 d", scpPort);
        node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
        CommandRun refused = quarantine("release", "2.25.7312.3.1", "--reason", "clean");
        assertThat(refused.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(refused.err())
                .contains("variable-without-value")
                .contains("--as-it-came")
                .doesNotContain("ID-1");
        assertThat(uids("waiting")).hasSize(3);
        assertThat(quarantine("release", "2.25.7312.3.1", "--as-it-came", "--reason", "for its owner")
                        .code())
                .isZero();
        assertThat(arrived("out", 1)).allSatisfy(bytes -> assertThat(bytes).contains("ID-1"));
        assertThat(reviews().get(reviews().size() - 1)).contains("(as it came) for its owner");
    }

    @Test
    void aNodeThatIsStoppedIsSpokenForByItsFolders() throws Exception {
        node.close();
        assertThat(uids("waiting")).hasSize(3);
        assertThat(quarantine("release", "2.25.7312.3.1", "--reason", "nothing burned in")
                        .out())
                .contains("released: 1 instance");
        assertThat(files("out")).as("what waits for the start").isEmpty();
        start("PSEUDONYM", "30 d");
        assertThat(arrived("out", 1)).allSatisfy(text -> assertThat(text).contains("PSEUDONYM"));
    }

    private CommandRun ledger(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "ledger";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--conf";
        all[words.length + 2] = conf;
        return CommandRun.of(all);
    }

    private void awaitInLedger(String uid, String fate) {
        Await.until(
                () -> ledger("--instance", uid).out().contains(fate),
                SOON,
                () -> uid + " " + fate + "\n" + ledger("--instance", uid).out());
    }

    @Test
    void theLedgerKnowsWhatPeopleHaveDecided() throws Exception {
        awaitInLedger("2.25.7312.3.1", "quarantined");
        quarantine("release", "2.25.7312.3.1", "--reason", "nothing burned in");
        quarantine("reject", "2.25.7312.3.2", "--reason", "burned in");
        awaitInLedger("2.25.7312.3.1", "delivered");
        awaitInLedger("2.25.7312.3.2", "rejected");
        assertThat(ledger("check").out()).contains("1 quarantined; 0 differences");
        node.close();
        quarantine("reject", "2.25.7312.3.3", "--reason", "burned in, too");
        awaitInLedger("2.25.7312.3.3", "rejected");
        assertThat(ledger("check").out()).contains("0 quarantined; 0 differences");
        assertThat(ledger("--since", "1 d").out()).containsPattern("archive +3 +1 +0 +0 +0 +0 +2 +0");
    }

    @Test
    void theOriginalOfWhatWentOnBlankedIsNobodysToRelease() throws Exception {
        node.close();
        String text = CONFIGURATION
                .replace("to: [archive]", "dispositions: { burnedin: scrub }, to: [archive]")
                .formatted(port, folder, "PSEUDONYM", "30 d", scpPort);
        Files.writeString(conf, text);
        node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
        Path sent = GeneratedInstance.ct(4).writeTo(folder.resolve("4.dcm"));
        assertThat(CommandRun.of("send", "SLUICE@127.0.0.1:" + port, sent).code())
                .isZero();
        assertThat(arrived("out", 1)).allSatisfy(bytes -> assertThat(bytes).contains("113101"));
        assertThat(uids("waiting")).hasSize(3).doesNotContain("2.25.7312.3.4");
        assertThat(uids("original")).containsExactly("2.25.7312.3.4");
        assertThat(quarantine("release", "2.25.7312.3.4", "--reason", "clean").err())
                .contains("2.25.7312.3.4 is the original of an instance that has gone on with its pixel data blanked");
        assertThat(quarantine("release", "--all", "--reason", "clean", "--yes").out())
                .contains("released: 3 instances");
        assertThat(arrived("out", 4)).hasSize(4);
        awaitInLedger("2.25.7312.3.4", "delivered");
        assertThat(ledger("check").out()).contains("0 quarantined; 0 differences");
        CommandRun purge = quarantine("purge", "2.25.7312.3.4", "--state", "original", "--reason", "of no use");
        assertThat(purge.code()).as(purge.err()).isZero();
        assertThat(uids("all")).doesNotContain("2.25.7312.3.4");
    }

    @Test
    void mistakesAreToldInWords() {
        assertThat(quarantine("release", "2.25.9", "--reason", "clean").err())
                .contains("there is no instance 2.25.9 in the quarantine");
        assertThat(quarantine("release", "2.25.7312.3.1").code()).isEqualTo(ExitCode.USAGE);
        assertThat(quarantine("release", "2.25.7312.3.1", "--reason", " ").err())
                .contains("expected a reason");
        assertThat(quarantine("release", "--reason", "clean").code()).isEqualTo(ExitCode.USAGE);
        assertThat(quarantine("release", "../../var/x.dcm", "--reason", "clean").err())
                .contains("there is no instance");
        assertThat(quarantine("list", "--state", "helt").err()).contains("expected a state of waiting");
        assertThat(quarantine("list", "--since", "soon").code()).isEqualTo(ExitCode.USAGE);
        assertThat(quarantine("reject", "--all", "--calling", "NOBODY", "--reason", "clean")
                        .err())
                .contains("nothing matches");
    }
}
