package org.sluice.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The ledger in a file of SQLite, see {@link SqliteFile}. */
final class SqliteLedger implements LedgerStore {
    private static final String SETTLE = "fate = excluded.fate, since = excluded.since, source ="
            + " excluded.source, study = coalesce(study, excluded.study)";
    private static final String FIRST =
            "study = coalesce(excluded.study, study), bytes = excluded.bytes, way = excluded.way";
    private static final String CORRECT = "fate = excluded.fate, since = excluded.since, source ="
            + " excluded.source WHERE entry.fate <> excluded.fate AND entry.since < ?";

    private static final int COLUMNS = 10;
    /** Entries of one statement: a third of the time that they take one by one. */
    private static final int TOGETHER = 50;

    /** An instance is seldom written down later than so many milliseconds after its request came. */
    private static final long LATE_MS = Duration.ofMinutes(5).toMillis();

    private final Connection connection;
    private final Names names;
    private final PreparedStatement settle;
    private final PreparedStatement settleMany;
    private final PreparedStatement first;
    private final PreparedStatement firstMany;
    private final PreparedStatement correct;
    private final LastRun lastRun;
    // Those that came before a time are counted once.
    private long counted;
    private long countedUntil;

    /** Something that is done as a whole, or not at all. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    /** Opens it in the node's folder for data, and creates it if there is none. */
    static SqliteLedger open(Path data) throws IOException {
        Connection connection = SqliteFile.forWriting(data);
        boolean opened = false;
        try {
            SqliteLedger ledger = new SqliteLedger(connection);
            opened = true;
            return ledger;
        } catch (SQLException e) {
            throw LedgerException.of("the ledger cannot be opened", e);
        } finally {
            if (!opened) {
                SqliteFile.closeQuietly(connection);
            }
        }
    }

    private SqliteLedger(Connection connection) throws SQLException {
        this.connection = connection;
        this.names = new Names(connection);
        settle = insert(1, SETTLE);
        settleMany = insert(TOGETHER, SETTLE);
        first = insert(1, FIRST);
        firstMany = insert(TOGETHER, FIRST);
        correct = insert(1, CORRECT);
        long writtenAt = about("written");
        long behind = about("behind");
        lastRun = new LastRun(
                writtenAt == 0,
                about("clean") == 1 && behind == 0,
                behind == 0 ? writtenAt : Math.min(behind, writtenAt));
        connection.commit();
    }

    /** Inserts so many entries; of one that is there it updates what is said. */
    private PreparedStatement insert(int entries, String update) throws SQLException {
        String row = "(?" + ", ?".repeat(COLUMNS - 1) + ")";
        return connection.prepareStatement(
                "INSERT INTO entry(received, association, uid, destination, way, study, bytes,"
                        + " fate, since, source) VALUES " + row + (", " + row).repeat(entries - 1)
                        + " ON CONFLICT(received, association, uid, destination) DO UPDATE SET " + update);
    }

