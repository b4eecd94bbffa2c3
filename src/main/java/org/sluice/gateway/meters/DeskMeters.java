package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is counted of what people do with a node. Any thread. */
public final class DeskMeters {
    private static final List<String> DECISIONS = List.of("released", "rejected", "purged");

    private final Map<String, CounterDataPoint> decisions = new HashMap<>();

    private final Map<String, CounterDataPoint> acts = new HashMap<>();
    private final Map<String, CounterDataPoint> refusals = new HashMap<>();
    private final Counter acted;
    private final CounterDataPoint notDone;
    private final Counter signInsRefused;
    private final CounterDataPoint applied;
    private final CounterDataPoint refused;
    private volatile int filesChanged;
    private volatile boolean lastRefused;

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
        families.gauge(
                "sluice_reload_last_refused",
                "1 while the configuration that was read last is not in force because something is wrong with it, else 0.",
                () -> lastRefused ? 1 : 0);
        acted = families.counters(
                "sluice_desk_acts_total",
                "What people have done with a node, and their looks at patient values. An act on many is counted each time that"
                        + " it is asked for, and as done when it was for some of them.",
                "act");
        notDone = families.counter(
                "sluice_desk_acts_refused_total",
                "What people have asked a node to do, and was not done: their role does not allow it, or it cannot be done.");
        signInsRefused = families.counters(
                "sluice_sign_ins_refused_total",
                "How often somebody was not let in over HTTP, by why: wrong, for the name is not known or the passcode is"
                        + " another; too-many, from an address that has to wait; busy; unreadable.",
                "reason");
        DECISIONS.forEach(word -> decisions.put(word, decided.labelValues(word)));
    }

    /** Somebody has decided about an instance of the quarantine: {@code released}, {@code rejected} or {@code purged}. */
    public void decided(String word) {
        counter(decisions, word).inc();
    }

    /** Counts acts of these words and sign-ins refused for these reasons, from 0. Called once. */
    public void count(List<String> actWords, List<String> reasonWords) {
        actWords.forEach(word -> acts.put(word, acted.labelValues(word)));
        reasonWords.forEach(word -> refusals.put(word, signInsRefused.labelValues(word)));
    }

    /** Somebody has done something. */
    public void done(String act) {
        counter(acts, act).inc();
    }

    /** Somebody has asked for something, and it was not done. */
    public void refused() {
        notDone.inc();
    }

    /** Somebody was not let in. */
    public void signInRefused(String reason) {
        counter(refusals, reason).inc();
    }

    private static CounterDataPoint counter(Map<String, CounterDataPoint> counters, String word) {
        CounterDataPoint counter = counters.get(word);
        if (counter == null) {
            throw new IllegalArgumentException("no meter for " + word);
        }
        return counter;
    }

    /** The configuration was read again, and is in force now. */
    public void reloaded() {
        applied.inc();
        filesChanged = 0;
        lastRefused = false;
    }

    /** The configuration was read again, and something is wrong with it. */
    public void reloadRefused() {
        refused.inc();
        lastRefused = true;
    }

    /** So many files have changed since they were read. */
    public void filesChanged(int count) {
        filesChanged = count;
    }
}
