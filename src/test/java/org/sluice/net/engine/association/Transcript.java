package org.sluice.net.engine.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.pdu.PduException;

/**
 * Plays a peer, and the local user, as a text says. Each line is one of
 *
 * <pre>
 * >> PDU         the peer sends it; also (closed), (reset), and (30s) for so much time without a word
 * << PDU         this side sends it; (closed) for the connection closed by this side
 *    call        the local user calls UpperLayer; "call: result" says what comes of it
 * </pre>
 *
 * with {@code = Sta6} behind for the state that follows. What the local user calls waits for what the next lines bring.
 */
final class Transcript implements Transport {
    static final Limits LIMITS = new Limits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(600),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            16384);

    private record Step(String kind, String text, @Nullable State state) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = Watchdog.manual(clock);
    private final UpperLayer association;
    private final int chunk;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private boolean inputShut;
    private @Nullable State expected;
    private String last = "the beginning";

    /** {@code chunk}: so many bytes are read at once. */
    Transcript(Role role, List<String> lines, int chunk) {
        this.chunk = chunk;
        lines.forEach(line -> steps.add(step(line)));
        association = new UpperLayer(role, this, watchdog, LIMITS, ByteBuffer.allocateDirect(16 << 10));
    }

    private static Step step(String line) {
        String[] halves = line.split(" = ", 2);
        State state =
                halves.length == 1 ? null : State.valueOf(halves[1].strip().toUpperCase(Locale.ROOT));
        String text = halves[0].strip();
        return text.startsWith(">>") || text.startsWith("<<")
                ? new Step(text.substring(0, 2), text.substring(2).strip(), state)
                : new Step("", text, state);
    }

    void play() throws IOException {
        while (!steps.isEmpty()) {
            Step step = take("");
            expected = null;
            String[] call = step.text().split(": ", 2);
            String result = call(call[0]);
            if (call.length == 2) {
                assertThat(result).as(step.text()).isEqualTo(call[1]);
            }
            checkState();
            expected = step.state();
            checkState();
        }
        assertThat(pending.hasRemaining()).as("bytes that nobody read").isFalse();
    }

    private String call(String call) {
        String[] words = call.split(" ", 2);
        try {
            switch (words[0]) {
                case "awaitRequest" -> association.awaitRequest();
                case "request" -> association.request(ScriptedPdu.REQUEST);
                case "accept" -> association.accept(ScriptedPdu.ACCEPTANCE);
                case "reject" -> association.reject(ScriptedPdu.rejection(words[1]));
                case "nextValue" -> {
                    return String.valueOf(association.data().nextValue());
                }
                case "beginMessage" -> {
                    return String.valueOf(association.beginMessage());
                }
                case "isQuiet" -> {
                    return String.valueOf(association.isQuiet());
                }
                case "becomeIdle" -> association.becomeIdle();
                case "readValue" -> readValue();
                case "send" ->
                    association.sendData(new ByteBuffer[] {ByteBuffer.wrap(ScriptedPdu.bytes("P-DATA-TF"))}, 1);
                case "releaseWhenIdle" -> association.releaseWhenIdle();
                case "release" -> association.release();
                case "abort" -> association.abort("by the transcript");
                case "abortFromOutside" -> association.abortFromOutside();
                case "close" -> association.close();
                case "end" -> {
                    return association.end().map(end -> end.kind().name()).orElse("none");
                }
                default -> throw new IllegalArgumentException(call);
            }
        } catch (UpperLayerException e) {
            return e.end().kind().name();
        }
        return "";
    }

    private void readValue() throws UpperLayerException {
        for (ByteBuffer bytes = association.data().fragment();
                bytes != null;
                bytes = association.data().fragment()) {
            assertThat(bytes.hasRemaining()).isTrue();
        }
    }

    private Step take(String kind) {
        checkState();
        Step step = steps.poll();
        assertThat(step).as("a step after %s", last).isNotNull();
        assertThat(step.kind())
                .as("after %s, this side's next step beside '%s'", last, step.text())
                .isEqualTo(kind);
        expected = step.state();
        last = "'" + step.kind() + " " + step.text() + "'";
        return step;
    }

    private void checkState() {
        if (expected != null) {
            assertThat(association.state()).as("after %s", last).isEqualTo(expected);
            expected = null;
        }
    }

    @Override
    public void open() throws IOException {
        Step step = take(">>");
        if (!step.text().equals("(connected)")) {
            throw new IOException(step.text());
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!pending.hasRemaining()) {
            checkState();
        }
        if (inputShut) {
            return -1;
        }
        if (!pending.hasRemaining()) {
            Step step = take(">>");
            switch (step.text()) {
                case "(closed)" -> {
                    return -1;
                }
                case "(reset)" -> throw new IOException("connection reset");
                default -> {
                    if (step.text().startsWith("(")) {
                        return pass(step.text());
                    }
                    pending = ByteBuffer.wrap(ScriptedPdu.bytes(step.text()));
                }
            }
        }
        int count = Math.min(chunk, Math.min(into.remaining(), pending.remaining()));
        into.put(pending.slice(pending.position(), count));
        pending.position(pending.position() + count);
        return count;
    }

    /** Time passes in a read: it ends if a timer does, and goes on otherwise. */
    private int pass(String time) throws IOException {
        clock.advance(Duration.parse("PT" + time.substring(1, time.length() - 1)));
        watchdog.tick();
        return inputShut ? -1 : 0;
    }

    @Override
    public int poll(ByteBuffer into) throws IOException {
        Step next = steps.peek();
        return next != null && next.kind().equals(">>") ? read(into) : 0;
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        byte[] bytes = new byte[buffers[0].remaining()];
        buffers[0].get(bytes);
        Step step = take("<<");
        if (step.text().equals("(broken)")) {
            throw new IOException("broken pipe");
        }
        try {
            assertThat(ScriptedPdu.line(bytes)).as("sent after %s", last).isEqualTo(step.text());
        } catch (PduException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void shutdownInput() {
        inputShut = true;
    }

    @Override
    public void close() {
        inputShut = true;
    }
}