    private long about(String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT value FROM about WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    private void about(String name, long value) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("INSERT OR REPLACE INTO about VALUES(?, ?)")) {
            update.setString(1, name);
            update.setLong(2, value);
            update.executeUpdate();
        }
    }

    private <T> T inOne(Work<T> work) throws IOException {
        boolean done = false;
        try {
            T result = work.run();
            connection.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            throw LedgerException.of("the ledger cannot be written", e);
        } finally {
            if (!done) {
                names.forget();
                rollBack();
            }
        }
    }

    private void rollBack() throws IOException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw LedgerException.of("the ledger cannot be written", e);
        }
    }

    @Override
    public LastRun lastRun() {
        return lastRun;
    }

    @Override
    public void write(Collection<Posting> postings, long at) throws IOException {
        inOne(() -> {
            // No two of them are of one entry, so their order is all the same.
            insert(entries(postings, true), settle, settleMany);
            insert(entries(postings, false), first, firstMany);
            about("written", at);
            about("clean", 0);
            return postings.size();
        });
    }

    private static List<Entry> entries(Collection<Posting> postings, boolean settling) {
        return postings.stream()
                .filter(posting -> posting.settles() == settling)
                .map(Posting::entry)
                .toList();
    }

    private void insert(List<Entry> entries, PreparedStatement one, PreparedStatement many) throws SQLException {
        int written = 0;
        for (; entries.size() - written >= TOGETHER; written += TOGETHER) {
            for (int i = 0; i < TOGETHER; i++) {
                set(many, i, entries.get(written + i));
            }
            many.executeUpdate();
        }
        for (; written < entries.size(); written++) {
            set(one, 0, entries.get(written));
            one.executeUpdate();
        }
    }

    @Override
    public int correct(Collection<Entry> found, long before) throws IOException {
        return inOne(() -> {
            int changed = 0;
            for (Entry entry : found) {
                set(correct, 0, entry);
                correct.setLong(COLUMNS + 1, before);
                changed += correct.executeUpdate();
            }
            return changed;
        });
    }

    /** Fills in one of the rows of a statement. */
    private void set(PreparedStatement statement, int row, Entry entry) throws SQLException {
        Receipt receipt = entry.receipt();
        int column = row * COLUMNS;
        statement.setLong(++column, receipt.receivedAt());
        statement.setString(++column, receipt.association());
        statement.setString(++column, receipt.sopInstanceUid());
        statement.setLong(++column, names.destination(entry.destination()));
        statement.setLong(++column, names.way(receipt.route(), receipt.callingAe()));
        if (receipt.studyUid().isEmpty()) {
            statement.setNull(++column, Types.INTEGER);
        } else {
            statement.setLong(++column, names.study(receipt.studyUid(), receipt.receivedAt()));
        }
        statement.setLong(++column, receipt.bytes());
        statement.setInt(++column, entry.fate().code());
        statement.setLong(++column, entry.since());
        statement.setBoolean(++column, entry.source() == Entry.Source.FILES);
    }

    @Override
    public int settleMissing(
            Set<Long> found, Predicate<Entry> dropped, InstanceState otherwise, Set<String> unsure, long before)
            throws IOException {
        return inOne(() -> {
            List<Entry> missing = new ArrayList<>();
            SqliteView.forEachOpen(connection, entry -> {
                boolean kept = entry.fate() == InstanceState.QUARANTINED || entry.since() >= before;
                if (!kept
                        && !unsure.contains(entry.destination())
                        && !found.contains(entry.key().mark())) {
                    missing.add(entry);
                }
            });
            for (Entry entry : missing) {
                InstanceState fate = dropped.test(entry) ? InstanceState.DROPPED : otherwise;
                set(settle, 0, new Entry(entry.receipt(), entry.destination(), fate, before, Entry.Source.FILES));
                settle.executeUpdate();
            }
            return missing.size();
        });
    }

    @Override
    public void note(Gap gap) throws IOException {
        inOne(() -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO gap VALUES(?, ?, ?)")) {
                insert.setLong(1, gap.from());
                insert.setLong(2, gap.to());
                insert.setLong(3, gap.events());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void behindSince(long time) throws IOException {
        inOne(() -> {
            long known = about("behind");
            about("behind", known == 0 ? Math.max(1, time) : Math.min(known, time));
            return true;
        });
    }

    @Override
    public void inLine() throws IOException {
        inOne(() -> {
            about("behind", 0);
            return true;
        });
    }

    @Override
    public int removeBefore(long time, int most) throws IOException {
        return inOne(() -> {
            int removed;
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM entry WHERE (received, association, uid, destination) IN"
                            + " (SELECT received, association, uid, destination FROM entry WHERE received < ? AND"
                            + " fate > 2 ORDER BY received LIMIT ?)")) {
                delete.setLong(1, time);
                delete.setInt(2, most);
                removed = delete.executeUpdate();
                counted = Math.max(0, counted - removed);
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM gap WHERE ended < " + time);
            }
            if (removed < most) { // the last of them
                names.removeStudiesBefore(time);
            }
            return removed;
        });
    }

    @Override
    public long rows() throws IOException {
        return inOne(() -> {
            long until = System.currentTimeMillis() - LATE_MS;
            counted += count(countedUntil, until);
            countedUntil = until;
            return counted + count(until, Long.MAX_VALUE);
        });
    }

    private long count(long from, long until) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM entry WHERE received >= ? AND received < ?")) {
            query.setLong(1, from);
            query.setLong(2, until);
            try (ResultSet count = query.executeQuery()) {
                return count.next() ? count.getLong(1) : 0;
            }
        }
    }

    @Override
    public void closeCleanly() throws IOException {
        inOne(() -> {
            about("written", System.currentTimeMillis());
            about("clean", 1);
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw LedgerException.of("the ledger cannot be closed", e);
        }
    }
}
