package org.sluice.gateway.meters;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.sluice.dataset.HeaderMemory;
import org.sluice.net.tls.TlsContext;
import org.sluice.store.DestinationQueue;
import org.sluice.store.QuarantineTotals;

/**
 * What is shown of a node at rest: what it is, whether it is ready, what its queues, its quarantine and its disks hold. All of
 * it is at hand when a scrape asks; {@link State} is looked after by somebody else. Any thread.
 */
public final class NodeMeters {
    private final List<TlsContext> certificates = new CopyOnWriteArrayList<>();
    private final List<DestinationQueue> queues = new CopyOnWriteArrayList<>();
    private final Families families;
    private volatile double loadedAt = seconds(Instant.now());

    /** What takes time to find out, as it was found last. Answers at once. */
    public interface State {
        /** Whether instances are accepted, as {@code /health/ready} says. */
        boolean ready();

        /** Room on the disks of the stores, by the stores' names; none that nobody has looked at yet. */
        Map<String, DiskRoom> disks();

        /** What is in the quarantine; empty until all of it has been looked at once. */
        Optional<QuarantineTotals> quarantine();
    }

    /**
     * Room on a disk, in bytes.
     *
     * @param free what is left for this process
     * @param size of the file system
     */
    public record DiskRoom(long free, long size) {}

    NodeMeters(Families families, MeterLabels labels) {
        this.families = families;
        families.info(
                        "sluice_build_info",
                        "The version of Sluice and of the Java virtual machine that runs it; the value is always 1.",
                        "version",
                        "java")
                .setLabelValues(version(), Runtime.version().toString());
        double now = seconds(Instant.now());
        families.gauge("sluice_start_time_seconds", "Unix time in seconds at which the node started.", () -> now);
        families.gauge(
                "sluice_configuration_loaded_time_seconds",
                "Unix time in seconds at which the configuration in force was read.",
                () -> loadedAt);
        queueGauges();
        if (!labels.tlsPeers().isEmpty()) {
            families.gauges(
                    "sluice_tls_certificate_remaining_seconds",
                    "Seconds until our certificate for a listener or a destination expires; negative when it has.",
                    "connection",
                    shown -> certificates.forEach(tls -> shown.call(remainingSeconds(tls), tls.name())));
        }
    }

    private static String version() {
        String version = NodeMeters.class.getPackage().getImplementationVersion();
        return version == null ? "not packaged" : version;
    }

    private void queueGauges() {
        queueGauge(
                "sluice_spool_depth",
                "Instances that wait in the spool for a destination, those on their way included.",
                DestinationQueue::depth);
        queueGauge(
                "sluice_spool_bytes",
                "Bytes of the files of the instances that wait for a destination.",
                DestinationQueue::bytes);
        queueGauge(
                "sluice_spool_oldest_age_seconds",
                "Seconds since the oldest instance that waits for a destination was complete in the spool; 0 when none"
                        + " waits.",
                NodeMeters::oldestAgeSeconds);
        queueGauge(
                "sluice_spool_held",
                "Instances in the spool's failed folder of a destination, because it refuses them or their file is"
                        + " damaged; files that were removed by hand are noticed within a minute.",
                DestinationQueue::held);
    }

    private void queueGauge(String name, String help, ToDoubleFunction<DestinationQueue> value) {
        families.gauges(
                name,
                help,
                "destination",
                shown -> queues.forEach(queue -> shown.call(value.applyAsDouble(queue), queue.destination())));
    }

    /** The configuration in force was read now. */
    public void configurationLoaded() {
        loadedAt = seconds(Instant.now());
    }

    /** Shows how long the certificates of listeners and destinations are still valid; asked at each scrape. */
    public void watchCertificates(Collection<TlsContext> contexts) {
        contexts.stream().filter(tls -> tls.certificate().isPresent()).forEach(certificates::add);
    }

    /** Shows how the ledger is: how far it is behind, how many entries it has, how many words on instances it has lost. */
    public void watchLedger(Supplier<Duration> lag, LongSupplier entries, LongSupplier lost) {
        families.gauge(
                "sluice_ledger_lag_seconds",
                "Seconds since the oldest word on an instance that is not in the ledger yet; 0 when all are.",
                () -> seconds(lag.get()));
        families.gauge(
                "sluice_ledger_entries",
                "Entries in the ledger, one for each instance and destination; counted once a minute.",
                entries::getAsLong);
        families.counted(
                "sluice_ledger_lost_total",
                "Words on instances that did not fit into memory because the ledger was behind; what can be is made up"
                        + " for from the files.",
                lost::getAsLong);
    }

    /** Shows how much waits for a destination; asked at each scrape. */
    public void watch(DestinationQueue queue) {
        queues.add(queue);
    }

