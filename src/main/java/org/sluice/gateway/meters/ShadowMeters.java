package org.sluice.gateway.meters;

import io.prometheus.metrics.core.metrics.Counter;
import java.util.List;

/** What is counted of the shadows of routes. Labels are names of the configuration and of the two recipes. Any thread. */
public final class ShadowMeters {
    private static final List<String> DIFFERENCES = List.of("flagged", "clean", "undecided");

    private final Counter compared;
    private final Counter differences;
    private final Counter failures;

    ShadowMeters(Families families) {
        compared = families.counters(
                "sluice_shadow_compared_total",
                "Instances of which the shadow's filters were asked, after the answer to their request.",
                "route");
        differences = families.counters(
                "sluice_shadow_differences_total",
                "Of these, those that the shadow alone flags, that the recipe in force alone flags (clean), or of which the"
                        + " shadow cannot say (undecided), by the section that makes the difference.",
                "route",
                "kind",
                "section");
        failures = families.counters(
                "sluice_shadow_failures_total",
                "Instances on which the shadow failed by a mistake of Sluice; nothing came of it.",
                "route");
    }

    /** Begins to count for a route and sections of its two recipes. */
    public void add(String route, List<String> sections) {
        compared.initLabelValues(route);
        failures.initLabelValues(route);
        for (String section : sections) {
            DIFFERENCES.forEach(kind -> differences.initLabelValues(route, kind, section));
        }
    }

    /** A shadow was asked. */
    public void compared(String route, String kind, String section) {
        compared.labelValues(route).inc();
        if (DIFFERENCES.contains(kind)) {
            differences.labelValues(route, kind, section).inc();
        }
    }

    /** A shadow has failed. */
    public void failed(String route) {
        failures.labelValues(route).inc();
    }
}
