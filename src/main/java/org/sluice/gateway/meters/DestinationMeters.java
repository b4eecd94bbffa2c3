package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.sluice.gateway.meters.MeterLabels.Way;
import org.sluice.status.Counts;

/** What is counted of the deliveries to one destination, whichever way instances get there. Any thread. */
public final class DestinationMeters {
    private final CounterDataPoint forwarded;
    private final CounterDataPoint bytes;
    private final CounterDataPoint held;
    private final CounterDataPoint retried;
    private final DurationHistogram.Series latency;
    private final DurationHistogram.Series wait;
    private final Map<Way, DurationHistogram.Series> deliveries;
    private final CounterDataPoint warned;
    private volatile long lastSuccessMillis;
    private volatile long lastRetryMillis;
    private volatile boolean alarm;

    /** The destinations of a node, by name. */
    static final class All {
        private final Map<String, DestinationMeters> destinations = new LinkedHashMap<>();

        All(Families families, MeterLabels labels) {
            PerDestination perDestination = new PerDestination(families, labels);
            for (String name : labels.destinations()) {
                destinations.put(name, new DestinationMeters(perDestination, name));
            }
            families.gauges(
                    "sluice_destination_last_success_time_seconds",
                    "Unix time in seconds at which a destination last took an instance; 0 before the first since the start.",
                    "destination",
                    shown -> destinations.forEach((name, one) -> shown.call(one.lastSuccessMillis / 1000.0, name)));
            families.gauges(
                    "sluice_destination_alarm",
                    "1 when a destination takes nothing, or not one of its instances, for longer than retry.alarm; else 0.",
                    "destination",
                    shown -> destinations.forEach((name, one) -> shown.call(one.alarm ? 1 : 0, name)));
        }

        Counts counts() {
            Map<String, Counts.Deliveries> counted = new TreeMap<>();
            destinations.forEach((name, one) ->
                    counted.put(name, new Counts.Deliveries((long) one.forwarded.get(), (long) one.held.get())));
            return new Counts(0, 0, 0, 0, 0, counted);
        }

        DestinationMeters of(String name) {
            DestinationMeters meters = destinations.get(name);
            if (meters == null) {
                throw new IllegalArgumentException("no meters for destination " + name);
            }
            return meters;
        }
    }

    /** The families of which each destination has its own series; the last is of all of them. */
    private static final class PerDestination {
        private final Counter forwarded;
        private final Counter bytes;
        private final Counter held;
        private final Counter retried;
        private final Counter warned;
        private final DurationHistogram latency;
        private final DurationHistogram wait;
        private final Map<Way, DurationHistogram.Series> deliveries = new EnumMap<>(Way.class);

        PerDestination(Families families, MeterLabels labels) {
            forwarded = families.counters(
                    "sluice_instances_forwarded_total",
                    "Instances that a destination has taken: an archive answered Success, a folder has the file.",
                    "destination");
            bytes = families.counters(
                    "sluice_bytes_forwarded_total",
                    "Bytes of the data sets of the instances that a destination has taken.",
                    "destination");
            held = families.counters(
                    "sluice_instances_held_total",
                    "Instances that a destination refuses: held in the spool's failed folder after retry.attempts"
                            + " tries; with cut-through not taken by the archive, as the caller was told.",
                    "destination");
            retried = families.counters(
                    "sluice_forward_retries_total",
                    "Deliveries from the spool that failed for now and will be tried again.",
                    "destination");
            warned = families.counters(
                    "sluice_forward_warnings_total",
                    "Instances from the spool that a destination has taken with a warning, or has had already.",
                    "destination");
            latency = families.histogram(
                    "sluice_forward_latency_seconds",
                    "Seconds of one delivery that succeeded: from the request to the destination's answer.",
                    "destination",
                    DurationHistogram.Buckets.ANSWER);
            wait = families.histogram(
                    "sluice_spool_wait_seconds",
                    "Seconds that an instance waited in the spool: from the time of its file, at which it was complete, to"
                            + " the begin of the delivery that succeeded.",
                    "destination",
                    DurationHistogram.Buckets.WAIT);
            DurationHistogram ways = families.histogram(
                    "sluice_delivery_latency_seconds",
                    "Seconds from an instance's C-STORE request, just before its first byte, to the answer of a destination"
                            + " that took it, by the way there: durable, which is through the spool and across restarts,"
                            + " or cut-through.",
                    "way",
                    DurationHistogram.Buckets.WAIT);
            for (Way way : labels.ways()) {
                deliveries.put(way, ways.series(MeterLabels.label(way)));
            }
        }
    }

    private DestinationMeters(PerDestination families, String name) {
        forwarded = families.forwarded.labelValues(name);
        bytes = families.bytes.labelValues(name);
        held = families.held.labelValues(name);
        retried = families.retried.labelValues(name);
        warned = families.warned.labelValues(name);
        latency = families.latency.series(name);
        wait = families.wait.series(name);
        deliveries = families.deliveries;
    }

    /**
     * The destination has taken an instance of the spool.
     *
     * @param length bytes of its data set
     * @param nanos that the delivery took
     * @param received when its C-STORE request came
     * @param accepted when it was complete in the spool
     */
    public void delivered(long length, long nanos, Instant received, Instant accepted) {
        long now = System.currentTimeMillis();
        taken(length, nanos, now);
        wait.record(millisToNanos(now - accepted.toEpochMilli()) - nanos);
        recordWay(Way.DURABLE, millisToNanos(now - received.toEpochMilli()));
    }

    /**
     * The destination has taken an instance straight on.
     *
     * @param length bytes of its data set
     * @param nanos since it was begun to be sent
     * @param sinceReceived nanoseconds since its C-STORE request came
     */
    public void passedThrough(long length, long nanos, long sinceReceived) {
        taken(length, nanos, System.currentTimeMillis());
        recordWay(Way.CUT_THROUGH, sinceReceived);
    }

    private void taken(long length, long nanos, long now) {
        forwarded.inc();
        bytes.inc(length);
        latency.record(nanos);
        lastSuccessMillis = now;
    }

    private void recordWay(Way way, long nanos) {
        DurationHistogram.Series series = deliveries.get(way);
        if (series == null) {
            throw new IllegalStateException("no route goes " + way);
        }
        series.record(nanos);
    }

    private static long millisToNanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** When the destination last took an instance; empty before the first since the start. */
    public Optional<Instant> lastSuccess() {
        long millis = lastSuccessMillis;
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Whether a delivery has failed for now, and none has succeeded since. */
    public boolean isFailing() {
        return lastRetryMillis > lastSuccessMillis;
    }

    /** The destination has taken it and said something besides. */
    public void warned() {
        warned.inc();
    }

    /** Whether people should look after the destination. */
    public void alarm(boolean raised) {
        alarm = raised;
    }

    /** The instance waits again. */
    public void retried() {
        retried.inc();
        lastRetryMillis = System.currentTimeMillis();
    }

    /** The destination refuses the instance. */
    public void held() {
        held.inc();
    }
}
