package org.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers for the texts that stand in many entries, so that each is written once. One thread. */
final class Names {
    /** More than the studies that arrive at the same time. */
    private static final int REMEMBERED = 4096;

    private final Known ways;
    private final Known studies;
    private final Known destinations;

    Names(Connection connection) throws SQLException {
        ways = new Known(connection, "way", "route", "calling");
        studies = new Known(connection, "study", "uid");
        destinations = new Known(connection, "destination", "name");
    }

    long way(String route, String callingAe) throws SQLException {
        return ways.number(List.of(route, callingAe));
    }

    long study(String uid) throws SQLException {
        return studies.number(List.of(uid));
    }

    long destination(String name) throws SQLException {
        return destinations.number(List.of(name));
    }

    /** Numbers may have been taken back. */
    void forget() {
        ways.numbers.clear();
        studies.numbers.clear();
        destinations.numbers.clear();
    }

    /** One table of them. */
    private static final class Known {
        private final PreparedStatement insert;
        private final PreparedStatement select;
        private final Map<List<String>, Long> numbers = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<String>, Long> eldest) {
                return size() > REMEMBERED;
            }
        };

        Known(Connection connection, String table, String... columns) throws SQLException {
            String all = String.join(", ", columns);
            String places = "?" + ", ?".repeat(columns.length - 1);
            insert = connection.prepareStatement(
                    "INSERT OR IGNORE INTO " + table + "(" + all + ") VALUES(" + places + ")");
            select = connection.prepareStatement(
                    "SELECT id FROM " + table + " WHERE " + String.join(" = ? AND ", columns) + " = ?");
        }

        long number(List<String> texts) throws SQLException {
            Long known = numbers.get(texts);
            if (known != null) {
                return known;
            }
            set(insert, texts);
            insert.executeUpdate();
            set(select, texts);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new SQLException("what was just written is not there");
                }
                long number = found.getLong(1);
                numbers.put(texts, number);
                return number;
            }
        }

        private static void set(PreparedStatement statement, List<String> texts) throws SQLException {
            for (int i = 0; i < texts.size(); i++) {
                statement.setString(i + 1, texts.get(i));
            }
        }
    }
}
