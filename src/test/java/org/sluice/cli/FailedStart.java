package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.sluice.peers.Peers;

/**
 * A start that comes to nothing, of {@code serve} with {@code sluice.yaml} in a folder of its own.
 *
 * @param code the exit code
 * @param printed on standard error
 */
record FailedStart(int code, String printed) {
    private static final int PATIENCE_SECONDS = 60;

    /** In this process. */
    static FailedStart of(Path folder, String... options) {
        List<Object> words = new ArrayList<>(List.of("serve", "--conf", folder.resolve("sluice.yaml")));
        words.addAll(Arrays.asList(options));
        CommandRun run = CommandRun.of(words.toArray());
        return new FailedStart(run.code(), run.err());
    }

    /** As a process that may not do what only root may, whoever runs the tests. */
    static FailedStart withoutRightsOfRoot(Path folder) throws IOException, InterruptedException {
        return isRoot()
                ? behind(folder, Peers.require("setpriv").toString(), "--inh-caps=-all", "--bounding-set=-all")
                : of(folder);
    }

    /** As a process of user nobody, who may read everything, as the class path may be in the home of root. */
    static FailedStart asNobody(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isRoot(), "SKIPPED: only root can start a process of another user");
        return behind(
                folder,
                Peers.require("setpriv").toString(),
                "--reuid=nobody",
                "--regid=nogroup",
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search");
    }

    /** In a network of its own, where ports below 1024 are those of root, and without the rights of root. */
    static FailedStart inNetworkOfItsOwn(Path folder) throws IOException, InterruptedException {
        Peers.assumeUnshared("--net");
        return behind(
                folder,
                Peers.require("unshare").toString(),
                "--net",
                Peers.require("setpriv").toString(),
                "--inh-caps=-all",
                "--bounding-set=-all");
    }

    /** With a small disk in memory as the folder {@code var}, mounted with these options. */
    static FailedStart onDisk(Path folder, String mountOptions) throws IOException, InterruptedException {
        Peers.assumeUnshared("--mount");
        Path var = Files.createDirectory(folder.resolve("var"));
        return behind(
                folder,
                Peers.require("unshare").toString(),
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o " + mountOptions + " none " + var + " && exec \"$@\"",
                "sh");
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static FailedStart behind(Path folder, String... prefix) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(prefix));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.sluice.cli.Main", "serve", "--conf"));
        command.add(folder.resolve("sluice.yaml").toString());
        Path err = folder.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it has started, or does not end: " + Files.readString(err));
        }
        return new FailedStart(process.exitValue(), Files.readString(err));
    }
}
