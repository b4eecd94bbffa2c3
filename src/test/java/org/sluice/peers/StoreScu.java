package org.sluice.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * DCMTK's two senders. {@code storescu} sends one file after the other on one association, proposing what its flags say
 * ({@code -xy} JPEG Baseline, {@code -xs} JPEG Lossless, {@code -xi} implicit only ...); {@code dcmsend} proposes what the
 * files need. An instance is immutable; each method that changes something returns another sender.
 *
 * <p>Both parse what they send and encode it again: to know what went over the wire, send the same files with the same flags
 * to {@link StoreScp#bitPreserving} and compare.
 */
public record StoreScu(String program, int port, String calling, String called, List<String> flags) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public StoreScu {
        flags = List.copyOf(flags);
    }

    /** storescu to a loopback port, as {@code STORESCU} calling {@code SLUICE}. */
    public static StoreScu storescu(int port) {
        return new StoreScu("storescu", port, "STORESCU", "SLUICE", List.of());
    }

    /** dcmsend to a loopback port, as {@code DCMSEND} calling {@code SLUICE}. */
    public static StoreScu dcmsend(int port) {
        return new StoreScu("dcmsend", port, "DCMSEND", "SLUICE", List.of());
    }

    public StoreScu calling(String aeTitle) {
        return new StoreScu(program, port, aeTitle, called, flags);
    }

    public StoreScu called(String aeTitle) {
        return new StoreScu(program, port, calling, aeTitle, flags);
    }

    /** Adds flags of the program itself, such as {@code -xy} or {@code -R}. */
    public StoreScu with(String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new StoreScu(program, port, calling, called, all);
    }

    /** Sends files, or with {@code +sd} folders, and fails the test with the sender's words when it does not end with 0. */
    public String send(Collection<Path> files) {
        PeerProcess.Ended ended = attempt(files);
        if (ended.exitCode() != 0) {
            throw new AssertionError(program + " ended with " + ended.exitCode() + ":\n" + ended.output());
        }
        return ended.output();
    }

    /** Sends one file; see {@link #send(Collection)}. */
    public String send(Path file) {
        return send(List.of(file));
    }

    /** Sends and returns however it ended: for what ought to fail. */
    public PeerProcess.Ended attempt(Collection<Path> files) {
        return PeerProcess.run(command(files), LIMIT);
    }

    /** Starts sending and returns at once: for what happens meanwhile. */
    public PeerProcess start(Collection<Path> files) {
        return PeerProcess.start(command(files));
    }

    private List<String> command(Collection<Path> files) {
        List<String> command = new ArrayList<>();
        command.add(Peers.require(program).toString());
        command.addAll(List.of("-v", "-aet", calling, "-aec", called));
        command.addAll(flags);
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        files.forEach(file -> command.add(file.toString()));
        return command;
    }
}
