package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The load generator and the faulty archive of {@code ../shared/bench}, small C programs that are compiled for the test.
 * Without that folder or a C compiler the calling test is skipped aloud.
 */
public final class LoadTools {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofSeconds(20);

    private static @Nullable LoadTools built;

    private final Path folder;

    private LoadTools(Path folder) {
        this.folder = folder;
    }

    /** Compiles them, once for all tests. */
    public static synchronized LoadTools require() {
        if (built == null) {
            Path sources = SharedFolder.require("bench");
            Optional<Path> compiler = Peers.find("gcc");
            if (compiler.isEmpty()) {
                System.err.println("skipped: no gcc for ../shared/bench");
                Assumptions.abort("skipped: no gcc for ../shared/bench");
            }
            built = new LoadTools(compile(compiler.get(), sources));
        }
        return built;
    }

    private static Path compile(Path compiler, Path sources) {
        try {
            Path folder = Files.createTempDirectory("load-tools-");
            for (String program : List.of("dicomblast", "dicomsink")) {
                Path binary = folder.resolve(program);
                PeerProcess.Ended ended = PeerProcess.run(
                        List.of(
                                compiler.toString(),
                                "-std=c11",
                                "-O2",
                                "-o",
                                binary.toString(),
                                sources.resolve(program + ".c").toString(),
                                "-pthread"),
                        LIMIT);
                if (ended.exitCode() != 0) {
                    throw new AssertionError(ended.output());
                }
                binary.toFile().deleteOnExit();
            }
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive that drops what it gets, and fails as its flags say. */
    public Sink sink(Path folder, String... flags) {
        return sinkOn(FreePort.number(), folder, flags);
    }

    /** The same on a given port. */
    public Sink sinkOn(int port, Path folder, String... flags) {
        Path stored = folder.resolve("stored-" + port + "-" + System.nanoTime() + ".txt");
        List<String> command = new ArrayList<>(List.of(
                this.folder.resolve("dicomsink").toString(),
                "--port",
                Integer.toString(port),
                "--limit",
                "600",
                "--verify",
                stored.toString()));
        Collections.addAll(command, flags);
        PeerProcess process = PeerProcess.start(command);
        FreePort.awaitListener(process, port, START);
        return new Sink(process, port, stored);
    }

    /**
     * Sends files again and again, byte for byte, each time as another instance; returns 'UID checksum length' of
     * everything that was acknowledged.
     */
    public TreeSet<String> blast(int port, Path folder, List<Path> files, String... flags) {
        Path acknowledged = folder.resolve("acknowledged-" + System.nanoTime() + ".txt");
        List<String> command = new ArrayList<>(List.of(
                this.folder.resolve("dicomblast").toString(),
                "--called",
                "SLUICE",
                "--manifest",
                acknowledged.toString()));
        Collections.addAll(command, flags);
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        files.forEach(file -> command.add(file.toString()));
        PeerProcess.run(command, LIMIT);
        return lines(acknowledged);
    }

    private static TreeSet<String> lines(Path file) {
        try {
            return new TreeSet<>(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running dicomsink. */
    public static final class Sink implements AutoCloseable {
        private final PeerProcess process;
        private final int port;
        private final Path stored;

        private Sink(PeerProcess process, int port, Path stored) {
            this.process = process;
            this.port = port;
            this.stored = stored;
        }

        public int port() {
            return port;
        }

        /** Ends it, and returns 'UID checksum length' of everything that it answered Success to. */
        public TreeSet<String> stop() {
            process.terminate();
            process.awaitExit(START);
            return lines(stored);
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
