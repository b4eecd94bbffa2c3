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

    private final IdentityHashMap<Route, HighWaterMark> marks = new IdentityHashMap<>();
    private final List<Route> routes;
    private final List<Path> disks;
    private final Spool spool;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, HighWaterWatch::thread, new ThreadPoolExecutor.DiscardPolicy());

    /** Watches these routes once it is {@linkplain #start started}. */
    HighWaterWatch(Configuration configuration, List<Route> routes, Spool spool) {
        this.routes = List.copyOf(routes);
        this.disks = List.of(configuration.data(), configuration.quarantine());
        this.spool = spool;
        long room = configuration.limits().diskRoom();
        for (Route route : routes) {
            marks.put(
                    route,
                    HighWaterMark.of(route.config().highWater(), route.config().deliver(), room));
        }
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

    /** The mark of a route of the node. */
    HighWaterMark of(Route route) {
        HighWaterMark mark = marks.get(route);
        if (mark == null) {
            throw new IllegalArgumentException("no high-water mark for route " + route.calledAe());
        }
        return mark;
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
        for (Route route : routes) {
            titles.put(route.calledAe(), () -> routes.stream()
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