    /** Shows how much of the memory for headers is taken; asked at each scrape. */
    public void watch(HeaderMemory memory) {
        families.gauge(
                "sluice_header_memory_bytes",
                "Bytes of memory that the headers of data sets take which are being read now.",
                memory::used);
        families.gauge(
                "sluice_header_memory_limit_bytes",
                "Bytes of memory that headers may take together: limits.header-memory.",
                memory::most);
    }

    /** Shows the limit of associations that are open at once. */
    public void limit(int associations) {
        families.gauge(
                "sluice_associations_limit",
                "Associations that may be open at once: limits.associations.",
                () -> associations);
    }

    /** Shows which routes take no instances because of what waits, by their names; asked at each scrape. */
    public void watchHighWater(Supplier<Map<String, BooleanSupplier>> routes) {
        families.gauges(
                "sluice_high_water_reached",
                "1 while a route takes no instances because of what waits behind it or of its disks' room, else 0:"
                        + " routes[].high-water; looked at twice a second.",
                "route",
                shown -> routes.get().forEach((route, reached) -> shown.call(reached.getAsBoolean() ? 1 : 0, route)));
    }

    /** Shows what is in the spool for destinations that are not configured any more; asked at each scrape. */
    public void watchUnclaimed(DoubleSupplier instances) {
        families.gauge(
                "sluice_spool_unclaimed",
                "Instances in the spool, waiting or held, for destinations that are not configured any more.",
                instances);
    }

    /** Shows how many instances people have dropped; asked at each scrape. */
    public void watchDropped(DoubleSupplier instances) {
        families.counter(
                "sluice_instances_dropped_total",
                "Instances that people have dropped from a queue with sluice queue drop: dropped.tsv has who and why.",
                instances);
    }

    /** Shows which destinations are given instances by their hours, by name; asked at each scrape. */
    public void watchOpen(Map<String, BooleanSupplier> destinations) {
        families.gauges(
                "sluice_destination_open",
                "1 while a destination is given instances, 0 while it is closed by its hours: destinations.NAME.hours.",
                "destination",
                shown -> destinations.forEach((name, open) -> shown.call(open.getAsBoolean() ? 1 : 0, name)));
    }

    /** Shows the state; asked at each scrape. */
    public void watch(State state) {
        families.gauge(
                "sluice_ready",
                "1 when /health/ready says that instances are accepted, else 0; looked at every 15 seconds.",
                () -> state.ready() ? 1 : 0);
        diskGauge(
                state,
                "sluice_disk_free_bytes",
                "Bytes of room that are left on the disk of data or of the quarantine; looked at every 15 seconds.",
                DiskRoom::free);
        diskGauge(
                state,
                "sluice_disk_size_bytes",
                "Bytes of the file system that data or the quarantine is on.",
                DiskRoom::size);
        quarantineGauge(
                state,
                "sluice_quarantine_instances",
                "Instances in the quarantine. What is removed by hand is noticed within a minute, in a quarantine of a"
                        + " million files within some; none is shown before all has been counted once.",
                QuarantineTotals::instances);
        quarantineGauge(
                state,
                "sluice_quarantine_bytes",
                "Bytes of the Part 10 files in the quarantine.",
                QuarantineTotals::bytes);
        quarantineGauge(
                state,
                "sluice_quarantine_oldest_age_seconds",
                "Seconds since the oldest instance in the quarantine was received; 0 when there is none.",
                in -> ageSeconds(in.oldest()));
        quarantineGauge(
                state,
                "sluice_reviews_waiting",
                "Instances in the quarantine that wait for a person to decide: not those that have gone on scrubbed and are"
                        + " kept as they came.",
                QuarantineTotals::waiting);
        quarantineGauge(
                state,
                "sluice_reviews_oldest_age_seconds",
                "Seconds since the oldest instance that waits for a person was received; 0 when none does.",
                in -> ageSeconds(in.oldestWaiting()));
    }

    private void diskGauge(State state, String name, String help, ToDoubleFunction<DiskRoom> value) {
        families.gauges(name, help, "store", shown -> state.disks()
                .forEach((store, room) -> shown.call(value.applyAsDouble(room), store)));
    }

    private void quarantineGauge(State state, String name, String help, ToDoubleFunction<QuarantineTotals> value) {
        families.gauge(
                name, help, () -> state.quarantine().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static double remainingSeconds(TlsContext tls) {
        return tls.certificate()
                .map(own -> seconds(Duration.between(Instant.now(), own.expires())))
                .orElse(Double.NaN);
    }

    private static double oldestAgeSeconds(DestinationQueue queue) {
        return queue.oldestAge(Instant.now()).map(NodeMeters::seconds).orElse(0.0);
    }

    private static double ageSeconds(Optional<Instant> oldest) {
        return oldest.map(one -> Math.max(0, seconds(Duration.between(one, Instant.now()))))
                .orElse(0.0);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
