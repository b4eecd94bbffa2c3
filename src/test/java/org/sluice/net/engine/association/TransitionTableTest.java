package org.sluice.net.engine.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.OfOneEngine;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;

/**
 * Every cell of PS3.8 Table 9-10: which action it is, which state follows, what is sent, whether the connection is
 * closed and whether ARTIM runs; and whatever it does to the connection, the lock is free meanwhile.
 */
@OfOneEngine("the state machine does in each state what PS3.8 Table 9-10 says")
class TransitionTableTest {
    /** The table once more, read column by column; events by their number in the standard. */
    private static final String COLUMNS = """
            STA1  1=AE-1 5=AE-5
            STA2  3=AA-1 4=AA-1 6=AE-6 10=AA-1 12=AA-1 13=AA-1 16=AA-2 17=AA-5 18=AA-2 19=AA-1
            STA3  3=AA-8 4=AA-8 6=AA-8 7=AE-7 8=AE-8 10=AA-8 12=AA-8 13=AA-8 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA4  2=AE-2 15=AA-2 17=AA-4
            STA5  3=AE-3 4=AE-4 6=AA-8 10=AA-8 12=AA-8 13=AA-8 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA6  3=AA-8 4=AA-8 6=AA-8 9=DT-1 10=DT-2 11=AR-1 12=AR-2 13=AA-8 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA7  3=AA-8 4=AA-8 6=AA-8 10=AR-6 12=AR-8 13=AR-3 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA8  3=AA-8 4=AA-8 6=AA-8 9=AR-7 10=AA-8 12=AA-8 13=AA-8 14=AR-4 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA9  3=AA-8 4=AA-8 6=AA-8 10=AA-8 12=AA-8 13=AA-8 14=AR-9 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA10 3=AA-8 4=AA-8 6=AA-8 10=AA-8 12=AA-8 13=AR-10 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA11 3=AA-8 4=AA-8 6=AA-8 10=AA-8 12=AA-8 13=AR-3 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA12 3=AA-8 4=AA-8 6=AA-8 10=AA-8 12=AA-8 13=AA-8 14=AR-4 15=AA-1 16=AA-3 17=AA-4 19=AA-8
            STA13 3=AA-6 4=AA-6 6=AA-7 10=AA-6 12=AA-6 13=AA-6 16=AA-2 17=AR-5 18=AA-2 19=AA-7
            """;

    /** What each action does, PS3.8 Tables 9-6 to 9-9; AR-8 depends on the role. */
    private static final String OUTCOMES = """
            AE-1  STA4  opens
            AE-2  STA5  sends A-ASSOCIATE-RQ
            AE-3  STA6
            AE-4  STA1  closes
            AE-5  STA2  ARTIM
            AE-6  STA3
            AE-7  STA6  sends A-ASSOCIATE-AC
            AE-8  STA13 sends A-ASSOCIATE-RJ 1/1/3, ARTIM
            DT-1  STA6
            DT-2  STA6
            AR-1  STA7  sends A-RELEASE-RQ
            AR-2  STA8
            AR-3  STA1  closes
            AR-4  STA13 sends A-RELEASE-RP, ARTIM
            AR-5  STA1  closes
            AR-6  STA7
            AR-7  STA8
            AR-8  STA9
            AR-9  STA11 sends A-RELEASE-RP
            AR-10 STA12
            AA-1  STA13 sends A-ABORT 0/0, ARTIM
            AA-2  STA1  closes
            AA-3  STA1  closes
            AA-4  STA1  closes
            AA-5  STA1  closes
            AA-6  STA13
            AA-7  STA13 sends A-ABORT 2/R
            AA-8  STA13 sends A-ABORT 2/R, ARTIM
            """;

    /** How to come to each state from the first one. */
    private static final Map<State, String> WAYS = Map.ofEntries(
            Map.entry(State.STA1, ""),
            Map.entry(State.STA2, "5"),
            Map.entry(State.STA3, "5 6"),
            Map.entry(State.STA4, "1"),
            Map.entry(State.STA5, "1 2"),
            Map.entry(State.STA6, "5 6 7"),
            Map.entry(State.STA7, "5 6 7 11"),
            Map.entry(State.STA8, "5 6 7 12"),
            Map.entry(State.STA9, "1 2 3 11 12"),
            Map.entry(State.STA10, "5 6 7 11 12"),
            Map.entry(State.STA11, "1 2 3 11 12 14"),
            Map.entry(State.STA12, "5 6 7 11 12 13"),
            Map.entry(State.STA13, "5 6 7 15"));

    static Stream<Arguments> cells() {
        Map<State, Map<Event, String>> columns = columns();
        return Arrays.stream(State.values()).flatMap(state -> Arrays.stream(Event.values())
                .map(event -> Arguments.of(
                        state, event, columns.getOrDefault(state, Map.of()).getOrDefault(event, "."))));
    }

    private static Map<State, Map<Event, String>> columns() {
        Map<State, Map<Event, String>> columns = new HashMap<>();
        for (String line : COLUMNS.lines().toList()) {
            String[] words = line.split(" +", -1);
            Map<Event, String> column = new HashMap<>();
            for (String cell : Arrays.asList(words).subList(1, words.length)) {
                String[] numberAndAction = cell.split("=", 2);
                column.put(event(numberAndAction[0]), numberAndAction[1]);
            }
            columns.put(State.valueOf(words[0]), column);
        }
        return columns;
    }

