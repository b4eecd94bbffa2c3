package org.sluice.gateway.commitment;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.sluice.net.ReportChannel;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;

/**
 * A commitment request that has no answer yet: what it waits for, and what is to be done next. It does nothing itself, and
 * has no clock.
 *
 * <pre>
 *                  WAITING  ASKING  ASKED   AWAITING  IN_LINE  CALLING  RESTING
 *   LEDGER_CHANGED decide   .       .       .         .        .        .
 *   TIME_PASSED    decide   .       decide  lost?     decide?  .        decide?
 *   REQUESTED      decide   .       decide  .         decide   .        decide    the caller has another association
 *   REPORTED       decide   .       decide  .         .        .        decide    by an archive
 *   HEARD          .        decide  .       .         .        .        .         archives have heard what they are asked
 *   FAILED         .        retry   .       .         .        retry    .         the call of ASKING or CALLING
 *   ANSWERED       CLOSED   CLOSED  CLOSED  CLOSED    CLOSED   CLOSED   CLOSED    Success for the report
 *   REFUSED        .        .       .       refused   .        refused  .         a failure for the report
 *   BUSY           .        .       .       IN_LINE   .        .        .         its association carries another report
 *   FREE           .        .       .       .         decide   .        .         ... and does so no more
 *   LOST           .        .       .       lost      lost     .        .         no answer, its association is over
 *
 *   decide   CLOSED when it is too old; WAITING while the fate of an instance is open, ASKING while an archive is to be
 *            asked, ASKED until all have reported; then, or when the time for that is over: AWAITING the answer to a
 *            report on the association of the request, CALLING on a new one, or retry when there is neither
 *   retry    RESTING, longer each time
 *   refused  CLOSED after MOST_REFUSALS, else retry
 *   lost     forgets the association of the request, then decide
 *   ?        only when the time is over until which it rests, or awaits the answer
 * </pre>
 *
 * <p>A new request begins with WAITING; CLOSED does nothing more. For one thread, except where it says otherwise.
 */
final class PendingCommitment {
    /** How often a caller may answer a report with a failure before it is given up. */
    static final int MOST_REFUSALS = 5;

    /** What it waits for: see the table. */
    enum State {
        WAITING,
        ASKING,
        ASKED,
        AWAITING,
        IN_LINE,
        CALLING,
        RESTING,
        CLOSED
    }

    private static final Set<State> UNMOVED = EnumSet.of(State.ASKING, State.AWAITING, State.CALLING, State.CLOSED);

    /** What can happen: see the table. */
    enum Event {
        LEDGER_CHANGED,
        TIME_PASSED,
        REQUESTED,
        REPORTED,
        HEARD,
        FAILED,
        ANSWERED,
        REFUSED,
        BUSY,
        FREE,
        LOST
    }

    /** What is to be done: ask archives, report on the association of the request or on a new one, and so on. */
    enum Act {
        NOTHING,
        ASK,
        SEND,
        CALL,
        /** Tell it after {@link #pause} that time has passed. */
        RETRY,
        CLOSE,
        GIVE_UP
    }

    /**
     * How long things take.
     *
     * @param within how long the answer may wait for destinations and archives
     * @param remember how long after that it is tried to report it
     * @param answer how long the caller may take to answer a report
     * @param pauses the pause after so many failures
     */
    record Times(Duration within, Duration remember, Duration answer, IntFunction<Duration> pauses) {}

    private final long number;
    private final CommitmentFates fates;
    private final Times times;
    private final boolean callable;
    private final long takenAt;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private volatile CommitmentRequest request;
    private State state = State.WAITING;
    private Optional<ReportChannel> channel = Optional.empty();
    private Optional<ReportChannel> carrier = Optional.empty();
    private int firstUndecided;
    private int failures;
    private int refusals;
    private Duration pause = Duration.ZERO;
    private long until;

    /**
     * A request that was just taken, now or by an earlier run.
     *
     * @param callable whether its caller can be reported to on a new association
     * @param takenAt when the request was taken, in the nanoseconds that {@link #next} is given
     */
    PendingCommitment(
            long number,
            CommitmentRequest request,
            CommitmentFates fates,
            Times times,
            boolean callable,
            long takenAt) {
        this.number = number;
        this.request = request;
        this.fates = fates;
        this.times = times;
        this.callable = callable;
        this.takenAt = takenAt;
    }

    long number() {
        return number;
    }

    /** The request and what archives have said of it. Any thread. */
    CommitmentRequest request() {
        return request;
    }

