package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DCMTK's storescp on a free loopback port: an archive that keeps what it gets as files in one folder. */
public final class StoreScp implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    /** What storescp prints, through a program of our choice, after it has answered a C-STORE request. */
    private static final String STORED = "STORED ";

    private final PeerProcess process;
    private final int port;
    private final Path folder;

    private StoreScp(PeerProcess process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /**
     * Starts an archive that accepts every SOP class in every transfer syntax and writes each data set exactly as it read it
     * ({@code +B}): its bytes are what went over the wire. It serves one association at a time, several with the flag
     * {@code --fork}.
     */
    public static StoreScp bitPreserving(Path folder, String... flags) {
        return start(folder, FreePort.number(), withFirst("+B", flags));
    }

    /** As {@link #bitPreserving}, but parsing and re-encoding what it receives: fails on what DCMTK cannot read. */
    public static StoreScp parsing(Path folder, String... flags) {
        return start(folder, FreePort.number(), List.of(flags));
    }

    /** As {@link #parsing} on a given port. */
    public static StoreScp parsingOn(int port, Path folder, String... flags) {
        return start(folder, port, List.of(flags));
    }

    /** As {@link #bitPreserving} on a given port: the archive that comes back where it was. */
    public static StoreScp bitPreservingOn(int port, Path folder, String... flags) {
        return start(folder, port, withFirst("+B", flags));
    }

    private static List<String> withFirst(String first, String... others) {
        List<String> all = new ArrayList<>(List.of(first));
        Collections.addAll(all, others);
        return all;
    }

    private static StoreScp start(Path folder, int port, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Peers.require("storescp").toString());
        command.addAll(List.of("-v", "-dhl", "--promiscuous", "--accept-all", "--max-pdu", "131072"));
        command.addAll(List.of("--exec-on-reception", "echo " + STORED + "#f"));
        command.addAll(List.of(
                "--aetitle",
                "STORESCP",
                "--output-directory",
                folder.toAbsolutePath().toString()));
        command.addAll(flags);
        command.add(Integer.toString(port));
        PeerProcess process = PeerProcess.start(command);
        try {
            FreePort.awaitListener(process, port, START);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        return new StoreScp(process, port, folder);
    }

    public int port() {
        return port;
    }

    /** The files received so far, sorted by name; the last one may still be growing. */
    public List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this many C-STORE requests were answered, then returns the files (fewer when UIDs repeat). */
    public List<Path> awaitStored(int requests, Duration timeout) {
        Await.until(
                () -> answered() >= requests,
                timeout,
                () -> requests + " C-STORE requests answered by storescp, " + answered() + " so far");
        return files();
    }

    /** How many C-STORE requests storescp has answered so far. */
    public long answered() {
        // Anywhere in a line: storescp and the program it starts write to the same file, and may cut each other's
        // lines.
        return process.output().split(STORED, -1).length - 1L;
    }

    /** What storescp printed so far. */
    public String output() {
        return process.output();
    }

    /** The archive goes away without a word. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
