package org.sluice.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.Peers;

/** {@code sluice serve} as a process of its own, which can be killed. */
public final class ServeProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private ServeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Writes a {@code sluice.yaml} with one route, through a recipe into a folder. */
    static void configure(Path folder, int port, String recipe) throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), recipe);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [folder] }
                destinations:
                  folder: { folder: var/archive }
                http: { port: 0, bind: 127.0.0.1 }
                """.formatted(port));
    }

    /** Starts it in a working directory that has {@code sluice.yaml}, and waits until it accepts connections. */
    public static ServeProcess start(Path folder, int port, String... jvmOptions) {
        return started(launch(folder, jvmOptions), port);
    }

    /** As {@link #start}, with a small disk in memory as the folder {@code var}, mounted with these options. */
    static ServeProcess startOnDisk(Path folder, int port, String mountOptions) throws IOException {
        Path var = Files.createDirectories(folder.resolve("var"));
        String mount = "mount -t tmpfs -o " + mountOptions + " none " + var + " && exec \"$@\"";
        List<String> behind = List.of(Peers.require("unshare").toString(), "--mount", "sh", "-c", mount, "sh");
        return started(launch(behind, folder, List.of(), List.of()), port);
    }

    /** As {@link #start}, with functions of somebody's own. */
    static ServeProcess startWithPlugins(Path folder, int port, Path plugins) {
        return started(launch(folder, List.of("--plugins", plugins.toString()), List.of()), port);
    }

    /** As {@link #start}, with options of {@code serve}, and its own log instead of that for tests. */
    static ServeProcess startWith(Path folder, int port, String... options) {
        return started(launchWith(folder, options), port);
    }

    /** As {@link #launch}, with options of {@code serve}, and its own log instead of that for tests. */
    static ServeProcess launchWith(Path folder, String... options) {
        return launch(folder, List.of(), List.of(options), "-Dlogback.configurationFile=logback.xml");
    }

    private static ServeProcess started(ServeProcess serve, int port) {
        Await.until(
                () -> serve.requireAlive() && FreePort.accepts(port), START, () -> "serve to listen:\n" + serve.log());
        return serve;
    }

    /** Starts it in a working directory that has {@code sluice.yaml}, and does not wait for anything. */
    static ServeProcess launch(Path folder, String... jvmOptions) {
        return launch(folder, List.of(), List.of(), jvmOptions);
    }

    private static ServeProcess launch(Path folder, List<String> before, List<String> options, String... jvmOptions) {
        return launch(List.of(), folder, before, options, jvmOptions);
    }

    /** Behind a command that runs it, with options of {@code sluice} before {@code serve}, and its own behind that. */
    private static ServeProcess launch(
            List<String> behind, Path folder, List<String> before, List<String> options, String... jvmOptions) {
        List<String> command = new ArrayList<>(behind);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        // As the jar's manifest has it.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.sluice.cli.Main"));
        command.addAll(before);
        command.add("serve");
        command.addAll(List.of("--conf", folder.resolve("sluice.yaml").toString()));
        command.addAll(options);
        Path log = folder.resolve("serve.log");
        try {
            return new ServeProcess(
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("serve ended with " + process.exitValue() + ":\n" + log());
        }
        return true;
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() {
        signal();
        return awaitEnd();
    }

    /** SIGTERM, and no waiting. */
    void signal() {
        process.destroy();
    }

    /** Waits for the end; returns the exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("serve does not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
