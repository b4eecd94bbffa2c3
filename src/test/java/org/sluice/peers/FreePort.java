package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Loopback ports for programs that cannot bind to port 0 and say what they got. */
public final class FreePort {
    private FreePort() {}

    /**
     * A TCP port that nobody listens on. It was bound for a moment, so the kernel does not hand it out again soon; another
     * process could still take it first, in which case the peer fails to start and says so.
     */
    public static int number() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until {@code process} accepts connections on the loopback {@code port}, or fails with what it printed. */
    static void awaitListener(PeerProcess process, int port, Duration timeout) {
        Await.until(
                () -> {
                    process.requireAlive();
                    return accepts(port);
                },
                timeout,
                () -> "a listener on port " + port + "; printed so far:\n" + process.output());
    }

    /** Whether somebody listens on the port, found out without a connection, which some programs do not survive. */
    static boolean isBound(int port) {
        String listening = String.format("(?m)^ *[0-9]+: [0-9A-F]+:%04X [0-9A-F]+:0000 0A ", port);
        Pattern pattern = Pattern.compile(listening);
        try {
            return pattern.matcher(Files.readString(Path.of("/proc/net/tcp"))).find()
                    || pattern.matcher(Files.readString(Path.of("/proc/net/tcp6")))
                            .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody accepts connections on the loopback port now. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException nobodyListens) {
            return false;
        }
    }
}
