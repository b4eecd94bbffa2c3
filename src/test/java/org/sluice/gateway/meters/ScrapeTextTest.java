package org.sluice.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our text of a scrape is, character for character, that of the client's own writer. */
class ScrapeTextTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ScrapeText text = new ScrapeText();

    private void assertAsTheClientWritesIt(MetricSnapshots snapshots) {
        PrometheusRegistry same = new PrometheusRegistry();
        same.register((MultiCollector) () -> snapshots);
        String expected = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, same, Clock.SYSTEM).scrape();
        for (int times = 0; times < 2; times++) { // the second has its heads from the first
            assertThat(text.of(snapshots)).contains(expected);
        }
    }

    @Test
    void anEmptyRegistryIsAnEmptyText() {
        assertAsTheClientWritesIt(registry.scrape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "a\"b", "back\\slash", "two\nlines", "é 😀", "\\\"\n", "{}, =", "\u0001"})
    void labelsAndHelpAreEscaped(String awkward) {
        Counter counter = Counter.builder()
                .name("seen_total")
                .help("Help: " + awkward)
                .labelNames("zone", "area")
                .withoutExemplars()
                .register(registry);
        counter.labelValues(awkward, "x").inc(3);
        counter.labelValues("y", awkward).inc();
        new Families(registry)
                .info("build_info", "What it is: " + awkward, "version")
                .setLabelValues(awkward);
        assertAsTheClientWritesIt(registry.scrape());
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -1.5,
                1e6,
                1.23456789e7,
                1e21,
                1e-9,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void numbersAreWrittenAsGoodAsTheyAre(double value) {
        Families families = new Families(registry);
        families.gauge("level", "A level.", () -> value);
        families.gauge("without_help", "", () -> value);
        assertAsTheClientWritesIt(registry.scrape());
    }

    @Test
    void histogramsSummariesAndFamiliesWithoutSamples() {
        Families families = new Families(registry);
        families.durations("wait_seconds", "Seconds.", DurationHistogram.Buckets.WAIT)
                .record(7_000_000);
        DurationHistogram byWay =
                families.histogram("way_seconds", "Seconds.", "way", DurationHistogram.Buckets.ANSWER);
        byWay.series("a \"way\"").record(2_000_000_000L);
        byWay.series("b").record(300_000_000_000L);
        families.counters("nothing_yet_total", "None.", "reason");
        Summary summary = Summary.builder()
                .name("size_bytes")
                .help("Bytes.")
                .quantile(0.5, 0.01)
                .labelNames("kind")
                .withoutExemplars()
                .register(registry);
        summary.labelValues("ct").observe(12);
        summary.labelValues("mr").observe(13.5);
        assertAsTheClientWritesIt(registry.scrape());
    }

    @Test
    void whatIsShownOfTheVirtualMachineAndTheSystem() {
        PrometheusMeterRegistry machine = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(machine);
        try (JvmGcMetrics collections = new JvmGcMetrics()) {
            collections.bindTo(machine);
            Timer.builder("jvm.some.pause").register(machine).record(Duration.ofMillis(3));
            new SystemMeters(machine).refresh();
            MetricSnapshots snapshots = machine.getPrometheusRegistry().scrape();
            assertAsTheClientWritesIt(snapshots);
            assertThat(text.of(snapshots).orElseThrow())
                    .contains("jvm_some_pause_seconds_sum 0.003", "process_cpu_usage ", "jvm_threads_states_threads{");
        }
    }

    @Test
    void aKindThatNoMeterHereHasIsLeftToTheClient() {
        StateSet.builder()
                .name("mood")
                .help("A mood.")
                .states("good", "bad")
                .register(registry)
                .setTrue("good");
        assertThat(text.of(registry.scrape())).isEmpty();
    }
}
