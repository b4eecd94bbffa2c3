package org.sluice.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sluice.store.OwnerOnly;
import org.sluice.text.Log;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of a ledger and its tables.
 *
 * <pre>
 *   ledger/ledger.db       with ledger.db-wal and ledger.db-shm while it is open
 *   ledger/native/3.…/     SQLite's own library
 *
 *   entry: received  association  uid  destination  way  study  bytes  fate  since  source
 *   way:   route  calling                 study: uid  began  ended      destination: name
 *   gap:   began  ended  events           about: name  value
 * </pre>
 */
final class SqliteFile {
    private static final Log LOG = Log.of(SqliteFile.class);
    private static final int FORMAT = 2;
    /** One writer holds the file for some milliseconds at a time. */
    private static final int PATIENCE_MS = 10_000;

    private static final String[] TABLES = {
        "CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS way(id INTEGER PRIMARY KEY, route TEXT NOT NULL, calling TEXT NOT NULL,"
                + " UNIQUE(route, calling))",
        // The hours since 1970 in which instances of it came: where its entries stand.
        "CREATE TABLE IF NOT EXISTS study(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, began INTEGER NOT NULL,"
                + " ended INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS destination(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE IF NOT EXISTS gap(began INTEGER NOT NULL, ended INTEGER NOT NULL, events INTEGER NOT NULL)",
        // In the order of time, with no index by UID or study: what is written together stands together, so that a page
        // is
        // written for many entries. Whoever asks for one UID can wait for a look through the entries of a time.
        "CREATE TABLE IF NOT EXISTS entry(received INTEGER NOT NULL, association TEXT NOT NULL, uid TEXT NOT NULL,"
                + " destination INTEGER NOT NULL, way INTEGER NOT NULL, study INTEGER, bytes INTEGER NOT NULL, fate"
                + " INTEGER NOT NULL, since INTEGER NOT NULL, source INTEGER NOT NULL, PRIMARY KEY(received,"
                + " association, uid, destination)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS entry_open ON entry(fate) WHERE fate <= 2"
    };

    /** Makes of the tables of format 1, which had an entry's number, and indexes by UID and study, those of format 2. */
    private static final String[] FROM_1_TO_2 = {
        "INSERT INTO study(id, uid, began, ended) SELECT s.id, s.uid, coalesce(min(e.received), 0) / " + Names.HOUR_MS
                + ", coalesce(max(e.received), 0) / " + Names.HOUR_MS
                + " FROM study_1 s LEFT JOIN entry_1 e ON e.study = s.id GROUP BY s.id",
        "INSERT INTO entry SELECT received, association, uid, destination, way, study, bytes, fate, since, source FROM"
                + " entry_1 ORDER BY received, association, uid, destination",
        "DROP TABLE entry_1",
        "DROP TABLE study_1",
        "UPDATE about SET value = 2 WHERE name = 'format'"
    };

    private SqliteFile() {}

    static Path in(Path data) {
        return data.resolve("ledger").resolve("ledger.db");
    }

    /** Opens it for writing, and makes what is missing of it. */
    static Connection forWriting(Path data) throws IOException {
        Path file = in(data);
        OwnerOnly.createDirectories(data.resolve("ledger"));
        OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close(); // SQLite gives the files beside it the same permissions
        Connection connection = connect(data);
        boolean opened = false;
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false); // whoever reads finds all tables, or none
            boolean older = isMade(connection) && format(connection) == 1;
            if (older) {
                statement.execute("DROP INDEX entry_open");
                statement.execute("ALTER TABLE entry RENAME TO entry_1");
                statement.execute("ALTER TABLE study RENAME TO study_1");
            }
            for (String table : TABLES) {
                statement.execute(table);
            }
            if (older) {
                for (String step : FROM_1_TO_2) {
                    statement.execute(step);
                }
            }
            statement.execute("INSERT OR IGNORE INTO about VALUES('format', " + FORMAT + ")");
            requireFormat(connection, file);
            connection.commit();
            opened = true;
            return connection;
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            if (!opened) {
                closeQuietly(connection);
            }
        }
    }

    /** Opens it for somebody who only looks. A node may write to it meanwhile. */
    static Connection forReading(Path data) throws IOException {
        Path file = in(data);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Connection connection = connect(data);
        boolean opened = false;
        try {
            if (!isMade(connection)) {
                throw new NoSuchFileException(file.toString()); // a node makes them at this moment
            }
            requireFormat(connection, file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = 1");
            }
            opened = true;
            return connection;
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            if (!opened) {
                closeQuietly(connection);
            }
        }
    }

    private static boolean isMade(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var found = statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'about'")) {
            return found.next() && found.getLong(1) > 0;
        }
    }

    private static Connection connect(Path data) throws IOException {
        NativeLibrary.load(data.resolve("ledger").resolve("native"));
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(PATIENCE_MS);
        config.setCacheSize(-4096); // KiB
        try {
            return config.createConnection("jdbc:sqlite:" + in(data).toAbsolutePath());
        } catch (SQLException e) {
            throw failure(in(data), e);
        }
    }

    private static long format(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var found = statement.executeQuery("SELECT value FROM about WHERE name = 'format'")) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private static void requireFormat(Connection connection, Path file) throws SQLException, LedgerException {
        long format = format(connection);
        if (format == 1) {
            throw new LedgerException("an earlier release has written " + file
                    + ": start the node, which brings it into format " + FORMAT + " with all its entries");
        }
        if (format != FORMAT) {
            throw new LedgerException("a later release has written " + file + ": expected format " + FORMAT + ", found "
                    + format + "; move it away to begin a new ledger");
        }
    }

    private static LedgerException failure(Path file, SQLException e) {
        return LedgerException.of(file + " cannot be opened", e);
    }

    /** Whether the file is damaged, so that it is no use to try again. */
    static boolean isDamage(@Nullable Throwable failure) {
        return failure instanceof SQLiteException own
                && (own.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
                        || own.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB);
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("the ledger cannot be closed: {}", e);
        }
    }
}
