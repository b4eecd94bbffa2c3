package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Makes families of metrics by the name under which Prometheus sees them. A help text says what is counted, when, and in
 * which unit. Ours go straight into Prometheus's registry: what is counted for an instance is then a field away, and a scrape
 * keeps no instance waiting.
 */
final class Families {
    private final PrometheusRegistry registry;

    Families(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** A counter without labels, from 0. */
    CounterDataPoint counter(String name, String help) {
        return counters(name, help).labelValues();
    }

    /** A counter that somebody else counts, who is asked at each scrape. */
    void counter(String name, String help, DoubleSupplier count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(shown -> shown.call(count.getAsDouble()))
                .register(registry);
    }

    /** A counter for each of some values of its labels, from 0 once the values are named. */
    Counter counters(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** A value that is asked for at each scrape, which must neither block nor read a disk. */
    void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(shown -> shown.call(value.getAsDouble()))
                .register(registry);
    }

    /** A count that somebody else keeps, asked for at each scrape. */
    void counted(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(shown -> shown.call(value.getAsDouble()))
                .register(registry);
    }

    /** A {@link #gauge} for each value of a label. */
    void gauges(String name, String help, String label, Consumer<GaugeWithCallback.Callback> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(values)
                .register(registry);
    }

    /** Facts that stay as they are: the value is always 1. */
    Info info(String name, String help, String... labels) {
        return Info.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** How long something took, without a label. */
    DurationHistogram.Series durations(String name, String help, DurationHistogram.Buckets buckets) {
        return histogram(name, help, "", buckets).series("");
    }

    /** How long something took, for each value of a label. */
    DurationHistogram histogram(String name, String help, String label, DurationHistogram.Buckets buckets) {
        DurationHistogram histogram = new DurationHistogram(name, help, label, buckets);
        registry.register(histogram);
        return histogram;
    }
}
