package org.sluice.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.config.HoursConfig;
import org.sluice.config.HoursConfig.Stretch;

/** Whether a destination is given instances now, by its hours if it has any. Any thread. */
public final class OpeningTimes {
    private static final Stretch FOR_EVER = new Stretch(true, Instant.MIN, Instant.MAX);

    /** At any time. */
    public static final OpeningTimes ALWAYS = new OpeningTimes(Optional.empty(), Clock.systemUTC());

    /** A clock that is set, or a machine that slept, is noticed after so long. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Optional<HoursConfig> hours;
    private final Clock clock;
    /** What was found last: it holds for long, and every instance asks. */
    private volatile Stretch known;

    /** By these hours; at any time without. */
    public OpeningTimes(Optional<HoursConfig> hours, Clock clock) {
        this.hours = hours;
        this.clock = clock;
        this.known = hours.map(one -> one.at(clock.instant())).orElse(FOR_EVER);
    }

    private Stretch now() {
        if (hours.isEmpty()) {
            return FOR_EVER;
        }
        Instant now = clock.instant();
        Stretch last = known;
        if (now.isBefore(last.from()) || !now.isBefore(last.until())) {
            last = hours.get().at(now);
            known = last;
        }
        return last;
    }

    /** Whether it is given instances. */
    public boolean isOpen() {
        return now().open();
    }

    /** When it is given instances again; empty while it is. */
    public Optional<Instant> opensAt() {
        Stretch now = now();
        return now.open() ? Optional.empty() : Optional.of(now.until());
    }

    /** Since when it is given instances; the distant past when it always is, or is not now. */
    public Instant openSince() {
        Stretch now = now();
        return now.open() ? now.from() : Instant.MIN;
    }

    /** Waits until it is given instances, until a stop, or for long. */
    void awaitOpen(CountDownLatch stopping) throws InterruptedException {
        Optional<Instant> opensAt = opensAt();
        if (opensAt.isPresent()) {
            Duration left = Duration.between(clock.instant(), opensAt.get());
            long nanos = Math.min(left.toNanos(), LONGEST_WAIT.toNanos());
            var unused = stopping.await(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        }
    }
}
