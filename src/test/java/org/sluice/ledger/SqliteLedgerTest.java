package org.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.ledger.LedgerStore.Posting;
import org.sluice.ledger.LedgerView.Selection;

/** What is kept in the file of the ledger, how long, and what is put right in it. */
class SqliteLedgerTest {
    private final Path data;

    SqliteLedgerTest(@TempDir Path data) {
        this.data = data;
    }

    private static Receipt receipt(long receivedAt) {
        return new Receipt(receivedAt, "a00001", "SLUICE", "CT1", "1.2.3", "1.2.3." + receivedAt, 100);
    }

    private static Entry entry(long receivedAt, InstanceState fate) {
        return new Entry(receipt(receivedAt), "archive", fate, receivedAt + 1, Entry.Source.TOLD);
    }

    private static void write(LedgerStore ledger, Entry... entries) throws IOException {
        ledger.write(
                List.of(entries).stream().map(one -> new Posting(one, true)).toList(), 5000);
    }

    private List<Entry> all() throws IOException {
        try (LedgerView view = LedgerView.open(data)) {
            return view.entries(Selection.since(0), 100);
        }
    }

    @Test
    void whatIsWrittenIsReadInTheOrderInWhichItCame() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(20, InstanceState.WAITING), entry(10, InstanceState.DELIVERED));
            assertThat(all()).containsExactly(entry(10, InstanceState.DELIVERED), entry(20, InstanceState.WAITING));
        }
        assertThat(all()).hasSize(2);
    }

    @Test
    void aStudyAnInstanceAndATimeAreFoundEach() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(10, InstanceState.DELIVERED), entry(20, InstanceState.WAITING));
        }
        try (LedgerView view = LedgerView.open(data)) {
            assertThat(view.entries(new Selection(0, 99, "1.2.3", "", ""), 9)).hasSize(2);
            assertThat(view.entries(new Selection(0, 99, "1.2.4", "", ""), 9)).isEmpty();
            assertThat(view.entries(new Selection(0, 99, "", "1.2.3.10", ""), 9))
                    .containsExactly(entry(10, InstanceState.DELIVERED));
            assertThat(view.entries(new Selection(15, 99, "", "", "a00001"), 9))
                    .containsExactly(entry(20, InstanceState.WAITING));
        }
    }

    @Test
    void theOldestAreRemovedInPortionsButNotWhatIsStillKept() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(
                    ledger,
                    entry(1, InstanceState.HELD),
                    entry(2, InstanceState.DELIVERED),
                    entry(3, InstanceState.REFUSED),
                    entry(4, InstanceState.DELIVERED),
                    entry(50, InstanceState.DELIVERED));
            assertThat(ledger.removeBefore(40, 2)).isEqualTo(2);
            assertThat(ledger.removeBefore(40, 2)).isEqualTo(1);
            assertThat(all()).containsExactly(entry(1, InstanceState.HELD), entry(50, InstanceState.DELIVERED));
            write(ledger, entry(60, InstanceState.DELIVERED));
            assertThat(all())
                    .hasSize(3)
                    .allMatch(one -> one.receipt().studyUid().equals("1.2.3"));
        }
    }

    @Test
    void aStudyIsFoundInTheHoursInWhichItCameAndForgottenWithItsLastEntry() throws Exception {
        long day = 24 * Names.HOUR_MS;
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(day, InstanceState.DELIVERED), entry(3 * day, InstanceState.DELIVERED));
            write(ledger, entry(2, InstanceState.HELD));
            try (LedgerView view = LedgerView.open(data)) {
                assertThat(view.entries(new Selection(0, Long.MAX_VALUE, "1.2.3", "", ""), 9))
                        .hasSize(3);
            }
            assertThat(ledger.removeBefore(4 * day, 9)).isEqualTo(2);
            assertThat(studies()).as("one of it is held").isEqualTo(1);
            write(ledger, entry(2, InstanceState.REJECTED));
            assertThat(ledger.removeBefore(4 * day, 9)).isEqualTo(1);
            assertThat(studies()).isZero();
            write(ledger, entry(5 * day, InstanceState.DELIVERED));
            assertThat(all()).extracting(one -> one.receipt().studyUid()).containsExactly("1.2.3");
        }
    }

    @Test
    void itCountsWhatItHas() throws IOException {
        long now = System.currentTimeMillis();
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(1, InstanceState.DELIVERED), entry(2, InstanceState.DELIVERED));
            write(ledger, entry(now, InstanceState.WAITING));
            assertThat(ledger.rows()).isEqualTo(3);
            write(ledger, entry(now + 1, InstanceState.WAITING), entry(now, InstanceState.DELIVERED));
            assertThat(ledger.rows()).isEqualTo(4);
            assertThat(ledger.removeBefore(2, 9)).isEqualTo(1);
            assertThat(ledger.rows()).isEqualTo(3);
        }
    }

    @Test
    void oneOfFormatOneIsBroughtOverWithAllItsEntries() throws Exception {
        long day = 24 * Names.HOUR_MS;
        writeFormatOne(entry(day, InstanceState.DELIVERED), entry(day + 7, InstanceState.WAITING));
        assertThatThrownBy(() -> LedgerView.open(data))
                .hasMessageContaining("an earlier release")
                .hasMessageContaining("start the node");
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            assertThat(ledger.rows()).isEqualTo(2);
            assertThat(all())
                    .containsExactly(entry(day, InstanceState.DELIVERED), entry(day + 7, InstanceState.WAITING));
            write(ledger, entry(day + 7, InstanceState.DELIVERED), entry(2 * day, InstanceState.HELD));
            try (LedgerView view = LedgerView.open(data)) {
                assertThat(view.entries(new Selection(0, Long.MAX_VALUE, "1.2.3", "", ""), 9))
                        .containsExactly(
                                entry(day, InstanceState.DELIVERED),
                                new Entry(
                                        receipt(day + 7),
                                        "archive",
                                        InstanceState.DELIVERED,
                                        day + 8,
                                        Entry.Source.TOLD),
                                entry(2 * day, InstanceState.HELD));
            }
        }
        SqliteLedger.open(data).close();
        assertThat(all()).hasSize(3);
    }

    /** As the release before wrote it. */
    private void writeFormatOne(Entry... entries) throws Exception {
        SqliteLedger.open(data).close(); // the folder and SQLite's library
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger/ledger.db"));
                var statement = connection.createStatement()) {
            for (String sql : List.of(
                    "DROP TABLE entry",
                    "DROP TABLE study",
                    "CREATE TABLE study(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE)",
                    "CREATE TABLE entry(id INTEGER PRIMARY KEY, received INTEGER NOT NULL, association TEXT NOT NULL, uid"
                            + " TEXT NOT NULL, destination INTEGER NOT NULL, way INTEGER NOT NULL, study INTEGER, bytes"
                            + " INTEGER NOT NULL, fate INTEGER NOT NULL, since INTEGER NOT NULL, source INTEGER NOT NULL)",
                    "CREATE UNIQUE INDEX entry_key ON entry(uid, received, association, destination)",
                    "CREATE INDEX entry_received ON entry(received)",
                    "CREATE INDEX entry_study ON entry(study) WHERE study IS NOT NULL",
                    "CREATE INDEX entry_open ON entry(fate) WHERE fate <= 2",
                    "UPDATE about SET value = 1 WHERE name = 'format'",
                    "INSERT INTO study VALUES(4, '1.2.3')",
                    "INSERT INTO way VALUES(1, 'SLUICE', 'CT1')",
                    "INSERT INTO destination VALUES(1, 'archive')")) {
                statement.execute(sql);
            }
            for (Entry one : entries) {
                statement.execute(
                        "INSERT INTO entry(received, association, uid, destination, way, study, bytes, fate, since,"
                                + " source) VALUES(" + one.receipt().receivedAt() + ", 'a00001', '"
                                + one.receipt().sopInstanceUid() + "', 1, 1, 4, 100, "
                                + one.fate().code() + ", " + one.since() + ", 0)");
            }
        }
    }

    private long studies() throws Exception {
        try (var connection = SqliteFile.forReading(data);
                var statement = connection.createStatement();
                var count = statement.executeQuery("SELECT count(*) FROM study")) {
            return count.getLong(1);
        }
    }

    @Test
    void whatHasLeftTheSpoolUnseenIsSettledAndMarked() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(
                    ledger,
                    entry(1, InstanceState.WAITING),
                    entry(2, InstanceState.WAITING),
                    entry(3, InstanceState.HELD),
                    entry(900, InstanceState.WAITING));
            Set<Long> found = Set.of(entry(1, InstanceState.WAITING).key().mark());
            int changed = ledger.settleMissing(
                    found, one -> one.fate() == InstanceState.HELD, InstanceState.DELIVERED, Set.of(), 500);
            assertThat(changed).isEqualTo(2);
            assertThat(all())
                    .extracting(Entry::fate)
                    .containsExactly(
                            InstanceState.WAITING,
                            InstanceState.DELIVERED,
                            InstanceState.DROPPED,
                            InstanceState.WAITING);
            assertThat(all())
                    .extracting(Entry::source)
                    .containsExactly(Entry.Source.TOLD, Entry.Source.FILES, Entry.Source.FILES, Entry.Source.TOLD);
        }
    }

    @Test
    void ofADestinationWithADamagedFileNothingIsSettled() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(1, InstanceState.WAITING));
            assertThat(ledger.settleMissing(Set.of(), one -> false, InstanceState.DELIVERED, Set.of("archive"), 500))
                    .isZero();
        }
    }

    @Test
    void whatIsFoundCorrectsWhatWasKnownBeforeAndNotWhatWasSaidSince() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(1, InstanceState.DELIVERED), entry(900, InstanceState.DELIVERED));
            int changed = ledger.correct(
                    List.of(
                            entry(1, InstanceState.WAITING),
                            entry(2, InstanceState.QUARANTINED),
                            entry(900, InstanceState.WAITING)),
                    500);
            assertThat(changed).isEqualTo(2);
            assertThat(all())
                    .extracting(Entry::fate)
                    .containsExactly(InstanceState.WAITING, InstanceState.QUARANTINED, InstanceState.DELIVERED);
        }
    }

    @Test
    void itSaysAfterwardsWhetherSomethingMayBeMissing() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            assertThat(ledger.lastRun().fresh()).isTrue();
            write(ledger, entry(1, InstanceState.WAITING));
        }
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            assertThat(ledger.lastRun()).isEqualTo(new LedgerStore.LastRun(false, false, 5000));
            ledger.behindSince(4000);
            ledger.closeCleanly();
        }
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            assertThat(ledger.lastRun()).isEqualTo(new LedgerStore.LastRun(false, false, 4000));
            ledger.inLine();
            ledger.closeCleanly();
        }
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            assertThat(ledger.lastRun().clean()).isTrue();
        }
    }

    @Test
    void textThatIsNoUidIsNotInIt() throws IOException {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            Receipt doubtful = new Receipt(1, "a00001", "SLUICE", "CT1", "Doe^Jane", "1.2.3 Doe", 5);
            write(ledger, new Entry(doubtful, "archive", InstanceState.REFUSED, 1, Entry.Source.TOLD));
        }
        assertThat(all())
                .allMatch(one -> (one.receipt().studyUid() + one.receipt().sopInstanceUid()).isEmpty());
    }

    @Test
    void itIsItsOwnersAloneAndOneOfALaterReleaseIsRefused() throws Exception {
        try (LedgerStore ledger = SqliteLedger.open(data)) {
            write(ledger, entry(1, InstanceState.WAITING));
            for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                data.resolve("ledger").resolve(name))))
                        .isEqualTo("rw-------");
            }
        }
        try (var connection = SqliteFile.forWriting(data);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE about SET value = 3 WHERE name = 'format'");
            connection.commit();
        }
        assertThatThrownBy(() -> SqliteLedger.open(data)).hasMessageContaining("a later release has written");
        assertThatThrownBy(() -> LedgerView.open(data.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }
}
