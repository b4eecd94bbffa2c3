package org.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.peers.Await;

/** What is said is in the ledger a moment later, and what is lost is known to be lost. */
class BufferedLedgerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path data;

    BufferedLedgerTest(@TempDir Path data) {
        this.data = data;
    }

    private static Receipt receipt(long number) {
        return new Receipt(number, "a00001", "SLUICE", "CT1", "1.2", "1.2." + number, 5);
    }

    private static StoredFiles files(Path data) {
        return new StoredFiles(data, data.resolve("quarantine"), ae -> List.of("archive"));
    }

    private long received() throws IOException {
        try (LedgerView view = LedgerView.open(data)) {
            return view.sums(Selection.since(0)).stream()
                    .mapToLong(LedgerView.Sum::received)
                    .sum();
        } catch (NoSuchFileException notYet) {
            return 0;
        }
    }

    @Test
    void whatWasSaidIsInItWhileItIsOpenAndAfterwards() throws IOException {
        try (BufferedLedger ledger = NodeLedger.start(files(data), Duration.ofDays(36500))) {
            ledger.received(receipt(1), List.of("archive"), InstanceState.WAITING);
            Await.until(() -> received() == 1, LONG, "the first");
            ledger.became(receipt(1), "archive", InstanceState.DELIVERED);
            ledger.received(receipt(2), List.of("archive", "research"), InstanceState.QUARANTINED);
        }
        assertThat(received()).isEqualTo(3);
        try (LedgerView view = LedgerView.open(data)) {
            assertThat(view.entries(Selection.since(0), 9))
                    .extracting(Entry::fate)
                    .containsExactly(InstanceState.DELIVERED, InstanceState.QUARANTINED, InstanceState.QUARANTINED);
        }
    }

    /** A disk that does not answer until it is told to. */
    private final class SlowBook implements BufferedLedger.LedgerBook {
        final CountDownLatch answers = new CountDownLatch(1);
        final AtomicLong behind = new AtomicLong(-1);
        final LedgerStore store = SqliteLedger.open(data);

        SlowBook() throws IOException {}

        @Override
        public LedgerStore store() throws IOException {
            try {
                answers.await();
                return store;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void behind(LedgerStore open, long since) {
            behind.set(since);
        }

        @Override
        public boolean tidy(LedgerStore open) {
            return false;
        }

        @Override
        public void close(boolean complete) throws IOException {
            store.close();
        }
    }

    @Test
    void whatDoesNotFitKeepsNobodyWaitingAndIsCounted() throws IOException {
        SlowBook book = new SlowBook();
        try (BufferedLedger ledger = new BufferedLedger(book).start()) {
            for (int i = 0; i < BufferedLedger.MOST + 7; i++) {
                ledger.received(receipt(i), List.of("archive"), InstanceState.REFUSED);
            }
            assertThat(ledger.lost()).isEqualTo(7);
            book.answers.countDown();
            Await.until(() -> ledger.lag().isZero() && book.behind.get() > 0, LONG, "the ledger to catch up");
            assertThat(received()).isEqualTo(BufferedLedger.MOST);
            try (LedgerView view = LedgerView.open(data)) {
                assertThat(view.gaps(0)).extracting(Gap::events).containsExactly(7L);
            }
        }
    }

    @Test
    void aLedgerThatCannotBeWrittenIsToldAndStopsNothing() throws IOException {
        Path noFolder = Files.writeString(data.resolve("file"), "");
        try (BufferedLedger ledger = NodeLedger.start(files(noFolder), Duration.ofDays(1))) {
            Await.until(() -> ledger.trouble().isPresent(), LONG, "its trouble to be known");
            ledger.received(receipt(1), List.of("archive"), InstanceState.WAITING);
            assertThat(ledger.trouble().orElseThrow()).startsWith("the ledger is not written: ");
        }
    }

    @Test
    void aDamagedLedgerIsKeptAsideAndANewOneBegins() throws IOException {
        Files.createDirectories(data.resolve("ledger"));
        Files.writeString(SqliteFile.in(data), "this is no database, and long enough to be seen as none ".repeat(100));
        try (BufferedLedger ledger = NodeLedger.start(files(data), Duration.ofDays(36500))) {
            ledger.received(receipt(1), List.of("archive"), InstanceState.REFUSED);
        }
        assertThat(received()).isEqualTo(1);
        try (var kept = Files.list(data.resolve("ledger"))) {
            assertThat(kept.map(Path::getFileName).map(Path::toString))
                    .anyMatch(name -> name.matches("damaged-\\d+\\.db"));
        }
        try (LedgerView view = LedgerView.open(data)) {
            assertThat(view.gaps(0)).hasSize(1);
        }
    }
}
