package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is counted of what people do with a node. Any thread. */
public final class DeskMeters {
    private static final List<String> DECISIONS = List.of("released", "rejected", "purged");

    private final Map<String, CounterDataPoint> decisions = new HashMap<>();

    private final CounterDataPoint applied;
    private final CounterDataPoint refused;
    private volatile int filesChanged;

    DeskMeters(Families families) {
        var decided = families.counters(
                "sluice_quarantine_decisions_total",
                "Instances of the quarantine about which a person has decided, by what: released to destinations, rejected, or"
                        + " purged for good, which the node itself does when quarantine.keep has passed.",
                "decision");
        var reloads = families.counters(
                "sluice_reload_total",
                "How often the configuration was read again while the node ran, by what came of it: applied, or refused because"
                        + " something was wrong with it.",
                "result");
        applied = reloads.labelValues("applied");
        refused = reloads.labelValues("refused");
        families.gauge(
                "sluice_configuration_files_changed",
                "Files of the configuration, its recipes and its tables that have changed since they were read; looked at every"
                        + " 15 seconds.",
                () -> filesChanged);
        DECISIONS.forEach(word -> decisions.put(word, decided.labelValues(word)));
    }

    /** Somebody has decided about an instance of the quarantine: {@code released}, {@code rejected} or {@code purged}. */
    public void decided(String word) {
        CounterDataPoint counter = decisions.get(word);
        if (counter == null) {
            throw new IllegalArgumentException("no meter for " + word);
        }
        counter.inc();
    }

    /** The configuration was read again, and is in force now. */
    public void reloaded() {
        applied.inc();
        filesChanged = 0;
    }

    /** The configuration was read again, and something is wrong with it. */
    public void reloadRefused() {
        refused.inc();
    }

    /** So many files have changed since they were read. */
    public void filesChanged(int count) {
        filesChanged = count;
    }
}
