package org.sluice.gateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.delivery.FailureClass.Fault;
import org.sluice.gateway.delivery.FailureClass.Held;

/**
 * Which instance is tried next at one destination, and when; and what becomes of one that failed. It looks at the instance and at
 * the destination: what {@link FailureClass} says is decided here.
 *
 * <p>An instance that failed becomes a suspect: it goes behind the others, with a pause of its own that doubles, and is tried
 * alone, one suspect at a time, so that the others pass meanwhile. Once others have passed since it was first tried, its failures
 * count against it. Before that nobody knows: when {@value #SEVERAL} different instances have failed in a row and none has passed, it
 * is the destination that is suspected. Then one try is made at a time, with pauses, each with another instance from anywhere in
 * the queue: those in front may be the bad ones.
 *
 * <p>Keeps something of instances that failed only, and of so many at most. Any thread.
 */
final class RetryPlan {
    /** So many different ones in a row are the destination's fault. */
    static final int SEVERAL = 5;
    /** How many suspects are remembered; of a destination that refuses more than that, the first are forgotten. */
    static final int MOST_SUSPECTS = 10_000;
    /** The longest pause while the destination is suspected, since every try is made with another instance. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(10);
    /** While others wait, a suspect that took some time rests the others so many times as long. */
    private static final int SHARE = 9;

    private final Backoff backoff;
    private final Perseverance config;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    /** In the order in which they first failed. */
    private final Map<Long, Suspect> suspects = new LinkedHashMap<>();

    /** Those that are not under way, the first that is due first. */
    private final TreeSet<Suspect> due =
            new TreeSet<>(Comparator.comparingLong((Suspect one) -> one.dueAt).thenComparingLong(one -> one.number));

    /** Those that failed since the last passed, up to {@link #SEVERAL}. */
    private final Set<Long> inARow = new HashSet<>();

    private long passes;
    private int pauses;
    private long pausedAt;
    private long pausedUntil;
    private boolean paused;
    private long suspectsRestUntil;
    private long underWaySince;
    private @Nullable Suspect underWay;
    private Optional<Instant> failingSince = Optional.empty();

    private static final class Suspect {
        private final long number;
        private final Instant since;
        private final long passesBefore;
        private int tries;
        private int counted;
        private long dueAt;

        Suspect(long number, Instant since, long passesBefore) {
            this.number = number;
            this.since = since;
            this.passesBefore = passesBefore;
        }
    }

    /** When a try began, and how many had passed by then. */
    record Begin(long at, long passes) {}

    /** What a worker does next. */
    sealed interface Next {}

    /** Takes the instance whose turn it is. */
    record TakeNext() implements Next {}

    /** Takes any instance that was not tried. */
    record TakeAny() implements Next {}

    /** Tries a suspect again. */
    record TakeSuspect(long number) implements Next {}

    /** There is nothing to try now. */
    record Wait(Duration most) implements Next {}

    /** What becomes of an instance that failed. */
    sealed interface Verdict {}

    /** It waits in its old place: it was no fault of its own. */
    record PutBack(int failures) implements Verdict {}

    /**
     * It is a suspect.
     *
     * @param tries how often it was tried
     * @param forgotten another suspect that is none any more, for there are too many
     */
    record SetAside(int tries, OptionalLong forgotten) implements Verdict {}

    /** It is held. */
    record Hold(int tries, Instant since) implements Verdict {}

    RetryPlan(Perseverance config, LongSupplier nanoClock, RandomGenerator random) {
        this.backoff = config.backoff();
        this.config = config;
        this.nanoClock = nanoClock;
        this.random = random;
        this.suspectsRestUntil = nanoClock.getAsLong();
    }

    /**
     * What to do next.
     *
     * @param untried how many wait and did not fail
     * @param most the longest that anybody waits
     */
    synchronized Next next(int untried, Duration most) {
        long now = nanoClock.getAsLong();
        if (paused && pausedUntil - now > 0) {
            return new Wait(shorter(most, pausedUntil - now));
        }
        if (isForSuspect(now, untried)) {
            Suspect suspect = due.pollFirst();
            underWay = suspect;
            underWaySince = now;
            return new TakeSuspect(suspect.number);
        }
        if (untried > 0) {
            return inARow.isEmpty() ? new TakeNext() : new TakeAny();
        }
        boolean waits = underWay == null && !due.isEmpty();
        return new Wait(waits ? shorter(most, due.first().dueAt - now) : most);
    }

    /** Whether it failed before. */
    synchronized boolean isSuspect(long number) {
        return !suspects.isEmpty() && suspects.containsKey(number);
    }

    /** Whether the next should be a suspect. */
    synchronized boolean isForSuspect(int untried) {
        return isForSuspect(nanoClock.getAsLong(), untried);
    }

    private boolean isForSuspect(long now, int untried) {
        boolean mayTry = underWay == null && !due.isEmpty() && due.first().dueAt - now <= 0;
        boolean othersWait = untried > 0 && (isSuspected() || suspectsRestUntil - now > 0);
        return mayTry && !othersWait;
    }

    private static Duration shorter(Duration most, long nanos) {
        return Duration.ofNanos(Math.max(1, Math.min(most.toNanos(), nanos)));
    }

    /** A try begins now. */
    synchronized Begin begin() {
        return new Begin(nanoClock.getAsLong(), passes);
    }

    /** Whether the destination is taken to fail: one worker is enough then. */
    synchronized boolean isSuspected() {
        return paused;
    }

    /** An association was made: a pause because none could be is over. */
    synchronized void reached() {
        paused &= !inARow.isEmpty();
    }

    /** The destination has taken an instance. */
    synchronized void passed(long number) {
        passes++;
        settled(number);
    }

