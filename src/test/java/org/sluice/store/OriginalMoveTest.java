package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An original that is made anew for another destination is in its queue before it leaves the old one. */
class OriginalMoveTest {
    private static final int FILES = 0;
    private static final int SEGMENTS = 64;
    private static final byte[] DATA_SET = Samples.dataSet("1.7");

    private final Path folder;

    OriginalMoveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Spool open(Disk disk, Path directory, int slots) throws IOException {
        return Spool.open(disk, directory, List.of("archive", "mirror"), 0, Duration.ofHours(1), slots);
    }

    /** One that waits and one that is held, both for the archive. */
    private static void fill(Spool spool) throws IOException {
        for (String uid : List.of("1.1", "1.2")) {
            write(spool, Samples.facts(uid, "archive"), DATA_SET);
        }
        DestinationQueue queue = spool.queue("archive");
        SpooledInstance second = queue.pollThis(queue.peek(2).get(1).number()).orElseThrow();
        queue.hold(second, HeldNote.of("refused"));
    }

    /** With a view of the last bytes, behind one that was begun in vain. */
    private static void write(Spool spool, SpoolFacts facts, byte[] dataSet) throws IOException {
        try (Incoming original = spool.beginOriginal(facts, Samples.prefix())) {
            original.write(ByteBuffer.wrap(dataSet));
            original.view().write(ByteBuffer.wrap(new byte[50]));
            ViewWriter view = original.view();
            view.write(ByteBuffer.wrap(new byte[10]));
            view.keep(1000, dataSet.length - 1000);
            view.end(facts.destinations(), facts.sopClassUid(), facts.sopInstanceUid());
            spool.commit(original);
        }
    }

    private static byte[] read(StoredOriginal original) throws IOException {
        try (SeekableByteChannel channel = original.dataSet().open()) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.array();
        }
    }

    private static List<SpooledInstance> takeAll(QueueReview review) throws IOException {
        List<SpooledInstance> taken = new ArrayList<>();
        for (long number : review.waiting()) {
            review.queue().pollThis(number).ifPresent(taken::add);
        }
        for (long number : review.held()) {
            review.readHeld(number).ifPresent(taken::add);
        }
        return taken;
    }

    private static void moveAllToTheMirror(Spool spool) throws IOException {
        QueueReview from = spool.reviews().get("archive");
        for (SpooledInstance one : takeAll(from)) {
            StoredOriginal original = from.original(one).orElseThrow();
            write(spool, original.facts().goingTo(List.of("mirror")), read(original));
            from.leave(one);
        }
    }

    private static List<String> uids(Spool spool, String destination) throws IOException {
        return takeAll(spool.reviews().get(destination)).stream()
                .map(one -> one.facts().sopInstanceUid())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {FILES, SEGMENTS})
    void theOriginalIsReadAsItWasReceivedWhereverItStands(int slots) throws Exception {
        try (Spool spool = open(new RealDisk(), folder.resolve("spool"), slots)) {
            fill(spool);
            QueueReview archive = spool.reviews().get("archive");
            List<SpooledInstance> all = takeAll(archive);
            assertThat(all).hasSize(2);
            for (SpooledInstance one : all) {
                StoredOriginal original = archive.original(one).orElseThrow();
                assertThat(read(original)).isEqualTo(DATA_SET);
                assertThat(original.facts().destinations()).containsExactly("archive");
            }
            Samples.spool(spool, "1.3", "mirror");
            QueueReview mirror = spool.reviews().get("mirror");
            assertThat(mirror.original(takeAll(mirror).get(0))).isEmpty();
        }
    }

    @Test
    void anOriginalThatIsDamagedIsNotReadForAnybodyElse() throws Exception {
        try (Spool spool = open(new RealDisk(), folder.resolve("spool"), FILES)) {
            write(spool, Samples.facts("1.1", "archive"), DATA_SET);
            QueueReview archive = spool.reviews().get("archive");
            SpooledInstance one = takeAll(archive).get(0);
            try (var file = Files.newByteChannel(one.file(), StandardOpenOption.WRITE)) {
                file.position(one.pieces().pieces().get(1).offset() + 5).write(ByteBuffer.wrap(new byte[] {'#'}));
            }
            assertThatThrownBy(() -> archive.original(one)).hasMessageContaining("does not fit its checksum");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FILES, SEGMENTS})
    void aCrashBetweenTheTwoStepsLeavesItInBothQueues(int slots) throws Exception {
        Path directory = folder.resolve("spool");
        try (Spool spool = open(new RealDisk(), directory, slots)) {
            write(spool, Samples.facts("1.1", "archive"), DATA_SET);
            QueueReview archive = spool.reviews().get("archive");
            StoredOriginal original = archive.original(takeAll(archive).get(0)).orElseThrow();
            write(spool, original.facts().goingTo(List.of("mirror")), read(original));
        }
        try (Spool spool = open(new RealDisk(), directory, slots)) {
            assertThat(uids(spool, "archive")).containsExactly("1.1");
            assertThat(uids(spool, "mirror")).containsExactly("1.1");
        }
    }

    /** The disk fails at each operation in turn. */
    @ParameterizedTest
    @CsvSource({"ERROR, 0", "POWER_FAILURE_IN_THE_MIDDLE, 0", "POWER_FAILURE_IN_THE_MIDDLE, 64"})
    void whereverItBreaksOffNothingIsLost(BrokenDisk.Fault fault, int slots) throws Exception {
        boolean failed = true;
        int operation = 0;
        for (; failed; operation++) {
            BrokenDisk broken = BrokenDisk.at(Integer.MAX_VALUE, fault, folder);
            Path directory = broken.root().resolve("spool");
            try (Spool spool = open(broken.disk(), directory, slots)) {
                fill(spool);
                broken.disk().syncDirectory(directory.resolve("queues/archive/failed"));
            }
            failed = breaksOff(broken, directory, slots, operation);
            try (Spool spool = open(new RealDisk(), directory, slots)) {
                List<String> archive = uids(spool, "archive");
                List<String> mirror = uids(spool, "mirror");
                String when = fault + " at operation " + operation + ": archive " + archive + ", mirror " + mirror;
                assertThat(List.of(archive, mirror)).as(when).allSatisfy(one -> assertThat(one)
                        .doesNotHaveDuplicates());
                List<String> both = new ArrayList<>(archive);
                both.addAll(mirror);
                assertThat(both).as(when).contains("1.1", "1.2");
                assertThat(failed || archive.isEmpty()).as(when).isTrue();
            }
        }
        assertThat(operation).isGreaterThan(8);
    }

    private static boolean breaksOff(BrokenDisk broken, Path directory, int slots, int operation) throws IOException {
        Optional<IOException> thrown = Optional.empty();
        boolean failed = true;
        try (Spool spool = open(broken.disk(), directory, slots)) {
            broken.disk().failAfter(operation);
            try {
                moveAllToTheMirror(spool);
            } catch (IOException e) {
                thrown = Optional.of(e);
            }
            failed = broken.disk().hasFailed();
            assertThat(failed || thrown.isEmpty()).as(thrown.toString()).isTrue();
            broken.disk().die();
        } catch (IOException dead) {
            assertThat(dead).as("of the close on a dead disk").hasMessageContaining("fails, as the test wants");
        }
        broken.powerFailsIfItDoes();
        return failed;
    }
}
