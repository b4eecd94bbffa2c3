package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queues of a spool: what waits, what leaves, what is held. */
class SpoolTest {

    private static final Duration NOW = Duration.ZERO;

    private final Path directory;

    SpoolTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Spool open(String... destinations) throws IOException {
        return Spool.open(directory.resolve("var/spool"), List.of(destinations));
    }

    @Test
    void anInstanceWaitsInTheQueueOfEachOfItsDestinationsAsOneFile() throws Exception {
        try (Spool spool = open("archive", "mirror", "third")) {
            Samples.spool(spool, "1.1", "archive", "mirror");

            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1");
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1");
            assertThat(Samples.waiting(spool, "third")).isEmpty();
            SpooledInstance one = spool.queue("archive").peek(1).get(0);
            SpooledInstance other = spool.queue("mirror").peek(1).get(0);
            assertThat(Files.isSameFile(one.file(), other.file())).isTrue();
        }
        assertThat(directory.resolve("var/spool/incoming")).isEmptyDirectory();
    }

    @Test
    void aTakerGetsTheFactsAndTheDataSetAsTheyWereGiven() throws Exception {
        SpoolFacts facts = new SpoolFacts(
                Samples.CT_IMAGE_STORAGE,
                "1.1",
                Samples.EXPLICIT_LE,
                "1.2",
                "route é\"\n",
                List.of("archive"),
                1,
                null,
                new SpoolFacts.MoveOriginator("WORKSTATION", 7),
                Samples.ORIGIN);
        try (Spool spool = open("archive")) {
            ByteBuffer direct = ByteBuffer.allocateDirect(100_000);
            ByteBuffer head = ByteBuffer.wrap(new byte[] {1, 2, 3});
            try (Incoming incoming = spool.begin(facts, Samples.prefix())) {
                incoming.write(head, direct);
                spool.commit(incoming);
            }

            SpooledInstance taken = spool.queue("archive").take();

            assertThat(taken.facts()).isEqualTo(facts);
            assertThat(taken.dataSetLength()).isEqualTo(100_003);
            try (ReadableByteChannel dataSet = taken.openDataSet()) {
                ByteBuffer first = ByteBuffer.allocate(4);
                assertThat(dataSet.read(first)).isEqualTo(4);
                assertThat(first.array()).containsExactly(1, 2, 3, 0);
            }
        }
    }

