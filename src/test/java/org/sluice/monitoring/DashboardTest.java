package org.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard's file, as far as it can be checked without a Grafana. */
class DashboardTest {
    private static final int COLUMNS = 24;

    @Test
    void itIsForGrafana11AndNewerAndKnowsItsSourceByAVariable() {
        assertThat(Dashboard.TREE.number("schemaVersion")).isEqualTo(39);
        assertThat(Dashboard.TREE.text("uid")).isEqualTo("sluice");
        assertThat(Dashboard.TREE.has("id")).isFalse();
        assertThat(Dashboard.TREE.has("__inputs")).isFalse();
        assertThat(Dashboard.panels())
                .allSatisfy(panel -> assertThat(panel.at("datasource").text("uid"))
                        .as(panel.place())
                        .isEqualTo("${datasource}"));
    }

    @Test
    void noTwoPanelsHaveOneNumberOrOneTitle() {
        List<Tree> all = Dashboard.TREE.all("panels");
        assertThat(all).extracting(panel -> panel.number("id")).doesNotHaveDuplicates();
        assertThat(all).extracting(panel -> panel.text("title")).doesNotHaveDuplicates();
    }

    @Test
    void itBeginsWithWhatATechnicianAsksInTheMorning() {
        assertThat(Dashboard.TREE.all("panels").stream().limit(5).map(panel -> panel.text("title")))
                .containsExactly(
                        "Every morning",
                        "Is everything through?",
                        "Since when not?",
                        "What is held?",
                        "Is the disk fine?");
        assertThat(Dashboard.TREE.all("panels").stream()
                        .filter(panel -> panel.text("type").equals("row"))
                        .map(panel -> panel.text("title")))
                .containsExactly(
                        "Every morning",
                        "Flow",
                        "Destinations",
                        "Latency",
                        "Associations",
                        "TLS and certificates",
                        "Quarantine, disk and commitment",
                        "Resources",
                        "People");
    }

    /** So that it is drawn anew when they change. */
    @Test
    void thePictureInTheReadmeShowsEveryPanelOfTheFirstFourRows() throws IOException {
        Path picture = Path.of("docs/dashboard.svg");
        String drawn = Files.readString(picture);
        int rows = 0;
        for (Tree panel : Dashboard.TREE.all("panels")) {
            rows += panel.text("type").equals("row") ? 1 : 0;
            if (rows <= 4) {
                assertThat(drawn).contains(panel.text("title") + "</text>");
            }
        }
        assertThat(drawn).doesNotContain("No data");
        assertThat(Files.size(picture)).isLessThan(300_000);
        assertThat(Files.readString(Path.of("README.md"))).contains("](docs/dashboard.svg)");
    }

    @Test
    void largeFiguresHaveThresholdsAndWordsForNothing() {
        for (Tree panel : Dashboard.panels()) {
            if (panel.text("type").equals("stat")) {
                Tree defaults = panel.at("fieldConfig").at("defaults");
                assertThat(defaults.at("thresholds").all("steps"))
                        .as(panel.text("title"))
                        .isNotEmpty();
                assertThat(defaults.text("noValue")).isNotBlank();
            }
        }
        assertThat(words("Is everything through?"))
                .containsExactly("Yes", "On its way", "No: some are held", "No: behind", "Not ready", "Node is down");
        assertThat(words("Is the disk fine?"))
                .containsExactly("Yes", "Under a fifth free", "Full within a day", "Almost full");
    }

    private static List<String> words(String title) {
        Tree panel = Dashboard.panels().stream()
                .filter(candidate -> candidate.text("title").equals(title))
                .findFirst()
                .orElseThrow();
        Tree mapping = panel.at("fieldConfig").at("defaults").all("mappings").get(0);
        assertThat(mapping.text("type")).isEqualTo("value");
        Tree options = mapping.at("options");
        return ((Map<?, ?>) options.value())
                .keySet().stream()
                        .map(value -> options.at(value.toString()).text("text"))
                        .toList();
    }

    @Test
    void noPanelIsWithoutUnitDescriptionQueryAndWhatToDo() throws IOException {
        Set<String> answers = Headings.anchors("docs/monitoring.md");
        for (Tree panel : Dashboard.panels()) {
            String title = panel.text("title");
            assertThat(panel.text("description"))
                    .as(title)
                    .hasSizeGreaterThan(20)
                    .endsWith(".");
            assertThat(panel.at("fieldConfig").at("defaults").text("unit"))
                    .as(title)
                    .isNotBlank();
            assertThat(panel.all("targets")).as(title).isNotEmpty().allSatisfy(target -> assertThat(target.text("expr"))
                    .isNotBlank());
            assertThat(panel.all("targets"))
                    .extracting(target -> target.text("refId"))
                    .doesNotHaveDuplicates();
            assertThat(panel.all("links")).as(title).isNotEmpty().allSatisfy(link -> {
                assertThat(link.text("url")).startsWith("${docs:raw}/monitoring.md#");
                assertThat(answers).contains(link.text("url").replaceFirst(".*#", ""));
            });
        }
    }

