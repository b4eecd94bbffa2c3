package org.sluice.gateway.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationRequest;
import org.sluice.net.NetEvents;
import org.sluice.net.Rejection;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsFailure;
import org.sluice.store.DestinationQueue;
import org.sluice.store.QuarantineEntry;

/**
 * Every meter of a node, by name. Labels are names from the configuration or a recipe, or constants; never anything
 * that a peer sent. All counters start at 0 so that a first event is seen as a rise. Any thread.
 */
public final class Meters implements NetEvents {
    private static final String ASSOCIATIONS_OPEN = "sluice.associations.open";
    private static final String ASSOCIATIONS_ACCEPTED = "sluice.associations.accepted";
    private static final String ASSOCIATIONS_REJECTED = "sluice.associations.rejected";
    private static final String ASSOCIATIONS_ABORTED = "sluice.associations.aborted";
    private static final String CONNECTIONS_REFUSED = "sluice.connections.refused";
    private static final String HANDSHAKES_FAILED = "sluice.tls.handshakes.failed";
    private static final String CERTIFICATE_REMAINING = "sluice.tls.certificate.remaining";
    private static final String ECHOES = "sluice.echoes";
    private static final String INSTANCES_RECEIVED = "sluice.instances.received";
    private static final String INSTANCES_CLEAN = "sluice.instances.clean";
    private static final String INSTANCES_FLAGGED = "sluice.instances.flagged";
    private static final String INSTANCES_UNDECIDED = "sluice.instances.undecided";
    private static final String CONTRADICTIONS = "sluice.contradictions";
    private static final String INSTANCES_REFUSED = "sluice.instances.refused";
    private static final String INSTANCES_FORWARDED = "sluice.instances.forwarded";
    private static final String INSTANCES_FAILED = "sluice.instances.failed";
    private static final String FORWARD_RETRIES = "sluice.forward.retries";
    private static final String BYTES_RECEIVED = "sluice.bytes.received";
    private static final String BYTES_FORWARDED = "sluice.bytes.forwarded";
    private static final String SPOOL_DEPTH = "sluice.spool.depth";
    private static final String SPOOL_BYTES = "sluice.spool.bytes";
    private static final String SPOOL_OLDEST_AGE = "sluice.spool.oldest.age";
    private static final String SPOOL_PARKED = "sluice.spool.parked";
    private static final String STORE_LATENCY = "sluice.store.latency";
    private static final String FORWARD_LATENCY = "sluice.forward.latency";
    private static final String COMMITMENT_REQUESTS = "sluice.commitment.requests";
    private static final String COMMITMENT_PENDING = "sluice.commitment.pending";
    private static final String COMMITMENT_COMMITTED = "sluice.commitment.committed";
    private static final String COMMITMENT_FAILED = "sluice.commitment.failed";

    private static final String HEADER_MEMORY = "sluice.header.memory";
    private static final String HEADER_MEMORY_LIMIT = "sluice.header.memory.limit";

    private static final Duration SHORTEST_LATENCY = Duration.ofNanos(500_000);
    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(60);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger associationsOpen = new AtomicInteger();
    private final Counter accepted = registry.counter(ASSOCIATIONS_ACCEPTED);
    private final Map<Rejection, Counter> rejected = new HashMap<>();
    private final Counter rejectedOtherwise = rejection("other");
    private final Counter connectionsRefused = registry.counter(CONNECTIONS_REFUSED);
    private final Map<TlsFailure, Counter> clientHandshakes = new EnumMap<>(TlsFailure.class);
    private final Map<TlsFailure, Counter> archiveHandshakes = new EnumMap<>(TlsFailure.class);
    private final Map<AssociationEnd, Counter> aborted = new EnumMap<>(AssociationEnd.class);
    private final Counter echoes = registry.counter(ECHOES);
    private final Counter bytesReceived = registry.counter(BYTES_RECEIVED);
    private final Counter received = registry.counter(INSTANCES_RECEIVED);
    private final Counter clean = registry.counter(INSTANCES_CLEAN);
    private final Counter refused = registry.counter(INSTANCES_REFUSED);
    private final Map<QuarantineEntry.Kind, Counter> undecided = new EnumMap<>(QuarantineEntry.Kind.class);
    private final Map<Contradiction.Kind, Counter> contradictions = new EnumMap<>(Contradiction.Kind.class);
    private final Map<String, Counter> flagged = new HashMap<>();
    private final Map<String, DestinationMeters> destinations = new HashMap<>();
    private final Counter commitmentsAsked = registry.counter(COMMITMENT_REQUESTS);
    private final Counter commitmentsMade = registry.counter(COMMITMENT_COMMITTED);
    private final Counter commitmentsFailed = registry.counter(COMMITMENT_FAILED);
    private final Timer storeLatency = latency(STORE_LATENCY).register(registry);