    /** What archives were asked, or have answered, is kept. Any thread, one at a time. */
    void update(CommitmentRequest changed) {
        request = changed;
    }

    State state() {
        return state;
    }

    Optional<ReportChannel> channel() {
        return channel;
    }

    /** The association that carries its report just now. */
    Optional<ReportChannel> carrier() {
        return state == State.AWAITING ? carrier : Optional.empty();
    }

    /** Whether it waits until this association carries no other report. */
    boolean isInLineFor(ReportChannel other) {
        return state == State.IN_LINE && channel.filter(other::equals).isPresent();
    }

    /** The caller has another association. */
    void useChannel(ReportChannel reports) {
        channel = Optional.of(reports);
    }

    /** Whether it can be reported only when the caller opens another association. */
    boolean needsChannel() {
        return channel.isEmpty() && !callable;
    }

    /** The pause before the next attempt. */
    Duration pause() {
        return pause;
    }

    /** The archives that have heard what they are asked. Any thread. */
    Set<String> heard() {
        return heard;
    }

    /** Goes to the next state, and returns what is to be done; {@code now} is in nanoseconds that never go back. */
    Act next(Event event, long now) {
        return switch (event) {
            case LEDGER_CHANGED -> state == State.WAITING ? decide(now) : Act.NOTHING;
            case TIME_PASSED -> timePassed(now);
            case REQUESTED -> UNMOVED.contains(state) ? Act.NOTHING : decide(now);
            case REPORTED -> UNMOVED.contains(state) || state == State.IN_LINE ? Act.NOTHING : decide(now);
            case HEARD -> state == State.ASKING ? decide(now) : Act.NOTHING;
            case FAILED -> state == State.ASKING || state == State.CALLING ? retry(now) : Act.NOTHING;
            case ANSWERED -> state == State.CLOSED ? Act.NOTHING : to(State.CLOSED, Act.CLOSE);
            case REFUSED -> state == State.AWAITING || state == State.CALLING ? refused(now) : Act.NOTHING;
            case BUSY -> state == State.AWAITING ? lineUp(now) : Act.NOTHING;
            case FREE -> state == State.IN_LINE ? decide(now) : Act.NOTHING;
            case LOST -> state == State.AWAITING || state == State.IN_LINE ? lost(now) : Act.NOTHING;
        };
    }

    private Act timePassed(long now) {
        return switch (state) {
            case WAITING, ASKED -> decide(now);
            case RESTING, IN_LINE -> now - until >= 0 ? decide(now) : Act.NOTHING;
            case AWAITING -> now - until > 0 ? lost(now) : Act.NOTHING;
            case ASKING, CALLING, CLOSED -> Act.NOTHING;
        };
    }

    private Act decide(long now) {
        long age = now - takenAt;
        if (age >= times.within().plus(times.remember()).toNanos()) {
            return to(State.CLOSED, Act.GIVE_UP);
        }
        if (age < times.within().toNanos()) {
            if (state == State.ASKED && !request.questions().stream().allMatch(Question::answered)) {
                return Act.NOTHING;
            }
            if (waitsForDestinations()) {
                return to(State.WAITING, Act.NOTHING);
            }
            Set<String> silent = request.relay() ? fates.silentArchives(request) : Set.of();
            if (!silent.isEmpty()) {
                return heard.containsAll(silent) ? to(State.ASKED, Act.NOTHING) : to(State.ASKING, Act.ASK);
            }
        }
        if (channel.isPresent()) {
            carrier = channel;
            until = now + times.answer().toNanos();
            return to(State.AWAITING, Act.SEND);
        }
        return callable ? to(State.CALLING, Act.CALL) : retry(now);
    }

    private boolean waitsForDestinations() {
        while (firstUndecided < request.instances().size()
                && fates.isDecided(request.instances().get(firstUndecided))) {
            firstUndecided++;
        }
        return firstUndecided < request.instances().size();
    }

    private Act retry(long now) {
        pause = times.pauses().apply(++failures);
        until = now + pause.toNanos();
        return to(State.RESTING, Act.RETRY);
    }

    private Act refused(long now) {
        return ++refusals >= MOST_REFUSALS ? to(State.CLOSED, Act.GIVE_UP) : retry(now);
    }

    private Act lineUp(long now) {
        until = now + times.answer().toNanos();
        return to(State.IN_LINE, Act.NOTHING);
    }

    private Act lost(long now) {
        if (channel.equals(carrier)) { // else the caller has another one meanwhile
            channel = Optional.empty();
        }
        return decide(now);
    }

    private Act to(State next, Act act) {
        state = next;
        return act;
    }
}
