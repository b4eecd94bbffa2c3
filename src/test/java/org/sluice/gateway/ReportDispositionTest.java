package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.intake.Intake;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.TestEngine;
import org.sluice.peers.GeneratedInstance;

/** A section that only reports is counted and logged, and nothing depends on it. */
class ReportDispositionTest {
    private static final String REPORTED =
            "sluice_instances_reported_total{route=\"SLUICE\",section=\"dangerouscookie\"}";
    private static final String FLAGGED =
            "sluice_instances_flagged_total{route=\"SLUICE\",section=\"dangerouscookie\"}";
    private static final String CLEAN = "sluice_instances_clean_total{route=\"SLUICE\"}";

    @TempDir
    private Path folder;

    private static GeneratedInstance matching(int number) {
        return GeneratedInstance.mr(number).patientSex("M").operatorsName("green paper");
    }

    private int send(int port, GeneratedInstance instance) throws IOException {
        return new ExactSender(port)
                .send(instance, instance.writeTo(folder.resolve("sent.dcm")))
                .status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through", "deliver: cut-through, fallback: spool"})
    void whatItMatchesGoesOnAsCleanOnEveryWay(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = RunningNode.delivering(
                        folder,
                        deliver + ", dispositions: { dangerouscookie: report }",
                        RunningNode.COOKIE_RECIPE,
                        archive.port())) {
            assertThat(send(node.port(), matching(1))).isEqualTo(Status.SUCCESS);
            assertThat(send(node.port(), GeneratedInstance.mr(2))).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();

            assertThat(node.meter(REPORTED)).isOne();
            assertThat(node.meter(CLEAN)).isEqualTo(2);
            assertThat(node.meter(FLAGGED)).isZero();
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(2);
            assertThat(node.status().today().reported()).isOne();
            assertThat(node.quarantined()).isEmpty();
        }
    }

    /** The section stands before the other one, and yet the other one decides. */
    @Test
    void aLaterSectionDecidesAsIfItWereNotThere() throws Exception {
        String recipe = RunningNode.COOKIE_RECIPE
                .replace("equals Rows 2048\n", "equals PatientSex M\n")
                .replace("  + equals Columns 1536\n", "");
        try (RunningNode node = RunningNode.limited(folder, recipe, "", "dispositions: { dangerouscookie: report }")) {
            assertThat(send(node.port(), matching(1))).isEqualTo(Status.SUCCESS);

            assertThat(node.meter(REPORTED)).isOne();
            assertThat(node.reasons()).hasSize(1);
            assertThat(node.reasons().get(0)).contains("bigimage").doesNotContain("dangerouscookie");
        }
    }

    @Test
    void theLogNamesTheSectionAndNoValue() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        try (RunningNode node = RunningNode.limited(
                folder, RunningNode.COOKIE_RECIPE, "", "dispositions: { dangerouscookie: report }")) {
            send(node.port(), matching(1));
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains(": reported dangerouscookie (PatientSex contains M", ", not stopped by it")
                .doesNotContain("green paper");
    }

    /** Of two recipes one reports; the other's destination is not given what it flags. */
    @Test
    void aSectionOfADestinationsRecipeReportsForItAlone() throws Exception {
        try (Node node = node("""
                to:
                  - one: { recipe: "%1$s/recipe.deid", variables: { id: { value: "1" }, source_id: { value: "2.25.1" } }, dispositions: { dangerouscookie: report } }
                  - two: { recipe: "%1$s/recipe.deid", variables: { id: { value: "1" }, source_id: { value: "2.25.1" } } }
                """)) {
            assertThat(send(node.addresses().get(0).getPort(), matching(1))).isEqualTo(Status.SUCCESS);

            assertThat(new Scrape(node.meters().scrape()).value(REPORTED)).isOne();
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".dcm")).hasSize(1);
            assertThat(Files.readString(folder.resolve("quarantine/reasons.tsv")))
                    .contains("for two: ")
                    .doesNotContain("for one: ");
        }
    }

    @Test
    void aSectionGoesFromReportToQuarantine() throws Exception {
        String route = """
                recipe: "%s/recipe.deid"
                variables: { id: { value: "1" }, source_id: { value: "2.25.1" } }
                dispositions: { dangerouscookie: report }
                to: [one]
                """;
        try (Node node = node(route)) {
            int port = node.addresses().get(0).getPort();
            send(port, matching(1));
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".dcm")).isEmpty();

            Path file = folder.resolve("sluice.yaml");
            Files.writeString(file, Files.readString(file).replace("cookie: report", "cookie: quarantine"));
            node.reload();
            send(port, matching(2));

            Scrape scrape = new Scrape(node.meters().scrape());
            assertThat(scrape.value(REPORTED)).isOne();
            assertThat(scrape.value(FLAGGED)).isOne();
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".dcm")).hasSize(1);
        }
    }

    private Node node(String route) throws Exception {
        Files.writeString(folder.resolve("recipe.deid"), RunningNode.COOKIE_RECIPE);
        Path file = Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: 0, bind: 127.0.0.1 }
                routes:
                  - ae: SLUICE
                    %s
                destinations:
                  one: { folder: "%2$s/one" }
                  two: { folder: "%2$s/two" }
                data: "%2$s/var"
                quarantine: "%2$s/quarantine"
                """.formatted(
                        route.formatted(folder).replace("\n", "\n    "), folder));
        try {
            Node node = Node.start(ConfigLoader.read(file).configuration().orElseThrow(), TestEngine.ENGINES);
            node.readFrom(file);
            return node;
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
