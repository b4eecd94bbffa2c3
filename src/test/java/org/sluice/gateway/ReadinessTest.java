package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** A node is ready when it can take an instance: it listens, can write where instances go, and has room there. */
class ReadinessTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MIB = 1 << 20;

    private final Path folder;
    private final AtomicLong clock = new AtomicLong();

    ReadinessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RunningNode node(String limits) {
        return RunningNode.limited(folder, RunningNode.EMPTY_RECIPE, limits);
    }

    @Test
    void aNodeThatListensAndCanWriteIsReadyAndLeavesNoFileBehind() throws IOException {
        try (RunningNode node = node("")) {
            assertThat(node.hindrances()).isEmpty();
            assertThat(RunningNode.files(folder, "probe")).isEmpty();
        }
    }

    @Test
    void aSpoolThatCannotBeWrittenIsToldUntilItCan() throws IOException {
        Path incoming = folder.resolve("var/spool/incoming");
        try (RunningNode node = node("")) {
            Path aside = Files.move(incoming, folder.resolve("aside"));
            Await.until(
                    () -> node.hindrances().toString().startsWith("[the spool cannot be written: "), SOON, "the spool");
            Files.move(aside, incoming);
            Await.until(() -> node.hindrances().isEmpty(), SOON, "the node to be ready again");
        }
    }

    @Test
    void aQuarantineThatCannotBeWrittenIsTold() throws IOException {
        try (RunningNode node = node("")) {
            Files.move(folder.resolve("quarantine/.incoming"), folder.resolve("aside"));
            Await.until(
                    () -> node.hindrances().toString().startsWith("[the quarantine cannot be written: "),
                    SOON,
                    "the quarantine");
            Files.move(folder.resolve("aside"), folder.resolve("quarantine/.incoming"));
        }
    }

    /** No disk has a terabyte of room less than itself. */
    @Test
    void aDiskWithLessRoomThanConfiguredIsTold() {
        try (RunningNode node = node("disk-room: 1024 GiB")) {
            assertThat(node.hindrances())
                    .hasSize(2)
                    .allMatch(
                            hindrance -> hindrance.contains("MiB of room are left on its disk, expected 1048576 MiB"));
        }
    }

    @Test
    void whatAKilledProcessLeftOfAProbeIsNoInstanceAndHindersNothing() throws IOException {
        node("").close();
        Files.write(folder.resolve("var/spool/incoming/probe"), new byte[99]);
        Files.write(folder.resolve("quarantine/.incoming/probe"), new byte[99]);
        try (RunningNode node = node("")) {
            assertThat(node.hindrances()).isEmpty();
            assertThat(RunningNode.files(folder, "probe")).isEmpty();
        }
    }

    @Test
    void anErrorOfEachStoreIsToldBesideTheOthers() {
        StoreWatch watch = watch(
                Map.of("the spool", () -> 10 * MIB, "the quarantine", ReadinessTest::fails, "another", () -> 30 * MIB));
        assertThat(watch.hindrances())
                .containsExactly(
                        "the quarantine cannot be written: java.io.IOException: disk full",
                        "the spool: 10 MiB of room are left on its disk, expected 20 MiB");
    }

    private static long fails() throws IOException {
        throw new IOException("disk full");
    }

    private StoreWatch watch(Map<String, StoreWatch.Store> stores) {
        return new StoreWatch(stores, 20 * MIB, clock::get);
    }

    @Test
    void aStoreIsTriedOnceASecondHoweverManyAsk() {
        AtomicInteger tried = new AtomicInteger();
        StoreWatch watch = watch(Map.of("the spool", () -> {
            tried.incrementAndGet();
            return 30 * MIB;
        }));
        for (int i = 0; i < 10; i++) {
            assertThat(watch.hindrances()).isEmpty();
        }
        assertThat(tried).hasValue(1);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(watch.hindrances()).isEmpty();
        assertThat(tried).hasValue(2);
    }

    @Test
    @Timeout(60)
    void aDiskThatDoesNotAnswerKeepsOneWaitingAndIsToldToTheOthers() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        StoreWatch watch = watch(Map.of("the spool", () -> {
            asked.countDown();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 30 * MIB;
        }));
        Thread first = new Thread(watch::hindrances);
        first.start();
        asked.await();
        assertThat(watch.hindrances()).isEqualTo(List.of("a disk does not answer"));
        hangs.countDown();
        first.join();
        assertThat(watch.hindrances()).isEmpty();
    }
}
