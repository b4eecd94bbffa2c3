package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** What people do with a node, and who is not let in, as it is counted. */
class DeskMetersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String REASON = "{\"reason\":\"nothing burned in\"}";

    private static String metric(DeskNode node, String name) {
        return DeskNode.send(node.request("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("none");
    }

    private static void await(DeskNode node, String name, String value) {
        Await.until(() -> metric(node, name).equals(value), SOON, () -> name + " is " + metric(node, name));
    }

    @Test
    void whatIsDoneAndWhatIsRefusedIsCountedWhicheverWayItIsAskedFor(@TempDir Path folder) throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            String uid = node.uids("").get(0);
            String path = "/api/v1/quarantine/" + uid;
            await(node, "sluice_reviews_waiting", "3.0");
            assertThat(metric(node, "sluice_reviews_oldest_age_seconds")).isNotEqualTo("0.0");

            assertThat(node.get("rita", path + "?values=true").statusCode()).isEqualTo(200);
            assertThat(node.get("vera", path).statusCode()).isEqualTo(200);
            assertThat(node.post("rita", path + "/reject", REASON).statusCode()).isEqualTo(200);
            assertThat(node.post("rita", path + "/reject", REASON).statusCode()).isEqualTo(409);
            assertThat(node.post("vera", path + "/release", REASON).statusCode())
                    .isEqualTo(403);
            assertThat(node.command(
                                    "quarantine",
                                    "reject",
                                    node.uids("?state=waiting").get(0),
                                    "--reason",
                                    "why not")
                            .code())
                    .isZero();

            assertThat(metric(node, "sluice_desk_acts_total{act=\"values\"}")).isEqualTo("1.0");
            assertThat(metric(node, "sluice_desk_acts_total{act=\"reject\"}")).isEqualTo("2.0");
            assertThat(metric(node, "sluice_desk_acts_total{act=\"release\"}")).isEqualTo("0.0");
            assertThat(metric(node, "sluice_desk_acts_refused_total")).isEqualTo("2.0");
            assertThat(metric(node, "sluice_reviews_waiting")).isEqualTo("1.0");
        }
    }

    @Test
    void whoIsNotLetInIsCountedByWhy(@TempDir Path folder) throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            for (int i = 0; i < 6; i++) {
                DeskNode.send(node.request("/api/v1/status").header("Authorization", "Basic dmVyYTp3cm9uZw=="));
            }
            DeskNode.send(node.request("/api/v1/status").header("Authorization", "Bearer something"));
            DeskNode.send(node.request("/api/v1/status"));

            double wrong = Double.parseDouble(metric(node, "sluice_sign_ins_refused_total{reason=\"wrong\"}"));
            double tooMany = Double.parseDouble(metric(node, "sluice_sign_ins_refused_total{reason=\"too-many\"}"));
            assertThat(wrong)
                    .isGreaterThanOrEqualTo(5); // where the pause of a second has passed, the sixth is wrong, too
            assertThat(wrong + tooMany).isEqualTo(6);
            assertThat(metric(node, "sluice_sign_ins_refused_total{reason=\"unreadable\"}"))
                    .isEqualTo("1.0");
        }
    }

    @Test
    void aReloadThatIsRefusedShowsUntilOneIsApplied(@TempDir Path folder) throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            String right = Files.readString(node.conf());
            Files.writeString(node.conf(), right + "\nnonsense: true\n");
            node.post("ada", "/api/v1/reload", "{\"check\":true}");
            assertThat(metric(node, "sluice_reload_last_refused")).isEqualTo("0.0");
            node.post("ada", "/api/v1/reload", "{}");
            assertThat(metric(node, "sluice_reload_last_refused")).isEqualTo("1.0");
            assertThat(metric(node, "sluice_desk_acts_refused_total")).isEqualTo("1.0");

            Files.writeString(node.conf(), right);
            node.post("ada", "/api/v1/reload", "{}");
            assertThat(metric(node, "sluice_reload_last_refused")).isEqualTo("0.0");
            assertThat(metric(node, "sluice_desk_acts_total{act=\"reload\"}")).isEqualTo("1.0");
        }
    }
}
