package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sluice.directory.DirectoryException;
import org.sluice.directory.Resolution;
import org.sluice.directory.Resolution.Place;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.net.Timeouts;
import org.sluice.text.FileFault;
import org.sluice.text.Log;

/**
 * Asks the directory again and again where the archives are, on a thread of its own. One that is elsewhere now is called there; one
 * that the directory does not have any more, and all of them while it is out of reach, stay where they were. Any thread may ask
 * what is wrong.
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Log LOG = Log.of(DirectoryWatch.class);
    /** While it is out of reach. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final DirectoryLookup lookup;
    private final Archives archives;
    private final TlsContexts tls;
    private final Timeouts timeouts;
    private final Consumer<String> moved;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;
    /** For the thread that looks. */
    private final Map<String, Place> places;
    /** Likewise: what was logged of each archive that the directory does not have. */
    private final Map<String, String> missing = new LinkedHashMap<>();

    private volatile List<String> notes;

    /**
     * Looks at nothing yet.
     *
     * @param found where the archives are when the node starts
     * @param moved is told of each that is elsewhere now
     */
    DirectoryWatch(
            DirectoryLookup.Found found,
            Archives archives,
            TlsContexts tls,
            Timeouts timeouts,
            Consumer<String> moved,
            Clock clock) {
        this.lookup = found.lookup();
        this.archives = archives;
        this.tls = tls;
        this.timeouts = timeouts;
        this.moved = moved;
        this.clock = clock;
        this.places = new LinkedHashMap<>(found.places());
        this.notes = found.live() ? List.of() : List.of(found.outage());
        this.thread =
                new ScheduledThreadPoolExecutor(1, DirectoryWatch::thread, new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "directory");
        thread.setDaemon(true);
        return thread;
    }

    /** Says where the archives are, and looks whether they stay there. */
    void start() {
        lookup.notes().forEach(note -> LOG.warn("{}", note));
        notes.forEach(note -> LOG.warn("{}", note));
        places.forEach((name, place) -> LOG.info("{} is at {}, by the directory", name, place));
        if (notes.isEmpty()) {
            remember();
        }
        next(notes.isEmpty());
    }

    private void next(boolean reached) {
        Duration refresh = lookup.config().refresh();
        Duration pause = reached || refresh.compareTo(SOON) < 0 ? refresh : SOON;
        var unused = thread.schedule(this::look, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        boolean reached = false;
        try {
            Map<String, Resolution> now = lookup.resolutions();
            reached = true;
            take(now);
        } catch (DirectoryException e) {
            if (notes.isEmpty() && !thread.isShutdown()) {
                LOG.warn("{}; archives stay where they were", e.getMessage());
            }
            notes = List.of(e.getMessage() + "; what it said before stays in force");
        } catch (RuntimeException e) {
            LOG.error("the directory cannot be looked at: {}", e);
        } finally {
            next(reached);
        }
    }

    private void take(Map<String, Resolution> now) {
        List<String> wrong = new ArrayList<>();
        now.forEach((name, resolution) -> resolution
                .place()
                .ifPresentOrElse(place -> move(name, place), () -> wrong.add(stays(name, resolution.problems()))));
        if (!notes.isEmpty() && wrong.isEmpty()) {
            LOG.info("the directory says where all archives are");
        }
        if (wrong.isEmpty()) {
            remember();
        }
        notes = List.copyOf(wrong);
    }

    private void move(String name, Place place) {
        missing.remove(name);
        Place before = places.put(name, place);
        if (place.equals(before)) {
            return;
        }
        LOG.warn("{} is at {} from now on, by the directory; it was at {}", name, place, before);
        archives.move(requireNonNull(lookup.archives().get(name)), DirectoryLookup.address(place), tls, timeouts);
        moved.accept(name);
    }

    private String stays(String name, List<String> problems) {
        String why = name + " stays at " + places.get(name) + ", but the directory has changed: "
                + String.join("; ", problems);
        if (!why.equals(missing.put(name, why))) {
            LOG.warn("{}", why);
        }
        return why;
    }

    private void remember() {
        try {
            lookup.remember(places, clock.instant());
        } catch (IOException e) {
            LOG.error("what the directory says cannot be kept for an outage: {}", FileFault.inWords(e));
        }
    }

    /** What is wrong with the directory, in words. */
    List<String> wrong() {
        return notes;
    }

    /** The same, and what is configured less safe than it could be. */
    List<String> notes() {
        List<String> all = new ArrayList<>(lookup.notes());
        all.addAll(notes);
        return all;
    }

    /** Looks no more; a look that is under way may end. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(LAST_LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
