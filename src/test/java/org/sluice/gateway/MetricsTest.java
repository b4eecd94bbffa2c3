package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.peers.Await;
import org.sluice.peers.Peers;

/** What is at {@code /metrics}: names, help texts, labels and how many series there are. */
class MetricsTest {
    private static final int MOST_SERIES = 172;
    private static final int SCRAPES = 100;

    @TempDir
    private Path folder;

    private RunningNode node(String deliver) {
        return RunningNode.delivering(folder, deliver, RunningNode.COOKIE_RECIPE, 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through, fallback: spool"})
    void prometheusOwnToolHasNothingToSayAboutAScrape(String deliver) throws Exception {
        Path promtool = Peers.require("promtool");
        try (RunningNode node = node(deliver)) {
            System.gc(); // so that there is a pause to show
            Await.until(
                    () -> !node.scrape().samples("jvm_gc_pause_seconds").isEmpty(),
                    Duration.ofSeconds(20),
                    "a collection to be noticed");
            assertThat(node.scrape().samples("sluice_")).hasSizeGreaterThan(50);
            Process process = new ProcessBuilder(promtool.toString(), "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(node.scrape().text().getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through, fallback: spool"})
    void aNodeOfOneRouteShowsFewSeriesAtRest(String deliver) {
        try (RunningNode node = node(deliver)) {
            List<String> samples = node.scrape().samples("sluice_");
            System.err.println(deliver + ": " + samples.size() + " series");
            assertThat(samples).hasSizeLessThanOrEqualTo(MOST_SERIES);
        }
    }

    @Test
    void everyMetricSaysWhatItCounts() {
        try (RunningNode node = node("deliver: durable")) {
            Scrape scrape = node.scrape();
            assertThat(scrape.types("sluice_").keySet()).allSatisfy(name -> {
                assertThat(scrape.help(name)).as(name).hasSizeGreaterThan(25).endsWith(".");
                assertThat(name.endsWith("_seconds"))
                        .as(name)
                        .isEqualTo(tellsUnit(scrape.help(name), "(Seconds|Unix time in seconds) .*"));
                assertThat(name.contains("bytes")).as(name).isEqualTo(tellsUnit(scrape.help(name), "Bytes .*"));
            });
        }
    }

    private static boolean tellsUnit(String help, String pattern) {
        return help.matches(pattern);
    }

    @Test
    void aFirstEventIsSeenAsARise() {
        try (RunningNode node = node("deliver: durable")) {
            Scrape scrape = node.scrape();
            scrape.types("sluice_").forEach((name, type) -> {
                if (type.equals("counter")) {
                    assertThat(scrape.samples(name)).as(name).isNotEmpty().allMatch(sample -> sample.endsWith(" 0.0"));
                }
            });
        }
    }

    @Test
    void aNodeShowsWhatItIsSinceWhenAndWhetherItIsReady() {
        Instant before = Instant.now();
        try (RunningNode node = node("deliver: durable")) {
            Scrape scrape = node.scrape();
            assertThat(scrape.samples("sluice_build_info{"))
                    .singleElement()
                    .asString()
                    .contains("java=\"" + Runtime.version() + "\"")
                    .endsWith(" 1");
            for (String time : List.of("sluice_start_time_seconds", "sluice_configuration_loaded_time_seconds")) {
                assertThat(scrape.value(time))
                        .isBetween(before.toEpochMilli() / 1000.0, System.currentTimeMillis() / 1000.0);
            }
            assertThat(scrape.value("sluice_ready")).isOne();
            assertThat(scrape.value("sluice_associations_limit")).isEqualTo(64);
        }
    }

    @Test
    void theRoomOnTheDisksOfBothStoresIsShown() throws Exception {
        try (RunningNode node = node("deliver: durable")) {
            Scrape scrape = node.scrape();
            for (String store : List.of("data", "quarantine")) {
                double size = scrape.value("sluice_disk_size_bytes{store=\"" + store + "\"}");
                assertThat(size).isEqualTo(Files.getFileStore(folder).getTotalSpace());
                assertThat(scrape.value("sluice_disk_free_bytes{store=\"" + store + "\"}"))
                        .isBetween(1.0, size);
            }
        }
    }
}
