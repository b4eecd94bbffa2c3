package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log makes of what it finds: whole, cut off, damaged, from another use of the segment, from another release. */
class SegmentRecoveryTest {
    /** Seven instances fill a segment. */
    private static final int SLOTS = 8;

    private final Path directory;
    private FaultyDisk disk = new FaultyDisk(new RealDisk(), Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);

    SegmentRecoveryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Spool open(int slots) throws IOException {
        disk = new FaultyDisk(new RealDisk(), Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
        return Spool.open(disk, directory, List.of("archive", "mirror"), 1, SpoolHousekeeping.AT_ONCE, slots);
    }

    private Spool open() throws IOException {
        return open(SLOTS);
    }

    /** Nothing of what a close does is done. */
    private void kill(Spool spool) {
        disk.die();
        try {
            spool.close();
        } catch (IOException dead) {
            // as it should be
        }
    }

    private static SegmentRecord first(Spool spool) throws IOException {
        DestinationQueue queue = spool.queue("archive");
        return queue.places().inLog(queue.peek(1).get(0).number());
    }

    private static Optional<SpooledInstance> poll(Spool spool) throws Exception {
        return spool.queue("archive").poll(Duration.ZERO);
    }

    private List<Path> segments() throws IOException {
        return Samples.filesIn(directory.resolve("segments")).stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .toList();
    }

    private static void overwrite(Path file, long at, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    @Test
    void whatWasCutOffBeforeItWasPromisedIsNotDeliveredAndItsNumberNotUsedAgain() throws Exception {
        Spool spool = open();
        Samples.spool(spool, "1.1", "archive");
        Samples.damage(first(spool), 2000);
        kill(spool);
        try (Spool again = open()) {
            assertThat(again.removedAtOpen()).isOne();
            assertThat(poll(again)).isEmpty();
            assertThat(again.queue("archive").held()).isZero();
            Samples.spool(again, "1.2", "archive");
            assertThat(again.queue("archive").peek(1).get(0).number()).isOne();
        }
        try (Spool again = open()) {
            assertThat(again.removedAtOpen()).isZero();
            assertThat(Samples.waiting(again, "archive")).containsExactly("1.2");
        }
    }

    @Test
    void whatIsLeftOfAnEarlierUseOfASegmentIsNoInstance() throws Exception {
        Spool spool = open();
        for (int i = 10; i < 30; i++) {
            Samples.spool(spool, "1." + i, "archive");
            spool.queue("archive").done(poll(spool).orElseThrow());
        }
        Samples.spool(spool, "1.30", "archive");
        assertThat(segments()).as("are used again").hasSize(2);
        kill(spool);
        try (Spool again = open()) {
            assertThat(Samples.waiting(again, "archive")).containsExactly("1.30");
            assertThat(again.removedAtOpen()).isZero();
        }
    }

    @Test
    void aDataSetThatDoesNotFitItsChecksumIsGivenToNobodyAndHeldAsDamaged() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
        }
        try (Spool spool = open()) {
            SegmentRecord rotten = first(spool);
            Samples.damage(rotten, rotten.size() - 1);
            SpooledInstance instance = poll(spool).orElseThrow();
            assertThatThrownBy(() -> Samples.bytes(instance))
                    .isInstanceOf(DamagedSpoolFileException.class)
                    .hasMessage("instance 0 in 000000.segment is damaged: it does not fit its checksum");

            spool.queue("archive").hold(instance, "damaged");
            QueueReview review = spool.reviews().get("archive");
            assertThat(Files.size(directory.resolve("queues/archive/failed/0000000000000000.dcm")))
                    .as("all that there is of it")
                    .isGreaterThan(3000);
            assertThat(review.readHeld(0)).as("is known to be damaged").isEmpty();
            assertThatThrownBy(() -> review.release(0)).hasMessageContaining("the spool file is damaged");
            assertThat(Samples.hasDataSet(poll(spool).orElseThrow())).isTrue();
        }
    }

    @Test
    void anInstanceThatLosesItsHeadWhileItWaitsIsHeldAndTheOthersGoOn() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            Samples.damage(first(spool), 50);