    private void settled(long number) {
        Suspect suspect = suspects.remove(number);
        if (suspect != null) {
            due.remove(suspect);
        }
        isOver(number);
        inARow.clear();
        failingSince = Optional.empty();
        paused = false;
        pauses = 0;
    }

    /** A suspect is not under way any more. */
    private void isOver(long number) {
        if (underWay != null && underWay.number == number) {
            long now = nanoClock.getAsLong();
            suspectsRestUntil = now + SHARE * (now - underWaySince);
            underWay = null;
        }
    }

    /** It was not tried, or is gone: nothing follows from that. True when it is a suspect. */
    synchronized boolean notTried(long number) {
        isOver(number);
        Suspect suspect = suspects.get(number);
        if (suspect != null) {
            due.add(suspect);
        }
        return suspect != null;
    }

    /** A person wants to see whether the destination takes instances now: what it is suspected of is forgotten. */
    synchronized void resume() {
        inARow.clear();
        paused = false;
        pauses = 0;
    }

    /** It is not in the queue any more, and nobody knows why. */
    synchronized void gone(long number) {
        isOver(number);
        Suspect suspect = suspects.remove(number);
        if (suspect != null) {
            due.remove(suspect);
        }
    }

    /** An instance failed that was tried from then on. */
    synchronized Verdict failed(long number, FailureClass failure, Begin begin) {
        isOver(number);
        if (failure.fault() != Fault.INSTANCE) {
            failingSince = failingSince.or(() -> Optional.of(Instant.now()));
        }
        if (failure.fault() == Fault.DESTINATION) {
            pause(begin, backoff.most());
            notTried(number);
            Suspect before = suspects.get(number);
            return before == null ? new PutBack(pauses) : new SetAside(before.tries, OptionalLong.empty());
        }
        Suspect suspect = suspects.computeIfAbsent(number, one -> new Suspect(one, Instant.now(), begin.passes()));
        boolean othersPassed = passes > suspect.passesBefore;
        suspect.tries++;
        if (suspect.tries == 1 || othersPassed || failure.held() == Held.AFTER_ATTEMPTS) {
            suspect.counted++;
        }
        if (failure.held() == Held.AT_ONCE || suspect.counted >= attemptsOf(failure, othersPassed)) {
            settled(number);
            return new Hold(suspect.tries, suspect.since);
        }
        if (failure.fault() == Fault.TOLD_BY_OTHERS && !othersPassed) {
            countInARow(number, begin);
        }
        putAside(suspect, backoff.after(suspect.tries, random).toNanos());
        return new SetAside(suspect.tries, forgotten());
    }

    /** When others have not passed since, it may be the destination's fault, however often. */
    private int attemptsOf(FailureClass failure, boolean othersPassed) {
        return failure.held() == Held.AFTER_ATTEMPTS || othersPassed ? config.attempts() : Integer.MAX_VALUE;
    }

    /** Several were under way on an association that ended, and nobody knows because of which: each is tried alone. */
    synchronized void failedTogether(List<Long> numbers, Begin begin) {
        failingSince = failingSince.or(() -> Optional.of(Instant.now()));
        for (long number : numbers) {
            putAside(suspects.computeIfAbsent(number, one -> new Suspect(one, Instant.now(), begin.passes())), 0);
        }
        while (forgotten().isPresent()) {} // which of them wait among the others again, the queue is told later
        countInARow(numbers.get(0), begin);
    }

    /** What followed from a try could not be done, because of a fault here: it is tried again after a pause of its own. */
    synchronized void notSettled(long number) {
        isOver(number);
        Suspect suspect = suspects.computeIfAbsent(number, one -> new Suspect(one, Instant.now(), passes));
        suspect.tries++;
        putAside(suspect, backoff.after(suspect.tries, random).toNanos());
    }

    private void putAside(Suspect suspect, long nanos) {
        due.remove(suspect);
        suspect.dueAt = nanoClock.getAsLong() + nanos;
        due.add(suspect);
    }

    private void countInARow(long number, Begin begin) {
        if (inARow.size() < SEVERAL) {
            inARow.add(number);
        }
        if (inARow.size() >= SEVERAL) {
            pause(begin, LONGEST_DOUBT);
        }
    }

    /** Those that were begun before the last pause say nothing new. */
    private void pause(Begin begin, Duration longest) {
        if (paused && begin.at() - pausedAt < 0) {
            return;
        }
        pauses++;
        paused = true;
        pausedAt = nanoClock.getAsLong();
        pausedUntil = pausedAt + Math.min(backoff.after(pauses, random).toNanos(), longest.toNanos() * 5 / 4);
    }

    private OptionalLong forgotten() {
        if (suspects.size() <= MOST_SUSPECTS) {
            return OptionalLong.empty();
        }
        Suspect first = suspects.values().iterator().next();
        suspects.remove(first.number);
        due.remove(first);
        return OptionalLong.of(first.number);
    }

    /** Since when the destination has taken nothing, or not the instance that has failed longest; empty when all is well. */
    synchronized Optional<Instant> failingSince() {
        Optional<Instant> first = suspects.values().stream().findFirst().map(one -> one.since);
        return first.isEmpty()
                        || (failingSince.isPresent() && failingSince.get().isBefore(first.get()))
                ? failingSince
                : first;
    }

    /**
     * The same if that is longer than people should not hear of it.
     *
     * @param from before this nobody expected the destination to take anything
     */
    Optional<Instant> alarming(Instant now, Instant from) {
        return failingSince()
                .map(since -> since.isBefore(from) ? from : since)
                .filter(since -> since.plus(config.alarm()).isBefore(now));
    }
}
