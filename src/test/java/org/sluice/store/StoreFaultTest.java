package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every single operation on the disk fails once, or is the last; afterwards nothing that was promised is missing. */
class StoreFaultTest {

    private static final int MORE_THAN_ENOUGH = 500;
    private static final List<String> DESTINATIONS = List.of("archive", "mirror");

    private final Path directory;

    StoreFaultTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingInTheSpool(BrokenDisk.Fault fault) throws Exception {
        cutEveryOperationOfASpool(fault, 2);
    }

    /** Instances that come faster than files are made ready for them. */
    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingInTheSpoolWithoutFilesMadeReady(BrokenDisk.Fault fault) throws Exception {
        cutEveryOperationOfASpool(fault, 0);
    }

    private void cutEveryOperationOfASpool(BrokenDisk.Fault fault, int ready) throws Exception {
        for (int operation = 0; operation < MORE_THAN_ENOUGH; operation++) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            SpoolRun run = new SpoolRun(broken.root().resolve("spool"), ready);
            run.play(broken.disk());
            broken.powerFailsIfItDoes();
            run.check("operation " + operation + " of " + fault);
            if (!broken.disk().hasFailed()) {
                assertThat(operation).as("operations that were cut").isGreaterThan(30);
                return;
            }
        }
        fail("the run needs more operations than expected");
    }

    /** The second crash comes while the spool is being opened after the first. */
    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingAfterACrashDuringRecovery(BrokenDisk.Fault fault) throws Exception {
        for (int operation = 0; operation < MORE_THAN_ENOUGH; operation++) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            SpoolRun run = new SpoolRun(broken.root().resolve("spool"), 0);
            run.playUntilPowerFails(broken.below());
            run.open(broken.disk());
            broken.powerFailsIfItDoes();
            run.check("operation " + operation + " of " + fault + " during recovery");
            if (!broken.disk().hasFailed()) {
                assertThat(operation).as("operations that were cut").isGreaterThan(15);
                return;
            }
        }
        fail("the run needs more operations than expected");
    }

    private record Promise(String destination, String uid) {}

    /** Some work on a spool, and what was promised of it. */
    private static final class SpoolRun {
        private final Path spoolDirectory;
        private final int ready;
        private final List<Promise> promised = new ArrayList<>();
        private final Set<String> refused = new TreeSet<>();
        private final Set<Promise> leaving = new HashSet<>();

        SpoolRun(Path spoolDirectory, int ready) {
            this.spoolDirectory = spoolDirectory;
            this.ready = ready;
        }

        void play(Disk disk) throws InterruptedException {
            try (Spool spool = Spool.open(disk, spoolDirectory, DESTINATIONS, ready, SpoolHousekeeping.AT_ONCE)) {
                commit(spool, "1.1", List.of("archive", "mirror"));
                abandon(spool);
                commit(spool, "1.2", List.of("archive"));
                deliver(spool.queue("archive"));
                commitOriginal(spool, "1.3", List.of("mirror", "archive"));
                park(spool.queue("mirror"));
                commit(spool, "1.4", List.of("mirror"));
            } catch (IOException e) {
                // the gateway would not have started, and promised nothing
            }
        }

        /** No name in a queue is forced to disk yet when it does. */
        void playUntilPowerFails(ForgetfulDisk below) throws IOException {
            FaultyDisk disk = new FaultyDisk(below, Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
            try (Spool spool = Spool.open(disk, spoolDirectory, DESTINATIONS, ready, Duration.ofDays(1))) {
                commitOriginal(spool, "1.1", List.of("archive", "mirror"));
                commit(spool, "1.2", List.of("archive"));
                commit(spool, "1.3", List.of("mirror"));
                disk.die();
            }
            below.powerFails(ForgetfulDisk.Loss.CUT);
            assertThat(Samples.filesIn(spoolDirectory.resolve("queues/archive")).stream()
                            .filter(file -> file.toString().endsWith(".dcm")))
                    .as("names that were not on the disk")
                    .isEmpty();
        }

        void open(Disk disk) {
            try (Spool spool = Spool.open(disk, spoolDirectory, DESTINATIONS, ready, SpoolHousekeeping.AT_ONCE)) {
                assertThat(spool.restoredAtOpen()).isEqualTo(3);
            } catch (IOException e) {
                // the gateway would not have started
            }
        }

        private void commit(Spool spool, String uid, List<String> destinations) {
            commit(uid, destinations, () -> Samples.spool(spool, uid, destinations.toArray(String[]::new)));
        }

        /** An original, of which each destination gets what makes the same of it as of the others. */
        private void commitOriginal(Spool spool, String uid, List<String> destinations) {
            commit(uid, destinations, () -> Samples.spoolOriginal(spool, uid, destinations.toArray(String[]::new)));
        }

        private interface Commit {
            void run() throws IOException;
        }

        private void commit(String uid, List<String> destinations, Commit commit) {
            try {
                commit.run();
                destinations.forEach(destination -> promised.add(new Promise(destination, uid)));
            } catch (IOException e) {
                refused.add(uid);
            }
        }

        /** It is longer than those that are committed into its file later. */
        private void abandon(Spool spool) {
            try (Incoming incoming = spool.begin(Samples.facts("1.0", "archive"), Samples.prefix())) {
                incoming.write(ByteBuffer.allocate(100_000));
            } catch (IOException e) {
                // it would have been refused
            }
        }

        private void deliver(DestinationQueue queue) throws InterruptedException {
            try {
                SpooledInstance instance = queue.poll(Duration.ZERO).orElse(null);
                if (instance != null) {
                    leaving.add(
                            new Promise(queue.destination(), instance.facts().sopInstanceUid()));
                    queue.done(instance);
                }
            } catch (IOException e) {
                // it may be delivered again
            }
        }

        private void park(DestinationQueue queue) throws InterruptedException {
            try {
                SpooledInstance instance = queue.poll(Duration.ZERO).orElse(null);
                if (instance != null) {
                    leaving.add(
                            new Promise(queue.destination(), instance.facts().sopInstanceUid()));
                    queue.hold(instance, "refused");
                }
            } catch (IOException e) {
                // it may be sent again
            }
        }

        void check(String when) throws IOException {
            try (Spool spool = Spool.open(spoolDirectory, DESTINATIONS)) {
                for (DestinationQueue queue : spool.queues()) {
                    List<String> waiting = new ArrayList<>();
                    for (SpooledInstance instance : queue.peek(100)) {
                        String uid = instance.facts().sopInstanceUid();
                        waiting.add(uid);
                        assertThat(Samples.hasDataSet(instance))
                                .as("%s: %s is whole", when, uid)
                                .isTrue();
                    }
                    for (Promise promise : promised) {
                        if (promise.destination.equals(queue.destination()) && !leaving.contains(promise)) {
                            assertThat(waiting)
                                    .as("%s: in %s", when, queue.destination())
                                    .contains(promise.uid);
                        }
                    }
                    assertThat(waiting).as("%s: order", when).isSorted().doesNotContain("1.0");
                }
                assertThat(Samples.filesIn(spoolDirectory.resolve("incoming")))
                        .as(when)
                        .isEmpty();
                Samples.spool(spool, "1.9", "archive");
                List<SpooledInstance> all = spool.queue("archive").peek(100);
                assertThat(all.get(all.size() - 1).facts().sopInstanceUid())
                        .as(when)
                        .isEqualTo("1.9");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noInstanceThatWasPromisedIsMissingInTheQuarantineOrInItsLog(BrokenDisk.Fault fault) throws Exception {
        for (int operation = 0; operation < MORE_THAN_ENOUGH; operation++) {
            BrokenDisk broken = BrokenDisk.at(operation, fault, directory);
            Path root = broken.root().resolve("quarantine");
            Map<String, String> promised = new HashMap<>();
            fillQuarantine(broken.disk(), root, promised);
            broken.powerFailsIfItDoes();
            checkQuarantine(root, promised, "operation " + operation + " of " + fault);
            if (!broken.disk().hasFailed()) {
                assertThat(operation).as("operations that were cut").isGreaterThan(30);
                return;
            }
        }
        fail("the run needs more operations than expected");
    }

    private static void fillQuarantine(Disk disk, Path root, Map<String, String> promised) {
        try (Quarantine quarantine = Quarantine.open(disk, root)) {
            for (String uid : List.of("1.1", "1.1", "1.2")) {
                try {
                    QuarantinedInstance instance = Samples.quarantine(quarantine, Samples.entry(uid));
                    promised.put(instance.file(), uid);
                } catch (IOException e) {
                    // refused, so not promised
                }
            }
        } catch (IOException e) {
            // the gateway would not have started, and promised nothing
        }
    }

    private static void checkQuarantine(Path root, Map<String, String> promised, String when) throws IOException {
        try (Quarantine quarantine = Quarantine.open(root)) {
            Map<String, QuarantinedInstance> found = new HashMap<>();
            quarantine.newestFirst().forEach(instance -> found.put(instance.file(), instance));
            Map<String, Integer> rows = new HashMap<>();
            ReasonLog.forEachFile(
                    root.resolve("reasons.tsv"), Instant.EPOCH, file -> rows.merge(file, 1, Integer::sum));

            assertThat(found.keySet()).as(when).containsAll(promised.keySet());
            for (QuarantinedInstance instance : found.values()) {
                assertThat(Samples.hasBytes(instance))
                        .as("%s: %s", when, instance.file())
                        .isTrue();
                assertThat(rows).as("%s: two matches, two rows", when).containsEntry(instance.file(), 2);
            }
            assertThat(rows.keySet()).as(when).isEqualTo(found.keySet());
            assertThat(Samples.filesIn(root.resolve(".incoming"))).as(when).isEmpty();
            assertThat(Samples.filesIn(root).stream()
                            .filter(file -> file.toString().endsWith(".json")))
                    .as("%s: no entry without its instance", when)
                    .hasSameSizeAs(found.keySet());
        }
    }
}
