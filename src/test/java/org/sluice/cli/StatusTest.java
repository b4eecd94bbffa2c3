package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.ServeProcess;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Peers;
import org.sluice.text.FileFault;

/** What {@code sluice status} says of a node that runs as a process of its own, and of one that does not. */
class StatusTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final Path configuration;
    private final int port = FreePort.number();

    StatusTest(@TempDir Path folder) {
        this.folder = folder;
        this.configuration = folder.resolve("sluice.yaml");
    }

    /** The data folder is named in full, since it is relative to the working directory of whoever reads this. */
    private void configure(String destination) throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), """
                FORMAT dicom

                %filter reports

                LABEL Reports
                equals Modality SR
                """);
        Files.writeString(configuration, """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [destination] }
                destinations:
                  destination: %s
                data: "%s/var"
                http: { port: 0, bind: 127.0.0.1 }
                retry: { first: 50 ms, most: 200 ms }
                """.formatted(port, destination, folder));
    }

    private CommandRun status(String... options) {
        Object[] words = new Object[options.length + 3];
        words[0] = "status";
        words[1] = "--conf";
        words[2] = configuration;
        System.arraycopy(options, 0, words, 3, options.length);
        return CommandRun.of(words);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(status("--json").out());
    }

    /** The control socket comes a moment after the ports. */
    private ServeProcess start() {
        ServeProcess serve = ServeProcess.start(folder, port);
        Await.until(() -> status().code() != ExitCode.NO_NODE, SOON, "the node to answer");
        return serve;
    }

    private void send(GeneratedInstance... instances) throws IOException {
        Path study = Files.createDirectories(folder.resolve("study"));
        for (int i = 0; i < instances.length; i++) {
            instances[i].writeTo(study.resolve(i + ".dcm"));
        }
        assertThat(CommandRun.of("send", "SLUICE@127.0.0.1:" + port, study).code())
                .isZero();
    }

    @Test
    void whatPassedIsToldAndKnownAfterTheNodeWasKilled() throws IOException {
        configure("{ folder: archive }");
        try (ServeProcess serve = start()) {
            send(GeneratedInstance.ct(1), GeneratedInstance.mr(2), GeneratedInstance.sr(3));
            Await.until(() -> delivered() == 2, SOON, "two deliveries");
            CommandRun run = status();
            assertThat(run.code()).as(run.out()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.lines())
                    .contains("Fine: instances are accepted, and nothing is wrong.")
                    .anyMatch(line -> line.matches("received +3 +3"))
                    .anyMatch(line -> line.matches("clean +2 +2"))
                    .anyMatch(line -> line.matches("flagged +1 +1"))
                    .anyMatch(line -> line.matches("destination +2 +2 +0 +- +0 +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d"));
            serve.kill();
            assertThat(status().code()).isEqualTo(ExitCode.NO_NODE);
        }
        long counted = new ObjectMapper()
                .readTree(folder.resolve("var/counts.json").toFile())
                .path("counts")
                .size();
        assertThat(counted).isPositive();
        try (ServeProcess serve = start()) {
            assertThat(json().path("today").path("received").asLong())
                    .as("all that was counted when the file was last written")
                    .isBetween(1L, 3L);
            send(GeneratedInstance.ct(4));
        }
    }

    private long delivered() throws IOException {
        return json().path("destinations")
                .path(0)
                .path("today")
                .path("delivered")
                .asLong();
    }

    @Test
    void aDestinationThatCannotBeReachedIsWrongAndWaitingInstancesAreCounted() throws IOException {
        configure("{ ae: ARCHIVE, host: 127.0.0.1, port: " + FreePort.number() + " }");
        try (ServeProcess serve = start()) {
            send(GeneratedInstance.ct(1));
            Await.until(() -> status().code() == ExitCode.PROBLEM, SOON, "something to be wrong");
            assertThat(status().lines())
                    .contains("Instances are accepted, but look at this:")
                    .contains(
                            "  - destination does not take what waits for it, which is tried again and again: the log says why");
            assertThat(json().path("destinations").path(0).path("waiting").asInt())
                    .isEqualTo(1);
            assertThat(json().path("ready").asBoolean()).isTrue();
        }
    }

    @Test
    void aNodeThatDoesNotRunIsNamedByItsDataFolder() throws IOException {
        configure("{ folder: archive }");
        CommandRun run = status();
        assertThat(run.code()).isEqualTo(ExitCode.NO_NODE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip())
                .isEqualTo("error: no node runs with the data folder " + folder.resolve("var") + " (data of "
                        + configuration + "; --conf names another)");
    }

    @Test
    void aConfigurationThatIsNotThereIsNoNode() {
        CommandRun run = status();
        assertThat(run.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err().strip())
                .isEqualTo("error: the configuration: there is no file " + configuration + "; --conf names another");
    }

    /** The socket is in a folder that the other user may enter: it keeps to itself. */
    @Test
    void anotherUserMayNotAskAndIsToldWhoMay() throws Exception {
        Assumptions.assumeTrue(FailedStart.isRoot(), "SKIPPED: only root can start a process of another user");
        configure("{ folder: archive }");
        try (ServeProcess serve = start()) {
            open(folder);
            open(folder.resolve("var"));
            assertThat(statusAsNobody())
                    .isEqualTo("error: " + folder.resolve("var/control.sock")
                            + " may not be used by user nobody: it belongs to " + FileFault.user()
                            + ", with permissions rw-------; ask as " + FileFault.user() + " (data of "
                            + configuration + "; --conf names another)\n3");
            Files.setPosixFilePermissions(folder.resolve("var"), PosixFilePermissions.fromString("rwx------"));
            assertThat(statusAsNobody())
                    .startsWith("error: " + folder.resolve("var") + " may not be used by user nobody: it belongs to ")
                    .endsWith("\n3");
        }
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** In a process that may read everything, as the class path may be in the home of root, but for the right to write. */
    private String statusAsNobody() throws Exception {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(List.of(
                        Peers.require("setpriv").toString(),
                        "--reuid=nobody",
                        "--regid=nogroup",
                        "--clear-groups",
                        "--inh-caps=+dac_read_search",
                        "--ambient-caps=+dac_read_search",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.sluice.cli.Main",
                        "status",
                        "--conf",
                        configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(printed).strip() + "\n" + process.exitValue();
    }
}
