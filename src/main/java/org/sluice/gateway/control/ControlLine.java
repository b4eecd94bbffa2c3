package org.sluice.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sluice.text.Log;

/**
 * What goes over the socket: an object of JSON on one line, which ends with a line feed.
 *
 * <pre>
 *   {"verb":"status"}                             asked, at most 64 KiB
 *   {"answer":{…}}                                answered, at most 8 MiB
 *   {"refused":"there is no verb \"stauts\""}     or this
 * </pre>
 *
 * <p>Sockets of this kind have no time limit of their own: a channel is closed when its time is over, which ends whatever waits
 * on it.
 */
final class ControlLine {
    static final String VERB = "verb";
    static final String ANSWER = "answer";
    static final String REFUSED = "refused";
    static final int LONGEST_REQUEST = 64 << 10;
    static final int LONGEST_ANSWER = 8 << 20;

    private static final Log LOG = Log.of(ControlLine.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ControlLine() {}

    /** What may take long. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** The thread that closes channels when their time is over. */
    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "control-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Does something with a channel, and closes the channel when that takes longer.
     *
     * @throws SocketTimeoutException when it did
     */
    static <T> T within(Duration limit, SocketChannel channel, ScheduledThreadPoolExecutor timer, Step<T> step)
            throws IOException {
        Future<?> end = timer.schedule(() -> close(channel), limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return step.run();
        } catch (ClosedChannelException closed) {
            if (Thread.currentThread().isInterrupted()) {
                throw closed;
            }
            SocketTimeoutException late = new SocketTimeoutException("it took longer than " + limit.toMillis() + " ms");
            late.initCause(closed);
            throw late;
        } finally {
            end.cancel(false);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection of the control socket cannot be closed: {}", e);
        }
    }

    /**
     * Reads one line.
     *
     * @param longest in bytes
     * @throws RefusalException when it is none, is longer, or is no object
     */
    static JsonNode read(SocketChannel channel, int longest) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(8 << 10);
        while (channel.read(part) >= 0) {
            int length = part.position();
            boolean ended = length > 0 && part.get(length - 1) == '\n';
            line.write(part.array(), 0, length);
            part.clear();
            if (line.size() > longest) {
                throw new RefusalException("expected a line of at most " + longest + " bytes, found a longer one");
            }
            if (ended) {
                return parsed(line.toByteArray());
            }
        }
        throw new RefusalException("expected a line, found that the other side hung up");
    }

    private static JsonNode parsed(byte[] line) throws IOException {
        try {
            JsonNode read = JSON.readTree(line);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            LOG.debug("no JSON came over the control socket: {}", e);
        }
        throw new RefusalException("expected an object of JSON on one line, found something else");
    }

    /** Writes one line. */
    static void write(SocketChannel channel, ObjectNode object) throws IOException {
        ByteBuffer line = bytes(object);
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private static ByteBuffer bytes(ObjectNode object) throws IOException {
        byte[] json = JSON.writeValueAsBytes(object);
        return ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    }

    /** The answer to a request; what is too long for a line is refused. */
    static ObjectNode answer(ObjectNode answer) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.set(ANSWER, answer);
        return bytes(line).limit() <= LONGEST_ANSWER
                ? line
                : refusal("the answer is longer than " + LONGEST_ANSWER + " bytes; ask for less");
    }

    static ObjectNode refusal(String why) {
        return JSON.createObjectNode().put(REFUSED, why);
    }
}
