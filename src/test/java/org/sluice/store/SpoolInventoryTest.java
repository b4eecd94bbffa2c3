package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees of a spool who only looks, in files and in the log of segments. */
class SpoolInventoryTest {
    /** Seven instances fill a segment. */
    private static final int SLOTS = 8;

    private final Path directory;

    SpoolInventoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Spool open(Disk disk, int slots) throws IOException {
        return Spool.open(disk, directory, List.of("archive", "mirror"), 1, SpoolHousekeeping.AT_ONCE, slots);
    }

    private Spool open() throws IOException {
        return open(new RealDisk(), SLOTS);
    }

    /** A line for each: destination, what it is, SOP instance UID, bytes of the data set. */
    private List<String> seen() throws IOException {
        List<String> seen = new ArrayList<>();
        new SpoolInventory(directory)
                .forEach(found -> seen.add(found.destination()
                        + (found.held() ? " held " : " waits ")
                        + found.content()
                                .map(one -> one.facts().sopInstanceUid() + " " + one.dataSetLength())
                                .orElse("damaged")));
        return seen.stream().sorted().toList();
    }

    /** Each file with its bytes and the time of its last change. */
    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (Path file : Samples.filesIn(directory)) {
            int content = ByteBuffer.wrap(Files.readAllBytes(file)).hashCode();
            files.put(file, content + " " + Files.getLastModifiedTime(file));
        }
        return files;
    }

    @Test
    void aSpoolThatIsNotThereHasNothing() throws Exception {
        assertThat(seen()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatWaitsInFilesAndInTheLogIsSeenWhetherTheSpoolIsOpenOrNot() throws Exception {
        List<String> both = List.of(
                "archive held 1.2 3000",
                "archive waits 1.1 3000",
                "archive waits 1.4 3000",
                "mirror waits 1.2 3000",
                "mirror waits 1.3 3000");
        try (Spool spool = open(new RealDisk(), 0)) {
            Samples.spool(spool, "1.1", "archive");
        }
        FaultyDisk disk = new FaultyDisk(new RealDisk(), Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
        Spool spool = open(disk, SLOTS);
        Samples.spool(spool, "1.2", "archive", "mirror");
        Samples.spoolOriginal(spool, "1.3", "mirror");
        Samples.spoolOriginal(spool, "1.4", "archive");
        Samples.spool(spool, "1.5", "archive");
        DestinationQueue queue = spool.queue("archive");
        for (SpooledInstance instance : List.of(queue.take(), queue.take(), queue.take(), queue.take())) {
            switch (instance.facts().sopInstanceUid()) {
                case "1.2" -> queue.hold(instance, "refused");
                case "1.5" -> queue.done(instance);
                default -> queue.putBack(instance);
            }
        }
        Map<Path, String> files = files();
        assertThat(seen()).as("while it is open").isEqualTo(both);
        assertThat(files()).as("nothing is changed").isEqualTo(files);
        disk.die();
        try {
            spool.close();
        } catch (IOException dead) {
            // as it should be
        }
        assertThat(seen()).as("after a crash").isEqualTo(both);
        open().close();
        files = files();
        assertThat(seen()).as("when it is closed").isEqualTo(both);
        assertThat(files()).as("nothing is changed").isEqualTo(files);
    }

    @Test
    void itSaysOfWhichStudyAnInstanceIsAndFromWhereItWasReleased() throws Exception {
        SpoolFacts plain = Samples.facts("1.1", "archive");
        SpoolFacts facts = new SpoolFacts(
                plain.sopClassUid(),
                plain.sopInstanceUid(),
                plain.transferSyntaxUid(),
                plain.receivedSopInstanceUid(),
                plain.route(),
                plain.destinations(),
                plain.priority(),
                null,
                null,
                plain.origin(),
                "1.2.9",
                "2026-11-22/1.1.dcm");
        try (Spool spool = open();
                Incoming incoming = spool.begin(facts, Samples.prefix())) {
            incoming.write(ByteBuffer.wrap(Samples.dataSet("1.1")));
            spool.commit(incoming);
        }
        List<SpoolFacts> seen = new ArrayList<>();
        new SpoolInventory(directory)
                .forEach(found -> seen.add(found.content().orElseThrow().facts()));
        assertThat(seen).containsExactly(facts);
        try (Spool spool = open()) {
            assertThat(spool.queue("archive").take().facts()).isEqualTo(facts);
        }
    }

    @Test
    void whereAFileAndTheLogHaveAnInstanceTheFileCounts() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
        }
        Path marks = directory.resolve("segments/000000.marks");
        byte[] before = Files.readAllBytes(marks);
        try (Spool spool = open()) {
            spool.queue("archive").hold(spool.queue("archive").take(), "refused");
        }
        Files.write(marks, before);
        assertThat(seen()).containsExactly("archive held 1.1 3000");
    }

    @Test
    void aSegmentWithoutMarksKeepsWhatItHasAndGetsNone() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
        }
        Path marks = directory.resolve("segments/000000.marks");
        Files.delete(marks);
        assertThat(seen()).containsExactly("archive waits 1.1 3000");
        assertThat(marks).doesNotExist();
    }

    @Test
    void aHeadThatIsLostIsKnownToBeMissing() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");
            Samples.damage(queue.places().inLog(0), 50);
        }
        assertThat(seen()).containsExactly("archive waits 1.2 3000", "archive waits damaged", "mirror waits damaged");
    }

    @Test
    void whatWaitsIsSeenEachTimeWhileSegmentsAreUsedAgain() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "mirror");
            CompletableFuture<Void> node = CompletableFuture.runAsync(() -> comeAndGo(spool, enough));
            try {
                for (int look = 0; look < 100; look++) {
                    assertThat(seen())
                            .filteredOn(line -> !line.startsWith("archive waits 1."))
                            .containsExactly("mirror waits 1.1 3000");
                }
            } finally {
                enough.set(true);
            }
            assertThat(node).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    /** The first for the mirror is moved out of its segment meanwhile. */
    private static void comeAndGo(Spool spool, AtomicBoolean enough) {
        DestinationQueue queue = spool.queue("archive");
        try {
            for (int i = 0; !enough.get(); i++) {
                Samples.spool(spool, "1.2" + i, "archive");
                queue.done(queue.take());
                if (i == 100) {
                    spool.moveOutOfLog(Duration.ZERO);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
