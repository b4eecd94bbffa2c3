package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.Timeouts;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSession;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.Await;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** Both sides over TLS, and each of the ways in which they do not come together, in the words that an operator reads. */
class TlsTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final TestAuthority authority;
    private final Issued server;
    private final Issued client;
    private final Queue<TlsFailure> failures = new ConcurrentLinkedQueue<>();
    private final Queue<TlsSession> sessions = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

    TlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.server = authority.issue("gate", "localhost", "127.0.0.1");
        this.client = authority.issue("modality");
    }

    private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        listeners.forEach(listener -> listener.close(Duration.ZERO));
    }

    // ---- The two sides

    private static Optional<TlsSettings.KeySource> pem(Issued issued) {
        return Optional.of(new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE));
    }

    private static Optional<TrustSource> trusting(TestAuthority whom) {
        return Optional.of(new TrustSource(whom.certificate(), Secret.NONE));
    }

    private TlsSettings serverSettings(ClientAuthentication clients) {
        return new TlsSettings(pem(server), trusting(authority), clients, true);
    }

    private TlsSettings clientSettings() {
        return new TlsSettings(pem(client), trusting(authority), ClientAuthentication.NONE, true);
    }

    private TlsSettings withoutCertificate() {
        return new TlsSettings(Optional.empty(), trusting(authority), ClientAuthentication.NONE, true);
    }

    private Listener listen(TlsSettings settings) throws Exception {
        return listen(settings, Timeouts.DEFAULT);
    }

    private Listener listen(TlsSettings settings, Timeouts timeouts) throws Exception {
        TlsContext context = new TlsContext("the test's port", "the client", settings);
        return listen(anyPort().withTimeouts(timeouts).withTls(context));
    }

    private Listener listen(ListenerOptions options) throws IOException {
        NetEvents events = new NetEvents() {
            @Override
            public void handshakeFailed(InetSocketAddress remote, TlsFailure failure) {
                failures.add(failure);
            }

            @Override
            public void associationAccepted(AssociationInfo association) {
                association.tls().ifPresent(sessions::add);
            }
        };
        Listener listener = Listener.open(
                options,
                request -> AssociationPolicy.accept(),
                request -> {
                    bodies.add(request.body().stream().readAllBytes());
                    return StoreAnswer.SUCCESS;
                },
                events);
        listeners.add(listener);
        return listener;
    }

    private static ListenerOptions anyPort() {
        return ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static StoreClient connect(String host, int port, TlsSettings settings) throws Exception {
        StoreClientOptions options = StoreClientOptions.of(
                        InetSocketAddress.createUnresolved(host, port), "MODALITY", "SLUICE")
                .withTls(Optional.of(new TlsContext("the test's destination", "the archive", settings)));
        return StoreClient.connect(options, List.of(PresentationContextProposal.of(CT, EXPLICIT)));
    }

    private static StoreClient connect(Listener listener, TlsSettings settings) throws Exception {
        return connect("localhost", listener.address().getPort(), settings);
    }

    private static void assertFails(Listener listener, TlsSettings settings, TlsFailure failure, String... words) {
        assertThatThrownBy(() -> connect(listener, settings))
                .isInstanceOfSatisfying(AssociationException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(AssociationException.Kind.TLS);
                    assertThat(e.tls()).as(e.getMessage()).contains(failure);
                })
                .message()
                .contains(words);
    }

    private void awaitFailure(TlsFailure failure) {
        Await.until(() -> failures.contains(failure), SOON, () -> failure + ", found " + failures);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static StoreAnswer send(StoreClient client, byte[] dataSet) throws IOException {
        return client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> sink.write(ByteBuffer.wrap(dataSet)));
    }

    // ---- What works

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 16_370, 16_384, 131_072, 1_000_000, 5_000_002})
    void aDataSetArrivesAsItWasSent(int size) throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NEED));
        try (StoreClient client = connect(listener, clientSettings())) {
            assertThat(send(client, random(size)).isDone()).isTrue();
            assertThat(client.isUsable()).isTrue();
            assertThat(send(client, random(1000)).isDone()).isTrue();
        }
        assertThat(bodies).containsExactly(random(size), random(1000));
    }

    @Test
    void bothSidesKnowWhoTheOtherIs() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NEED));
        try (StoreClient client = connect(listener, clientSettings())) {
            TlsSession seen = client.association().tls().orElseThrow();
            assertThat(seen.protocol()).isEqualTo("TLSv1.3");
            assertThat(seen.cipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
            assertThat(seen.peer().orElseThrow().names()).containsExactly("gate", "localhost", "127.0.0.1");
            assertThat(client.echo()).isZero();
        }
        assertThat(sessions.element().peer().orElseThrow().names()).containsExactly("modality");
    }

    @Test
    void aClientWithoutCertificateIsServedWhereNoneIsNeeded() throws Exception {
        for (ClientAuthentication clients : List.of(ClientAuthentication.NONE, ClientAuthentication.WANT)) {
            Listener listener = listen(serverSettings(clients));
            try (StoreClient client = connect(listener, withoutCertificate())) {
                assertThat(client.echo()).isZero();
            }
        }
        assertThat(sessions).hasSize(2).allMatch(session -> session.peer().isEmpty());
    }

    @Test
    void aBodyMayBeSentOnFromTlsToTls() throws Exception {
        Listener behind = listen(serverSettings(ClientAuthentication.NEED));
        try (StoreClient onward = connect(behind, clientSettings());
                Listener listener = Listener.open(
                        anyPort()
                                .withTls(new TlsContext(
                                        "port", "the client", serverSettings(ClientAuthentication.NEED))),
                        request -> AssociationPolicy.accept(),
                        request -> onward.store(
                                StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> sink.transferFrom(request.body())),
                        NetEvents.NONE);
                StoreClient client = connect(listener, clientSettings())) {
            for (int size : List.of(3_000_000, 10, 200_000)) {
                assertThat(send(client, random(size)).isDone()).isTrue();
            }
        }
        assertThat(bodies).containsExactly(random(3_000_000), random(10), random(200_000));
    }

    @Test
    void aShutdownReleasesAnIdleAssociation() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        try (StoreClient client = connect(listener, clientSettings())) {
            assertThat(client.echo()).isZero();
            Thread closing = new Thread(() -> listener.close(SOON));
            closing.start();
            Await.until(() -> !client.isUsable(), SOON, "the release");
            client.close();
            closing.join(SOON.toMillis());
            assertThat(closing.isAlive()).isFalse();
        }
    }

    @Test
    void aCertificateThatIsTrustedByItselfNeedsNoAuthority() throws Exception {
        TrustSource itself = new TrustSource(server.certificate(), Secret.NONE);
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        try (StoreClient client = connect(
                listener, new TlsSettings(Optional.empty(), Optional.of(itself), ClientAuthentication.NONE, true))) {
            assertThat(client.echo()).isZero();
        }
    }

    // ---- What the client says

    @Test
    void anExpiredServerCertificateIsNamedWithItsDate() throws Exception {
        Issued old = authority.issue("gate", TestAuthority.inDays(-400), TestAuthority.inDays(-30), "localhost");
        Listener listener = listen(new TlsSettings(pem(old), Optional.empty(), ClientAuthentication.NONE, true));

        String date = TestAuthority.inDays(-30).toString().substring(0, 10);
        assertFails(
                listener,
                clientSettings(),
                TlsFailure.EXPIRED,
                "SLUICE at localhost",
                "the archive's certificate expired on " + date,
                "CN=gate");
        awaitFailure(TlsFailure.REFUSED_BY_PEER);
    }

    @Test
    void anExpiredCertificateIsRefusedAlsoWhereItIsTrustedByItself() throws Exception {
        Issued old = authority.issue("gate", TestAuthority.inDays(-9), TestAuthority.inDays(-3), "localhost");
        Listener listener = listen(new TlsSettings(pem(old), Optional.empty(), ClientAuthentication.NONE, true));
        TrustSource itself = new TrustSource(old.certificate(), Secret.NONE);
        assertFails(
                listener,
                new TlsSettings(Optional.empty(), Optional.of(itself), ClientAuthentication.NONE, true),
                TlsFailure.EXPIRED,
                "expired on");
    }

    @Test
    void aCertificateOfTheFutureIsBlamedOnTheClocks() throws Exception {
        Issued young = authority.issue("gate", TestAuthority.inDays(3), TestAuthority.inDays(30), "localhost");
        Listener listener = listen(new TlsSettings(pem(young), Optional.empty(), ClientAuthentication.NONE, true));
        assertFails(listener, clientSettings(), TlsFailure.NOT_YET_VALID, "is not valid before", "clocks");
    }

    @Test
    void aCertificateForAnotherHostIsNamedWithBoth() throws Exception {
        Issued other = authority.issue("pacs2", "pacs2.example.org");
        TlsSettings settings = new TlsSettings(pem(other), Optional.empty(), ClientAuthentication.NONE, true);
        Listener listener = listen(settings);
        assertFails(
                listener,
                clientSettings(),
                TlsFailure.WRONG_NAME,
                "the archive's certificate is for pacs2, pacs2.example.org, not for localhost");

        TlsSettings careless = new TlsSettings(pem(client), trusting(authority), ClientAuthentication.NONE, false);
        try (StoreClient client = connect(listener, careless)) {
            assertThat(client.echo()).isZero();
        }
    }

    @Test
    void anUnknownIssuerIsNamed() throws Exception {
        TestAuthority other = new TestAuthority("Other CA", folder);
        Issued foreign = other.issue("gate", "localhost");
        Listener listener = listen(new TlsSettings(pem(foreign), Optional.empty(), ClientAuthentication.NONE, true));
        assertFails(
                listener,
                clientSettings(),
                TlsFailure.UNTRUSTED,
                "the archive's certificate for CN=gate, issued by CN=Other CA, is not trusted",
                "Test-CA.pem");
    }

    @Test
    void aServerThatSpeaksPlainDicomIsNamed() throws Exception {
        Listener plain = listen(anyPort());
        assertFails(plain, clientSettings(), TlsFailure.PLAIN_DICOM, "the archive speaks plain DICOM");
    }

    @Test
    void aPlainClientIsToldThatTheServerExpectsTls() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        assertThatThrownBy(() ->
                        StoreClient.connect(StoreClientOptions.of(listener.address(), "MODALITY", "SLUICE"), List.of()))
                .isInstanceOf(AssociationException.class);
        awaitFailure(TlsFailure.PLAIN_DICOM);
    }

    // ---- What the server says

    @Test
    void aClientThatSendsNoCertificateIsTurnedAwayInWordsOnBothSides() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NEED));
        assertFails(listener, withoutCertificate(), TlsFailure.REFUSED_BY_PEER, "the archive");
        awaitFailure(TlsFailure.NO_CERTIFICATE);
    }

    @Test
    void aClientWithACertificateOfAnotherIssuerIsTurnedAway() throws Exception {
        TestAuthority other = new TestAuthority("Test CA", Files.createDirectory(folder.resolve("other")));
        Issued foreign = other.issue("modality");
        Listener listener = listen(serverSettings(ClientAuthentication.WANT));
        assertFails(
                listener,
                new TlsSettings(pem(foreign), trusting(authority), ClientAuthentication.NONE, true),
                TlsFailure.REFUSED_BY_PEER,
                "certificate");
        awaitFailure(TlsFailure.UNTRUSTED);
    }

    @Test
    void aClientWithAnExpiredCertificateIsTurnedAway() throws Exception {
        Issued old = authority.issue("modality", TestAuthority.inDays(-9), TestAuthority.inDays(-3));
        Listener listener = listen(serverSettings(ClientAuthentication.NEED));
        assertFails(
                listener,
                new TlsSettings(pem(old), trusting(authority), ClientAuthentication.NONE, true),
                TlsFailure.REFUSED_BY_PEER,
                "the archive");
        awaitFailure(TlsFailure.EXPIRED);
    }

    @Test
    void aSlowHandshakeEndsWithArtim() throws Exception {
        Listener listener =
                listen(serverSettings(ClientAuthentication.NONE), Timeouts.DEFAULT.withArtim(Duration.ofMillis(300)));
        try (Socket silent = socketTo(listener)) {
            silent.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 100, 1});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            awaitFailure(TlsFailure.TIMED_OUT);
        }
    }

    @Test
    void aClientHelloByteByByteEndsWithArtimToo() throws Exception {
        Listener listener =
                listen(serverSettings(ClientAuthentication.NONE), Timeouts.DEFAULT.withArtim(Duration.ofMillis(300)));
        try (Socket slow = socketTo(listener)) {
            slow.getOutputStream().write(new byte[] {0x16, 3, 1, 0x3F, 0, 1});
            Await.until(() -> !wrote(slow, 0), SOON, "the end of the connection");
            awaitFailure(TlsFailure.TIMED_OUT);
        }
    }

    private static boolean wrote(Socket socket, int value) {
        try {
            socket.getOutputStream().write(value);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void garbageIsTurnedAway() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        try (Socket web = socketTo(listener)) {
            web.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(drained(web)).isTrue();
            awaitFailure(TlsFailure.NOT_TLS);
        }
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            byte[] record = new byte[200];
            random.nextBytes(record);
            System.arraycopy(new byte[] {0x16, 3, 3, 0, 120}, 0, record, 0, 5);
            try (Socket garbage = socketTo(listener)) {
                garbage.getOutputStream().write(record);
                assertThat(drained(garbage)).isTrue();
            }
        }
        Await.until(() -> failures.size() == 51, SOON, () -> "all to fail, found " + failures.size());
        Await.until(() -> listener.associations() == 0, SOON, "no connection to be left");
    }

    /** Whether the other side ends the connection, whatever it says before. */
    private static boolean drained(Socket socket) {
        byte[] bytes = new byte[1000];
        try (InputStream in = socket.getInputStream()) {
            int count = in.read(bytes);
            while (count >= 0) {
                count = in.read(bytes);
            }
        } catch (IOException reset) {
            return true;
        }
        return true;
    }

    private static Socket socketTo(Listener listener) throws IOException {
        Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void olderVersionsAreRefused(String version) throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        try (Socket socket = socketTo(listener)) {
            socket.getOutputStream().write(clientHello(version.equals("TLSv1") ? 1 : 2, 0xC0, 0x2F));
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(0x15, 3).endsWith(2, 70); // fatal, protocol_version
        }
        awaitFailure(TlsFailure.PROTOCOL_VERSION);
    }

    @Test
    void aClientWithWeakCipherSuitesAloneIsRefused() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        try (Socket socket = socketTo(listener)) {
            socket.getOutputStream().write(clientHello(3, 0x00, 0x2F)); // TLS_RSA_WITH_AES_128_CBC_SHA
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(0x15, 3).endsWith(2, 40); // fatal, handshake_failure
        }
        awaitFailure(TlsFailure.CIPHER_SUITE);
    }

    /** A hello of TLS 1.x with one cipher suite: RFC 5246 7.4.1.2, with the extensions that ECDHE needs. */
    private static byte[] clientHello(int minor, int suiteHigh, int suiteLow) {
        ByteBuffer hello = ByteBuffer.allocate(200);
        hello.put(new byte[] {0x16, 3, 1, 0, 0, 1, 0, 0, 0, 3, (byte) minor})
                .put(random(32))
                .put((byte) 0);
        hello.put(new byte[] {0, 2, (byte) suiteHigh, (byte) suiteLow, 1, 0});
        byte[] extensions = {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 1};
        hello.putShort((short) extensions.length).put(extensions);
        int length = hello.position();
        hello.putShort(3, (short) (length - 5)).putShort(7, (short) (length - 9));
        return Arrays.copyOf(hello.array(), length);
    }

    // ---- Versions

    @Test
    void aClientOfTls12IsServed() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        listener.address().getAddress(), listener.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setSoTimeout((int) SOON.toMillis());
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            socket.getOutputStream().write(RawPeer.request("1.2.3").toBytes());
            assertThat(socket.getInputStream().readNBytes(10)).containsExactly(3, 0, 0, 0, 0, 4, 0, 1, 1, 2);
        }
    }

    @Test
    void negotiatingAnewIsRefused() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        listener.address().getAddress(), listener.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setSoTimeout((int) SOON.toMillis());
            socket.startHandshake();
            socket.startHandshake();
            assertThatThrownBy(() -> socket.getInputStream().readNBytes(10)).isInstanceOf(IOException.class);
        }
        Await.until(() -> listener.associations() == 0, SOON, "no connection to be left");
    }

    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String authType) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    // ---- New certificates

    @Test
    void aNewCertificateIsUsedFromTheNextConnectionOnAndABrokenOneNever() throws Exception {
        Listener listener = listen(serverSettings(ClientAuthentication.NONE));
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate");

        Issued renewed = authority.issue("gate renewed", "localhost");
        Files.copy(renewed.certificate(), server.certificate(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Files.writeString(server.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Files.delete(server.certificate());
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Issued again = authority.issue("gate", "localhost");
        assertThat(again.certificate()).isEqualTo(server.certificate());
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate");
    }

    private String subjectSeenAt(Listener listener) throws Exception {
        try (StoreClient client = connect(listener, clientSettings())) {
            assertThat(client.echo()).isZero();
            return client.association().tls().orElseThrow().peer().orElseThrow().subject();
        }
    }
}
