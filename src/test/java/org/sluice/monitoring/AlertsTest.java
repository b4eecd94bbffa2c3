package org.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;

/** The alerts: that Prometheus takes them, when they fire, and that each says what to do. */
class AlertsTest {
    private static final Path CASES = Path.of("docker/tests/alerts_test.yml");
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void prometheusTakesTheConfigurationAndTheRules() {
        assertThat(promtool("check", "config", "docker/prometheus.yml")).contains("SUCCESS: 2 rule files found");
        assertThat(promtool("check", "rules", Rules.ALERTS.toString(), Rules.RECORDED.toString()))
                .contains("SUCCESS: " + Rules.of(Rules.ALERTS).size() + " rules found")
                .contains("SUCCESS: " + Rules.of(Rules.RECORDED).size() + " rules found");
    }

    @Test
    void alertsFireInTheCasesThatSaySoAndInNoOther() {
        assertThat(promtool("test", "rules", CASES.toString())).contains("SUCCESS");
    }

    private static String promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Peers.require("promtool").toString()));
        command.addAll(List.of(arguments));
        PeerProcess.Ended ended = PeerProcess.run(command, SOON);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    @Test
    void eachAlertHasCasesInWhichItFiresAndInWhichItDoesNot() {
        List<Tree> cases = Tree.of(CASES).all("tests").stream()
                .flatMap(test -> test.all("alert_rule_test").stream())
                .toList();
        for (Tree alert : Rules.of(Rules.ALERTS)) {
            List<Tree> ofAlert = cases.stream()
                    .filter(one -> one.text("alertname").equals(Rules.name(alert)))
                    .toList();
            assertThat(ofAlert)
                    .as(Rules.name(alert))
                    .anyMatch(one -> !one.all("exp_alerts").isEmpty())
                    .anyMatch(one -> one.all("exp_alerts").isEmpty());
        }
        assertThat(Tree.of(CASES).all("tests"))
                .extracting(test -> test.text("name"))
                .doesNotHaveDuplicates();
    }

    @Test
    void eachAlertSaysHowUrgentItIsWhatHappenedAndWhatToDo() throws IOException {
        Set<String> answers = Headings.anchors("docs/monitoring.md");
        for (Tree alert : Rules.of(Rules.ALERTS)) {
            String name = Rules.name(alert);
            assertThat(alert.at("labels").text("severity")).as(name).isIn("critical", "warning");
            Tree words = alert.at("annotations");
            assertThat(words.text("summary")).as(name).contains("{{").endsWith(".");
            assertThat(words.text("description"))
                    .as(name)
                    .hasSizeGreaterThan(60)
                    .endsWith(".");
            String anchor = name.toLowerCase(Locale.ROOT);
            assertThat(words.text("runbook_url")).isEqualTo("docs/monitoring.md#" + anchor);
            assertThat(answers).contains(anchor);
        }
    }

    /** The subjects that the alerts have to cover, whatever else they say. */
    @Test
    void nothingThatStopsAClinicIsWithoutAnAlert() {
        assertThat(Rules.of(Rules.ALERTS).stream().map(Rules::name))
                .containsExactlyInAnyOrder(
                        "SluiceDown",
                        "SluiceScrapeMissing",
                        "SluiceNotReady",
                        "SluiceRestartLoop",
                        "SluiceReloadRefused",
                        "SluiceConfigurationNotInForce",
                        "SluiceReviewsWait",
                        "SluiceSignInsRefused",
                        "SluiceActsRefused",
                        "SluiceDestinationSilent",
                        "SluiceDestinationBehind",
                        "SluiceInstancesHeld",
                        "SluiceUndecided",
                        "SluiceQuarantineGrowing",
                        "SluiceQuarantineOld",
                        "SluiceDiskFullSoon",
                        "SluiceDiskAlmostFull",
                        "SluiceHighWater",
                        "SluiceLedgerBehind",
                        "SluiceKnownCallerRejected",
                        "SluiceKnownCallerAborts",
                        "SluiceAssociationsAborted",
                        "SluiceAssociationsNearLimit",
                        "SluiceTlsHandshakesFail",
                        "SluiceCertificateExpires",
                        "SluiceCertificateExpired");
    }

    @Test
    void whatIsRecordedIsAskedForByAnAlertOrIsALatencyToKeep() {
        String asked =
                Rules.of(Rules.ALERTS).stream().map(alert -> alert.text("expr")).collect(Collectors.joining("\n"));
        assertThat(Rules.of(Rules.RECORDED)).allSatisfy(rule -> {
            if (!Rules.name(rule).endsWith(":p99")) {
                assertThat(asked).contains(Rules.name(rule));
            }
        });
    }
}
