package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** The files that are made ready for instances to come, and the housekeeping that makes them. */
class ReadyFilesTest {

    private final Path directory;

    ReadyFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private List<Path> incoming() throws IOException {
        return Samples.filesIn(directory);
    }

    @Test
    void filesOfARefillThatFailedServeTheNextOne() throws Exception {
        int force = 3; // behind the making of three files
        Disk disk = new FaultyDisk(new RealDisk(), force, FaultyDisk.Afterwards.WORKS);
        ReadyFiles ready = new ReadyFiles(disk, directory, 3);
        assertThatThrownBy(ready::refill).isInstanceOf(IOException.class);
        try (Disk.OutputFile file = ready.take().file()) {
            assertThat(file.length()).isZero();
        }
        assertThat(incoming())
                .as("the three, and one whose name is not on the disk")
                .hasSize(4);

        ready.refill();

        assertThat(incoming()).hasSize(4);
        ReadyFiles.Taken taken = ready.take();
        taken.file().close();
        assertThat(taken.nameIsDurable()).isTrue();
    }

    @Test
    void theFileOfAnAbandonedInstanceServesAnother() throws Exception {
        ReadyFiles ready = new ReadyFiles(new RealDisk(), directory, 1);
        ready.refill();
        ReadyFiles.Taken abandoned = ready.take();
        ReadyFiles.Taken surplus = ready.take();
        abandoned.file().write(ByteBuffer.allocate(100));

        ready.giveBack(abandoned);
        ready.giveBack(surplus);

        assertThat(incoming()).containsExactly(abandoned.path());
        ReadyFiles.Taken again = ready.take();
        try (Disk.OutputFile file = again.file()) {
            assertThat(again.path()).isEqualTo(abandoned.path());
            assertThat(again.nameIsDurable()).isTrue();
            assertThat(file.length()).isZero();
        }
    }

    @Test
    void housekeepingThatHadBegunWhenItWasClosedMakesNoFileAfterwards() throws Exception {
        Disk disk = new RealDisk();
        SpoolHousekeeping housekeeping =
                new SpoolHousekeeping(disk, new ReadyFiles(disk, directory, 3), Duration.ofMillis(1));
        Thread thread;
        synchronized (housekeeping) {
            housekeeping.taken();
            Await.until(
                    () -> housekeepingThread().isPresent(), Duration.ofSeconds(30), "the housekeeping to be held up");
            thread = housekeepingThread().orElseThrow();
            housekeeping.close();
        }
        thread.join();
        assertThat(incoming()).isEmpty();
    }

    private static boolean isHeldUp(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED;
    }

    private static Optional<Thread> housekeepingThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("spool-housekeeping") && isHeldUp(thread))
                .findFirst();
    }
}