    /** What is counted for one destination. */
    private record DestinationMeters(
            Counter forwarded, Counter retried, Counter failed, Counter bytes, Timer latency) {}

    /**
     * Creates the meters with all their labels.
     *
     * @param sections the names of all filter sections of all recipes
     * @param destinationNames the names of all destinations
     */
    public Meters(Collection<String> sections, Collection<String> destinationNames) {
        Gauge.builder(ASSOCIATIONS_OPEN, associationsOpen, AtomicInteger::get).register(registry);
        for (AssociationEnd end : AssociationEnd.values()) {
            if (end != AssociationEnd.RELEASED) {
                aborted.put(end, registry.counter(ASSOCIATIONS_ABORTED, "reason", label(end)));
            }
        }
        for (Rejection rejection : Rejection.NAMED) {
            rejected.put(rejection, rejection(rejection.text().replace(' ', '-').toLowerCase(Locale.ROOT)));
        }
        for (TlsFailure failure : TlsFailure.values()) {
            clientHandshakes.put(failure, handshake("client", failure));
            archiveHandshakes.put(failure, handshake("archive", failure));
        }
        for (QuarantineEntry.Kind kind : QuarantineEntry.Kind.values()) {
            if (kind != QuarantineEntry.Kind.FLAGGED) {
                undecided.put(kind, registry.counter(INSTANCES_UNDECIDED, "reason", kind.word()));
            }
        }
        for (Contradiction.Kind kind : Contradiction.Kind.values()) {
            contradictions.put(kind, registry.counter(CONTRADICTIONS, "kind", kind.word()));
        }
        for (String section : sections) {
            flagged.put(section, registry.counter(INSTANCES_FLAGGED, "section", section));
        }
        for (String name : destinationNames) {
            destinations.put(name, destinationMeters(name));
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private Counter rejection(String reason) {
        return registry.counter(ASSOCIATIONS_REJECTED, "reason", reason);
    }

    private Counter handshake(String peer, TlsFailure failure) {
        return registry.counter(HANDSHAKES_FAILED, "peer", peer, "reason", label(failure));
    }

    private DestinationMeters destinationMeters(String name) {
        return new DestinationMeters(
                registry.counter(INSTANCES_FORWARDED, "destination", name),
                registry.counter(FORWARD_RETRIES, "destination", name),
                registry.counter(INSTANCES_FAILED, "destination", name),
                registry.counter(BYTES_FORWARDED, "destination", name),
                latency(FORWARD_LATENCY).tag("destination", name).register(registry));
    }

    private static Timer.Builder latency(String name) {
        return Timer.builder(name)
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST_LATENCY)
                .maximumExpectedValue(LONGEST_LATENCY);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Shows how long the certificate of a listener or a destination is still valid; asked at each scrape. */
    public void watch(TlsContext tls) {
        if (tls.certificate().isPresent()) {
            Gauge.builder(CERTIFICATE_REMAINING, tls, Meters::remainingSeconds)
                    .tag("connection", tls.name())
                    .baseUnit("seconds")
                    .strongReference(true)
                    .register(registry);
        }
    }

    private static double remainingSeconds(TlsContext tls) {
        return tls.certificate()
                .map(own ->
                        (double) Duration.between(Instant.now(), own.expires()).toSeconds())
                .orElse(Double.NaN);
    }

    /** Shows how much waits for a destination; asked at each scrape. */
    public void watch(DestinationQueue queue) {
        gauge(SPOOL_DEPTH, "", queue, DestinationQueue::depth);
        gauge(SPOOL_BYTES, "bytes", queue, DestinationQueue::bytes);
        gauge(SPOOL_PARKED, "", queue, DestinationQueue::parked);
        gauge(SPOOL_OLDEST_AGE, "seconds", queue, Meters::oldestAgeSeconds);
    }

    /** Shows how much of the memory for headers is taken; asked at each scrape. */
    public void watch(HeaderMemory memory) {
        Gauge.builder(HEADER_MEMORY, memory, HeaderMemory::used)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder(HEADER_MEMORY_LIMIT, memory, HeaderMemory::most)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    private static double oldestAgeSeconds(DestinationQueue queue) {
        return queue.oldestAge(Instant.now()).orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    private void gauge(String name, String unit, DestinationQueue queue, ToDoubleFunction<DestinationQueue> value) {
        Gauge.builder(name, queue, value)
                .tag("destination", queue.destination())
                .baseUnit(unit.isEmpty() ? null : unit)
                .strongReference(true)
                .register(registry);
    }

    /** One scrape, in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** An instance was received whole, and decided. */
    public void settled(InstanceDecision decision, long bytes) {
        received.increment();
        bytesReceived.increment((double) bytes);
        if (!decision.matches().isEmpty()) {
            flagged(decision.matches().get(0).section());
        } else if (decision instanceof InstanceDecision.Forward) {
            clean.increment();
        }
        if (decision instanceof InstanceDecision.Refuse) {
            refused.increment();
        } else if (decision instanceof InstanceDecision.Quarantine quarantine
                && quarantine.kind() != QuarantineEntry.Kind.FLAGGED) {
            counter(undecided, quarantine.kind()).increment();
        }
    }

    private void flagged(String section) {
        Counter counter = flagged.get(section);
        if (counter != null) {
            counter.increment();
        }
    }

    /** An instance was found to contradict itself in this way, whatever became of it. */
    public void contradiction(Contradiction.Kind kind) {
        counter(contradictions, kind).increment();
    }

    /** A C-STORE was answered. */
    public void answered(long nanos) {
        storeLatency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A destination has an instance of so many bytes, after so many nanoseconds. */
    public void forwarded(String destination, long bytes, long nanos) {
        DestinationMeters meters = destination(destination);
        meters.forwarded.increment();
        meters.bytes.increment((double) bytes);
        meters.latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The instance waits again. */
    public void forwardRetried(String destination) {
        destination(destination).retried.increment();
    }

    /** The instance was set aside for good. */
    public void forwardFailed(String destination) {
        destination(destination).failed.increment();
    }

    /** A storage commitment request was taken. */
    public void commitmentAsked() {
        commitmentsAsked.increment();
    }

    /** One was answered, for so many instances. */
    public void commitmentReported(int committed, int failed) {
        commitmentsMade.increment(committed);
        commitmentsFailed.increment(failed);
    }

    /** Shows how many have no answer yet; asked at each scrape. */
    public void watchCommitments(Supplier<Number> pending) {
        Gauge.builder(COMMITMENT_PENDING, pending).strongReference(true).register(registry);
    }

    private DestinationMeters destination(String name) {
        DestinationMeters meters = destinations.get(name);
        if (meters == null) {
            throw new IllegalArgumentException("no meters for destination " + name);
        }
        return meters;
    }

    private static <K extends Enum<K>> Counter counter(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            throw new IllegalArgumentException("no meter for " + key);
        }
        return counter;
    }

    @Override
    public void associationAccepted(AssociationInfo association) {
        associationsOpen.incrementAndGet();
        accepted.increment();
    }

    @Override
    public void associationRejected(AssociationRequest request, Rejection rejection) {
        rejected.getOrDefault(rejection, rejectedOtherwise).increment();
    }

    @Override
    public void connectionRefused(InetSocketAddress remote) {
        connectionsRefused.increment();
    }

    @Override
    public void handshakeFailed(InetSocketAddress remote, TlsFailure failure) {
        counter(clientHandshakes, failure).increment();
    }

    /** An association with an archive could not be made, or broke. */
    public void archiveFailed(IOException failure) {
        if (failure instanceof AssociationException association) {
            association.tls().ifPresent(tls -> counter(archiveHandshakes, tls).increment());
        }
    }

    @Override
    public void associationEnded(AssociationInfo association, AssociationEnd end) {
        associationsOpen.decrementAndGet();
        if (end != AssociationEnd.RELEASED) {
            counter(aborted, end).increment();
        }
    }

    @Override
    public void echoed(AssociationInfo association) {
        echoes.increment();
    }
}
