package org.sluice.gateway.meters;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Durations, counted in few buckets. The client's own histogram has those who record wait for each other while it is scraped;
 * here a scrape only adds up what is there, so that sum and count may be one instance apart. Any thread.
 */
final class DurationHistogram implements Collector {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MetricMetadata metadata;
    private final String label;
    private final Buckets buckets;
    private final ConcurrentNavigableMap<String, Series> series = new ConcurrentSkipListMap<>();

    /** The upper bounds of buckets, the largest last; one without a bound follows. */
    enum Buckets {
        /** For what a caller waits for: up to the timeout of DIMSE responses. */
        ANSWER(0.005, 0.01, 0.025, 0.05, 0.25, 1, 10, 60),
        /** For what may wait in the spool while an archive is down. */
        WAIT(0.01, 0.1, 1, 10, 60, 600, 3600);

        @SuppressWarnings("ImmutableEnumChecker") // never written to
        private final double[] seconds;

        @SuppressWarnings("ImmutableEnumChecker") // nor this
        private final long[] nanos;

        Buckets(double... seconds) {
            this.seconds = seconds;
            this.nanos = new long[seconds.length];
            for (int i = 0; i < seconds.length; i++) {
                nanos[i] = Math.round(seconds[i] * NANOS);
            }
        }

        private int bucketOf(long duration) {
            int bucket = 0;
            while (bucket < nanos.length && duration > nanos[bucket]) {
                bucket++;
            }
            return bucket;
        }
    }

    /** What is recorded for one value of the label. */
    final class Series {
        private final LongAdder[] counts = new LongAdder[buckets.nanos.length + 1];
        private final LongAdder sum = new LongAdder();

        private Series() {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        /** One that took so long; a clock that went backwards counts as 0. */
        void record(long nanos) {
            long duration = Math.max(0, nanos);
            counts[buckets.bucketOf(duration)].increment();
            sum.add(duration);
        }

        private HistogramSnapshot.HistogramDataPointSnapshot snapshot(Labels labels) {
            ClassicHistogramBuckets.Builder counted = ClassicHistogramBuckets.builder();
            for (int i = 0; i < counts.length; i++) {
                counted.bucket(
                        i < buckets.seconds.length ? buckets.seconds[i] : Double.POSITIVE_INFINITY, counts[i].sum());
            }
            return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(counted.build())
                    .sum(sum.sum() / NANOS)
                    .labels(labels)
                    .build();
        }
    }

    /** @param label the name of its label; empty for none */
    DurationHistogram(String name, String help, String label, Buckets buckets) {
        this.metadata = new MetricMetadata(name, help);
        this.label = label;
        this.buckets = buckets;
    }

    /** Where durations of this value of the label are recorded; shown from now on. */
    Series series(String value) {
        return series.computeIfAbsent(value, ignored -> new Series());
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return MetricFamilyDescriptor.of(MetricType.HISTOGRAM, metadata, label.isEmpty() ? Set.of() : Set.of(label));
    }

    @Override
    public MetricSnapshot collect() {
        List<HistogramSnapshot.HistogramDataPointSnapshot> points = new ArrayList<>();
        series.forEach((value, recorded) ->
                points.add(recorded.snapshot(label.isEmpty() ? Labels.EMPTY : Labels.of(label, value))));
        return new HistogramSnapshot(metadata, points);
    }
}
