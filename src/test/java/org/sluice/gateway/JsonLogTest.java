package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PluginJar;

/** {@code serve --log json}: whatever happens, each line that a node prints is one JSON object. */
class JsonLogTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Its thread ends as no thread should. */
    private static final String ENDING_THREAD = """
            import java.util.Optional;
            import org.sluice.recipe.function.RecipeFunction;
            import org.sluice.recipe.function.VariableValue;

            public final class Ending implements RecipeFunction {
                public Ending() {
                    new Thread(() -> { throw new IllegalStateException("cannot read\\n\\"Doe^Jane\\""); }, "own").start();
                }

                @Override
                public String name() {
                    return "ending";
                }

                @Override
                public Optional<VariableValue> value(Call call) {
                    return Optional.empty();
                }
            }
            """;

    private final Path folder;

    JsonLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static List<JsonNode> events(String log) {
        return log.lines().map(JsonLogTest::event).toList();
    }

    private static JsonNode event(String line) {
        try {
            JsonNode event = STRICT.readTree(line);
            assertThat(OffsetDateTime.parse(event.path("time").asText())).isNotNull();
            assertThat(event.path("level").asText()).isIn("ERROR", "WARN", "INFO", "DEBUG");
            assertThat(event.path("logger").asText()).isNotEmpty();
            assertThat(event.path("message").isTextual()).isTrue();
            return event;
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one JSON object: " + line, e);
        }
    }

    private static JsonNode only(List<JsonNode> events, String part) {
        return events.stream()
                .filter(event -> event.path("message").asText().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing says " + part + " in " + events));
    }

    @Test
    void eachLineOfANodeIsOneObjectFromItsStartToItsEnd() throws IOException {
        int port = FreePort.number();
        ServeProcess.configure(folder, port, RunningNode.EMPTY_RECIPE);
        try (ServeProcess serve = ServeProcess.startWith(folder, port, "--log", "json", "--trace-pdu")) {
            GeneratedInstance instance = GeneratedInstance.ct(1);
            assertThat(new ExactSender(port).send(instance, instance.writeTo(folder.resolve("1.dcm"))))
                    .isEqualTo(StoreAnswer.SUCCESS);
            Await.until(() -> serve.log().contains("released"), SOON, serve::log);
            assertThat(serve.terminate()).isZero();
            List<JsonNode> events = events(serve.log());
            assertThat(only(events, "Listening on 127.0.0.1:" + port)
                            .path("level")
                            .asText())
                    .isEqualTo("INFO");
            assertThat(only(events, "clean").path("association").asText()).isNotEmpty();
            assertThat(only(events, "stopping").has("association")).isFalse();
            assertThat(only(events, "A-ASSOCIATE-RQ").path("logger").asText()).isEqualTo("org.sluice.net.pdu.trace");
            only(events, "Try: storescu");
        }
    }

    @Test
    void nothingThatAPeerSendsBreaksALine() throws IOException {
        int port = FreePort.number();
        ServeProcess.configure(folder, port, RunningNode.EMPTY_RECIPE);
        try (ServeProcess serve = ServeProcess.startWith(folder, port, "--log=json", "--trace-pdu")) {
            byte[] titles = new byte[256];
            for (int i = 0; i < titles.length; i++) {
                titles[i] = (byte) i;
            }
            for (int from = 0; from < titles.length; from += 16) {
                requestAs(port, new String(titles, from, 16, StandardCharsets.ISO_8859_1));
            }
            requestAs(port, "a\",\"level\":\"OFF\"");
            requestAs(port, "\\\"}\n{\"time\":\"1\"}");
            byte[] noise = "GET / HTTP/1.1\r\n\"\\\u0000{\r\n\r\n".getBytes(StandardCharsets.UTF_8);
            send(port, noise);
            Await.until(() -> serve.log().lines().count() > 40, SOON, serve::log);
            assertThat(serve.terminate()).isZero();
            assertThat(events(serve.log()))
                    .hasSizeGreaterThan(40)
                    .noneMatch(event -> event.path("level").asText().equals("OFF"));
        }
    }

    /** An A-ASSOCIATE-RQ without items (PS3.8 9.3.2), from that calling AE title of 16 bytes. */
    private static void requestAs(int port, String calling) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(74);
        request.put((byte) 1).put((byte) 0).putInt(68).putShort((short) 1).putShort((short) 0);
        request.put("SLUICE          ".getBytes(StandardCharsets.US_ASCII));
        request.put(calling.getBytes(StandardCharsets.ISO_8859_1), 0, 16);
        send(port, request.array());
    }

    private static void send(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset"); // by a node that has read enough
        }
    }

    @Test
    void aStartThatFailsIsOneObjectWithAllThatIsWrong() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "listen: 7\n\troutes: \"");
        try (ServeProcess serve = ServeProcess.launchWith(folder, "--log", "json")) {
            assertThat(serve.awaitEnd()).isEqualTo(1);
            assertThat(events(serve.log())).singleElement().satisfies(event -> {
                assertThat(event.path("level").asText()).isEqualTo("ERROR");
                assertThat(event.path("message").asText()).contains("the node does not start\n", "sluice.yaml:");
            });
        }
    }

    @Test
    void soIsACommandLineThatMakesNoSense() {
        try (ServeProcess serve = ServeProcess.launchWith(folder, "--log", "json", "--chekc")) {
            assertThat(serve.awaitEnd()).isEqualTo(2);
            only(events(serve.log()), "--check");
        }
    }

    @Test
    void aTrialOfTheStartTellsItInObjects() throws IOException {
        ServeProcess.configure(folder, FreePort.number(), RunningNode.EMPTY_RECIPE);
        try (ServeProcess serve = ServeProcess.launchWith(folder, "--log", "json", "--check")) {
            assertThat(serve.awaitEnd()).isZero();
            List<JsonNode> events = events(serve.log());
            only(events, "ok: ");
            only(events, "Route SLUICE");
        }
    }

    @Test
    void anExceptionThatEndsAThreadIsAnObjectWithItsClassAndWithoutItsMessage() throws IOException {
        PluginJar.write(folder.resolve("plugins/ending.jar"), "Ending", ENDING_THREAD);
        int port = FreePort.number();
        ServeProcess.configure(folder, port, "FORMAT dicom\n%header\nREPLACE PatientID func:ending\n");
        String plugins = folder.resolve("plugins").toString();
        try (ServeProcess serve = ServeProcess.startWith(folder, port, "--log", "json", "--plugins", plugins)) {
            Await.until(() -> serve.log().contains("own ended"), SOON, serve::log);
            JsonNode event = only(events(serve.log()), "own ended: java.lang.IllegalStateException at ");
            assertThat(event.path("message").asText()).contains("Ending.lambda");
            assertThat(event.path("exception").asText()).isEqualTo("java.lang.IllegalStateException");
            assertThat(serve.log()).doesNotContain("Doe");
        }
    }

    @Test
    void textStaysWhatItIsWithoutTheOptionAndHelpIsText() throws IOException {
        ServeProcess.configure(folder, FreePort.number(), RunningNode.EMPTY_RECIPE);
        try (ServeProcess check = ServeProcess.launchWith(folder, "--check")) {
            assertThat(check.awaitEnd()).isZero();
            assertThat(check.log()).startsWith("ok: ");
            Files.delete(folder.resolve("serve.log"));
        }
        try (ServeProcess help = ServeProcess.launchWith(folder, "--log", "json", "--help")) {
            assertThat(help.awaitEnd()).isZero();
            assertThat(help.log()).contains("--log=FORMAT").doesNotContain("{\"time\"");
        }
    }

    /** A key of the mapped diagnostic context that the file does not name would be missing from the objects. */
    @Test
    void eachThingThatGoesWithALineHasItsField() throws IOException {
        String file = Files.readString(Path.of("src/main/resources/logback.xml"));
        Pattern key = Pattern.compile("MDC\\.put(?:Closeable)?\\(\\s*(\"\\w+\"|\\w+)");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<String> keys = sources.filter(source -> source.toString().endsWith(".java"))
                    .flatMap(source -> key.matcher(read(source)).results().map(found -> found.group(1)))
                    .distinct()
                    .toList();
            assertThat(keys).containsExactlyInAnyOrder("\"association\"", "KIND");
        }
        assertThat(file).contains(",\"association\":\"$0\"", ",\"exception\":\"$0\"");
    }

    @Test
    void theDocumentationHasEachField() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        String behind = page.substring(page.indexOf("## The log as JSON"));
        String section = behind.substring(0, behind.indexOf("\n## "));
        assertThat(named(section, "(?m)^\\| `(\\w+)` \\|"))
                .hasSize(6)
                .isEqualTo(named(Files.readString(Path.of("src/main/resources/logback.xml")), "\"(\\w+)\":\""));
    }

    private static List<String> named(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
