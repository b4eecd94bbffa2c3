package org.sluice.gateway.meters;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.status.Counts;

/** What is counted of the instances of one association, each from its C-STORE request to its answer. Any thread. */
public final class InstanceMeters {
    private final AllRoutes all;
    private final RouteMeters route;
    private final @Nullable CounterDataPoint caller;

    /** What all routes share, and the meters of each. */
    static final class AllRoutes {
        private final InFlight inFlight;
        private final DurationHistogram.Series latency;
        private final Map<Contradiction.Kind, CounterDataPoint> contradictions =
                new EnumMap<>(Contradiction.Kind.class);
        private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();
        private final RouteMeters.PerRoute perRoute;

        AllRoutes(Families families, MeterLabels labels) {
            inFlight = new InFlight(families);
            latency = families.durations(
                    "sluice_store_latency_seconds",
                    "Seconds from a caller's C-STORE request to our response, whatever the response.",
                    DurationHistogram.Buckets.ANSWER);
            var kinds = families.counters(
                    "sluice_contradictions_total",
                    "Contradictions that were found in a data set or between it and its request, counted with the answer;"
                            + " the first of each kind in each instance, whatever became of it.",
                    "kind");
            for (Contradiction.Kind kind : Contradiction.Kind.values()) {
                contradictions.put(kind, kinds.labelValues(kind.word()));
            }
            perRoute = new RouteMeters.PerRoute(families);
            add(labels);
        }

        /** Whatever of these is not there yet. */
        void add(MeterLabels labels) {
            labels.sections()
                    .forEach((route, sections) -> routes.computeIfAbsent(route, name -> perRoute.of(name, Set.of()))
                            .add(perRoute, sections));
            labels.reporting()
                    .forEach((route, sections) -> routes.computeIfAbsent(route, name -> perRoute.of(name, Set.of()))
                            .addReporting(perRoute, sections));
        }

        Counts counts() {
            return routes.values().stream().map(RouteMeters::counts).reduce(Counts.NONE, Counts::plus);
        }

        InstanceMeters of(String route, @Nullable CounterDataPoint caller) {
            RouteMeters meters = routes.get(route);
            if (meters == null) {
                throw new IllegalArgumentException("no meters for route " + route);
            }
            return new InstanceMeters(this, meters, caller);
        }
    }

    private InstanceMeters(AllRoutes all, RouteMeters route, @Nullable CounterDataPoint caller) {
        this.all = all;
        this.route = route;
        this.caller = caller;
    }

    /** A C-STORE request is there. {@link #ended} follows, and in between at most one of the others. */
    public void begun() {
        all.inFlight.begun();
    }

    /** Told of the bytes that come. */
    public InFlight inFlight() {
        return all.inFlight;
    }

    /** An instance was decided, and what was decided has been done. */
    public void settled(InstanceDecision decision, long bytes) {
        route.settled(decision, bytes);
        received();
    }

    /** A section that only reports has matched an instance, whatever became of it. */
    public void reported(String section) {
        route.reported(section);
    }

    /** An instance could not be kept, because of a full disk or a fault of our own. */
    public void notKept(long bytes) {
        route.notKept(bytes);
        received();
    }

    private void received() {
        if (caller != null) {
            caller.inc();
        }
    }

    /** An instance was found to contradict itself in this way, whatever became of it. */
    public void contradiction(Contradiction.Kind kind) {
        CounterDataPoint counter = all.contradictions.get(kind);
        if (counter != null) { // there is one for every kind
            counter.inc();
        }
    }

    /** The request is answered, or its sender is gone; so many bytes of its data set have come. */
    public void ended(long nanos, long bytes) {
        all.inFlight.ended(bytes);
        all.latency.record(nanos);
    }
}
