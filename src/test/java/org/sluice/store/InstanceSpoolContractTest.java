package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link InstanceSpool} promises of views. A class of tests for one way to keep instances extends this. */
abstract class InstanceSpoolContractTest {
    private static final byte[] DATA_SET = Samples.dataSet("1.1");
    private static final byte[] NEW = "new bytes instead of some that were there".getBytes(StandardCharsets.US_ASCII);

    private Path directory = Path.of("");

    /** Opens the same spool again when it was closed, or its process killed. */
    abstract InstanceSpool open(Path directory, String... destinations) throws IOException;

    /** Damages the file with an instance: in the bytes that a view has new, or in what says of which pieces it is made. */
    abstract void damage(SpooledInstance instance, Damage damage) throws IOException;

    /** Which part of an instance is damaged. */
    enum Damage {
        NEW_BYTES,
        WHAT_SAYS_WHO_GETS_WHAT
    }

    @BeforeEach
    void takeDirectory(@TempDir Path taken) {
        directory = taken.resolve("var/spool");
    }

    private InstanceSpool open() throws IOException {
        return open(directory, "archive", "research", "mirror");
    }

    /** The original for two, and for research other bytes for the first hundred, and none of the last. */
    private static void commitWithViews(InstanceSpool spool) throws IOException {
        try (Incoming original =
                spool.beginOriginal(Samples.facts("1.1", "archive", "research", "mirror"), Samples.prefix())) {
            original.write(ByteBuffer.wrap(DATA_SET));
            ViewWriter all = original.view();
            all.keepAll();
            all.end(List.of("archive", "mirror"), Samples.CT_IMAGE_STORAGE, "1.1");
            research(original);
            spool.commit(original);
        }
    }

    private static void research(Incoming original) throws IOException {
        ViewWriter view = original.view();
        view.write(ByteBuffer.wrap(NEW));
        view.keep(100, 1000);
        view.keep(1100, DATA_SET.length - 1101);
        view.end(List.of("research"), "1.2.840.10008.5.1.4.1.1.4", "2.25.7");
    }

    private static byte[] ofResearch() {
        ByteBuffer bytes = ByteBuffer.allocate(NEW.length + DATA_SET.length - 101);
        return bytes.put(NEW).put(DATA_SET, 100, DATA_SET.length - 101).array();
    }

    private static Optional<SpooledInstance> next(InstanceSpool spool, String destination) throws Exception {
        return spool.queue(destination).poll(Duration.ZERO);
    }

