package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances that a person gives to another destination are in one queue or the other, whatever happens. */
class QueueMoveTest {
    private static final List<String> DESTINATIONS = List.of("archive", "mirror");

    private final Path folder;

    QueueMoveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Spool open(Disk disk, Path directory, List<String> destinations) throws IOException {
        return Spool.open(disk, directory, destinations, 0, Duration.ofHours(1));
    }

    private Spool open(String... destinations) throws IOException {
        return open(new RealDisk(), folder.resolve("spool"), List.of(destinations));
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

    private static List<SpooledInstance> moveAll(Spool spool, String from, String to) throws IOException {
        QueueReview review = spool.reviews().get(from);
        return spool.move(takeAll(review), review.queue(), spool.queue(to));
    }

    /** One that waits and one that is held. */
    private static void fill(Spool spool) throws IOException {
        Samples.spool(spool, "1.1", "archive");
        Samples.spool(spool, "1.2", "archive");
        DestinationQueue queue = spool.queue("archive");
        SpooledInstance second = queue.pollThis(queue.peek(2).get(1).number()).orElseThrow();
        queue.hold(second, HeldNote.of("refused"));
    }

    private static List<String> everywhere(Spool spool) throws IOException {
        List<String> found = new ArrayList<>();
        for (QueueReview review : spool.reviews().values()) {
            takeAll(review).forEach(one -> found.add(one.facts().sopInstanceUid()));
        }
        return found;
    }

    @Test
    void whatWaitsAndWhatIsHeldGoesToTheOtherQueueAndIsThereAfterARestart() throws Exception {
        try (Spool spool = open("archive", "mirror")) {
            fill(spool);
            assertThat(moveAll(spool, "archive", "mirror")).hasSize(2);
            assertThat(spool.queue("archive").depth()).isZero();
            assertThat(spool.queue("archive").held()).isZero();
            assertThat(spool.queue("archive").bytes()).isZero();
            assertThat(spool.queue("mirror").depth()).isEqualTo(2);
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1", "1.2");
        }
        try (Spool spool = open("archive", "mirror")) {
            assertThat(Samples.waiting(spool, "archive")).isEmpty();
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1", "1.2");
        }
    }

    @Test
    void whatADestinationLeftThatIsNotConfiguredAnyMoreCanBeMoved() throws Exception {
        try (Spool spool = open("archive", "mirror")) {
            fill(spool);
        }
        try (Spool spool = open("mirror")) {
            assertThat(spool.unclaimed()).isEqualTo(Map.of("archive", 2));
            moveAll(spool, "archive", "mirror");
            assertThat(spool.unclaimed()).isEmpty();
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1", "1.2");
        }
        try (Spool spool = open("mirror")) {
            assertThat(spool.unclaimed()).isEmpty();
        }
    }

    @Test
    void anInstanceForWhichTheOtherDestinationWaitsAlreadyIsThereOnce() throws Exception {
        try (Spool spool = open("archive", "mirror")) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            assertThat(moveAll(spool, "archive", "mirror")).hasSize(1);
            assertThat(everywhere(spool)).containsExactly("1.1");
            assertThat(spool.queue("mirror").depth()).isEqualTo(1);
        }
        try (Spool spool = open("archive", "mirror")) {
            assertThat(everywhere(spool)).containsExactly("1.1");
        }
    }

    /** The disk fails at each operation of a move in turn. */
    @ParameterizedTest
    @EnumSource
    void aMoveThatBreaksOffAtAnyPointLosesNothingAndDoublesNothing(BrokenDisk.Fault fault) throws Exception {
        boolean failed = true;
        int operation = 0;
        for (; failed; operation++) {
            BrokenDisk broken = BrokenDisk.at(Integer.MAX_VALUE, fault, folder);
            Path directory = broken.root().resolve("spool");
            try (Spool spool = open(broken.disk(), directory, DESTINATIONS)) {
                fill(spool);
                broken.disk().syncDirectory(directory.resolve("queues/archive/failed"));
            }
            try (Spool spool = open(broken.disk(), directory, DESTINATIONS)) {
                broken.disk().failAfter(operation);
                int moved = moveAll(spool, "archive", "mirror").size();
                failed = broken.disk().hasFailed();
                assertThat(failed || moved == 2).isTrue();
                broken.disk().die();
            }
            broken.powerFailsIfItDoes();
            try (Spool spool = open(new RealDisk(), directory, DESTINATIONS)) {
                assertThat(everywhere(spool))
                        .as(fault + " at operation " + operation)
                        .containsExactlyInAnyOrder("1.1", "1.2");
            }
        }
        assertThat(operation).isGreaterThan(8);
    }
}
