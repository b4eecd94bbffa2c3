package org.sluice.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the ledger, while a node writes to it or not. One thread. */
final class SqliteView implements LedgerView {
    private static final String FROM = " FROM entry e JOIN way w ON w.id = e.way JOIN destination d ON d.id ="
            + " e.destination LEFT JOIN study s ON s.id = e.study ";
    private static final String ENTRY = "SELECT e.received, e.association, w.route, w.calling, coalesce(s.uid, ''),"
            + " e.uid, e.bytes, d.name, e.fate, e.since, e.source" + FROM;

    private final Connection connection;

    private SqliteView(Connection connection) {
        this.connection = connection;
    }

    static SqliteView open(Path data) throws IOException {
        return new SqliteView(SqliteFile.forReading(data));
    }

    private record Group(String route, String callingAe, String destination) {}

    @Override
    public List<Sum> sums(Selection selection) throws IOException {
        Map<Group, Sum> sums = new LinkedHashMap<>();
        String query = "SELECT w.route, w.calling, d.name, e.fate, count(*), sum(e.bytes)" + FROM + where(selection)
                + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 2";
        try (PreparedStatement statement = prepared(query, selection);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                Group group = new Group(found.getString(1), found.getString(2), found.getString(3));
                Sum before = sums.getOrDefault(
                        group, new Sum(group.route(), group.callingAe(), group.destination(), Map.of(), 0));
                Map<InstanceState, Long> counts = new EnumMap<>(InstanceState.class);
                counts.putAll(before.counts());
                counts.put(InstanceState.of(found.getInt(4)), found.getLong(5));
                sums.put(
                        group,
                        new Sum(
                                group.route(),
                                group.callingAe(),
                                group.destination(),
                                counts,
                                before.bytes() + found.getLong(6)));
            }
            return List.copyOf(sums.values());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Entry> entries(Selection selection, int most) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String query = ENTRY + where(selection) + " ORDER BY e.received, e.association LIMIT " + most;
        try (PreparedStatement statement = prepared(query, selection)) {
            forEach(statement, entries::add);
            return entries;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static String where(Selection selection) {
        return "WHERE e.received >= ? AND e.received < ?"
                + (selection.studyUid().isEmpty() ? "" : " AND s.uid = ?")
                + (selection.sopInstanceUid().isEmpty() ? "" : " AND e.uid = ?")
                + (selection.association().isEmpty() ? "" : " AND e.association = ?");
    }

    private PreparedStatement prepared(String query, Selection wanted) throws SQLException {
        Selection selection = narrowed(wanted);
        PreparedStatement statement = connection.prepareStatement(query);
        int at = 1;
        statement.setLong(at++, selection.since());
        statement.setLong(at++, selection.until());
        for (String text : List.of(selection.studyUid(), selection.sopInstanceUid(), selection.association())) {
            if (!text.isEmpty()) {
                statement.setString(at++, text);
            }
        }
        return statement;
    }

    /** The entries of a study stand among those of the hours in which it came. */
    private Selection narrowed(Selection selection) throws SQLException {
        if (selection.studyUid().isEmpty()) {
            return selection;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT began, ended FROM study WHERE uid = ?")) {
            statement.setString(1, selection.studyUid());
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return selection;
                }
                return new Selection(
                        Math.max(selection.since(), found.getLong(1) * Names.HOUR_MS),
                        Math.min(selection.until(), (found.getLong(2) + 1) * Names.HOUR_MS),
                        selection.studyUid(),
                        selection.sopInstanceUid(),
                        selection.association());
            }
        }
    }

    @Override
    public void forEachOpen(Consumer<Entry> action) throws IOException {
        try {
            forEachOpen(connection, action);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    static void forEachOpen(Connection connection, Consumer<Entry> action) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY + "WHERE e.fate <= 2")) {
            forEach(statement, action);
        }
    }

    @Override
    public List<Gap> gaps(long since) throws IOException {
        List<Gap> gaps = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT began, ended, events FROM gap WHERE ended >= ? ORDER BY 1")) {
            statement.setLong(1, since);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    gaps.add(new Gap(found.getLong(1), found.getLong(2), found.getLong(3)));
                }
            }
            return gaps;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static void forEach(PreparedStatement statement, Consumer<Entry> action) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                Receipt receipt = new Receipt(
                        found.getLong(1),
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        found.getString(5),
                        found.getString(6),
                        found.getLong(7));
                action.accept(new Entry(
                        receipt,
                        found.getString(8),
                        InstanceState.of(found.getInt(9)),
                        found.getLong(10),
                        found.getBoolean(11) ? Entry.Source.FILES : Entry.Source.TOLD));
            }
        }
    }

    private static LedgerException unreadable(SQLException e) {
        return LedgerException.of("the ledger cannot be read", e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
