package org.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.sluice.store.OwnerOnly;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The socket in {@code data} on which a running node answers its owner. At most {@value #MOST} are served at once, each on a
 * thread of its own; others wait until one has gone, which a time limit sees to. Any thread.
 */
public final class ControlSocket implements Closeable {
    static final int MOST = 8;

    private static final Log LOG = Log.of(ControlSocket.class);
    private static final int BACKLOG = 64;
    private static final Duration TO_ASK = Duration.ofSeconds(5);
    private static final Duration TO_TAKE_THE_ANSWER = Duration.ofSeconds(10);
    private static final Duration TO_STOP = Duration.ofSeconds(2);
    /** After the system had no descriptor for a connection. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, Verb> verbs = new TreeMap<>();
    private final Semaphore places = new Semaphore(MOST);
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> thread(task, "control"));
    private final ScheduledThreadPoolExecutor timer = ControlLine.timer();
    private final Thread acceptor = thread(this::acceptAll, "control-accept");

    private ControlSocket(Path socket, ServerSocketChannel server, Collection<Verb> verbs) {
        this.socket = socket;
        this.server = server;
        verbs.forEach(verb -> this.verbs.put(verb.name(), verb));
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes the socket, in place of one that a killed node has left, and answers on it.
     *
     * @param data the folder of the node, which no other node uses
     * @throws IOException when it cannot be made, or another process answers on it
     */
    public static ControlSocket open(Path data, Collection<Verb> verbs) throws IOException {
        Path socket = SocketPlace.in(data);
        if (ControlClient.isAnswered(socket)) {
            throw new IOException(socket + " is in use by another process");
        }
        ControlSocket control = new ControlSocket(socket, bind(socket), verbs);
        control.acceptor.start();
        return control;
    }

    /** It is made in a folder that nobody else may enter, and comes to its place with the permissions that it keeps. */
    private static ServerSocketChannel bind(Path socket) throws IOException {
        Path made = socket.resolveSibling("control.new").resolve("s");
        Path folder = OwnerOnly.createDirectories(made.resolveSibling(""));
        Files.deleteIfExists(made);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            SocketPlace.use(made, address -> server.bind(address, BACKLOG));
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(made, socket, StandardCopyOption.ATOMIC_MOVE);
            bound = true;
            return server;
        } finally {
            if (!bound) {
                server.close();
                Files.deleteIfExists(made);
            }
            Files.deleteIfExists(folder);
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                places.acquire();
                boolean served = false;
                try {
                    SocketChannel channel = server.accept();
                    workers.execute(() -> serve(channel));
                    served = true;
                } finally {
                    if (!served) {
                        places.release();
                    }
                }
            } catch (InterruptedException | ClosedChannelException stopping) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket takes no connection, and tries again: {}", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel accepted) {
        try (SocketChannel channel = accepted) {
            ObjectNode answer = answer(channel);
            ControlLine.within(TO_TAKE_THE_ANSWER, channel, timer, () -> {
                ControlLine.write(channel, answer);
                return answer;
            });
        } catch (IOException gone) {
            LOG.debug("whoever asked over the control socket has gone, or is too slow: {}", gone);
        } finally {
            places.release();
        }
    }

    private ObjectNode answer(SocketChannel channel) throws IOException {
        try {
            String user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            JsonNode asked = ControlLine.within(
                    TO_ASK, channel, timer, () -> ControlLine.read(channel, ControlLine.LONGEST_REQUEST));
            String word = asked.path(ControlLine.VERB).asText();
            Verb verb = verbs.get(word);
            if (verb == null) {
                throw new RefusalException("expected a verb of " + String.join(", ", verbs.keySet()) + ", found \""
                        + OneLine.of(word, 40) + "\"; is the node of another version?");
            }
            return ControlLine.answer(verb.answer(new Verb.Request(asked, user, Verb.Request.SOCKET)));
        } catch (RefusalException refused) {
            return ControlLine.refusal(OneLine.message(refused));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return ControlLine.refusal("the node is stopping");
        } catch (IOException failure) {
            if (!channel.isOpen()) {
                throw failure;
            }
            return ControlLine.refusal(OneLine.message(failure));
        } catch (RuntimeException fault) {
            LOG.error("a mistake of ours at the control socket: {}", fault);
            return ControlLine.refusal("a mistake in sluice itself; its log has more");
        }
    }

    /** Answers no more, and takes the socket away. */
    @Override
    public void close() throws IOException {
        acceptor.interrupt();
        server.close();
        workers.shutdownNow();
        Files.deleteIfExists(socket);
        try {
            workers.awaitTermination(TO_STOP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdown(); // what it still has to close, it closes
        }
    }
}
