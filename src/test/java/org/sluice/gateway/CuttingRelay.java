package org.sluice.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A network between the node and its archive that resets connections: each after some number of bytes in either
 * direction, so that requests, data sets and responses are cut anywhere.
 */
final class CuttingRelay implements AutoCloseable {
    private static final int MOST_AT_ONCE = 8192;

    private final ServerSocket server;
    private final int archivePort;
    private final RandomGenerator random;
    private final int longestLife;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cutting = true;

    /**
     * Starts it on a free port.
     *
     * @param longestLife of a connection, in bytes in both directions
     */
    CuttingRelay(int archivePort, RandomGenerator random, int longestLife) {
        this.archivePort = archivePort;
        this.random = random;
        this.longestLife = longestLife;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on connections live. */
    void heal() {
        cutting = false;
    }

    /** From now on they are cut again. */
    void cut() {
        cutting = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                new Connection(near, new Socket(InetAddress.getLoopbackAddress(), archivePort)).start();
            }
        } catch (IOException closed) {
            open.forEach(CuttingRelay::reset);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "cutting-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
    }

    private final class Connection {
        private final Socket near;
        private final Socket far;
        private int life;

        private Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
            synchronized (random) {
                this.life = random.nextInt(1, longestLife);
            }
            open.add(near);
            open.add(far);
        }

        private void start() {
            daemon(() -> pump(near, far));
            daemon(() -> pump(far, near));
        }

        private void pump(Socket from, Socket to) {
            byte[] bytes = new byte[MOST_AT_ONCE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    int passed = lives(count);
                    out.write(bytes, 0, passed);
                    if (passed < count) {
                        break;
                    }
                }
            } catch (IOException cut) {
                // the other direction did it, or a peer
            } finally {
                reset(near);
                reset(far);
                open.remove(near);
                open.remove(far);
            }
        }

        private synchronized int lives(int count) {
            if (!cutting) {
                return count;
            }
            int passed = Math.min(life, count);
            life -= passed;
            return passed;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
