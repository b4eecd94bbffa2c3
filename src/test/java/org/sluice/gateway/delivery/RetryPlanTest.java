package org.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.delivery.FailureClass.Again;
import org.sluice.gateway.delivery.FailureClass.Fault;
import org.sluice.gateway.delivery.RetryPlan.Hold;
import org.sluice.gateway.delivery.RetryPlan.PutBack;
import org.sluice.gateway.delivery.RetryPlan.SetAside;
import org.sluice.gateway.delivery.RetryPlan.TakeAny;
import org.sluice.gateway.delivery.RetryPlan.TakeNext;
import org.sluice.gateway.delivery.RetryPlan.TakeSuspect;
import org.sluice.gateway.delivery.RetryPlan.Verdict;
import org.sluice.gateway.delivery.RetryPlan.Wait;

/** Each cell of the table of {@link FailureClass}, and what a destination does that fails as a whole. */
class RetryPlanTest {
    private static final int ATTEMPTS = 4;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Perseverance RETRY = new Perseverance(
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), ATTEMPTS, Duration.ofMinutes(15));
    private static final long BAD = 7;

    private long now = 1_000_000;
    private final RetryPlan plan = new RetryPlan(RETRY, () -> now, new Random(1));
    private long lastGood = 1000;

    private Verdict fails(long number, FailureClass failure) {
        return plan.failed(number, failure, plan.begin());
    }

    private void anotherPasses() {
        plan.passed(lastGood++);
    }

    private void later(Duration time) {
        now += time.toNanos();
    }

    // ---- The cells

    @ParameterizedTest
    @EnumSource
    void whoseFaultItIs(FailureClass failure) {
        for (long number = 0; number < RetryPlan.SEVERAL - 1; number++) {
            fails(number, failure);
        }
        assertThat(plan.isSuspected()).as("before").isEqualTo(failure.fault() == Fault.DESTINATION);
        fails(RetryPlan.SEVERAL, failure);
        assertThat(plan.isSuspected()).as("after several").isEqualTo(failure.fault() != Fault.INSTANCE);
    }

    @ParameterizedTest
    @EnumSource
    void whetherItIsTriedAgain(FailureClass failure) {
        Verdict verdict = fails(BAD, failure);
        assertThat(plan.next(10, POLL))
                .isInstanceOf(failure.again() == Again.AT_DESTINATIONS_PACE ? Wait.class : RetryPlan.Next.class);
        later(Duration.ofMinutes(10));
        switch (failure.again()) {
            case AT_DESTINATIONS_PACE -> {
                assertThat(verdict).isEqualTo(new PutBack(1));
                assertThat(plan.next(10, POLL)).isEqualTo(new TakeNext());
            }
            case AT_OWN_PACE -> {
                assertThat(verdict).isInstanceOf(SetAside.class);
                assertThat(plan.next(10, POLL)).isEqualTo(new TakeSuspect(BAD));
            }
            case NEVER -> {
                assertThat(verdict).isInstanceOf(Hold.class);
                assertThat(plan.next(10, POLL)).isEqualTo(new TakeNext());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenItIsHeldWhileOthersPass(FailureClass failure) {
        int tries = triesUntilHeld(failure, true);
        assertThat(tries)
                .isEqualTo(
                        switch (failure.held()) {
                            case NEVER -> Integer.MAX_VALUE;
                            case AT_ONCE -> 1;
                            case AFTER_ATTEMPTS, AFTER_ATTEMPTS_WHILE_OTHERS_PASS -> ATTEMPTS;
                        });
    }

    @ParameterizedTest
    @EnumSource
    void whenItIsHeldIfItIsTheOnlyOne(FailureClass failure) {
        int tries = triesUntilHeld(failure, false);
        assertThat(tries)
                .isEqualTo(
                        switch (failure.held()) {
                            case NEVER, AFTER_ATTEMPTS_WHILE_OTHERS_PASS -> Integer.MAX_VALUE;
                            case AT_ONCE -> 1;
                            case AFTER_ATTEMPTS -> ATTEMPTS;
                        });
    }

    private int triesUntilHeld(FailureClass failure, boolean othersPass) {
        for (int tries = 1; tries < 50; tries++) {
            if (fails(BAD, failure) instanceof Hold hold) {
                assertThat(hold.tries()).isEqualTo(tries);
                return tries;
            }
            if (othersPass) {
                anotherPasses();
            }
            later(Duration.ofMinutes(10));
        }
        return Integer.MAX_VALUE;
    }

    // ---- Suspects

    @Test
    void aSuspectGoesBehindTheOthersAndItsPauseDoubles() {
        fails(BAD, FailureClass.CANNOT_UNDERSTAND);
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeNext());
        assertThat(plan.next(0, POLL)).isEqualTo(new Wait(POLL));
        later(Duration.ofMillis(1250));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeSuspect(BAD));
        fails(BAD, FailureClass.CANNOT_UNDERSTAND);
        later(Duration.ofMillis(1400));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeNext());
        later(Duration.ofMillis(1100));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeSuspect(BAD));
    }

    @Test
    void oneSuspectIsTriedAtATime() {
        fails(BAD, FailureClass.ABORTED);
        fails(8, FailureClass.ABORTED);
        anotherPasses();
        later(Duration.ofMinutes(1));
        assertThat(plan.next(1, POLL)).isInstanceOf(TakeSuspect.class);
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeNext());
    }

    @Test
    void aSuspectThatTakesLongLeavesNineTenthsOfTheTimeToTheOthers() {
        fails(BAD, FailureClass.NO_ANSWER);
        anotherPasses();
        later(Duration.ofMinutes(1));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeSuspect(BAD));
        later(Duration.ofMinutes(1));
        fails(BAD, FailureClass.NO_ANSWER);
        later(Duration.ofMinutes(8));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeNext());
        assertThat(plan.next(0, POLL)).as("nobody else waits").isEqualTo(new TakeSuspect(BAD));
        plan.notTried(BAD);
        later(Duration.ofMinutes(1));
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeSuspect(BAD));
    }

    @Test
    void onlyFailuresAfterWhichOthersHavePassedCountAgainstAnInstance() {
        for (int i = 0; i < 20; i++) {
            assertThat(fails(BAD, FailureClass.PROCESSING_FAILURE)).isInstanceOf(SetAside.class);
        }
        anotherPasses();
        assertThat(fails(BAD, FailureClass.PROCESSING_FAILURE)).isInstanceOf(SetAside.class);
        assertThat(fails(BAD, FailureClass.PROCESSING_FAILURE)).isInstanceOf(SetAside.class);
        assertThat(fails(BAD, FailureClass.PROCESSING_FAILURE)).isInstanceOf(Hold.class);
    }

    @Test
    void othersThatPassWhileItIsUnderWayCountToo() {
        RetryPlan.Begin begun = plan.begin();
        anotherPasses();
        for (int i = 1; i < ATTEMPTS; i++) {
            assertThat(plan.failed(BAD, FailureClass.NO_ANSWER, begun)).isInstanceOf(SetAside.class);
        }
        assertThat(plan.failed(BAD, FailureClass.NO_ANSWER, begun)).isInstanceOf(Hold.class);
    }

    @Test
    void thoseThatWereOnTheirWayTogetherAreTriedAloneAndNoTryCounts() {
        plan.failedTogether(List.of(1L, 2L, 3L), plan.begin());
        assertThat(plan.isSuspected()).isFalse();
        List<RetryPlan.Next> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RetryPlan.Next next = plan.next(0, POLL);
            taken.add(next);
            plan.passed(((TakeSuspect) next).number());
        }
        assertThat(taken).containsExactly(new TakeSuspect(1), new TakeSuspect(2), new TakeSuspect(3));
    }

    @Test
    void ofMoreSuspectsThanCanBeRememberedTheFirstIsForgotten() {
        LongStream.range(0, RetryPlan.MOST_SUSPECTS).forEach(number -> fails(number, FailureClass.REFUSED));
        Verdict verdict = fails(RetryPlan.MOST_SUSPECTS, FailureClass.REFUSED);
        assertThat(((SetAside) verdict).forgotten()).hasValue(0);
    }

    // ---- The destination

    @Test
    void aSuspectedDestinationIsTriedWithAnyInstanceAndSoonAgain() {
        for (long number = 0; number < RetryPlan.SEVERAL; number++) {
            fails(number, FailureClass.ABORTED);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(plan.next(10, POLL)).isEqualTo(new Wait(POLL));
            later(Duration.ofMillis(12_500));
            assertThat(plan.next(10, POLL)).isEqualTo(new TakeAny());
            fails(100 + i, FailureClass.ABORTED);
        }
    }

    @Test
    void theFirstFailureIsReasonEnoughToLookElsewhereInTheQueue() {
        fails(BAD, FailureClass.ABORTED);
        assertThat(plan.next(10, POLL)).isEqualTo(new TakeAny());
        anotherPasses();
        assertThat(plan.next(10, POLL)).isEqualTo(new TakeNext());
    }

    @Test
    void pausesDoubleAndEndWithAnySuccess() {
        Duration[] pauses = new Duration[3];
        for (int i = 0; i < pauses.length; i++) {
            fails(BAD, FailureClass.CANNOT_CONNECT);
            pauses[i] = ((Wait) plan.next(1, Duration.ofHours(1))).most();
            later(pauses[i]);
        }
        assertThat(pauses[0]).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
        assertThat(pauses[2]).isBetween(Duration.ofMillis(3000), Duration.ofMillis(5000));
        anotherPasses();
        assertThat(plan.isSuspected()).isFalse();
        fails(BAD, FailureClass.CANNOT_CONNECT);
        assertThat(((Wait) plan.next(1, Duration.ofHours(1))).most()).isLessThan(Duration.ofMillis(1300));
    }

    @Test
    void anAssociationThatIsMadeEndsThePauseButNotTheDoubtInInstances() {
        fails(BAD, FailureClass.REJECTED_TRANSIENT);
        plan.reached();
        assertThat(plan.isSuspected()).isFalse();
        for (long number = 0; number < RetryPlan.SEVERAL; number++) {
            fails(number, FailureClass.ABORTED);
        }
        plan.reached();
        assertThat(plan.isSuspected()).isTrue();
    }

    @Test
    void pausesEndWhenAnInstanceIsHeld() {
        for (int i = 0; i < 5; i++) {
            fails(i, FailureClass.CANNOT_CONNECT);
            later(Duration.ofMinutes(6));
        }
        assertThat(fails(99, FailureClass.DUPLICATE)).isInstanceOf(Hold.class);
        assertThat(plan.next(1, POLL)).isEqualTo(new TakeNext());
    }

    @Test
    void severalThatFailAtTheSameTimePauseOnce() {
        RetryPlan.Begin begun = plan.begin();
        later(Duration.ofMillis(10));
        plan.failed(1, FailureClass.CANNOT_CONNECT, begun);
        assertThat(plan.failed(2, FailureClass.CANNOT_CONNECT, begun)).isEqualTo(new PutBack(1));
    }

    @Test
    void anInstanceThatIsKnownToBeBadSaysNothingOfTheDestination() {
        for (long number = 0; number < 20; number++) {
            fails(number, FailureClass.ABORTED);
            anotherPasses();
        }
        for (long number = 0; number < 20; number++) {
            fails(number, FailureClass.ABORTED);
        }
        assertThat(plan.isSuspected()).isFalse();
    }

    // ---- The alarm

    @Test
    void aDestinationThatTakesNothingForLongIsAlarming() {
        Instant start = Instant.now();
        fails(BAD, FailureClass.CANNOT_CONNECT);
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(14)), Instant.MIN))
                .isEmpty();
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(16)), Instant.MIN))
                .isPresent();
        anotherPasses();
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(16)), Instant.MIN))
                .isEmpty();
    }

    @Test
    void theTimeBeforeItsHoursBeganDoesNotCount() {
        Instant start = Instant.now();
        fails(BAD, FailureClass.CANNOT_CONNECT);
        Instant opened = start.plus(Duration.ofMinutes(10));
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(16)), opened)).isEmpty();
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(26)), opened)).isPresent();
    }

    @Test
    void soIsOneInstanceThatIsNotTakenWhileOthersAre() {
        Instant start = Instant.now();
        fails(BAD, FailureClass.NO_ANSWER);
        anotherPasses();
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(16)), Instant.MIN))
                .isPresent();
        plan.passed(BAD);
        assertThat(plan.alarming(start.plus(Duration.ofMinutes(16)), Instant.MIN))
                .isEmpty();
    }

    @Test
    void whatCannotBeSettledBecauseOfAFaultHereIsTriedAgainAfterAPause() {
        plan.notSettled(BAD);
        assertThat(plan.isSuspect(BAD)).isTrue();
        assertThat(plan.next(0, POLL)).isInstanceOf(Wait.class);
        later(Duration.ofSeconds(2));
        assertThat(plan.next(0, POLL)).isEqualTo(new TakeSuspect(BAD));
    }

    @Test
    void ofThoseThatFailedTogetherNoMoreAreRememberedThanOfOthers() {
        plan.failedTogether(
                LongStream.range(0, RetryPlan.MOST_SUSPECTS + 9L).boxed().toList(), plan.begin());
        assertThat(LongStream.range(0, RetryPlan.MOST_SUSPECTS + 9L).filter(plan::isSuspect))
                .hasSize(RetryPlan.MOST_SUSPECTS);
    }
}
