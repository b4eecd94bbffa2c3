package org.sluice.gateway.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.commitment.PendingCommitment.Act;
import org.sluice.gateway.commitment.PendingCommitment.Event;
import org.sluice.gateway.commitment.PendingCommitment.State;
import org.sluice.net.ReportChannel;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.InstanceReference;

/** What a commitment request does next, after each event in each state; time is a number. */
class PendingCommitmentTest {
    private static final String ARCHIVE = "archive";
    private static final InstanceReference INSTANCE = new InstanceReference("1.2.840.10008.5.1.4.1.1.4", "1.2.3");
    private static final ReportChannel CHANNEL = (report, answered) -> ReportChannel.Sending.SENT;
    private static final long TAKEN = Long.MAX_VALUE - 5; // nanoseconds may overflow
    private static final Duration WITHIN = Duration.ofMinutes(60);
    private static final Duration REMEMBER = Duration.ofDays(7);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final PendingCommitment.Times TIMES =
            new PendingCommitment.Times(WITHIN, REMEMBER, ANSWER, Duration::ofSeconds);

    private final Path folder;
    private CommitmentLedger ledger;

    PendingCommitmentTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void openLedger() throws IOException {
        ledger = CommitmentLedger.open(folder.resolve("ledger"), REMEMBER);
    }

    @AfterEach
    void closeLedger() throws IOException {
        ledger.close();
    }

    private PendingCommitment pending(boolean relay, boolean callable) throws IOException {
        ledger.received(INSTANCE, INSTANCE, List.of(ARCHIVE));
        CommitmentRequest request =
                new CommitmentRequest("1.2.9", "CALLER", "SLUICE", Instant.EPOCH, relay, List.of(INSTANCE), List.of());
        CommitmentFates fates = new CommitmentFates(ledger, Set.of(ARCHIVE));
        return new PendingCommitment(1, request, fates, TIMES, callable, TAKEN);
    }

    private static Act next(PendingCommitment one, Event event) {
        return one.next(event, TAKEN);
    }

    private static Act after(Duration age, PendingCommitment one) {
        return one.next(Event.TIME_PASSED, TAKEN + age.toNanos());
    }

    private static void ask(PendingCommitment one, boolean answered) {
        Question question = new Question(ARCHIVE, "1.2.8", List.of(INSTANCE), answered, Map.of());
        one.update(one.request().withQuestions(List.of(question)));
    }

    /** Takes a relayed request through all states until this one. */
    private PendingCommitment in(State wanted) throws IOException {
        PendingCommitment one = pending(true, true);
        one.useChannel(CHANNEL);
        if (wanted.compareTo(State.WAITING) > 0) {
            ledger.delivered(INSTANCE.sopInstanceUid(), ARCHIVE);
            assertThat(next(one, Event.LEDGER_CHANGED)).isEqualTo(Act.ASK);
            ask(one, false);
            one.heard().add(ARCHIVE);
        }
        if (wanted.compareTo(State.ASKING) > 0) {
            next(one, Event.HEARD);
        }
        if (wanted.compareTo(State.ASKED) > 0) {
            ask(one, true);
            next(one, Event.REPORTED);
        }
        if (wanted == State.IN_LINE) {
            next(one, Event.BUSY);
        } else if (wanted.compareTo(State.AWAITING) > 0) {
            next(one, Event.LOST);
        }
        if (wanted.compareTo(State.CALLING) > 0) {
            next(one, Event.FAILED);
        }
        if (wanted == State.CLOSED) {
            next(one, Event.ANSWERED);
        }
        assertThat(one.state()).isEqualTo(wanted);
        return one;
    }

    /** The act, or the new state when there is nothing to be done, or a dot when nothing changes either. */
    private String cell(State state, Event event, Duration age) throws IOException {
        PendingCommitment one = in(state);
        Act act = one.next(event, TAKEN + age.toNanos());
        State next = one.state();
        State implied =
                switch (act) {
                    case NOTHING -> next;
                    case ASK -> State.ASKING;
                    case SEND -> State.AWAITING;
                    case CALL -> State.CALLING;
                    case RETRY -> State.RESTING;
                    case CLOSE, GIVE_UP -> State.CLOSED;
                };
        assertThat(next).as("%s in %s", event, state).isEqualTo(implied);
        if (act != Act.NOTHING) {
            return act.name();
        }
        return next == state ? "." : next.name();
    }

    private void expect(Duration age, String table) throws IOException {
        List<String> lines = table.lines().toList();
        List<State> states = List.of(lines.get(0).trim().split(" +")).stream()
                .map(State::valueOf)
                .toList();
        assertThat(states).containsExactly(State.values());
        for (String line : lines.subList(1, lines.size())) {
            List<String> words = List.of(line.trim().split(" +"));
            StringBuilder found = new StringBuilder(words.get(0));
            for (State state : states) {
                found.append(' ').append(cell(state, Event.valueOf(words.get(0)), age));
            }
            assertThat(found).hasToString(words.stream().collect(Collectors.joining(" ")));
        }
    }

