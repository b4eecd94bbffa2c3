package org.sluice.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sluice.config.Configuration;
import org.sluice.config.DeliveryMode;
import org.sluice.config.HighWaterConfig;
import org.sluice.gateway.route.HighWaterMark;
import org.sluice.gateway.route.Route;
import org.sluice.store.DestinationQueue;
import org.sluice.store.Spool;
import org.sluice.text.Log;

/**
 * Compares what waits behind each route with its {@link HighWaterMark}, twice a second: so that callers are told to keep their
 * instances before a disk is full. On a thread of its own, which a disk that does not answer may keep.
 */
final class HighWaterWatch implements AutoCloseable {
    private static final Log LOG = Log.of(HighWaterWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private volatile IdentityHashMap<Route, HighWaterMark> marks = new IdentityHashMap<>();
    private volatile List<Route> routes = List.of();
    private final List<Path> disks;
    private final Spool spool;
    private final long diskRoom;
    /** Of a route that is none any more, on which an association has just begun. */
    private final HighWaterMark none = HighWaterMark.of(HighWaterConfig.NONE, DeliveryMode.CUT_THROUGH, 0);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, HighWaterWatch::thread, new ThreadPoolExecutor.DiscardPolicy());

    /** Watches these routes once it is {@linkplain #start started}. */
    HighWaterWatch(Configuration configuration, List<Route> routes, Spool spool) {
        this.disks = List.of(configuration.data(), configuration.quarantine());
        this.spool = spool;
        this.diskRoom = configuration.limits().diskRoom();
        watch(routes);
    }

    /** Watches these routes from now on. One that is as it was before keeps its mark. */
    synchronized void watch(List<Route> now) {
        IdentityHashMap<Route, HighWaterMark> before = marks;
        IdentityHashMap<Route, HighWaterMark> next = new IdentityHashMap<>();
        for (Route route : now) {
            HighWaterMark mark = before.entrySet().stream()
                    .filter(old -> isSame(old.getKey(), route) && !next.containsValue(old.getValue()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseGet(() -> HighWaterMark.of(
                            route.config().highWater(), route.config().deliver(), diskRoom));
            next.put(route, mark);
        }
        marks = next;
        routes = List.copyOf(now);
        before.values().stream().filter(old -> !next.containsValue(old)).forEach(HighWaterMark::retire);
    }

    private static boolean isSame(Route one, Route other) {
        return one.calledAe().equals(other.calledAe())
                && one.config().highWater().equals(other.config().highWater())
                && one.config().deliver() == other.config().deliver()
                && one.destinations().equals(other.destinations());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "high-water");
        thread.setDaemon(true);
        return thread;
    }

    /** Looks once, and goes on on a thread of its own. */
    void start() {
        look();
        long nanos = PAUSE.toNanos();
        var unused = thread.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** The mark of a route of the node; one without limits when it is none any more. */
    HighWaterMark of(Route route) {
        return marks.getOrDefault(route, none);
    }

    /** Routes that take no instances now, and why; in words. */
    List<String> reached() {
        List<String> reached = new ArrayList<>();
        for (Route route : routes) {
            of(route).reached().ifPresent(why -> reached.add("route " + route.calledAe() + ": " + why));
        }
        return reached;
    }

    /** Which routes take no instances now, by their called AE titles: of several with the same, whether any of them. */
    Map<String, BooleanSupplier> byTitle() {
        Map<String, BooleanSupplier> titles = new TreeMap<>();
        List<Route> all = routes;
        for (Route route : all) {
            titles.put(route.calledAe(), () -> all.stream()
                    .filter(other -> other.calledAe().equals(route.calledAe()))
                    .anyMatch(other -> of(other).reached().isPresent()));
        }
        return titles;
    }

    /** Whether no route takes instances now. */
    boolean stopsAll() {
        return reached().size() == routes.size();
    }

    private void look() {
        try {
            OptionalLong free = free();
            for (Route route : routes) {
                HighWaterMark mark = of(route);
                if (mark.limitsAnything() && mark.compare(level(route, free))) {
                    tell(route, mark);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("what waits cannot be compared with the high-water marks: {}", e);
        }
    }

    private static void tell(Route route, HighWaterMark mark) {
        mark.reached()
                .ifPresentOrElse(
                        why -> LOG.warn("route {} takes no instances: {}", route.calledAe(), why),
                        () -> LOG.info("route {} takes instances again", route.calledAe()));
    }

    private HighWaterMark.Level level(Route route, OptionalLong free) {
        long waiting = 0;
        Duration oldest = Duration.ZERO;
        for (String destination : route.destinations()) {
            DestinationQueue queue = spool.queue(destination);
            waiting = Math.max(waiting, queue.bytes());
            Duration age = queue.oldestAge(Instant.now()).orElse(Duration.ZERO);
            oldest = oldest.compareTo(age) < 0 ? age : oldest;
        }
        return new HighWaterMark.Level(waiting, free, oldest);
    }

    private OptionalLong free() {
        long least = Long.MAX_VALUE;
        for (Path disk : disks) {
            try {
                least = Math.min(least, Files.getFileStore(disk).getUsableSpace());
            } catch (IOException e) {
                return OptionalLong.empty(); // whether it can be written is readiness's to say
            }
        }
        return OptionalLong.of(least);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
