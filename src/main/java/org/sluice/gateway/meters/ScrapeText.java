package org.sluice.gateway.meters;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text format of Prometheus, 0.0.4, of what the client's registry has. The client's own writer takes a lock for each
 * character, and half of the time of a scrape; a test holds the two against each other. Any thread.
 */
final class ScrapeText {
    private static final int USUAL_LENGTH = 1 << 15;

    /** The lines of help and type, which stay the same, by the name of a family. */
    private final Map<String, String> heads = new ConcurrentHashMap<>();

    /** All of it; empty when a kind of metric is there that no meter here has. */
    Optional<String> of(MetricSnapshots snapshots) {
        StringBuilder out = new StringBuilder(USUAL_LENGTH);
        for (MetricSnapshot snapshot : snapshots) {
            if (!snapshot.getDataPoints().isEmpty() && !append(out, snapshot)) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    private boolean append(StringBuilder out, MetricSnapshot snapshot) {
        String name = snapshot.getMetadata().getPrometheusName();
        if (snapshot instanceof CounterSnapshot counter) {
            head(out, snapshot, name + "_total", "counter");
            counter.getDataPoints().forEach(point -> number(out, name, "_total", point, point.getValue()));
        } else if (snapshot instanceof GaugeSnapshot gauge) {
            head(out, snapshot, name, "gauge");
            gauge.getDataPoints().forEach(point -> number(out, name, "", point, point.getValue()));
        } else if (snapshot instanceof HistogramSnapshot histogram && !histogram.isGaugeHistogram()) {
            head(out, snapshot, name, "histogram");
            histogram.getDataPoints().forEach(point -> histogram(out, name, point));
        } else if (snapshot instanceof SummarySnapshot summary) {
            head(out, snapshot, name, "summary");
            summary.getDataPoints().forEach(point -> summary(out, name, point));
        } else if (snapshot instanceof InfoSnapshot info) {
            head(out, snapshot, name + "_info", "gauge");
            info.getDataPoints().forEach(point -> whole(out, name, "_info", point, 1));
        } else {
            return false;
        }
        return true;
    }

    private void head(StringBuilder out, MetricSnapshot snapshot, String fullName, String type) {
        out.append(heads.computeIfAbsent(fullName, name -> {
            String help = snapshot.getMetadata().getHelp();
            String described = help == null || help.isEmpty() ? "" : "# HELP " + name + " " + escaped(help) + "\n";
            return described + "# TYPE " + name + " " + type + "\n";
        }));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static void histogram(StringBuilder out, String name, HistogramSnapshot.HistogramDataPointSnapshot point) {
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        long count = 0;
        for (int i = 0; i < buckets.size(); i++) {
            count += buckets.getCount(i);
            names(out, name, "_bucket", point.getLabels(), "le", buckets.getUpperBound(i));
            out.append(count).append('\n');
        }
        countAndSum(out, name, point);
    }

    private static void summary(StringBuilder out, String name, SummarySnapshot.SummaryDataPointSnapshot point) {
        point.getQuantiles().forEach(quantile -> {
            names(out, name, "", point.getLabels(), "quantile", quantile.getQuantile());
            number(out, quantile.getValue()).append('\n');
        });
        countAndSum(out, name, point);
    }

    private static void countAndSum(StringBuilder out, String name, DistributionDataPointSnapshot point) {
        if (point.hasCount()) {
            whole(out, name, "_count", point, point.getCount());
        }
        if (point.hasSum()) {
            number(out, name, "_sum", point, point.getSum());
        }
    }

    private static void number(StringBuilder out, String name, String suffix, DataPointSnapshot point, double value) {
        names(out, name, suffix, point.getLabels(), "", 0);
        number(out, value).append('\n');
    }

    private static void whole(StringBuilder out, String name, String suffix, DataPointSnapshot point, long value) {
        names(out, name, suffix, point.getLabels(), "", 0);
        out.append(value).append('\n');
    }

    private static StringBuilder number(StringBuilder out, double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return out.append("+Inf");
        }
        return value == Double.NEGATIVE_INFINITY ? out.append("-Inf") : out.append(value);
    }

    /** A name with its labels and a blank; a last label with a number, unless its name is empty. */
    private static void names(StringBuilder out, String name, String suffix, Labels labels, String last, double bound) {
        out.append(name).append(suffix);
        char before = '{';
        for (int i = 0; i < labels.size(); i++) {
            out.append(before).append(labels.getPrometheusName(i)).append("=\"");
            out.append(escaped(labels.getValue(i)).replace("\"", "\\\"")).append('"');
            before = ',';
        }
        if (!last.isEmpty()) {
            number(out.append(before).append(last).append("=\""), bound).append('"');
            before = ',';
        }
        out.append(before == ',' ? "} " : " ");
    }
}
