package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is counted of what people do with a node. Any thread. */
public final class DeskMeters {
    private static final List<String> DECISIONS = List.of("released", "rejected", "purged");

    private final Map<String, CounterDataPoint> decisions = new HashMap<>();

    DeskMeters(Families families) {
        var decided = families.counters(
                "sluice_quarantine_decisions_total",
                "Instances of the quarantine about which a person has decided, by what: released to destinations, rejected, or"
                        + " purged for good, which the node itself does when quarantine.keep has passed.",
                "decision");
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
}