    @Test
    void instancesLeaveInTheOrderOfTheirCommitsAlsoAcrossRestarts() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
        }
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.3", "archive");
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2", "1.3");
        }
    }

    @Test
    void whatIsTakenButNotDoneWaitsAgainAfterARestart() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");
            queue.done(queue.take());
            queue.take();
            assertThat(queue.depth()).isEqualTo(1);
            assertThat(queue.poll(NOW)).isEmpty();
        }
        try (Spool spool = open("archive")) {
            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.2");
        }
    }

    @Test
    void whatIsPutBackIsTheFirstAgain() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");

            queue.putBack(queue.take(), "connection refused");

            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.1", "1.2");
            assertThat(queue.lastReason()).isEqualTo("connection refused");
        }
    }

    @Test
    void whatIsHeldStandsAsideWithItsReasonAndTheQueueGoesOn() throws Exception {
        try (Spool spool = open("archive", "mirror")) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");

            queue.hold(queue.take(), "status A900 at the archive");

            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.2");
            assertThat(Samples.waiting(spool, "mirror")).containsExactly("1.1");
            assertThat(queue.held()).isEqualTo(1);
            assertThat(queue.depth()).isEqualTo(1);
            Path failed = directory.resolve("var/spool/queues/archive/failed");
            assertThat(failed.resolve("0000000000000000.dcm")).exists();
            assertThat(failed.resolve("0000000000000000.txt")).hasContent("status A900 at the archive");
        }
        try (Spool spool = open("archive", "mirror")) {
            assertThat(spool.queue("archive").held()).isEqualTo(1);
        }
    }

    @Test
    void whatSomebodyTakesOutOfTheFailedFolderIsHeldNoLonger() throws Exception {
        try (Spool spool = open("archive")) {
            DestinationQueue queue = spool.queue("archive");
            for (String uid : List.of("1.1", "1.2")) {
                Samples.spool(spool, uid, "archive");
                queue.hold(queue.take(), "refused");
            }
            queue.recountHeld();
            assertThat(queue.held()).isEqualTo(2);

            Files.delete(directory.resolve("var/spool/queues/archive/failed/0000000000000000.dcm"));
            assertThat(queue.held()).isEqualTo(2);
            queue.recountHeld();
            assertThat(queue.held()).isEqualTo(1);
        }
    }

    @Test
    void anInstanceOfTheSpoolKnowsWhenItWasComplete() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Path file = directory.resolve("var/spool/queues/archive/0000000000000000.dcm");
            Instant written = Files.getLastModifiedTime(file).toInstant();

            assertThat(spool.queue("archive").take().acceptedAt()).isEqualTo(written);
        }
    }

    @Test
    void aNumberIsNeverUsedAgainWhileAnyQueueHasIt() throws Exception {
        try (Spool spool = open("archive", "mirror")) {
            Samples.spool(spool, "1.1", "archive", "mirror");
            DestinationQueue queue = spool.queue("archive");
            queue.done(queue.take());
            DestinationQueue mirror = spool.queue("mirror");
            mirror.hold(mirror.take(), "refused");
        }
        try (Spool spool = open("archive", "mirror")) {
            Samples.spool(spool, "1.2", "archive", "mirror");
            assertThat(spool.queue("mirror").peek(1).get(0).number()).isEqualTo(1);
        }
    }

    @Test
    void depthBytesAndAgeCountWhatIsNotYetDelivered() throws Exception {
        try (Spool spool = open("archive")) {
            DestinationQueue queue = spool.queue("archive");
            assertThat(queue.oldestAge(Instant.now())).isEmpty();
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");

            long both = queue.bytes();
            assertThat(queue.depth()).isEqualTo(2);
            assertThat(queue.oldestAge(Instant.now().plusSeconds(60)))
                    .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(50)));
            queue.done(queue.take());
            assertThat(queue.bytes()).isEqualTo(both / 2);
            queue.done(queue.take());
            assertThat(queue.bytes()).isZero();
            assertThat(queue.depth()).isZero();
        }
    }

    @Test
    void aTakerWaitsUntilSomethingIsCommitted() throws Exception {
        try (Spool spool = open("archive")) {
            CompletableFuture<SpooledInstance> taken = CompletableFuture.supplyAsync(() -> {
                try {
                    return spool.queue("archive").take();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });

            Samples.spool(spool, "1.1", "archive");

            assertThat(taken.get(10, TimeUnit.SECONDS).facts().sopInstanceUid()).isEqualTo("1.1");
        }
    }

    @Test
    void whatIsClosedBeforeItIsCommittedLeavesNothing() throws Exception {
        try (Spool spool = open("archive")) {
            try (Incoming incoming = spool.begin(Samples.facts("1.1", "archive"), Samples.prefix())) {
                incoming.write(ByteBuffer.allocate(10));
            }
            assertThat(spool.queue("archive").depth()).isZero();
        }
        assertThat(directory.resolve("var/spool/incoming")).isEmptyDirectory();
    }

    @Test
    void instancesForADestinationThatIsNoLongerConfiguredAreReported() throws Exception {
        try (Spool spool = open("archive", "empty")) {
            Samples.spool(spool, "1.1", "archive");
        }
        try (Spool spool = open("other")) {
            assertThat(spool.unclaimed()).isEqualTo(Map.of("archive", 1));
        }
    }

    @Test
    void aFileThatTheSpoolHasNotWrittenIsSetAside() throws Exception {
        Path queueDirectory = directory.resolve("var/spool/queues/archive");
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
        }
        Files.writeString(queueDirectory.resolve("0000000000000000.dcm"), "damaged");
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");

            assertThat(queue.take().facts().sopInstanceUid()).isEqualTo("1.2");
            assertThat(queue.held()).isEqualTo(1);
            assertThat(queueDirectory.resolve("failed/0000000000000000.txt")).isNotEmptyFile();
        }
    }

    @Test
    void aFileThatSomebodyHasRemovedIsForgotten() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            Files.delete(directory.resolve("var/spool/queues/archive/0000000000000000.dcm"));

            assertThat(Samples.waiting(spool, "archive")).containsExactly("1.2");
            assertThat(spool.queue("archive").take().facts().sopInstanceUid()).isEqualTo("1.2");
            assertThat(spool.queue("archive").depth()).isEqualTo(1);
        }
    }

    @Test
    void aSecondGatewayIsKeptOut() throws Exception {
        try (Spool spool = open("archive")) {
            assertThat(spool.queues()).hasSize(1);
            assertThatThrownBy(() -> open("archive"))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is in use by another gateway");
        }
        open("archive").close();
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
        }
        Samples.assertForTheirOwnerOnly(directory.resolve("var"));
    }

    @Test
    void namesThatCannotBeDirectoriesAndUnknownDestinationsAreRefused() throws Exception {
        assertThatThrownBy(() -> open("../x")).isInstanceOf(IllegalArgumentException.class);
        try (Spool spool = open("archive")) {
            assertThatThrownBy(() -> spool.begin(Samples.facts("1.1", "archvie"), Samples.prefix()))
                    .hasMessage("unknown destination \"archvie\", expected one of archive");
            assertThatThrownBy(() -> spool.begin(Samples.facts("1.1"), Samples.prefix()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFileThatHasLostItsEndIsSetAsideAndNeverTakenForWhole() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            Path first = spool.queue("archive").peek(1).get(0).file();
            try (var file = FileChannel.open(first, StandardOpenOption.WRITE)) {
                file.truncate(file.size() - 2);
            }

            assertThat(spool.queue("archive").poll(NOW).orElseThrow().facts().sopInstanceUid())
                    .isEqualTo("1.2");
            Path failed = first.resolveSibling("failed");
            assertThat(failed.resolve(first.getFileName())).exists();
            assertThat(Files.readString(
                            failed.resolve(first.getFileName().toString().replace(".dcm", ".txt"))))
                    .matches("the spool file is damaged: expected [0-9]+ bytes, found [0-9]+\nclass: damaged-file\n");
        }
    }

    @Test
    void whatWasSetAsideAndNobodyAsksForWaitsAmongTheOthersAgain() throws Exception {
        try (Spool spool = open("archive")) {
            Samples.spool(spool, "1.1", "archive");
            Samples.spool(spool, "1.2", "archive");
            DestinationQueue queue = spool.queue("archive");
            SpooledInstance first = queue.poll(NOW).orElseThrow();
            SpooledInstance second = queue.poll(NOW).orElseThrow();
            queue.setAside(first, "no answer");
            queue.setAside(second, "no answer");

            queue.rejoinUnless(number -> number == second.number());

            assertThat(queue.poll(NOW).orElseThrow().number()).isEqualTo(first.number());
            assertThat(queue.poll(NOW)).isEmpty();
            assertThat(queue.pollAside(second.number())).isPresent();
        }
    }
}