    private static void assertThatEachGetsItsView(InstanceSpool spool) throws Exception {
        for (String destination : List.of("archive", "mirror")) {
            SpooledInstance original = next(spool, destination).orElseThrow();
            assertThat(Samples.bytes(original)).isEqualTo(DATA_SET);
            assertThat(original.facts().sopInstanceUid()).isEqualTo("1.1");
            assertThat(original.dataSetLength()).isEqualTo(DATA_SET.length);
        }
        SpooledInstance changed = next(spool, "research").orElseThrow();
        assertThat(Samples.bytes(changed)).isEqualTo(ofResearch());
        assertThat(changed.dataSetLength()).isEqualTo(ofResearch().length);
        assertThat(changed.facts().sopInstanceUid()).isEqualTo("2.25.7");
        assertThat(changed.facts().sopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.4");
        assertThat(changed.facts().receivedSopInstanceUid()).isEqualTo("1.2.3.1.1");
    }

    @Test
    void eachDestinationGetsItsViewAndTheSameAfterARestart() throws Exception {
        try (InstanceSpool spool = open()) {
            commitWithViews(spool);
            assertThatEachGetsItsView(spool);
        }
        try (InstanceSpool spool = open()) {
            assertThatEachGetsItsView(spool);
        }
    }

    @Test
    void whoHasNoViewGetsNothing() throws Exception {
        try (InstanceSpool spool = open()) {
            try (Incoming original =
                    spool.beginOriginal(Samples.facts("1.1", "archive", "research"), Samples.prefix())) {
                original.write(ByteBuffer.wrap(DATA_SET));
                research(original);
                spool.commit(original);
            }
            assertThat(next(spool, "archive")).isEmpty();
            assertThat(next(spool, "research")).isPresent();
        }
        try (InstanceSpool spool = open()) {
            assertThat(next(spool, "archive")).isEmpty();
            assertThat(next(spool, "research")).isPresent();
        }
    }

    @Test
    void aViewThatWasNotEndedCountsForNothing() throws Exception {
        try (InstanceSpool spool = open()) {
            try (Incoming original =
                    spool.beginOriginal(Samples.facts("1.1", "archive", "research"), Samples.prefix())) {
                original.write(ByteBuffer.wrap(DATA_SET));
                original.view().write(ByteBuffer.wrap(NEW));
                research(original);
                spool.commit(original);
            }
            assertThat(Samples.bytes(next(spool, "research").orElseThrow())).isEqualTo(ofResearch());
            assertThat(next(spool, "archive")).isEmpty();
        }
    }

    @Test
    void anEmptyViewIsAnEmptyDataSet() throws Exception {
        try (InstanceSpool spool = open()) {
            try (Incoming original = spool.beginOriginal(Samples.facts("1.1", "archive"), Samples.prefix())) {
                original.write(ByteBuffer.wrap(DATA_SET));
                original.view().end(List.of("archive"), Samples.CT_IMAGE_STORAGE, "1.1");
                spool.commit(original);
            }
            assertThat(Samples.bytes(next(spool, "archive").orElseThrow())).isEmpty();
        }
    }

    @Test
    void aViewOfManyPiecesIsReadAsItWasWritten() throws Exception {
        ByteBuffer expected = ByteBuffer.allocate(2 * DATA_SET.length);
        try (InstanceSpool spool = open()) {
            try (Incoming original = spool.beginOriginal(Samples.facts("1.1", "archive"), Samples.prefix())) {
                original.write(ByteBuffer.wrap(DATA_SET));
                ViewWriter view = original.view();
                for (int at = 0; at + 3 <= DATA_SET.length; at += 3) {
                    view.keep(at, 2);
                    view.write(ByteBuffer.wrap(new byte[] {(byte) at}));
                    expected.put(DATA_SET, at, 2).put((byte) at);
                }
                view.end(List.of("archive"), Samples.CT_IMAGE_STORAGE, "1.1");
                spool.commit(original);
            }
            assertThat(Samples.bytes(next(spool, "archive").orElseThrow()))
                    .isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
        }
    }

    @Test
    void whatIsDamagedOfAViewIsHeldForItsDestinationAndTheOthersGetTheirs() throws Exception {
        try (InstanceSpool spool = open()) {
            commitWithViews(spool);
            damage(spool.queue("research").peek(1).get(0), Damage.NEW_BYTES);

            assertThat(next(spool, "research")).isEmpty();
            assertThat(spool.queue("research").held()).isOne();
            assertThat(spool.queue("research").lastReason()).contains("damaged");
            assertThat(Samples.bytes(next(spool, "archive").orElseThrow())).isEqualTo(DATA_SET);
        }
    }

    @Test
    void nobodyGetsAnInstanceOfWhichItIsNotKnownWhoGetsWhat() throws Exception {
        try (InstanceSpool spool = open()) {
            commitWithViews(spool);
            damage(spool.queue("research").peek(1).get(0), Damage.WHAT_SAYS_WHO_GETS_WHAT);

            for (String destination : List.of("archive", "research", "mirror")) {
                assertThat(next(spool, destination)).as(destination).isEmpty();
                assertThat(spool.queue(destination).held()).as(destination).isOne();
                assertThat(spool.queue(destination).lastReason()).contains("damaged");
            }
        }
    }

    @Test
    void anInstanceWithoutViewsIsSentAsItWasWritten() throws Exception {
        try (InstanceSpool spool = open()) {
            try (Incoming plain = spool.begin(Samples.facts("1.1", "archive", "mirror"), Samples.prefix())) {
                plain.write(ByteBuffer.wrap(DATA_SET));
                assertThatThrownBy(plain::view).isInstanceOf(IllegalStateException.class);
                spool.commit(plain);
            }
            assertThat(Samples.bytes(next(spool, "archive").orElseThrow())).isEqualTo(DATA_SET);
            assertThat(Samples.bytes(next(spool, "mirror").orElseThrow())).isEqualTo(DATA_SET);
        }
    }

    @Test
    void anOriginalIsNotCommittedWithoutAViewNorWrittenToBehindOne() throws Exception {
        try (InstanceSpool spool = open();
                Incoming original = spool.beginOriginal(Samples.facts("1.1", "archive"), Samples.prefix())) {
            original.write(ByteBuffer.wrap(DATA_SET));
            assertThatThrownBy(() -> spool.commit(original)).isInstanceOf(IllegalStateException.class);
            ViewWriter view = original.view();
            assertThatThrownBy(() -> original.write(ByteBuffer.wrap(NEW))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> view.keep(0, DATA_SET.length + 1)).isInstanceOf(IllegalArgumentException.class);
            view.end(List.of("nobody"), Samples.CT_IMAGE_STORAGE, "1.1");
            assertThatThrownBy(() -> spool.commit(original)).isInstanceOf(IllegalStateException.class);
        }
    }
}
