package org.sluice.net.engine.association;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** PS3.8 Table 9-10, laid out as printed; '.' is a cell the standard leaves empty. */
final class TransitionTable {
    private static final String TEXT = """
            .                    Sta1 Sta2 Sta3 Sta4 Sta5 Sta6 Sta7 Sta8 Sta9 Sta10 Sta11 Sta12 Sta13
            ASSOCIATE_REQUEST    AE-1 .    .    .    .    .    .    .    .    .     .     .     .
            TRANSPORT_CONFIRM    .    .    .    AE-2 .    .    .    .    .    .     .     .     .
            ASSOCIATE_AC_PDU     .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
            ASSOCIATE_RJ_PDU     .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
            TRANSPORT_INDICATION AE-5 .    .    .    .    .    .    .    .    .     .     .     .
            ASSOCIATE_RQ_PDU     .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
            ASSOCIATE_ACCEPT     .    .    AE-7 .    .    .    .    .    .    .     .     .     .
            ASSOCIATE_REJECT     .    .    AE-8 .    .    .    .    .    .    .     .     .     .
            P_DATA_REQUEST       .    .    .    .    .    DT-1 .    AR-7 .    .     .     .     .
            P_DATA_PDU           .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
            RELEASE_REQUEST      .    .    .    .    .    AR-1 .    .    .    .     .     .     .
            RELEASE_RQ_PDU       .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
            RELEASE_RP_PDU       .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3  AA-8  AA-6
            RELEASE_RESPONSE     .    .    .    .    .    .    .    AR-4 AR-9 .     .     AR-4  .
            ABORT_REQUEST        .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1  AA-1  .
            ABORT_PDU            .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3  AA-3  AA-2
            TRANSPORT_CLOSED     .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4  AA-4  AR-5
            ARTIM_EXPIRED        .    AA-2 .    .    .    .    .    .    .    .     .     .     AA-2
            INVALID_PDU          .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
            """;

    private static final Map<Event, Map<State, Action>> CELLS = parse(TEXT);

    private TransitionTable() {}

    /** The cell for the event in the state; empty where the standard leaves it so. */
    static Optional<Action> action(Event event, State state) {
        Map<State, Action> row = CELLS.get(event);
        return row == null ? Optional.empty() : Optional.ofNullable(row.get(state));
    }

    private static Map<Event, Map<State, Action>> parse(String text) {
        Map<Event, Map<State, Action>> cells = new EnumMap<>(Event.class);
        State[] states = State.values();
        for (String line : text.lines().skip(1).toList()) {
            String[] words = line.split(" +", -1);
            Map<State, Action> row = new EnumMap<>(State.class);
            for (int i = 0; i < states.length; i++) {
                if (!words[i + 1].equals(".")) {
                    row.put(states[i], Action.valueOf(words[i + 1].replace('-', '_')));
                }
            }
            cells.put(Event.valueOf(words[0]), row);
        }
        return cells;
    }
}
