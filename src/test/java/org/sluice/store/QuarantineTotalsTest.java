package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many instances the quarantine has, how large they are and how old, without a look at each of them. */
class QuarantineTotalsTest {
    private final Path root;

    QuarantineTotalsTest(@TempDir Path directory) {
        this.root = directory.resolve("quarantine");
    }

    private static QuarantineTotals refreshed(Quarantine quarantine) throws IOException {
        quarantine.refreshTotals();
        return quarantine.totals().orElseThrow();
    }

    /** As if nothing had changed there for a while. */
    private void letFoldersRest() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path folder : paths.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }

    @Test
    void nothingIsSaidBeforeAllHasBeenCountedOnce() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            assertThat(quarantine.totals()).isEmpty();
            assertThat(refreshed(quarantine)).isEqualTo(QuarantineTotals.NONE);
        }
    }

    @Test
    void whatTheQuarantineKeepsCountsAtOnce() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            quarantine.refreshTotals();
            Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
            QuarantinedInstance one = Samples.quarantine(quarantine, Samples.entry("1.1"));
            QuarantinedInstance other = Samples.quarantine(quarantine, Samples.entry("1.2"));

            QuarantineTotals totals = quarantine.totals().orElseThrow();
            assertThat(totals.instances()).isEqualTo(2);
            assertThat(totals.bytes()).isEqualTo(Files.size(one.path()) + Files.size(other.path()));
            assertThat(totals.oldest().orElseThrow()).isBetween(before, Instant.now());
            QuarantineTotals counted = refreshed(quarantine);
            assertThat(counted.instances()).isEqualTo(2);
            assertThat(counted.bytes()).isEqualTo(totals.bytes());
        }
    }

    @Test
    void whatAnEarlierRunHasLeftIsFound() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            Samples.quarantine(quarantine, Samples.entry("1.1"));
            Samples.quarantine(quarantine, Samples.entry("1.2", Samples.RECEIVED.minusSeconds(86_400)));
        }
        Instant old = Instant.parse("2026-01-02T03:04:05Z");
        Files.setLastModifiedTime(root.resolve("2026/11-21/1.2.9/1.2.dcm"), FileTime.from(old));
        try (Quarantine quarantine = Quarantine.open(root)) {
            QuarantineTotals totals = refreshed(quarantine);
            assertThat(totals.instances()).isEqualTo(2);
            assertThat(totals.oldest()).contains(old);
        }
    }

    @Test
    void whatSomebodyRemovesByHandIsNoticed() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            QuarantinedInstance first = Samples.quarantine(quarantine, Samples.entry("1.1"));
            Samples.quarantine(quarantine, Samples.entry("1.2"));
            letFoldersRest();
            assertThat(refreshed(quarantine).instances()).isEqualTo(2);

            Files.delete(first.path());
            assertThat(refreshed(quarantine).instances()).isOne();

            Files.move(root.resolve("2026/11-22"), root.resolve("elsewhere"));
            assertThat(refreshed(quarantine)).isEqualTo(QuarantineTotals.NONE);
        }
    }

    /** Shown by a file that changes behind the back of its folder. */
    @Test
    void aDayWithoutAChangeIsNotListedAgain() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            QuarantinedInstance quiet = Samples.quarantine(quarantine, Samples.entry("1.1"));
            letFoldersRest();
            long bytes = refreshed(quarantine).bytes();
            Files.write(quiet.path(), new byte[10]);

            assertThat(refreshed(quarantine).bytes()).isEqualTo(bytes);

            Files.createFile(quiet.path().resolveSibling("note.txt"));
            assertThat(refreshed(quarantine).bytes()).isEqualTo(10);
        }
    }

    @Test
    void whatHasBeenReviewedCountsNoLonger() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            quarantine.refreshTotals();
            List<QuarantinedInstance> kept = List.of(
                    Samples.quarantine(quarantine, Samples.entry("1.1")),
                    Samples.quarantine(quarantine, Samples.entry("1.2")));
            Samples.release(quarantine, kept.get(0), "jdoe");
            assertThat(quarantine.totals().orElseThrow().instances()).isOne();
            quarantine.review().reject(kept.get(1), new QuarantineReview.Act("jdoe", "a reason"));
            assertThat(quarantine.totals().orElseThrow().instances()).isZero();
            assertThat(refreshed(quarantine).bytes()).isZero();
        }
    }

    /** Of an instance that has gone on scrubbed its original is kept, about which nobody has to decide. */
    @Test
    void whatIsKeptAsItCameWaitsForNobody() throws Exception {
        try (Quarantine quarantine = Quarantine.open(root)) {
            quarantine.refreshTotals();
            QuarantinedInstance waits = Samples.quarantine(quarantine, Samples.entry("1.1"));
            QuarantinedInstance original = Samples.quarantine(quarantine, original("1.2"));
            assertWaiting(quarantine.totals().orElseThrow(), 2, 1);
            assertWaiting(refreshed(quarantine), 2, 1);

            quarantine.review().reject(waits, new QuarantineReview.Act("jdoe", "a reason"));
            assertWaiting(quarantine.totals().orElseThrow(), 1, 0);
            assertThat(refreshed(quarantine).oldestWaiting()).isEmpty();
            quarantine
                    .review()
                    .purge(original.file(), QuarantineState.ORIGINAL, new QuarantineReview.Act("jdoe", "a reason"));
            assertThat(refreshed(quarantine)).isEqualTo(QuarantineTotals.NONE);
        }
    }

    private static void assertWaiting(QuarantineTotals totals, long instances, long waiting) {
        assertThat(totals.instances()).isEqualTo(instances);
        assertThat(totals.waiting()).isEqualTo(waiting);
    }

    private static QuarantineEntry original(String uid) {
        QuarantineEntry flagged = Samples.entry(uid);
        return new QuarantineEntry(
                QuarantineEntry.Kind.ORIGINAL,
                "",
                flagged.matches(),
                flagged.recipe(),
                flagged.origin(),
                flagged.identity());
    }
}
