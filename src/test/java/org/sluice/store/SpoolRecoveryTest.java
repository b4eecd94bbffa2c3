package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spool finds after a crash: instances under their first names, until their names in the queues are on the disk. */
class SpoolRecoveryTest {

    private final Path directory;

    SpoolRecoveryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Spool open(String... destinations) throws IOException {
        return Spool.open(directory.resolve("var/spool"), List.of(destinations));
    }

    private Spool openWithoutHousekeeping(String... destinations) throws IOException {
        return Spool.open(new RealDisk(), directory.resolve("var/spool"), List.of(destinations), 2, Duration.ofDays(1));
    }

    private List<Path> incoming() throws IOException {
        return Samples.filesIn(directory.resolve("var/spool/incoming"));
    }

    /** Ends it as if it had been killed: these names are there still, each of the same file as another. */
    private static void kill(Spool spool, Map<Path, Path> names) throws IOException {
        spool.close();
        for (Map.Entry<Path, Path> file : names.entrySet()) {
            Files.createLink(file.getKey(), file.getValue());
        }
    }

    private Path inQueue(String name) {
        return directory.resolve("var/spool/queues").resolve(name + ".dcm");
    }

    @Test
    void whatWasPromisedIsFoundUnderItsFirstNameWhenItsNamesInTheQueuesAreLost() throws Exception {
        Path one = inQueue("archive/0000000000000000");
        Path other = inQueue("mirror/0000000000000001");
        try (Spool spool = openWithoutHousekeeping("archive", "mirror")) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            Samples.spool(spool, "1.2", "mirror");
            kill(spool, Map.of(incoming().get(0), one, incoming().get(1), other));
        }
        Files.delete(one);
        Files.delete(other);
        try (Spool spool = open("archive")) {
            assertThat(spool.restoredAtOpen()).isEqualTo(2);
            assertThat(spool.removedAtOpen()).isZero();
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1");
            assertThat(spool.unclaimed()).isEqualTo(Map.of("mirror", 2));
            Samples.spool(spool, "1.3", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.3");
        }
        assertThat(incoming()).isEmpty();
    }

    @Test
    void aDestinationOfWhichEvenTheDirectoryIsGoneIsReported() throws Exception {
        Path place = inQueue("archive/0000000000000000");
        try (Spool spool = openWithoutHousekeeping("archive")) {
            Samples.spool(spool, "1.1", "archive");
            kill(spool, Map.of(incoming().get(0), place));
        }
        Files.delete(place);
        Files.delete(place.resolveSibling("failed"));
        Files.delete(place.getParent());
        try (Spool spool = open("other")) {
            assertThat(spool.unclaimed()).isEqualTo(Map.of("archive", 1));
        }
    }

    @Test
    void whatHasAllItsNamesIsNotPutIntoAQueueTwice() throws Exception {
        try (Spool spool = openWithoutHousekeeping("archive", "mirror")) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            DestinationQueue mirror = spool.queue("mirror");
            mirror.hold(mirror.take(), "refused");
            kill(spool, Map.of(incoming().get(0), inQueue("archive/0000000000000000")));
        }
        try (Spool spool = open("archive", "mirror")) {
            assertThat(spool.restoredAtOpen()).isZero();
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1");
            assertThat(Samples.waiting(spool, "mirror")).isEmpty();
            assertThat(spool.queue("mirror").held()).isEqualTo(1);
        }
    }

    @Test
    void whatWasDeliveredIsNotDeliveredAgainAfterAKill() throws Exception {
        Path delivered = inQueue("archive/0000000000000000").resolveSibling("0000000000000000.done");
        Path kept = directory.resolve("kept");
        try (Spool spool = openWithoutHousekeeping("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Path firstName = incoming().get(0);
            DestinationQueue queue = spool.queue("archive");
            queue.done(queue.take());
            Files.createLink(kept, delivered);
            kill(spool, Map.of(firstName, kept, delivered, kept));
        }
        try (Spool spool = open("archive")) {
            assertThat(Samples.waiting(spool, "archive")).isEmpty();
            assertThat(spool.restoredAtOpen()).isZero();
        }
        assertThat(delivered).doesNotExist();
        assertThat(incoming()).isEmpty();
    }

    @Test
    void anInstanceWhoseNumberAnotherHasGetsOneOfItsOwn() throws Exception {
        Path place = inQueue("archive/0000000000000000");
        try (Spool spool = openWithoutHousekeeping("archive")) {
            Samples.spool(spool, "1.1", "archive");
            kill(spool, Map.of(incoming().get(0), place));
        }
        byte[] another = Files.readAllBytes(place);
        Files.delete(place);
        Files.write(place, another);
        try (Spool spool = open("archive")) {
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.1");
            Samples.spool(spool, "1.2", "archive");
            assertThat(spool.queue("archive").peek(3).get(2).number()).isEqualTo(2);
        }
    }

    @Test
    void whoeverTidiesUpUnderIncomingDisturbsNobody() throws Exception {
        Path spoolDirectory = directory.resolve("var/spool");
        try (Spool spool =
                Spool.open(new RealDisk(), spoolDirectory, List.of("archive"), 2, SpoolHousekeeping.AT_ONCE)) {
            Samples.spool(spool, "1.1", "archive");
            assertThat(incoming()).as("ready for the next").hasSize(2);
            for (Path file : incoming()) {
                Files.delete(file);
            }
            Samples.spool(spool, "1.2", "archive");
        }
        try (Spool spool = openWithoutHousekeeping("archive")) {
            Samples.spool(spool, "1.3", "archive");
            Files.delete(incoming().get(0));
        }
        try (Spool spool = open("archive")) {
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2", "1.3");
        }
    }

    @Test
    void whatWasArrivingAtACrashIsRemovedAndCounted() throws Exception {
        try (Spool spool = open("archive")) {
            spool.begin(Samples.facts("1.1", "archive"), Samples.prefix()).write(ByteBuffer.allocate(10));
            spool.begin(Samples.facts("1.2", "archive"), Samples.prefix());
        }
        try (Spool spool = open("archive")) {
            assertThat(spool.removedAtOpen()).isEqualTo(2);
            assertThat(spool.restoredAtOpen()).isZero();
            assertThat(directory.resolve("var/spool/incoming")).isEmptyDirectory();
        }
    }
}
