package org.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;
import org.sluice.peers.PrometheusServer;

/**
 * Every query of the dashboard and of the rules, asked of a Prometheus that scrapes a node under load. Each gives data, but
 * for those that are empty as long as all is well; of these every metric that they ask for is there. The tests are one
 * story: before the load, under load, after the node was killed.
 */
@Tag("heavy")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueriesTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Alerts that this load cannot call, and why; docker/tests/alerts_test.yml does. */
    private static final Map<String, String> QUIET = Map.ofEntries(
            Map.entry("SluiceDown", "the node answers, until it is killed below"),
            Map.entry("SluiceScrapeMissing", "it is scraped"),
            Map.entry("SluiceNotReady", "it is ready"),
            Map.entry("SluiceRestartLoop", "it started once"),
            Map.entry("SluiceReloadRefused", "nobody reloads it"),
            Map.entry("SluiceConfigurationNotInForce", "no file has changed"),
            Map.entry("SluiceReviewsWait", "nothing has waited for 3 days"),
            Map.entry("SluiceSignInsRefused", "nobody signs in"),
            Map.entry("SluiceActsRefused", "nobody does anything"),
            Map.entry("SluiceDestinationSilent", "the node has run for less than 10 minutes"),
            Map.entry("SluiceDestinationBehind", "nothing has waited for 5 minutes"),
            Map.entry("SluiceQuarantineGrowing", "it takes 6 hours to be sure"),
            Map.entry("SluiceQuarantineOld", "nothing has lain there for 30 days"),
            Map.entry("SluiceDiskFullSoon", "the disk of a test has room"),
            Map.entry("SluiceDiskAlmostFull", "the disk of a test has room"),
            Map.entry("SluiceHighWater", "what waits is little"),
            Map.entry("SluiceLedgerBehind", "the ledger is written"),
            Map.entry("SluiceAssociationsNearLimit", "few associations are open"),
            Map.entry("SluiceCertificateExpired", "the certificate has 10 days left"));

    @TempDir
    static Path folder;

    private static LoadedNode node;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void startBoth() {
        Peers.require("prometheus");
        node = LoadedNode.start(folder);
        prometheus = PrometheusServer.start(folder, node.target(), List.of(Rules.RECORDED, Rules.ALERTS));
    }

    @AfterAll
    static void stopBoth() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void ofANodeThatHasJustStartedEverythingIsThroughAndNothingIsHeld() {
        awaitValue("Is everything through? A", 0);
        awaitValue("Since when not? A", 0);
        awaitValue("What is held? A", 0);
        awaitValue("In the quarantine A", 0);
        awaitValue("Alerts that fire A", 0);
    }

    @Test
    @Order(2)
    void everyQueryOfTheDashboardHasDataUnderLoad() {
        node.load();
        Map<String, String> missing = new HashMap<>();
        Dashboard.queries().forEach(query -> missing.put(query.where(), query.of(node.target())));
        Await.untilNoneIsLeft(
                () -> {
                    missing.values().removeIf(QueriesTest::hasData);
                    return missing.size();
                },
                SOON,
                () -> "queries without data: " + missing);
        assertThat(node.failures()).isEmpty();
    }

    /** Not only that there is some: what the modalities do is counted where the dashboard looks for it. */
    @Test
    @Order(3)
    void whatTheModalitiesDoRisesWhereItBelongs() {
        awaitRise("sluice_instances_clean_total{route='SLUICE'}");
        awaitRise("sluice_instances_clean_total{route='STRAIGHT'}");
        awaitRise("sluice_instances_flagged_total{route='SLUICE',section='men'}");
        awaitRise("sluice_instances_refused_total{route='SLUICE'}");
        awaitRise("sluice_instances_undecided_total{route='SLUICE',reason='variable-without-value'}");
        awaitRise("sluice_contradictions_total{kind='other-uid-in-command'}");
        awaitRise("sluice_instances_forwarded_total{destination='archive'}");
        awaitRise("sluice_instances_held_total{destination='declining'}");
        awaitRise("sluice_forward_retries_total{destination='away'}");
        awaitRise("sluice_delivery_latency_seconds_count{way='durable'}");
        awaitRise("sluice_delivery_latency_seconds_count{way='cut-through'}");
        awaitRise("sluice_caller_instances_received_total{calling_ae='MR_ROOM2'}");
        awaitRise("sluice_caller_associations_rejected_total{calling_ae='CT_ROOM1'}");
        awaitRise("sluice_caller_associations_aborted_total{calling_ae='CT_ROOM1'}");
        awaitRise("sluice_associations_aborted_total{reason='aborted-by-peer'}");
        awaitRise("sluice_tls_handshakes_failed_total{peer='client',reason='plain-dicom'}");
        awaitRise("sluice_echoes_total");
        awaitRise("sluice_quarantine_instances");
    }

    private static void awaitRise(String selector) {
        String rise = "increase(" + selector.replace('\'', '"') + "[10s]) > 0";
        Await.until(() -> hasData(rise), SOON, rise);
    }

    @Test
    @Order(4)
    void everyRuleHasDataUnderLoadOrIsKnownToBeQuiet() {
        Map<String, String> missing = new HashMap<>();
        List<Tree> rules = new ArrayList<>(Rules.of(Rules.RECORDED));
        rules.addAll(Rules.of(Rules.ALERTS));
        for (Tree rule : rules) {
            String name = Rules.name(rule);
            if (!QUIET.containsKey(name)) {
                missing.put(name, rule.text("expr"));
            }
        }
        Await.untilNoneIsLeft(
                () -> {
                    missing.values().removeIf(QueriesTest::hasData);
                    return missing.size();
                },
                SOON,
                () -> "rules without data: " + missing);
        for (Tree rule : rules) {
            if (QUIET.containsKey(Rules.name(rule))) {
                assertThat(answers(rule.text("expr"))).as(Rules.name(rule)).isEmpty();
            }
        }
    }

    @Test
    @Order(5)
    void everyMetricThatIsAskedForIsThere() {
        Set<String> asked = new TreeSet<>();
        List<Tree> rules = new ArrayList<>(Rules.of(Rules.RECORDED));
        rules.addAll(Rules.of(Rules.ALERTS));
        rules.forEach(rule -> asked.addAll(metrics(rule.text("expr"))));
        Dashboard.queries().forEach(query -> asked.addAll(metrics(query.expression())));
        assertThat(asked).hasSizeGreaterThan(50);
        for (String metric : asked) {
            Await.until(() -> hasData(metric), SOON, metric);
        }
    }

    private static List<String> metrics(String expression) {
        return Headings.found("((?:[a-z]+:)?\\b(?:sluice|jvm|process|system)_[a-z_]+(?::[a-z0-9_]+)?)", expression);
    }

    @Test
    @Order(6)
    void theFirstRowSaysWhatIsHeldAndThatAnArchiveIsAway() {
        // 2: some are held. The one that is away is behind after 5 minutes only.
        awaitValue("Is everything through? A", 2);
        assertThat(value("What is held? A")).isPositive();
        assertThat(value("Since when not? A")).isPositive();
        assertThat(value("Undecided in 24 hours A")).isPositive();
        Await.until(
                () -> hasData("ALERTS{alertname='SluiceInstancesHeld',alertstate='firing',destination='declining'}"),
                SOON,
                "the alert");
    }

    @Test
    @Order(7)
    void thePictureIsDrawnFromTheSameQueries() throws Exception {
        Path picture = folder.resolve("dashboard.svg");
        PeerProcess.Ended ended = PeerProcess.run(
                List.of(
                        Peers.require("python3").toString(),
                        "docker/grafana/picture.py",
                        "--prometheus",
                        prometheus.address(),
                        "--minutes",
                        "1",
                        "--scrape",
                        "1",
                        picture.toString()),
                SOON);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        String drawn = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(picture.toFile())
                .getDocumentElement()
                .getTextContent();
        assertThat(Dashboard.panels()).allSatisfy(panel -> assertThat(drawn).contains(panel.text("title")));
        assertThat(drawn)
                .contains("No: some are held", "declining", "SLUICE men", "cut-through p99", "other-uid-in-command");
        assertThat(Files.size(picture)).isLessThan(1 << 20);
    }

    @Test
    @Order(8)
    void ofANodeThatWasKilledTheFirstRowSaysThatItIsDown() {
        node.kill();
        awaitValue("Is everything through? A", 5);
        Await.until(() -> hasData("ALERTS{alertname='SluiceDown',alertstate='pending'}"), SOON, "the alert");
    }

    private static void awaitValue(String where, double wanted) {
        String expression = Dashboard.query(where).of(node.target());
        Await.until(
                () -> answers(expression).equals(List.of(wanted)),
                SOON,
                () -> where + " to be " + wanted + ", is " + answers(expression));
    }

    private static double value(String where) {
        List<Double> answers = answers(Dashboard.query(where).of(node.target()));
        assertThat(answers).as(where).hasSize(1);
        return answers.get(0);
    }

    private static boolean hasData(String expression) {
        return answers(expression).stream().anyMatch(value -> !value.isNaN());
    }

    /** The values of all series in the answer. */
    private static List<Double> answers(String expression) {
        return Tree.parse(expression, prometheus.query(expression)).at("data").all("result").stream()
                .map(series -> series.all("value").get(1).value().toString())
                .map(text -> Double.valueOf(text.replace("+Inf", "Infinity").replace("-Inf", "-Infinity")))
                .toList();
    }
}