    @Test
    void graphsOfMoreThanOneSeriesSayWhichIsWhich() {
        for (Tree panel : Dashboard.panels()) {
            if (panel.text("type").equals("timeseries")) {
                assertThat(panel.all("targets")).as(panel.text("title")).allSatisfy(target -> assertThat(
                                target.text("legendFormat"))
                        .isNotBlank());
            }
        }
    }

    @Test
    void panelsLieInTheGridSideBySide() {
        Map<String, String> taken = new HashMap<>();
        for (Tree panel : Dashboard.TREE.all("panels")) {
            Tree place = panel.at("gridPos");
            assertThat(place.number("x") + place.number("w"))
                    .as(panel.text("title"))
                    .isLessThanOrEqualTo(COLUMNS);
            for (int x = place.number("x"); x < place.number("x") + place.number("w"); x++) {
                for (int y = place.number("y"); y < place.number("y") + place.number("h"); y++) {
                    assertThat(taken.put(x + "," + y, panel.text("title")))
                            .as(panel.text("title"))
                            .isNull();
                }
            }
        }
    }

    @Test
    void eachVariableIsUsedAndEachThatIsUsedIsThere() {
        Set<String> named = Dashboard.variables().stream()
                .map(variable -> variable.text("name"))
                .collect(Collectors.toSet());
        assertThat(named).containsExactlyInAnyOrder("datasource", "node", "route", "destination", "docs");
        Set<String> used = new HashSet<>();
        Dashboard.queries().forEach(query -> used.addAll(Headings.found("\\$([a-z]+)\\b", query.expression())));
        assertThat(used).containsExactlyInAnyOrder("node", "route", "destination");
        // every query of a panel is for the nodes that are chosen; alerts are asked for as a whole
        assertThat(Dashboard.queries().stream()
                        .filter(query -> !query.expression().contains("$node"))
                        .map(Dashboard.Query::where))
                .containsExactlyInAnyOrder("Alerts that fire A", "variable node");
    }

    @Test
    void grafanaFindsTheFileWhereComposePutsIt() throws IOException {
        Tree compose = Tree.of(Path.of("docker/compose.yaml"));
        List<String> volumes = compose.at("services").at("grafana").all("volumes").stream()
                .map(volume -> volume.value().toString())
                .toList();
        Tree provider = Tree.of(Path.of("docker/grafana/provisioning/dashboards/sluice.yaml"))
                .all("providers")
                .get(0);
        assertThat(volumes)
                .contains("./grafana/dashboards:" + provider.at("options").text("path") + ":ro")
                .contains("../docs:/usr/share/grafana/public/sluice-docs:ro");
        Tree docs = Dashboard.variables().stream()
                .filter(variable -> variable.text("name").equals("docs"))
                .findFirst()
                .orElseThrow();
        assertThat(docs.text("query")).isEqualTo("/public/sluice-docs");
        Tree source = Tree.of(Path.of("docker/grafana/provisioning/datasources/prometheus.yaml"))
                .all("datasources")
                .get(0);
        assertThat(source.text("url")).isEqualTo("http://prometheus:9090");
        assertThat(source.at("jsonData").text("timeInterval"))
                .isEqualTo(
                        Tree.of(Path.of("docker/prometheus.yml")).at("global").text("scrape_interval"));
    }

    @Test
    void everyMetricOfReadmeIsShown() throws IOException {
        List<String> metrics = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `sluice_"))
                .map(row -> row.split("\\|")[1])
                .flatMap(cell -> Headings.found("`(sluice_[a-z_]+)`", cell).stream())
                .toList();
        String asked =
                Dashboard.queries().stream().map(Dashboard.Query::expression).collect(Collectors.joining("\n"));
        assertThat(metrics).hasSizeGreaterThan(45).allSatisfy(metric -> assertThat(asked)
                .containsPattern(metric + "(_bucket)?[^a-z_]"));
    }

    @Test
    void theFileIsReadableLineByLine() throws IOException {
        assertThat(Files.readAllLines(Dashboard.FILE)).hasSizeLessThan(790).allSatisfy(line -> assertThat(line)
                .hasSizeLessThan(700));
    }

    @Test
    void thePageOnMonitoringNamesFilesThatAreThere() throws IOException {
        List<String> named =
                Headings.found("`(docker/[^` ]+\\.[a-z]+)`", Files.readString(Path.of("docs/monitoring.md")));
        assertThat(named).hasSizeGreaterThan(4).allSatisfy(file -> assertThat(Path.of(file))
                .exists());
    }
}
