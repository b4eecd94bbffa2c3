package org.sluice.net.stow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.stow.InstanceResult.Failed;
import org.sluice.net.stow.InstanceResult.Stored;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.PeerScripts;
import org.sluice.peers.StowServer;
import org.sluice.peers.TestAuthority;

/** Requests and answers, and servers that misbehave. */
class StowClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private static StowOptions options(String root) {
        return new StowOptions(URI.create(root + "/studies"), Optional.empty(), Authorization.NONE, LONG, LONG, LONG);
    }

    private static StowOptions impatient(int port) {
        URI studies = URI.create("http://127.0.0.1:" + port + "/studies");
        return new StowOptions(studies, Optional.empty(), Authorization.NONE, LONG, SHORT, SHORT);
    }

    private FileToSend mr(int number) {
        return FileToSend.of(folder, GeneratedInstance.mr(number));
    }

    private static StowException failure(StowOptions options, FileToSend... files) {
        return catchThrowableOfType(StowException.class, () -> new StowClient(options).store(List.of(files)));
    }

    @Test
    void severalInstancesGoInOneRequestAndTheirBytesArriveAsTheyAre() throws IOException {
        List<GeneratedInstance> instances =
                List.of(GeneratedInstance.mr(1), GeneratedInstance.jpeg(2, 3), GeneratedInstance.sr(3));
        List<FileToSend> files =
                instances.stream().map(one -> FileToSend.of(folder, one)).toList();
        try (StowServer server = StowServer.start()) {
            StowAnswer answer = new StowClient(options(server.root())).store(files);

            assertThat(server.requests()).hasSize(1);
            assertThat(answer.hasResults()).isTrue();
            assertThat(server.stored()).hasSize(3);
            for (GeneratedInstance instance : instances) {
                assertThat(server.stored().get(instance.sopInstanceUid())).isEqualTo(instance.bytes());
                assertThat(answer.of(instance.sopInstanceUid())).isEqualTo(new Stored(OptionalInt.empty()));
            }
        }
    }

    @Test
    void theLengthIsAnnouncedAndNobodyIsNamed() throws IOException {
        FileToSend file = mr(1);
        try (StowServer server = StowServer.start()) {
            new StowClient(options(server.root())).store(List.of(file));

            long expected = file.beginning().length + file.dataSetLength();
            assertThat(server.header("Content-Length").map(Long::parseLong))
                    .hasValueSatisfying(length -> assertThat(length).isBetween(expected + 100, expected + 400));
            assertThat(server.header("Authorization")).isEmpty();
            assertThat(server.header("Upgrade")).isEmpty();
            assertThat(server.header("Accept").orElseThrow()).startsWith("application/dicom+json");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 302, 400, 401, 403, 404, 409, 413, 415, 429, 500, 501, 503})
    void everyStatusIsAnAnswer(int code) throws IOException {
        FileToSend file = mr(1);
        String body = StowServer.json(List.of(), Map.of(file.sopInstanceUid(), 0xA700));
        Map<String, String> headers = Map.of("Retry-After", "7", "Location", "http://127.0.0.1:1/elsewhere");
        try (StowServer server = StowServer.start()
                .answering(request -> new StowServer.Answer(code, "application/dicom+json", body, headers))) {
            StowAnswer answer = new StowClient(options(server.root())).store(List.of(file));

            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.hasResults()).isEqualTo(code == 200 || code == 202 || code == 409);
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
            boolean read = code == 200 || code == 202 || code == 409;
            assertThat(answer.of(file.sopInstanceUid()) instanceof Failed).isEqualTo(read);
        }
    }

    @Test
    void overTlsItIsHttp2WhereTheServerOffersThat() throws Exception {
        FileToSend large = FileToSend.of(folder, "1.2.3", new byte[10], new byte[4 << 20]);
        TestAuthority authority = new TestAuthority("hospital", folder);
        TlsSettings settings = new TlsSettings(
                Optional.empty(),
                Optional.of(new TlsSettings.TrustSource(authority.certificate(), Secret.NONE)),
                TlsSettings.ClientAuthentication.NONE,
                true);
        try (PeerProcess server =
                PeerScripts.http2Server(folder, authority.issue("server", "127.0.0.1"), large.sopInstanceUid())) {
            String port =
                    server.awaitLine(line -> line.startsWith("port "), LONG).substring(5);
            URI studies = URI.create("https://127.0.0.1:" + port + "/studies");
            StowClient client = new StowClient(new StowOptions(
                    studies,
                    Optional.of(new TlsContext("a server", "the server", settings)),
                    Authorization.NONE,
                    LONG,
                    LONG,
                    LONG));
            StowAnswer answer = client.store(List.of(large));

            assertThat(answer.of("1.2.3")).isEqualTo(new Stored(OptionalInt.empty()));
            String request = server.awaitLine(line -> line.startsWith("HTTP/"), LONG);
            assertThat(request).startsWith("HTTP/2.0 ");
            assertThat(Integer.parseInt(request.substring(9))).isGreaterThan(4 << 20);
        }
    }

    @Test
    void basicAndBearerCredentialsAreReadAnewForEachRequest() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "p\u00E4ss:w\u00F6rd\nnot this\n");
        try (StowServer server = StowServer.start()) {
            StowOptions plain = options(server.root());
            Authorization basic = new Authorization.Basic("sluice", new Secret.InFile(secret));
            StowClient client =
                    new StowClient(new StowOptions(plain.studies(), Optional.empty(), basic, LONG, LONG, LONG));
            client.store(List.of(mr(1)));
            assertThat(server.header("Authorization")).contains("Basic c2x1aWNlOnDDpHNzOnfDtnJk");
            Files.writeString(secret, "other");
            client.store(List.of(mr(1)));
            assertThat(server.header("Authorization")).contains("Basic c2x1aWNlOm90aGVy");

            Files.writeString(secret, "eyJh.b-c_d==\n");
            Authorization bearer = new Authorization.Bearer(new Secret.InFile(secret));
            new StowClient(new StowOptions(plain.studies(), Optional.empty(), bearer, LONG, LONG, LONG))
                    .store(List.of(mr(1)));
            assertThat(server.header("Authorization")).contains("Bearer eyJh.b-c_d==");
        }
    }

    @Test
    void aTokenThatIsNoneIsNotShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "to\u0001ken\n");
        Authorization bearer = new Authorization.Bearer(new Secret.InFile(secret));
        StowOptions options =
                new StowOptions(URI.create("http://127.0.0.1:1/studies"), Optional.empty(), bearer, LONG, LONG, LONG);

        StowException failure = failure(options, mr(1));
        assertThat(failure.kind()).isEqualTo(StowException.Kind.NO_CREDENTIALS);
        assertThat(failure).hasMessageContaining("bearer token").hasMessageNotContaining("ken\"");
        assertThat(failure.getMessage()).doesNotContain("to\u0001ken");
    }

    @Test
    void anAnswerThatIsTooLongIsNotReadToItsEnd() throws IOException {
        String endless = "{\"00080005\":\"" + "x".repeat(3 << 20) + "\"}";
        try (StowServer server = StowServer.start()
                .answering(request -> new StowServer.Answer(200, "application/dicom+json", endless))) {
            StowAnswer answer = new StowClient(options(server.root())).store(List.of(mr(1)));
            assertThat(answer.fault())
                    .hasValueSatisfying(fault -> assertThat(fault).contains("longer than"));
        }
    }

    @Test
    void nobodyAtThePortIsNoConnection() {
        StowException failure = failure(impatient(FreePort.number()), mr(1));
        assertThat(failure.kind()).isEqualTo(StowException.Kind.CANNOT_CONNECT);
        assertThat(failure).hasMessageContaining("refused");
    }

    @Test
    void aNameThatNobodyHasIsNoConnection() {
        StowOptions options = options("http://no-such-host.invalid");
        StowException failure = failure(options, mr(1));
        assertThat(failure.kind()).isEqualTo(StowException.Kind.CANNOT_CONNECT);
        assertThat(failure).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        try (ScriptedSocket server = new ScriptedSocket((in, socket) -> in.transferTo(nowhere()))) {
            StowException failure = failure(impatient(server.port()), mr(1));
            assertThat(failure.kind()).isEqualTo(StowException.Kind.NO_ANSWER);
        }
    }

    @Test
    void aServerThatDripsItsAnswerIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedSocket server = new ScriptedSocket((in, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{");
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                write(socket, " ");
            }
        })) {
            StowException failure = failure(impatient(server.port()), mr(1));
            assertThat(failure.kind()).isEqualTo(StowException.Kind.NO_ANSWER);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aServerThatTakesNothingIsGivenUp() throws InterruptedException {
        FileToSend large = FileToSend.of(folder, "1.2.3", new byte[10], new byte[64 << 20]);
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedSocket server = new ScriptedSocket((in, socket) -> over.await())) {
            StowException failure = failure(impatient(server.port()), large);
            assertThat(failure.kind()).isEqualTo(StowException.Kind.STALLED);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aServerThatTakesSlowlyIsNotGivenUp() throws IOException {
        // What the system has buffered counts as sent: the server is at it for longer than the last piece took.
        FileToSend large = FileToSend.of(folder, "1.2.3", new byte[10], new byte[16 << 20]);
        byte[] piece = new byte[1 << 20];
        long begun = System.nanoTime();
        try (ScriptedSocket server = new ScriptedSocket((in, socket) -> {
            for (int i = 0; i < 16; i++) {
                in.readNBytes(piece, 0, piece.length);
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
            write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        })) {
            URI studies = URI.create("http://127.0.0.1:" + server.port() + "/studies");
            StowOptions options = new StowOptions(studies, Optional.empty(), Authorization.NONE, LONG, SHORT, LONG);
            StowAnswer answer = new StowClient(options).store(List.of(large));
            assertThat(answer.code()).isEqualTo(400);
            assertThat(System.nanoTime() - begun).isGreaterThan(2 * SHORT.toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"00081199\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"0",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc\r\n\r\n"
            })
    void aConnectionThatBreaksIsNoAnswer(String said) {
        try (ScriptedSocket server = new ScriptedSocket((in, socket) -> {
            readRequest(in);
            write(socket, said);
        })) {
            StowException failure = failure(options("http://127.0.0.1:" + server.port()), mr(1));
            assertThat(failure.kind()).isEqualTo(StowException.Kind.BROKEN_OFF);
        }
    }

    @Test
    void aDamagedFileIsNotSentAsIfItWereWhole() throws InterruptedException {
        FileToSend damaged = mr(1).cutBy(5000);
        try (StowServer server = StowServer.start()) {
            IOException failure = catchThrowableOfType(
                    IOException.class, () -> new StowClient(options(server.root())).store(List.of(mr(2), damaged)));
            assertThat(failure).hasMessage("missing: 5000");
            assertThat(server.stored()).isEmpty();
        }
    }

    @Test
    void aConnectionThatTheServerHasClosedMeanwhileIsMadeAnew() throws IOException {
        try (StowServer server = StowServer.start()) {
            int port = server.port();
            StowClient client = new StowClient(options(server.root()));
            client.store(List.of(mr(1)));
            server.close();
            try (StowServer again = StowServer.startOn(port)) {
                Await.until(
                        () -> {
                            try {
                                return client.store(List.of(mr(2))).code() == 200;
                            } catch (StowException closedJustNow) {
                                return false;
                            }
                        },
                        LONG,
                        "an answer");
                assertThat(again.stored()).hasSize(1);
            }
        }
    }

    private static OutputStream nowhere() {
        return OutputStream.nullOutputStream();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** All of one request, whose length is announced. */
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String fields = head.toString().toLowerCase(Locale.ROOT);
        int at = fields.indexOf("content-length: ") + "content-length: ".length();
        in.skipNBytes(Long.parseLong(fields.substring(at, fields.indexOf("\r\n", at))));
    }

    /** Takes one connection after the other and does with each what the test says, which is none of HTTP's business. */
    private static final class ScriptedSocket implements AutoCloseable {
        private final ServerSocket listening;
        private final Thread thread;

        interface Script {
            void play(InputStream in, Socket socket) throws IOException, InterruptedException;
        }

        ScriptedSocket(Script script) {
            try {
                listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            thread = new Thread(() -> serve(script), "scripted-socket");
            thread.start();
        }

        private void serve(Script script) {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    script.play(new BufferedInputStream(socket.getInputStream()), socket);
                } catch (IOException ended) {
                    continue; // the client has gone, or the test is over
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() {
            try {
                listening.close();
                thread.interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
