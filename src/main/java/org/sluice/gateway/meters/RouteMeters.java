package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.status.Counts;
import org.sluice.store.QuarantineEntry;

/** What is counted of the instances of one route, whichever way they go on. Any thread. */
final class RouteMeters {
    private final String route;
    private final CounterDataPoint received;
    private final CounterDataPoint bytes;
    private final CounterDataPoint clean;
    private final CounterDataPoint refused;
    private final CounterDataPoint scrubbed;
    private final CounterDataPoint droppedWords;
    private final Map<String, CounterDataPoint> flagged = new ConcurrentHashMap<>();
    private final Map<String, CounterDataPoint> reported = new ConcurrentHashMap<>();
    private final Map<QuarantineEntry.Kind, CounterDataPoint> undecided = new EnumMap<>(QuarantineEntry.Kind.class);

    /** The families of which each route has its own series. */
    static final class PerRoute {
        private final Counter received;
        private final Counter bytes;
        private final Counter clean;
        private final Counter flagged;
        private final Counter reported;
        private final Counter undecided;
        private final Counter refused;
        private final Counter scrubbed;
        private final Counter droppedWords;

        PerRoute(Families families) {
            received = families.counters(
                    "sluice_instances_received_total",
                    "Instances whose C-STORE request was answered, whatever the answer; one that broke off is none.",
                    "route");
            bytes = families.counters(
                    "sluice_bytes_received_total",
                    "Bytes of the data sets of the instances that were received, counted with the answer.",
                    "route");
            clean = families.counters(
                    "sluice_instances_clean_total",
                    "Instances that no filter matched and whose header actions could be done, counted with the answer;"
                            + " also those that the archive of a cut-through route then did not take.",
                    "route");
            flagged = families.counters(
                    "sluice_instances_flagged_total",
                    "Instances that a filter matched, counted with the answer, by the section that decided, whatever"
                            + " its disposition.",
                    "route",
                    "section");
            reported = families.counters(
                    "sluice_instances_reported_total",
                    "Instances that a section with the disposition report matched, counted with the answer, whatever became"
                            + " of them.",
                    "route",
                    "section");
            undecided = families.counters(
                    "sluice_instances_undecided_total",
                    "Instances that were quarantined because nothing could be decided, counted with the answer, by what"
                            + " was wrong.",
                    "route",
                    "reason");
            refused = families.counters(
                    "sluice_instances_refused_total",
                    "Instances that Sluice itself answered with a failure: by disposition, over a limit, stopped when half"
                            + " sent on, or because they could not be kept.",
                    "route");
            scrubbed = families.counters(
                    "sluice_scrubbed_total",
                    "Instances that a filter matched and that went on with pixel data blanked, counted with the answer.",
                    "route");
            droppedWords = families.counters(
                    "sluice_words_dropped_total",
                    "Words that func:clean_words took out of texts of instances that went on, counted with the answer.",
                    "route");
        }

        RouteMeters of(String route, Set<String> sections) {
            return new RouteMeters(this, route, sections);
        }
    }

    private RouteMeters(PerRoute families, String route, Set<String> sections) {
        this.route = route;
        received = families.received.labelValues(route);
        bytes = families.bytes.labelValues(route);
        clean = families.clean.labelValues(route);
        refused = families.refused.labelValues(route);
        scrubbed = families.scrubbed.labelValues(route);
        droppedWords = families.droppedWords.labelValues(route);
        add(families, sections);
        for (QuarantineEntry.Kind kind : QuarantineEntry.Kind.values()) {
            if (kind != QuarantineEntry.Kind.FLAGGED && kind != QuarantineEntry.Kind.ORIGINAL) {
                undecided.put(kind, families.undecided.labelValues(route, kind.word()));
            }
        }
    }

    /** Whatever of these sections is not there yet. */
    void add(PerRoute families, Set<String> sections) {
        sections.forEach(
                section -> flagged.computeIfAbsent(section, name -> families.flagged.labelValues(route, name)));
    }

    /** Whatever of these sections is not there yet: they only report. */
    void addReporting(PerRoute families, Set<String> sections) {
        sections.forEach(
                section -> reported.computeIfAbsent(section, name -> families.reported.labelValues(route, name)));
    }

    /** A section that only reports has matched an instance. */
    void reported(String section) {
        counter(reported, section).inc();
    }

    /** An instance was decided, and what was decided has been done. */
    void settled(InstanceDecision decision, long length) {
        received.inc();
        bytes.inc(length);
        if (!decision.matches().isEmpty()) {
            counter(flagged, decision.matches().get(0).section()).inc();
        } else if (decision instanceof InstanceDecision.Forward) {
            clean.inc();
        }
        if (decision instanceof InstanceDecision.Scrub) {
            scrubbed.inc();
        }
        if (decision.droppedWords() > 0) {
            droppedWords.inc(decision.droppedWords());
        }
        if (decision instanceof InstanceDecision.Refuse) {
            refused.inc();
        } else if (decision instanceof InstanceDecision.Quarantine quarantine
                && quarantine.kind() != QuarantineEntry.Kind.FLAGGED) {
            counter(undecided, quarantine.kind()).inc();
        }
    }

    /** An instance could not be kept, whatever was decided. */
    void notKept(long length) {
        received.inc();
        bytes.inc(length);
        refused.inc();
    }

    /** All that was counted since the start. */
    Counts counts() {
        return new Counts(
                (long) received.get(),
                (long) clean.get(),
                sum(flagged),
                (long) refused.get(),
                sum(undecided),
                sum(reported),
                Map.of());
    }

    private static long sum(Map<?, CounterDataPoint> counters) {
        return (long)
                counters.values().stream().mapToDouble(CounterDataPoint::get).sum();
    }

    private static <K> CounterDataPoint counter(Map<K, CounterDataPoint> counters, K key) {
        CounterDataPoint counter = counters.get(key);
        if (counter == null) {
            throw new IllegalArgumentException("no meter for " + key);
        }
        return counter;
    }
}
