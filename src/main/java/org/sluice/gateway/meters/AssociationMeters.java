package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.meters.MeterLabels.TlsPeer;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationRequest;
import org.sluice.net.NetEvents;
import org.sluice.net.Rejection;
import org.sluice.net.stow.StowException;
import org.sluice.net.tls.TlsFailure;

/** What is counted of associations: those that are open, were accepted, rejected or broken off, and by whom. Any thread. */
public final class AssociationMeters implements NetEvents {
    private final AtomicInteger open = new AtomicInteger();
    private final CounterDataPoint accepted;
    private final Map<Rejection, CounterDataPoint> rejected = new HashMap<>();
    private final CounterDataPoint rejectedOtherwise;
    private final Map<AssociationEnd, CounterDataPoint> aborted = new EnumMap<>(AssociationEnd.class);
    private final CounterDataPoint connectionsRefused;
    private final CounterDataPoint echoes;
    private final Map<TlsPeer, Map<TlsFailure, CounterDataPoint>> handshakes = new EnumMap<>(TlsPeer.class);
    private final Families families;
    /** Null as long as no route lists callers; guarded by this. */
    private @Nullable PerCaller perCaller;

    private final Map<String, CallerMeters> callers = new ConcurrentHashMap<>();

    /** What is counted for one calling AE title of the configuration. */
    private record CallerMeters(
            CounterDataPoint accepted,
            CounterDataPoint rejected,
            CounterDataPoint aborted,
            CounterDataPoint received) {}

    AssociationMeters(Families families, MeterLabels labels) {
        this.families = families;
        families.gauge("sluice_associations_open", "Associations with callers that are open now.", open::doubleValue);
        accepted = families.counter(
                "sluice_associations_accepted_total",
                "Associations that were accepted, counted when A-ASSOCIATE-AC is sent.");
        Counter rejections = families.counters(
                "sluice_associations_rejected_total",
                "Association requests that were rejected, counted when A-ASSOCIATE-RJ is sent, by its reason.",
                "reason");
        for (Rejection rejection : Rejection.NAMED) {
            rejected.put(
                    rejection,
                    rejections.labelValues(rejection.text().replace(' ', '-').toLowerCase(Locale.ROOT)));
        }
        rejectedOtherwise = rejections.labelValues("other");
        Counter ends = families.counters(
                "sluice_associations_aborted_total",
                "Associations that ended other than by A-RELEASE, counted at their end, by the way they ended.",
                "reason");
        for (AssociationEnd end : AssociationEnd.values()) {
            if (end != AssociationEnd.RELEASED) {
                aborted.put(end, ends.labelValues(MeterLabels.label(end)));
            }
        }
        connectionsRefused = families.counter(
                "sluice_connections_refused_total",
                "TCP connections that were closed at once, because even those that are rejected were too many.");
        echoes = families.counter("sluice_echoes_total", "C-ECHO requests that were answered.");
        handshakes(families, labels);
        add(labels);
    }

    private void handshakes(Families families, MeterLabels labels) {
        if (labels.tlsPeers().isEmpty()) {
            return;
        }
        Counter failures = families.counters(
                "sluice_tls_handshakes_failed_total",
                "TLS connections that did not come about or broke, by the side that is not ours and by the cause.",
                "peer",
                "reason");
        for (TlsPeer peer : labels.tlsPeers()) {
            Map<TlsFailure, CounterDataPoint> byReason = new EnumMap<>(TlsFailure.class);
            for (TlsFailure failure : TlsFailure.values()) {
                byReason.put(failure, failures.labelValues(MeterLabels.label(peer), MeterLabels.label(failure)));
            }
            handshakes.put(peer, byReason);
        }
    }

    /** The families of which each caller has its own series. */
    private record PerCaller(Counter accepted, Counter rejected, Counter aborted, Counter received) {
        static PerCaller of(Families families) {
            return new PerCaller(
                    families.counters(
                            "sluice_caller_associations_accepted_total",
                            "Associations that were accepted, by calling AE title; only titles that routes[].from lists.",
                            "calling_ae"),
                    families.counters(
                            "sluice_caller_associations_rejected_total",
                            "Association requests that were rejected, by calling AE title; only titles that routes[].from"
                                    + " lists.",
                            "calling_ae"),
                    families.counters(
                            "sluice_caller_associations_aborted_total",
                            "Associations that ended other than by A-RELEASE (by the caller, by the node, by a timeout or with"
                                    + " the connection), by calling AE title; only titles that routes[].from lists.",
                            "calling_ae"),
                    families.counters(
                            "sluice_caller_instances_received_total",
                            "Instances whose C-STORE request was answered, by calling AE title; only titles that"
                                    + " routes[].from lists.",
                            "calling_ae"));
        }

        CallerMeters caller(String title) {
            return new CallerMeters(
                    accepted.labelValues(title),
                    rejected.labelValues(title),
                    aborted.labelValues(title),
                    received.labelValues(title));
        }
    }

    /** Whatever of the callers is not there yet. */
    synchronized void add(MeterLabels labels) {
        if (labels.callers().isEmpty()) {
            return;
        }
        PerCaller known = perCaller;
        PerCaller all = known == null ? PerCaller.of(families) : known;
        perCaller = all;
        labels.callers().forEach(title -> callers.computeIfAbsent(title, all::caller));
    }

    /** What counts the instances of this caller; null for one that the configuration does not name. */
    @Nullable
    CounterDataPoint receivedFrom(String callingAe) {
        CallerMeters caller = callers.get(callingAe);
        return caller == null ? null : caller.received;
    }

    /** An association with an archive could not be made, or broke. */
    public void archiveFailed(IOException failure) {
        if (failure instanceof AssociationException association) {
            association.tls().ifPresent(tls -> handshakeFailed(TlsPeer.ARCHIVE, tls));
        } else if (failure instanceof StowException request) {
            request.tls().ifPresent(tls -> handshakeFailed(TlsPeer.ARCHIVE, tls));
        }
    }

    @Override
    public void associationAccepted(AssociationInfo association) {
        open.incrementAndGet();
        accepted.inc();
        CallerMeters caller = callers.get(association.callingAe());
        if (caller != null) {
            caller.accepted.inc();
        }
    }

    @Override
    public void associationRejected(AssociationRequest request, Rejection rejection) {
        rejected.getOrDefault(rejection, rejectedOtherwise).inc();
        CallerMeters caller = callers.get(request.callingAe());
        if (caller != null) {
            caller.rejected.inc();
        }
    }

    @Override
    public void connectionRefused(InetSocketAddress remote) {
        connectionsRefused.inc();
    }

    @Override
    public void handshakeFailed(InetSocketAddress remote, TlsFailure failure) {
        handshakeFailed(TlsPeer.CLIENT, failure);
    }

    private void handshakeFailed(TlsPeer peer, TlsFailure failure) {
        Map<TlsFailure, CounterDataPoint> byReason = handshakes.get(peer);
        CounterDataPoint counter = byReason == null ? null : byReason.get(failure);
        if (counter != null) { // there is one wherever TLS is configured
            counter.inc();
        }
    }

    @Override
    public void associationEnded(AssociationInfo association, AssociationEnd end) {
        open.decrementAndGet();
        CounterDataPoint counter = aborted.get(end);
        if (counter != null) { // none for a release
            counter.inc();
            CallerMeters caller = callers.get(association.callingAe());
            if (caller != null) {
                caller.aborted.inc();
            }
        }
    }

    @Override
    public void echoed(AssociationInfo association) {
        echoes.inc();
    }
}
