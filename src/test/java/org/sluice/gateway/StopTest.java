package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

/** A node that is told to stop leaves nothing half done and reports no failure, whenever the signal comes. */
class StopTest {
    private final Path folder;

    StopTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aSignalDuringTheStartStopsWhatHasBeenStarted() throws Exception {
        configure();
        Path key = pipe();
        try (ServeProcess serve = ServeProcess.launch(folder)) {
            signalWhenRead(key, serve);
            assertThat(serve.awaitEnd()).as(serve.log()).isZero();
            assertThat(serve.log()).contains("Listening on");
        }
    }

    @Test
    @Tag("heavy")
    @Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
    void aStartThatWaitsForSomebodyIsBrokenOff() throws Exception {
        configure();
        Path key = pipe();
        try (ServeProcess serve = ServeProcess.launch(folder);
                var neverWritten = Files.newBufferedWriter(key)) {
            serve.signal();
            assertThat(serve.awaitEnd()).as(serve.log()).isZero();
            assertThat(serve.log()).contains("the start has not ended, and is broken off");
        }
    }

    /** A terminal that is closed sends it, too. */
    @Test
    @Timeout(value = 90, threadMode = ThreadMode.SEPARATE_THREAD)
    void aHangupHasTheConfigurationReadAgainAndTheNodeGoesOn() throws Exception {
        configure();
        try (ServeProcess serve = ServeProcess.launchWith(folder)) {
            Await.until(() -> serve.log().contains("Try: "), Duration.ofSeconds(60), "serve to have started");
            assertThat(serve.log())
                    .contains("Route SLUICE from CT1, CT2 through recipe.deid to archive (folder archive);"
                            + " nothing is flagged; quarantine in quarantine")
                    .containsPattern("Try: storescu -aet CT1 -aec SLUICE 127\\.0\\.0\\.1 \\d+ FILE\\.dcm");
            assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(serve.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            if (!ignoresHangup(serve.pid())) {
                Await.until(
                        () -> serve.log().contains("configuration read again: 1 route in force"),
                        Duration.ofSeconds(30),
                        "a reload");
            }
            assertThat(serve.terminate()).as(serve.log()).isZero();
        }
    }

    /** Whoever starts the tests as {@code nohup} does has every process below ignore SIGHUP; then the node never hears of it. */
    private static boolean ignoresHangup(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .anyMatch(bits -> (Long.parseUnsignedLong(bits, 16) & 1) == 1);
        }
    }

    private Path pipe() throws IOException, InterruptedException {
        Path key = folder.resolve("secret.key");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", key.toString())
                        .start()
                        .waitFor())
                .isZero();
        return key;
    }

    /** The pipe opens when the node opens its key, and the node cannot go on before the pipe is closed. */
    private static void signalWhenRead(Path key, ServeProcess serve) throws IOException {
        try (var pipe = Files.newBufferedWriter(key)) {
            serve.signal();
            pipe.write("0".repeat(64));
        }
    }

    private void configure() throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), "FORMAT dicom\n\n%header\n\nREPLACE PatientID var:id\n");
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: 0, bind: 127.0.0.1 }
                routes:
                  - ae: SLUICE
                    from: [CT2, CT1]
                    recipe: recipe.deid
                    variables: { id: { pseudonym: PatientID, key: secret.key } }
                    to: [archive]
                destinations:
                  archive: { folder: archive }
                http: { port: 0, bind: 127.0.0.1 }
                """);
    }
}
