package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs beside the test. Both its outputs go to one file, so a talkative program never blocks and its words
 * stand in the message when something fails. It has no standard input. {@link #close} ends it in any case.
 */
public final class PeerProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Path output;

    private PeerProcess(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    /** Starts the command with the test's own environment, in its working directory. */
    public static PeerProcess start(List<String> command) {
        return start(command, Path.of(""), Map.of());
    }

    /** Starts the command in {@code folder}, with {@code environment} added to the test's own. */
    public static PeerProcess start(List<String> command, Path folder, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("peer-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new PeerProcess(List.copyOf(command), builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Runs the command to its end and returns its exit code and output. */
    public static Ended run(List<String> command, Duration timeout) {
        try (PeerProcess process = start(command)) {
            return process.awaitExit(timeout);
        }
    }

    /** How a program ended, and everything it printed. */
    public record Ended(int exitCode, String output) {}

    /** Everything printed so far; bytes that are no UTF-8 appear as replacement characters. */
    public String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line that fulfils the predicate, as soon as it is printed in full. */
    public String awaitLine(Predicate<String> wanted, Duration timeout) {
        Await.until(
                () -> {
                    if (completeLine(wanted) != null) {
                        return true;
                    }
                    requireAlive();
                    return completeLine(wanted) != null;
                },
                timeout,
                () -> "a line of " + command.get(0) + "; printed so far:\n" + output());
        String line = completeLine(wanted);
        if (line == null) {
            throw new AssertionError("the line is gone");
        }
        return line;
    }

    private @Nullable String completeLine(Predicate<String> wanted) {
        String text = output();
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    /** Waits for the program to end by itself. */
    public Ended awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(command + " still runs after " + timeout.toSeconds() + " s:\n" + output());
            }
            return new Ended(process.exitValue(), output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Fails the test with the program's own words when it has ended already. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(command + " ended with exit code " + process.exitValue() + ":\n" + output());
        }
    }

    /** Asks the program to end (SIGTERM), without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the program and its children at once (SIGKILL) and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitExit(GRACE);
    }

    /** Ends the program with all its children, politely first, and removes its output file. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            children.forEach(ProcessHandle::destroyForcibly);
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
