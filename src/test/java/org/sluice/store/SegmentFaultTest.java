package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations of a log on the disk fail, or are the last; afterwards nothing that was promised is missing. */
class SegmentFaultTest {
    private static final int MORE_THAN_ENOUGH = 500;
    /** All of them take longer than a build may. */
    private static final int SOME = 9;
    /** Seven instances fill a segment. */
    private static final int SLOTS = 8;

    private static final List<String> DESTINATIONS = List.of("archive", "mirror");

    private final Path directory;

    SegmentFaultTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissing(BrokenDisk.Fault fault) throws Exception {
        cutOperations(fault, fault.ordinal(), SOME);
    }

    @Tag("heavy")
    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingWhateverOperationIsCut(BrokenDisk.Fault fault) throws Exception {
        cutOperations(fault, 0, 1);
    }

    private void cutOperations(BrokenDisk.Fault fault, int first, int step) throws Exception {
        for (int operation = first; operation < MORE_THAN_ENOUGH; operation += step) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            Run run = new Run(broken.root().resolve("spool"));
            run.play(broken.disk());
            broken.powerFailsIfItDoes();
            run.check("operation " + operation + " of " + fault);
            if (!broken.disk().hasFailed()) {
                assertThat(operation).as("operations that were cut").isGreaterThan(100);
                return;
            }
        }
        fail("the run needs more operations than expected");
    }

    /** The second crash comes while the spool is being opened after the first. */
    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingAfterACrashDuringRecovery(BrokenDisk.Fault fault) throws Exception {
        cutOperationsOfRecovery(fault, fault.ordinal(), SOME);
    }

    @Tag("heavy")
    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingWhateverOperationOfRecoveryIsCut(BrokenDisk.Fault fault) throws Exception {
        cutOperationsOfRecovery(fault, 0, 1);
    }

    private void cutOperationsOfRecovery(BrokenDisk.Fault fault, int first, int step) throws Exception {
        for (int operation = first; operation < MORE_THAN_ENOUGH; operation += step) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            Run run = new Run(broken.root().resolve("spool"));
            FaultyDisk before = new FaultyDisk(broken.below(), 60, FaultyDisk.Afterwards.DEAD);
            run.play(before);
            broken.below().powerFails(ForgetfulDisk.Loss.TORN);
            run.open(broken.disk());
            broken.powerFailsIfItDoes();
            run.check("operation " + operation + " of " + fault + " during recovery");
            if (!broken.disk().hasFailed()) {
                assertThat(operation).as("operations that were cut").isGreaterThan(10);
                return;
            }
        }
        fail("the run needs more operations than expected");
    }

    private record Promise(String destination, String uid) {}

    /** Some work on a log, and what was promised of it. */
    private static final class Run {
        private final Path spoolDirectory;
        private final List<Promise> promised = new ArrayList<>();
        private final Set<Promise> leaving = new HashSet<>();
        private final Set<Promise> left = new HashSet<>();

        Run(Path spoolDirectory) {
            this.spoolDirectory = spoolDirectory;
        }

        private Spool open(Disk disk, Duration pause) throws IOException {
            return Spool.open(disk, spoolDirectory, DESTINATIONS, 1, pause, SLOTS);
        }

        void play(Disk disk) throws Exception {
            try (Spool spool = open(disk, SpoolHousekeeping.AT_ONCE)) {
                commit(spool, "1.11", "archive", "mirror");
                abandon(spool);
                original(spool, "1.12", "mirror", "archive");
                for (int i = 13; i < 18; i++) {
                    commit(spool, "1." + i, "archive");
                    leave(spool.queue("archive"), false);
                }
                leave(spool.queue("mirror"), true);
                for (int i = 18; i < 26; i++) {
                    commit(spool, "1." + i, i % 2 == 0 ? "archive" : "mirror");
                    leave(spool.queue("archive"), false);
                }
                moveOut(spool);
                leave(spool.queue("mirror"), false);
                commit(spool, "1.26", "archive", "mirror");
            } catch (IOException e) {
                // the gateway would not have started, and promised nothing
            }
        }

        void open(Disk disk) {
            try (Spool spool = open(disk, SpoolHousekeeping.AT_ONCE)) {
                assertThat(spool.queues()).hasSize(2);
            } catch (IOException e) {
                // the gateway would not have started
            }
        }

        private void commit(Spool spool, String uid, String... destinations) {
            try {
                Samples.spool(spool, uid, destinations);
                promise(uid, destinations);
            } catch (IOException e) {
                // refused, so not promised
            }
        }

        private void original(Spool spool, String uid, String... destinations) {
            try {
                Samples.spoolOriginal(spool, uid, destinations);
                promise(uid, destinations);
            } catch (IOException e) {
                // refused, so not promised
            }
        }

        private void promise(String uid, String... destinations) {
            for (String destination : destinations) {
                promised.add(new Promise(destination, uid));
            }
        }

        /** Longer than a segment takes. */
        private static void abandon(Spool spool) {
            try (Incoming incoming = spool.begin(Samples.facts("1.10", "archive"), Samples.prefix())) {
                incoming.write(ByteBuffer.allocate(10_000));
                incoming.write(ByteBuffer.allocate(100_000));
            } catch (IOException e) {
                // it would have been refused
            }
        }

        private void leave(DestinationQueue queue, boolean held) throws InterruptedException {
            try {
                SpooledInstance instance = queue.poll(Duration.ZERO).orElse(null);
                if (instance != null) {
                    Promise promise =
                            new Promise(queue.destination(), instance.facts().sopInstanceUid());
                    leaving.add(promise);
                    if (held) {
                        queue.hold(instance, "refused");
                    } else {
                        queue.done(instance);
                    }
                    left.add(promise);
                }
            } catch (IOException e) {
                // it may be delivered again
            }
        }

        private static void moveOut(Spool spool) {
            try {
                spool.moveOutOfLog(Duration.ZERO);
            } catch (IOException e) {
                // it waits in the log
            }
        }

        void check(String when) throws IOException {
            try (Spool spool =
                    open(new ForgetfulDisk(spoolDirectory.resolveSibling("unforced")), SpoolHousekeeping.AT_ONCE)) {
                for (DestinationQueue queue : spool.queues()) {
                    List<String> waiting = new ArrayList<>();
                    for (SpooledInstance instance : queue.peek(100)) {
                        waiting.add(instance.facts().sopInstanceUid());
                        assertThat(Samples.hasDataSet(instance))
                                .as("%s: %s is whole", when, instance.facts().sopInstanceUid())
                                .isTrue();
                    }
                    for (Promise promise : promised) {
                        if (promise.destination.equals(queue.destination()) && !leaving.contains(promise)) {
                            assertThat(waiting)
                                    .as("%s: in %s", when, queue.destination())
                                    .contains(promise.uid);
                        }
                    }
                    assertThat(waiting)
                            .as("%s: order", when)
                            .isSorted()
                            .doesNotHaveDuplicates()
                            .doesNotContain("1.10");
                }
                Samples.spool(spool, "1.99", "archive");
                List<SpooledInstance> all = spool.queue("archive").peek(100);
                assertThat(all.get(all.size() - 1).facts().sopInstanceUid())
                        .as(when)
                        .isEqualTo("1.99");
            }
        }
    }
}
