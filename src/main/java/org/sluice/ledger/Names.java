package org.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers for the texts that stand in many entries, so that each is written once. One thread. */
final class Names {
    /** More than the studies that arrive at the same time. */
    private static final int REMEMBERED = 4096;
    /** What the times of a study are counted in. */
    static final long HOUR_MS = 3_600_000;

    private final Known ways;
    private final Studies studies;
    private final Known destinations;

    Names(Connection connection) throws SQLException {
        ways = new Known(connection, "way", "route", "calling");
        studies = new Studies(connection);
        destinations = new Known(connection, "destination", "name");
    }

    long way(String route, String callingAe) throws SQLException {
        return ways.number(route, callingAe);
    }

    /**
     * That of a study, of which an instance came.
     *
     * @param receivedAt in milliseconds since 1970
     */
    long study(String uid, long receivedAt) throws SQLException {
        return studies.number(uid, receivedAt / HOUR_MS);
    }

    /** Forgets those of which nothing came since, and of which no entry is kept. */
    void removeStudiesBefore(long time) throws SQLException {
        studies.removeBefore(time / HOUR_MS);
    }

    long destination(String name) throws SQLException {
        return destinations.number(name);
    }

    /** Numbers may have been taken back. */
    void forget() {
        ways.forget();
        studies.forget();
        destinations.forget();
    }

    /** What was asked for last. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** The studies, each with the hours in which instances of it came. */
    private static final class Studies {
        private static final Study NONE = new Study("", 0, 0, -1);

        private final PreparedStatement widen;
        private final PreparedStatement remove;
        private final Map<String, Study> known = new Recent<>();
        // Most instances are of the study of the one before.
        private Study last = NONE;

        private record Study(String uid, long number, long began, long ended) {
            boolean spans(long hour) {
                return hour >= began && hour <= ended;
            }
        }

        Studies(Connection connection) throws SQLException {
            widen = connection.prepareStatement(
                    "INSERT INTO study(uid, began, ended) VALUES(?, ?, ?) ON CONFLICT(uid) DO"
                            + " UPDATE SET began = min(began, excluded.began), ended = max(ended, excluded.ended)"
                            + " RETURNING id, began, ended");
            remove = connection.prepareStatement("DELETE FROM study WHERE ended < ? AND NOT EXISTS (SELECT 1 FROM entry"
                    + " WHERE entry.study = study.id AND received < (study.ended + 1) * " + HOUR_MS + ")");
        }

        long number(String uid, long hour) throws SQLException {
            Study study = uid.equals(last.uid()) ? last : known.get(uid);
            if (study == null || !study.spans(hour)) {
                widen.setString(1, uid);
                widen.setLong(2, hour);
                widen.setLong(3, hour);
                try (ResultSet found = widen.executeQuery()) {
                    if (!found.next()) {
                        throw new SQLException("what was just written is not there");
                    }
                    study = new Study(uid, found.getLong(1), found.getLong(2), found.getLong(3));
                }
                known.put(uid, study);
            }
            last = study;
            return study.number();
        }

        void forget() {
            known.clear();
            last = NONE;
        }

        void removeBefore(long hour) throws SQLException {
            remove.setLong(1, hour);
            if (remove.executeUpdate() > 0) {
                forget();
            }
        }
    }

    /** One table of them. */
    private static final class Known {
        private final PreparedStatement insert;
        private final PreparedStatement select;
        private final Map<List<String>, Long> numbers = new Recent<>();
        // Most entries have the texts of the one before.
        private String[] last = {};
        private long lastNumber;

        Known(Connection connection, String table, String... columns) throws SQLException {
            String all = String.join(", ", columns);
            String places = "?" + ", ?".repeat(columns.length - 1);
            insert = connection.prepareStatement(
                    "INSERT OR IGNORE INTO " + table + "(" + all + ") VALUES(" + places + ")");
            select = connection.prepareStatement(
                    "SELECT id FROM " + table + " WHERE " + String.join(" = ? AND ", columns) + " = ?");
        }

        long number(String... texts) throws SQLException {
            if (!Arrays.equals(texts, last)) {
                List<String> key = List.of(texts);
                Long known = numbers.get(key);
                lastNumber = known != null ? known : written(key);
                last = texts;
            }
            return lastNumber;
        }

        void forget() {
            numbers.clear();
            last = new String[0];
        }

        private long written(List<String> texts) throws SQLException {
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
