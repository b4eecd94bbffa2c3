package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed with SIGKILL while it commits, again and again on the same directory. */
class KillTest {

    private final Random random = new Random();
    private final Set<String> promisedInSpool = new HashSet<>();
    private final Set<String> promisedInQuarantine = new HashSet<>();

    @Test
    void nothingThatWasPromisedIsMissingAfterKills(@TempDir Path directory) throws Exception {
        kill(directory, Spool.Keeping.FILES, 5);
    }

    @Test
    void nothingThatWasPromisedIsMissingInTheLogAfterKills(@TempDir Path directory) throws Exception {
        kill(directory, Spool.Keeping.SEGMENTS, 5);
    }

    @Test
    @Tag("heavy")
    void nothingThatWasPromisedIsMissingAfterFiftyKills(@TempDir Path directory) throws Exception {
        kill(directory, Spool.Keeping.FILES, 50);
    }

    @Test
    @Tag("heavy")
    void nothingThatWasPromisedIsMissingInTheLogAfterSixtyKills(@TempDir Path directory) throws Exception {
        kill(directory, Spool.Keeping.SEGMENTS, 60);
    }

    private void kill(Path directory, Spool.Keeping keeping, int times) throws Exception {
        for (int round = 1; round <= times; round++) {
            commitUntilKilled(directory, keeping, "1." + round, 1 + random.nextInt(60));
            checkSpool(directory, keeping);
            checkQuarantine(directory);
        }
        assertThat(promisedInSpool.size() + promisedInQuarantine.size()).isGreaterThanOrEqualTo(times);
    }

    /** Reads promises; after some the process is killed, and those that it has still printed count too. */
    private void commitUntilKilled(Path directory, Spool.Keeping keeping, String uidRoot, int promises)
            throws IOException, InterruptedException {
        Process committer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        directory.toString(),
                        uidRoot,
                        keeping.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = committer.inputReader(StandardCharsets.US_ASCII)) {
            String line = out.readLine();
            for (int read = 1; line != null; read++) {
                promised(line);
                if (read == promises) {
                    committer.toHandle().destroyForcibly(); // unlike the process's own, leaves the pipe open
                }
                line = out.readLine();
            }
        } finally {
            committer.destroyForcibly().waitFor();
        }
    }

    private void promised(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && !words[1].isEmpty()) {
            (words[0].equals("spool") ? promisedInSpool : promisedInQuarantine).add(words[1]);
        }
    }

    private void checkSpool(Path directory, Spool.Keeping keeping) throws IOException {
        try (Spool spool = Spool.open(directory.resolve("spool"), List.of("archive", "mirror"), keeping)) {
            for (DestinationQueue queue : spool.queues()) {
                Set<String> waiting = new HashSet<>();
                for (SpooledInstance instance : queue.peek(Integer.MAX_VALUE)) {
                    waiting.add(instance.facts().sopInstanceUid());
                    assertThat(Samples.hasDataSet(instance)).isTrue();
                }
                assertThat(waiting).as(queue.destination()).containsAll(promisedInSpool);
                assertThat(queue.held()).isZero();
            }
        }
    }

    private void checkQuarantine(Path directory) throws IOException {
        Path root = directory.resolve("quarantine");
        try (Quarantine quarantine = Quarantine.open(root)) {
            Set<String> kept =
                    quarantine.newestFirst().map(QuarantinedInstance::file).collect(Collectors.toSet());
            Map<String, Integer> rows = new HashMap<>();
            ReasonLog.forEachFile(
                    root.resolve("reasons.tsv"), Instant.EPOCH, file -> rows.merge(file, 1, Integer::sum));
            assertThat(kept).containsAll(promisedInQuarantine);
            assertThat(rows.keySet()).isEqualTo(kept);
            assertThat(rows.values()).allMatch(count -> count == 2);
        }
    }
}