    @Test
    void eachEventLeadsFromEachStateToTheNext() throws IOException {
        expect(Duration.ZERO, """
                                WAITING ASKING ASKED AWAITING IN_LINE CALLING RESTING CLOSED
                LEDGER_CHANGED  .       .      .     .        .       .       .       .
                TIME_PASSED     .       .      .     .        .       .       .       .
                REQUESTED       .       .      .     .        SEND    .       CALL    .
                REPORTED        .       .      .     .        .       .       CALL    .
                HEARD           .       ASKED  .     .        .       .       .       .
                FAILED          .       RETRY  .     .        .       RETRY   .       .
                ANSWERED        CLOSE   CLOSE  CLOSE CLOSE    CLOSE   CLOSE   CLOSE   .
                REFUSED         .       .      .     RETRY    .       RETRY   .       .
                BUSY            .       .      .     IN_LINE  .       .       .       .
                FREE            .       .      .     .        SEND    .       .       .
                LOST            .       .      .     CALL     CALL    .       .       .
                """);
    }

    @Test
    void whenTheTimeForItIsOverItIsReportedAsThingsStand() throws IOException {
        expect(WITHIN, """
                                WAITING ASKING ASKED AWAITING IN_LINE CALLING RESTING CLOSED
                LEDGER_CHANGED  SEND    .      .     .        .       .       .       .
                TIME_PASSED     SEND    .      SEND  CALL     SEND    .       CALL    .
                HEARD           .       SEND   .     .        .       .       .       .
                """);
    }

    @Test
    void whenNobodyCouldBeToldForTooLongItIsGivenUp() throws IOException {
        expect(WITHIN.plus(REMEMBER), """
                                WAITING ASKING  ASKED   AWAITING IN_LINE CALLING RESTING CLOSED
                TIME_PASSED     GIVE_UP .       GIVE_UP GIVE_UP  GIVE_UP .       GIVE_UP .
                HEARD           .       GIVE_UP .       .        .       .       .       .
                """);
    }

    @Test
    void whatNoArchiveHasToCommitIsReportedAsSoonAsItIsDecided() throws IOException {
        PendingCommitment one = pending(false, true);
        assertThat(next(one, Event.LEDGER_CHANGED)).isEqualTo(Act.NOTHING);
        ledger.delivered(INSTANCE.sopInstanceUid(), ARCHIVE);
        assertThat(next(one, Event.LEDGER_CHANGED)).isEqualTo(Act.CALL);
    }

    @Test
    void anArchiveThatHasNotHeardIsAskedAgainAfterAPauseThatGrows() throws IOException {
        PendingCommitment one = in(State.ASKING);
        one.heard().clear();
        assertThat(next(one, Event.FAILED)).isEqualTo(Act.RETRY);
        assertThat(one.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(after(Duration.ofMillis(999), one)).isEqualTo(Act.NOTHING);
        assertThat(after(Duration.ofMillis(1000), one)).isEqualTo(Act.ASK);
        assertThat(next(one, Event.FAILED)).isEqualTo(Act.RETRY);
        assertThat(one.pause()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anArchiveThatReportsBeforeItsCallHasEndedIsNotWaitedFor() throws IOException {
        PendingCommitment one = in(State.ASKING);
        ask(one, true);
        assertThat(next(one, Event.REPORTED)).isEqualTo(Act.NOTHING);
        assertThat(next(one, Event.HEARD)).isEqualTo(Act.SEND);
    }

    @Test
    void anAnswerIsAwaitedForItsTimeAndTheAssociationThenLeftAlone() throws IOException {
        PendingCommitment one = in(State.AWAITING);
        assertThat(after(ANSWER, one)).isEqualTo(Act.NOTHING);
        assertThat(after(ANSWER.plusNanos(1), one)).isEqualTo(Act.CALL);
        assertThat(one.channel()).isEmpty();
    }

    @Test
    void aCallerThatCannotBeCalledIsToldOnItsNextAssociation() throws IOException {
        PendingCommitment one = pending(false, false);
        ledger.delivered(INSTANCE.sopInstanceUid(), ARCHIVE);
        assertThat(one.needsChannel()).isTrue();
        assertThat(next(one, Event.LEDGER_CHANGED)).isEqualTo(Act.RETRY);
        one.useChannel(CHANNEL);
        assertThat(one.needsChannel()).isFalse();
        assertThat(next(one, Event.REQUESTED)).isEqualTo(Act.SEND);
    }

    @Test
    void aCallerThatAlwaysRefusesIsGivenUp() throws IOException {
        PendingCommitment one = in(State.AWAITING);
        for (int refusals = 1; refusals < PendingCommitment.MOST_REFUSALS; refusals++) {
            assertThat(next(one, Event.REFUSED)).isEqualTo(Act.RETRY);
            assertThat(next(one, Event.REQUESTED)).isEqualTo(Act.SEND);
        }
        assertThat(next(one, Event.REFUSED)).isEqualTo(Act.GIVE_UP);
        assertThat(one.state()).isEqualTo(State.CLOSED);
    }
}
