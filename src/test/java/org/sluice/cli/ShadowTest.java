package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/** What another recipe would have done, and would do with what is held, from the command line. */
class ShadowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIVE = """
            FORMAT dicom
            %filter male
            LABEL men
            equals PatientSex M
            %header
            """;

    private static final String NEW = """
            FORMAT dicom
            %filter paper
            LABEL green paper
            equals OperatorsName green paper
            %header
            """;

    private final Path folder;
    private final Path conf;
    private final int port = FreePort.number();

    @SuppressWarnings("NullAway.Init")
    private Node node;

    ShadowTest(@TempDir Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
    }

    @BeforeEach
    void start() throws Exception {
        if (Files.notExists(conf)) {
            Files.writeString(folder.resolve("live.deid"), LIVE);
            Files.writeString(folder.resolve("new.deid"), NEW);
            Files.writeString(conf, """
                    listen: [ { port: %1$d, bind: 127.0.0.1 } ]
                    routes:
                      - { ae: SLUICE, recipe: "%2$s/live.deid", shadow: "%2$s/new.deid", to: [archive] }
                    destinations:
                      archive: { folder: "%2$s/out" }
                    data: "%2$s/var"
                    quarantine: "%2$s/quarantine"
                    """.formatted(port, folder));
        }
        node = Node.start(ConfigLoader.read(conf).configuration().orElseThrow(), TestEngine.ENGINES);
        node.readFrom(conf);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private void send(int number, String sex, String operator) throws IOException {
        Path file = GeneratedInstance.mr(number)
                .patientSex(sex)
                .operatorsName(operator)
                .writeTo(folder.resolve(number + ".dcm"));
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, file);
        assertThat(sent.code()).as(sent.err()).isZero();
    }

    private JsonNode shadow() throws IOException {
        return JSON.readTree(CommandRun.of("shadow", "--json", "--conf", conf).out())
                .path("shadows")
                .path(0);
    }

    private void awaitCompared(int count) {
        Await.until(
                () -> shadow().path("compared").asInt() == count, Duration.ofSeconds(20), () -> count + " comparisons");
    }

    private void sendFour() throws IOException {
        send(1, "F", "red paper");
        send(2, "F", "green paper");
        send(3, "M", "red paper");
        send(4, "M", "green paper");
        awaitCompared(4);
    }

    @Test
    void itIsSaidWhatItWouldHaveFlaggedAndLetGoByLine() throws IOException {
        sendFour();

        CommandRun run = CommandRun.of("shadow", "SLUICE", "--conf", conf);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("would have flagged 1 of 4 since ", " that went on, and let 1 go on that were flagged")
                .contains("flagged by both: 1; ")
                .contains("would flag 1: paper, green paper (" + folder.resolve("new.deid") + ":3)")
                .contains("would let go 1: male, men (" + folder.resolve("live.deid") + ":3)")
                .contains(GeneratedInstance.mr(2).sopInstanceUid());
        assertThat(CommandRun.of("shadow", "OTHER", "--conf", conf).code()).isEqualTo(1);
    }

    @Test
    void whatWasCountedOutlivesTheNodeAndIsToldWithoutOne() throws Exception {
        sendFour();
        String since = shadow().path("since").asText();
        node.close();
        assertThat(shadow().path("flagged").asInt()).isOne();

        start();
        send(5, "F", "green paper");
        awaitCompared(5);
        assertThat(shadow().path("flagged").asInt()).isEqualTo(2);
        assertThat(shadow().path("since").asText()).isEqualTo(since);
        assertThat(shadow().path("differences").path(0).path("samples")).hasSize(2);
    }

    /** Counts of another pair of recipes would say nothing of this one. */
    @Test
    void anotherTextBeginsToCountAnew() throws Exception {
        sendFour();
        Files.writeString(folder.resolve("new.deid"), NEW.replace("green", "blue"));
        node.reload();

        assertThat(shadow().path("compared").asInt()).isZero();
        send(5, "F", "blue paper");
        awaitCompared(1);
        assertThat(shadow().path("flagged").asInt()).isOne();
    }

    @Test
    void aDamagedFileIsPutAside() throws Exception {
        sendFour();
        node.close();
        Files.writeString(folder.resolve("var/shadow.json"), "{ \"shadows\": [ { \"since\": \"yesterday\" } ] }");

        start();
        assertThat(shadow().path("compared").asInt()).isZero();
        assertThat(folder.resolve("var/shadow.json.damaged")).exists();
    }

    @Test
    void whatIsHeldIsTriedWithAnotherRecipeAndStaysAsItIs() throws IOException {
        sendFour();

        CommandRun run =
                CommandRun.of("replay", "--recipe", folder.resolve("new.deid"), "--since", "7d", "--conf", conf);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .last()
                .isEqualTo("2 instances: 1 clean now, 0 caught by the same label, 1 by another, 0 stopped otherwise");
        JsonNode same = JSON.readTree(
                CommandRun.of("replay", "--recipe", folder.resolve("live.deid"), "--json", "--list", "--conf", conf)
                        .out());
        assertThat(same.path("same").asInt()).isEqualTo(2);
        assertThat(same.path("list")).hasSize(2);
        assertThat(CommandRun.of("quarantine", "list", "--json", "--conf", conf).lines())
                .hasSize(2);
        assertThat(CommandRun.of("replay", "--recipe", folder.resolve("none.deid"), "--conf", conf)
                        .code())
                .isEqualTo(1);
    }

    private CommandRun promote(String reason) {
        return CommandRun.of("shadow", "promote", "SLUICE", "--reason", reason, "--conf", conf);
    }

    @Test
    void aShadowIsPromotedAndWhoDidItAndTheFormerTextAreKept() throws Exception {
        CommandRun run = promote("seen for a week");
        assertThat(run.code()).as(run.err()).isZero();

        assertThat(folder.resolve("live.deid")).hasContent(NEW);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("live.deid.")))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).hasContent(LIVE));
        }
        send(1, "M", "red paper");
        send(2, "F", "green paper");
        assertThat(CommandRun.of("quarantine", "list", "--json", "--conf", conf).lines())
                .singleElement()
                .asString()
                .contains("\"section\":\"paper\"");
        assertThat(Files.readString(folder.resolve("quarantine/reviews.tsv")))
                .contains("live.deid\tpromoted\t", "\tseen for a week\t");
        assertThat(CommandRun.of("audit", "--json", "--conf", conf).out())
                .contains("\"event\" : \"promote\"", "\"outcome\" : \"done\"", "seen for a week");
        assertThat(CommandRun.of("shadow", "--conf", conf).out()).contains("has the text of the recipe in force");
        assertThat(promote("once more").err()).contains("has the text of");
    }

    @Test
    void whatWasNotTriedOrHasNoReasonIsNotPromoted() throws Exception {
        assertThat(promote(" ").err()).contains("expected a reason");
        Files.writeString(folder.resolve("new.deid"), NEW.replace("green", "blue"));
        assertThat(promote("seen").err()).contains("what is promoted is what was tried", "new.deid has changed");
        assertThat(folder.resolve("live.deid")).hasContent(LIVE);
    }

    /** A disposition of a section that only the recipe in force has cannot stay. */
    @Test
    void whatTheReloadRefusesLeavesTheRecipeAsItWas() throws Exception {
        Files.writeString(
                conf,
                Files.readString(conf).replace("to: [archive]", "dispositions: { male: forward }, to: [archive]"));
        node.reload();

        assertThat(promote("seen").err()).contains("nothing is promoted: ", "disposition of male");
        assertThat(folder.resolve("live.deid")).hasContent(LIVE);
        assertThat(folder.resolve("quarantine/reviews.tsv")).doesNotExist();
    }
}
