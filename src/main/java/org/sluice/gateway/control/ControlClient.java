package org.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.sluice.text.FileFault;
import org.sluice.text.OneLine;

/** Asks the node that runs with a data folder. */
public final class ControlClient {
    private static final Duration TO_PROBE = Duration.ofSeconds(2);

    private ControlClient() {}

    /** A request for a verb, to which more may be added. */
    public static ObjectNode request(String verb) {
        return JsonNodeFactory.instance.objectNode().put(ControlLine.VERB, verb);
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param data the folder of the node
     * @param request as {@link #request} makes it
     * @param patience for all of it
     * @throws NoNodeException when no node answers
     * @throws RefusalException with what the node says instead of doing it
     */
    public static JsonNode ask(Path data, ObjectNode request, Duration patience) throws IOException {
        Path socket = SocketPlace.in(data);
        Optional<String> fault = FileFault.whenCalling(socket);
        if (fault.isPresent()) {
            throw new NoNodeException(fault.get());
        }
        if (!Files.exists(socket)) {
            throw notRunning(data);
        }
        ScheduledThreadPoolExecutor timer = ControlLine.timer();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            JsonNode line = ControlLine.within(patience, channel, timer, () -> {
                SocketPlace.use(socket, channel::connect);
                ControlLine.write(channel, request);
                return ControlLine.read(channel, ControlLine.LONGEST_ANSWER);
            });
            if (!line.path(ControlLine.ANSWER).isObject()) {
                throw new RefusalException(
                        OneLine.of(line.path(ControlLine.REFUSED).asText("no reason is given")));
            }
            return line.path(ControlLine.ANSWER);
        } catch (ConnectException nobodyListens) {
            throw notRunning(data);
        } catch (SocketTimeoutException late) {
            throw new NoNodeException(
                    "the node with the data folder " + absolute(data) + " has not answered within "
                            + OneLine.count(patience.toSeconds(), "second") + "; its log may say why",
                    late);
        } finally {
            timer.shutdownNow();
        }
    }

    private static NoNodeException notRunning(Path data) {
        return new NoNodeException("no node runs with the data folder " + absolute(data));
    }

    private static Path absolute(Path data) {
        return data.toAbsolutePath().normalize();
    }

    /** Whether a process listens on a socket; one that a killed node has left is answered by none. */
    static boolean isAnswered(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return false;
        }
        ScheduledThreadPoolExecutor timer = ControlLine.timer();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return ControlLine.within(TO_PROBE, channel, timer, () -> SocketPlace.use(socket, channel::connect));
        } catch (ConnectException nobodyListens) {
            return false;
        } finally {
            timer.shutdownNow();
        }
    }
}
