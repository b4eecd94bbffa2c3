package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.function.IntSupplier;

/** What is counted of storage commitment. Any thread. */
public final class CommitmentMeters {
    private final CounterDataPoint asked;
    private final CounterDataPoint committed;
    private final CounterDataPoint failed;
    private volatile IntSupplier pending = () -> 0;

    CommitmentMeters(Families families) {
        asked = families.counter(
                "sluice_commitment_requests_total", "Storage commitment requests (N-ACTION) that were taken.");
        families.gauge(
                "sluice_commitment_pending",
                "Storage commitment requests that have no answer yet (N-EVENT-REPORT), those of earlier runs included.",
                () -> pending.getAsInt());
        committed = families.counter(
                "sluice_commitment_committed_total",
                "Instances that answers to storage commitment requests named as committed.");
        failed = families.counter(
                "sluice_commitment_failed_total",
                "Instances that answers to storage commitment requests named as failed.");
    }

    /** A storage commitment request was taken. */
    public void asked() {
        asked.inc();
    }

    /** One was answered, for so many instances. */
    public void reported(int instancesCommitted, int instancesFailed) {
        committed.inc(instancesCommitted);
        failed.inc(instancesFailed);
    }

    /** Shows how many have no answer yet; asked at each scrape. */
    public void watch(IntSupplier unanswered) {
        pending = unanswered;
    }
}
