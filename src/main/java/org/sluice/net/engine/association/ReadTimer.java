package org.sluice.net.engine.association;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of an association that can be running: for how long this side waits for the peer.
 *
 * <p>ARTIM and the waits for an answer are time on the wall, whatever the peer sends meanwhile. The waits inside and
 * between messages are time spent in reads, so that a handler that is slow, or held up by a slow archive, is not held
 * against the peer.
 */
final class ReadTimer {
    /** Which timer runs. */
    enum Kind {
        NONE("no time was set"),
        ARTIM("the peer did not end the connection in time"),
        ASSOCIATE("the peer did not answer the association request in time"),
        RELEASE("the peer did not answer the release request in time"),
        DIMSE("no more of a message came in time"),
        DRAIN("the rest of a message that nobody wants took too long"),
        IDLE("nothing came for the idle time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** What happened when it ran out, for a log line. */
        String words() {
            return words;
        }

        private boolean countsReadsOnly() {
            return this == DIMSE || this == IDLE;
        }
    }

    private final Watchdog watchdog;
    private final Watchdog.Deadline deadline;
    private Kind running = Kind.NONE;
    private long budget;
    private long readBegan;
    private volatile @Nullable Kind expired;

    /** {@code onExpiry} runs on the watchdog's thread, and has to end a read that waits. */
    ReadTimer(Watchdog watchdog, Runnable onExpiry) {
        this.watchdog = watchdog;
        this.deadline = watchdog.watch(() -> {
            expire();
            onExpiry.run();
        });
    }

    private synchronized void expire() {
        expired = running;
    }

    synchronized void start(Kind kind, Duration duration) {
        running = kind;
        budget = duration.toNanos();
        if (kind.countsReadsOnly()) {
            deadline.clear();
        } else {
            deadline.set(watchdog.now() + budget);
        }
    }

    synchronized void stop() {
        running = Kind.NONE;
        deadline.clear();
    }

    synchronized void beforeRead() {
        if (running.countsReadsOnly()) {
            readBegan = watchdog.now();
            deadline.set(readBegan + budget);
        }
    }

    synchronized void afterRead() {
        if (running.countsReadsOnly()) {
            deadline.clear();
            budget -= watchdog.now() - readBegan;
        }
    }

    /** The timer that ran out. */
    Optional<Kind> expired() {
        return Optional.ofNullable(expired);
    }

    void forget() {
        deadline.forget();
    }
}