    private static Event event(String number) {
        return Event.values()[Integer.parseInt(number) - 1];
    }

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @MethodSource("cells")
    void theCellHoldsTheActionOfTheStandard(State state, Event event, String action) {
        Optional<Action> cell = TransitionTable.action(event, state);

        assertThat(cell.map(a -> a.name().replace('_', '-')).orElse(".")).isEqualTo(action);
    }

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @MethodSource("cells")
    void theActionDoesWhatTheStandardSays(State state, Event event, String action) {
        Probe probe = new Probe(state);
        if (action.equals(".")) {
            assertThatThrownBy(() -> probe.happens(event)).isInstanceOf(IllegalStateException.class);
            assertThat(probe.outcome()).isEqualTo(state.name());
        } else {
            probe.happens(event);
            assertThat(probe.outcome()).isEqualTo(expectedOutcome(action, event, probe.role));
        }
    }

    private static String expectedOutcome(String action, Event event, Role role) {
        if (action.equals("AR-8")) {
            return role == Role.REQUESTOR ? "STA9" : "STA10";
        }
        String line = OUTCOMES.lines()
                .filter(l -> l.startsWith(action + " "))
                .findFirst()
                .orElseThrow();
        String reason = event == Event.INVALID_PDU ? "6" : "2";
        return line.substring(6).strip().replaceAll(" +", " ").replace("2/R", "2/" + reason);
    }

    /** A machine in some state, and what an event makes of it. */
    private static final class Probe implements Transport {
        private final ManualClock clock = new ManualClock();
        private final Watchdog watchdog = Watchdog.manual(clock);
        private final List<String> done = new ArrayList<>();
        private final Role role;
        private final ProtocolMachine machine;
        private final ReadTimer timer;
        private boolean closed;

        Probe(State state) {
            String way = WAYS.getOrDefault(state, "");
            role = way.startsWith("1") ? Role.REQUESTOR : Role.ACCEPTOR;
            timer = new ReadTimer(watchdog, () -> done.add("ARTIM"));
            PduOutput output = new PduOutput(this, watchdog, Duration.ofSeconds(1));
            machine = new ProtocolMachine(role, Transcript.LIMITS, this, output, timer);
            if (!way.isEmpty()) {
                Arrays.stream(way.split(" ", -1)).forEach(number -> happens(event(number)));
            }
            assertThat(machine.state()).isEqualTo(state);
            timer.stop();
            done.clear();
        }

        void happens(Event event) {
            switch (event) {
                case ASSOCIATE_REQUEST -> machine.requestAssociation(ScriptedPdu.REQUEST);
                case ASSOCIATE_RQ_PDU -> machine.onPdu(ScriptedPdu.REQUEST);
                case ASSOCIATE_AC_PDU -> machine.onPdu(ScriptedPdu.ACCEPTANCE);
                case ASSOCIATE_RJ_PDU -> machine.onPdu(new AssociateRj(1, 1, 7));
                case ASSOCIATE_ACCEPT -> machine.accept(ScriptedPdu.ACCEPTANCE);
                case ASSOCIATE_REJECT -> machine.reject(new AssociateRj(1, 1, 3));
                case RELEASE_RQ_PDU -> machine.onPdu(new ReleaseRq());
                case RELEASE_RP_PDU -> machine.onPdu(new ReleaseRp());
                case ABORT_PDU -> machine.onPdu(Abort.BY_USER);
                case INVALID_PDU -> machine.onInvalid(new PduException(AbortReason.INVALID_PARAMETER, "bad"));
                default -> machine.on(event);
            }
        }

        /** State, then what was done, then whether ARTIM runs: it does if its time brings it down. */
        String outcome() {
            List<String> all = new ArrayList<>(done);
            done.clear();
            if (!closed) {
                clock.advance(Transcript.LIMITS.artim());
                watchdog.tick();
                boolean artim =
                        timer.expired().filter(ReadTimer.Kind.ARTIM::equals).isPresent();
                all.addAll(artim ? List.of("ARTIM") : List.of());
            } else {
                all.add("closes");
            }
            String what = String.join(", ", all);
            return what.isEmpty() ? machine.state().name() : machine.state() + " " + what;
        }

        /** What waits for the peer happens outside the lock: another thread can take it meanwhile. */
        private void assertLockIsFree() {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> machine.whileEstablished(() -> {}));
            assertThat(other).as("another thread takes the lock").succeedsWithin(Duration.ofSeconds(20));
        }

        @Override
        public void open() {
            assertLockIsFree();
            done.add("opens");
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            assertLockIsFree();
            byte[] bytes = new byte[buffers[0].remaining()];
            buffers[0].get(bytes);
            try {
                done.add("sends " + ScriptedPdu.line(bytes));
            } catch (PduException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            assertLockIsFree();
            closed = true;
        }

        @Override
        public int read(@Nullable ByteBuffer into) {
            return -1;
        }

        @Override
        public int poll(@Nullable ByteBuffer into) {
            return 0;
        }

        @Override
        public void shutdownInput() {}
    }
}
