package org.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.text.FileFault;

/** What a person on the same host can ask a node, and that nobody who asks can keep it from its work. */
@Timeout(120)
class ControlSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;

    ControlSocketTest(@TempDir Path data) {
        this.data = data;
    }

    private interface Answering {
        ObjectNode answer(Verb.Request request) throws IOException, InterruptedException;
    }

    private record Named(String name, Answering answering) implements Verb {
        @Override
        public ObjectNode answer(Request request) throws IOException, InterruptedException {
            return answering.answer(request);
        }
    }

    private static Verb verb(String name, Answering answering) {
        return new Named(name, answering);
    }

    private static Verb echo() {
        return verb("echo", request -> JsonNodeFactory.instance
                .objectNode()
                .put("said", request.fields().path("say").asText())
                .put("by", request.user()));
    }

    private static ControlSocket open(Path data, Verb... verbs) throws IOException {
        return ControlSocket.open(data, List.of(verbs));
    }

    private static String said(Path data, String words) throws IOException {
        ObjectNode request = ControlClient.request("echo").put("say", words);
        return ControlClient.ask(data, request, PATIENCE).path("said").asText();
    }

    /** Connects and does no more. */
    private static SocketChannel connected(Path data) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        SocketPlace.use(SocketPlace.in(data), channel::connect);
        return channel;
    }

    private static String answerTo(Path data, String bytes) throws IOException {
        try (SocketChannel channel = connected(data)) {
            channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            return ControlLine.read(channel, ControlLine.LONGEST_ANSWER).toString();
        }
    }

    @Test
    void aVerbAnswersWithWhatItWasAskedAndByWhom() throws IOException {
        try (ControlSocket control = open(data, echo())) {
            ObjectNode request = ControlClient.request("echo").put("say", "grüße\n2");
            assertThat(ControlClient.ask(data, request, PATIENCE).toString())
                    .isEqualTo("{\"said\":\"grüße\\n2\",\"by\":\"" + FileFault.user() + "\"}");
        }
    }

    @Test
    void theSocketIsItsOwnersAloneAndNothingElseIsLeftBesideIt() throws IOException {
        try (ControlSocket control = open(data, echo())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("control.sock"))))
                    .isEqualTo("rw-------");
            assertThat(names(data)).containsExactly("control.sock");
        }
        assertThat(names(data)).isEmpty();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void aSocketThatNobodyAnswersIsReplacedAndALiveOneIsNot() throws IOException {
        SocketPlace.use(SocketPlace.in(data), address -> {
            try (var left = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                return left.bind(address); // closing it leaves the file, as a killed process does
            }
        });
        assertThatThrownBy(() -> said(data, "anybody"))
                .isInstanceOf(NoNodeException.class)
                .hasMessage("no node runs with the data folder " + data);
        try (ControlSocket control = open(data, echo())) {
            assertThat(said(data, "first")).isEqualTo("first");
            assertThatThrownBy(() -> open(data, echo()))
                    .hasMessage(data.resolve("control.sock") + " is in use by another process");
            assertThat(said(data, "still the first")).isEqualTo("still the first");
        }
    }

    @Test
    void aDataFolderWithoutANodeIsNamed() {
        assertThatThrownBy(() -> said(data.resolve("absent"), "anybody"))
                .isInstanceOf(NoNodeException.class)
                .hasMessage("no node runs with the data folder " + data.resolve("absent"));
    }

    @Test
    void aPathThatIsTooLongForASocketIsGoneToAllTheSame() throws IOException {
        Path deep = Files.createDirectories(data.resolve("a".repeat(120)).resolve("ü".repeat(60)));
        try (ControlSocket control = open(deep, echo())) {
            assertThat(said(deep, "far away")).isEqualTo("far away");
            assertThat(names(deep)).containsExactly("control.sock");
        }
        assertThat(names(deep)).isEmpty();
    }

    @Test
    void whatIsRefusedIsSaidInWords() throws IOException {
        Verb refusing = verb("drop", request -> {
            throw new RefusalException("expected a reason, found none");
        });
        Verb broken = verb("break", request -> {
            throw new IllegalStateException("SMITH^JOHN");
        });
        try (ControlSocket control = open(data, refusing, broken)) {
            assertThatThrownBy(() -> ControlClient.ask(data, ControlClient.request("drop"), PATIENCE))
                    .isInstanceOf(RefusalException.class)
                    .hasMessage("expected a reason, found none");
            assertThatThrownBy(() -> ControlClient.ask(data, ControlClient.request("dorp"), PATIENCE))
                    .hasMessage("expected a verb of break, drop, found \"dorp\"; is the node of another version?");
            assertThatThrownBy(() -> ControlClient.ask(data, ControlClient.request("break"), PATIENCE))
                    .hasMessage("a mistake in sluice itself; its log has more");
        }
    }

    @Test
    void whatIsNoRequestIsRefusedAndNothingIsReadWithoutEnd() throws IOException {
        try (ControlSocket control = open(data, echo())) {
            assertThat(answerTo(data, "hello\n"))
                    .isEqualTo("{\"refused\":\"expected an object of JSON on one line, found something else\"}");
            assertThat(answerTo(data, "[1]\n")).contains("found something else");
            assertThat(answerTo(data, "{\"verb\":\"echo\"} x\n")).contains("found something else");
            assertThat(answerTo(data, "{\"verb\"")).contains("the other side hung up");
            assertThat(answerTo(data, "x".repeat(ControlLine.LONGEST_REQUEST + 1)))
                    .contains("expected a line of at most 65536 bytes");
            assertThat(answerTo(data, "[".repeat(50_000) + "\n")).contains("found something else");
            assertThat(said(data, "still there")).isEqualTo("still there");
        }
    }

    @Test
    void anAnswerThatIsTooLongIsRefused() throws IOException {
        Verb list = verb(
                "list",
                request -> JsonNodeFactory.instance.objectNode().put("rows", "x".repeat(ControlLine.LONGEST_ANSWER)));
        try (ControlSocket control = open(data, list)) {
            assertThatThrownBy(() -> ControlClient.ask(data, ControlClient.request("list"), PATIENCE))
                    .hasMessage("the answer is longer than 8388608 bytes; ask for less");
        }
    }

    @Test
    void manyAskAtOnceAndEachGetsItsAnswer() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(50);
        try (ControlSocket control = open(data, echo())) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String words = "person " + i;
                answers.add(people.submit(() -> said(data, words)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("person " + i);
            }
        } finally {
            people.shutdownNow();
        }
    }

    /** They take every place, until their time is over. */
    @Test
    void thoseWhoConnectAndAskNothingAreSentAwayAndOthersServed() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try (ControlSocket control = open(data, echo())) {
            for (int i = 0; i < ControlSocket.MOST; i++) {
                silent.add(connected(data));
            }
            assertThat(said(data, "in the end")).isEqualTo("in the end");
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void whoeverTakesTooLongToAnswerIsNotWaitedForAndClosingEndsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Verb endless = verb("wait", request -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return JsonNodeFactory.instance.objectNode();
        });
        try (ControlSocket control = open(data, endless)) {
            assertThatThrownBy(() -> ControlClient.ask(data, ControlClient.request("wait"), Duration.ofSeconds(1)))
                    .isInstanceOf(NoNodeException.class)
                    .hasMessage("the node with the data folder " + data
                            + " has not answered within 1 second; its log may say why");
            asked.await();
        }
        interrupted.await();
    }

    @Test
    void aNodeWhoseSocketCannotBeMadeIsTold() throws IOException {
        Files.createDirectories(data.resolve("control.sock/in the way"));
        assertThatThrownBy(() -> open(data, echo())).isInstanceOf(IOException.class);
    }
}