            assertThat(poll(spool).orElseThrow().facts().sopInstanceUid()).isEqualTo("1.2");
            assertThat(spool.queue("archive").held()).isOne();
            assertThat(spool.queue("archive").lastReason()).contains("instance 0 in 000000.segment has lost its head");
            assertThat(spool.reviews().get("archive").readHeld(0)).isEmpty();
        }
    }

    @Test
    void aSegmentOfWhichHeadsAreLostIsKeptForPeopleWhenTheOthersAreDelivered() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            Samples.damage(first(spool), 50);
        }
        try (Spool spool = open()) {
            SpooledInstance second = poll(spool).orElseThrow();
            assertThat(second.facts().sopInstanceUid()).isEqualTo("1.2");
            spool.queue("archive").done(second);
            assertThat(directory.resolve("segments/000000.segment.damaged")).isNotEmptyFile();
            assertThat(directory.resolve("segments/000000.segment")).doesNotExist();
        }
    }

    @Test
    void aSegmentHeaderIsThereThreeTimes() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
        }
        Path segment = segments().get(0);
        overwrite(segment, 3, (byte) 0);
        overwrite(segment, SegmentHeader.LENGTH + 20, (byte) 9);
        try (Spool spool = open()) {
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1");
        }
        overwrite(directory.resolve("segments/000000.marks"), 0, (byte) 0);
        try (Spool spool = open()) {
            assertThat(Samples.waiting(spool, "archive")).isEmpty();
        }
        assertThat(directory.resolve("segments/000000.segment.damaged")).isNotEmptyFile();
    }

    @Test
    void aMarkThatIsDamagedCostsOneMoreDelivery() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            spool.queue("archive").done(poll(spool).orElseThrow());
        }
        overwrite(directory.resolve("segments/000000.marks"), SegmentHeader.LENGTH + 7, (byte) 5);
        try (Spool spool = open()) {
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1");
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1");
        }
    }

    @Test
    void aLogOfALaterReleaseIsRefusedInWords() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
        }
        byte[] header = new byte[SegmentHeader.LENGTH];
        try (var in = Files.newInputStream(segments().get(0))) {
            in.readNBytes(header, 0, header.length);
        }
        CRC32C crc = new CRC32C();
        ByteBuffer later = ByteBuffer.wrap(header).putInt(8, 2);
        crc.update(header, 0, header.length - 4);
        overwrite(
                segments().get(0),
                0,
                later.putInt(header.length - 4, (int) crc.getValue()).array());
        assertThatThrownBy(this::open)
                .hasMessage("a later release has written 000000.segment of the spool: expected format 1, found 2");
    }

    /** It restores whole files that it finds under incoming, and does not start where it cannot. */
    @Test
    void aReleaseThatDoesNotKnowTheLogFindsAFileThatItRefuses() throws Exception {
        Path notice = directory.resolve("incoming/log.part");
        try (Spool spool = open()) {
            assertThat(PreambleChecksum.numberIn(notice)).as("is whole").isPresent();
            assertThatThrownBy(() -> SpoolFile.read(notice))
                    .hasMessage("a later release has written the spool file: expected format 2, found 3");
            Samples.spool(spool, "1.1", "archive");
        }
        assertThat(notice).as("while something waits").exists();
        try (Spool spool = open()) {
            spool.queue("archive").done(poll(spool).orElseThrow());
        }
        assertThat(notice).as("when the log is empty").doesNotExist();
    }

    @Test
    void whatWaitsInFilesAndWhatWaitsInTheLogIsDeliveredWhateverIsConfigured() throws Exception {
        try (Spool spool = open(0)) {
            Samples.spool(spool, "1.1", "archive");
        }
        try (Spool spool = open()) {
            Samples.spool(spool, "1.2", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2");
        }
        try (Spool spool = open(0)) {
            Samples.spool(spool, "1.3", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2", "1.3");
            for (int i = 0; i < 3; i++) {
                SpooledInstance instance = poll(spool).orElseThrow();
                assertThat(Samples.hasDataSet(instance)).isTrue();
                spool.queue("archive").done(instance);
            }
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotCloseTheSegmentForTheOthers() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Thread.currentThread().interrupt();
            Samples.spool(spool, "1.2", "archive");
            assertThat(Thread.interrupted()).as("is still known").isTrue();
            Samples.spool(spool, "1.3", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2", "1.3");
        }
    }

    @Test
    void whatIsOldIsMovedOutAndItsSegmentUsedAgain() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.00", "archive", "mirror");
            for (int i = 1; i < 10; i++) {
                Samples.spool(spool, "1.0" + i, "archive");
            }
            for (int i = 0; i < 10; i++) {
                spool.queue("archive").done(poll(spool).orElseThrow());
            }
            spool.moveOutOfLog(Duration.ZERO);
            assertThat(directory.resolve("queues/mirror/0000000000000000.dcm")).exists();
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.00");
        }
        try (Spool spool = open()) {
            SpooledInstance old = spool.queue("mirror").take();
            assertThat(Samples.hasDataSet(old)).isTrue();
            assertThat(spool.queue("mirror").depth()).isOne();
        }
    }

    @Test
    void whatIsMovedToAnotherDestinationIsThereOnceAndStaysThere() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            Samples.spool(spool, "1.2", "archive");
            List<SpooledInstance> both =
                    List.of(poll(spool).orElseThrow(), poll(spool).orElseThrow());
            assertThat(spool.move(both, spool.queue("archive"), spool.queue("mirror")))
                    .hasSize(2);
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1", "1.2");
            assertThat(spool.queue("archive").depth()).isZero();
        }
        try (Spool spool = open()) {
            assertThat(Samples.waiting(spool, "archive")).isEmpty();
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1", "1.2");
        }
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            Samples.assertForTheirOwnerOnly(directory.resolve("segments"));
        }
    }

    @Test
    void aWaitingInstanceKnowsHowLongItIsAndSinceWhen() throws Exception {
        try (Spool spool = open()) {
            Samples.spool(spool, "1.1", "archive");
            long length = spool.queue("archive").bytes();
            SpooledInstance instance = spool.queue("archive").peek(1).get(0);
            assertThat(length)
                    .isEqualTo(instance.fileLength())
                    .isEqualTo(first(spool).size());
            QueueReview.Entry entry = spool.reviews().get("archive").look(0).orElseThrow();
            assertThat(entry.since()).isEqualTo(instance.acceptedAt());
            assertThat(entry.place()).isEqualTo(QueueReview.Place.WAITING);
            spool.reviews().get("archive").drop(poll(spool).orElseThrow());
            assertThat(spool.queue("archive").bytes()).isZero();
            assertThat(spool.reviews().get("archive").look(0)).isEmpty();
        }
    }
}
