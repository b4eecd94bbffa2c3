package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AssociationException;
import org.sluice.net.OfOneEngine;
import org.sluice.net.Sides;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.tls.ClientHello;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.Await;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/**
 * Each of the ways in which two sides with TLS do not come together, in the words that an operator reads: first what the
 * client says, then what the server does.
 */
@OfOneEngine("why a handshake failed is told on both sides, in words and by kind")
class TlsRefusalTest {
    private static final Duration SOON = Sides.SOON;

    private final TlsSides sides;

    TlsRefusalTest(@TempDir Path folder) {
        this.sides = new TlsSides(folder);
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    @Test
    void anExpiredServerCertificateIsNamedWithItsDate() throws Exception {
        Issued old = sides.authority.issue("gate", TestAuthority.inDays(-400), TestAuthority.inDays(-30), "localhost");
        PortListener listener =
                sides.listen(new TlsSettings(TlsSides.pem(old), Optional.empty(), ClientAuthentication.NONE, true));

        String date = TestAuthority.inDays(-30).toString().substring(0, 10);
        TlsSides.assertFails(
                listener,
                sides.client(),
                TlsFailure.EXPIRED,
                "SLUICE at localhost",
                "the archive's certificate expired on " + date,
                "CN=gate");
        sides.awaitFailure(TlsFailure.REFUSED_BY_PEER);
    }

    @Test
    void anExpiredCertificateIsRefusedAlsoWhereItIsTrustedByItself() throws Exception {
        Issued old = sides.authority.issue("gate", TestAuthority.inDays(-9), TestAuthority.inDays(-3), "localhost");
        PortListener listener =
                sides.listen(new TlsSettings(TlsSides.pem(old), Optional.empty(), ClientAuthentication.NONE, true));
        TrustSource itself = new TrustSource(old.certificate(), Secret.NONE);
        TlsSides.assertFails(
                listener,
                new TlsSettings(Optional.empty(), Optional.of(itself), ClientAuthentication.NONE, true),
                TlsFailure.EXPIRED,
                "expired on");
    }

    @Test
    void aCertificateOfTheFutureIsBlamedOnTheClocks() throws Exception {
        Issued young = sides.authority.issue("gate", TestAuthority.inDays(3), TestAuthority.inDays(30), "localhost");
        PortListener listener =
                sides.listen(new TlsSettings(TlsSides.pem(young), Optional.empty(), ClientAuthentication.NONE, true));
        TlsSides.assertFails(listener, sides.client(), TlsFailure.NOT_YET_VALID, "is not valid before", "clocks");
    }

    @Test
    void aCertificateForAnotherHostIsNamedWithBoth() throws Exception {
        Issued other = sides.authority.issue("pacs2", "pacs2.example.org");
        TlsSettings settings = new TlsSettings(TlsSides.pem(other), Optional.empty(), ClientAuthentication.NONE, true);
        PortListener listener = sides.listen(settings);
        TlsSides.assertFails(
                listener,
                sides.client(),
                TlsFailure.WRONG_NAME,
                "the archive's certificate is for pacs2, pacs2.example.org, not for localhost");

        TlsSettings careless = new TlsSettings(
                TlsSides.pem(sides.modality), TlsSides.trusting(sides.authority), ClientAuthentication.NONE, false);
        try (StoreScu client = TlsSides.connect(listener, careless)) {
            assertThat(client.echo()).isZero();
        }
    }

    @Test
    void anUnknownIssuerIsNamed() throws Exception {
        TestAuthority other = new TestAuthority("Other CA", sides.folder);
        Issued foreign = other.issue("gate", "localhost");
        PortListener listener =
                sides.listen(new TlsSettings(TlsSides.pem(foreign), Optional.empty(), ClientAuthentication.NONE, true));
        TlsSides.assertFails(
                listener,
                sides.client(),
                TlsFailure.UNTRUSTED,
                "the archive's certificate for CN=gate, issued by CN=Other CA, is not trusted",
                "Test-CA.pem");
    }

    @Test
    void aServerThatSpeaksPlainDicomIsNamed() throws Exception {
        PortListener plain = sides.listen(Sides.anyPort());
        TlsSides.assertFails(plain, sides.client(), TlsFailure.PLAIN_DICOM, "the archive speaks plain DICOM");
    }

    @Test
    void aPlainClientIsToldThatTheServerExpectsTls() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        assertThatThrownBy(() ->
                        StoreScu.connect(StoreClientOptions.of(listener.address(), "MODALITY", "SLUICE"), List.of()))
                .isInstanceOf(AssociationException.class);
        sides.awaitFailure(TlsFailure.PLAIN_DICOM);
    }

    @Test
    void aClientThatSendsNoCertificateIsTurnedAwayInWordsOnBothSides() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NEED));
        TlsSides.assertFails(listener, sides.withoutCertificate(), TlsFailure.REFUSED_BY_PEER, "the archive");
        sides.awaitFailure(TlsFailure.NO_CERTIFICATE);
    }

    @Test
    void aClientWithACertificateOfAnotherIssuerIsTurnedAway() throws Exception {
        TestAuthority other = new TestAuthority("Test CA", Files.createDirectory(sides.folder.resolve("other")));
        Issued foreign = other.issue("modality");
        PortListener listener = sides.listen(sides.server(ClientAuthentication.WANT));
        TlsSides.assertFails(
                listener,
                new TlsSettings(
                        TlsSides.pem(foreign), TlsSides.trusting(sides.authority), ClientAuthentication.NONE, true),
                TlsFailure.REFUSED_BY_PEER,
                "certificate");
        sides.awaitFailure(TlsFailure.UNTRUSTED);
    }

    @Test
    void aClientWithAnExpiredCertificateIsTurnedAway() throws Exception {
        Issued old = sides.authority.issue("modality", TestAuthority.inDays(-9), TestAuthority.inDays(-3));
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NEED));
        TlsSides.assertFails(
                listener,
                new TlsSettings(TlsSides.pem(old), TlsSides.trusting(sides.authority), ClientAuthentication.NONE, true),
                TlsFailure.REFUSED_BY_PEER,
                "the archive");
        sides.awaitFailure(TlsFailure.EXPIRED);
    }

    @Test
    void aSlowHandshakeEndsWithArtim() throws Exception {
        PortListener listener = sides.listen(
                sides.server(ClientAuthentication.NONE), Timeouts.DEFAULT.withArtim(Duration.ofMillis(300)));
        try (Socket silent = socketTo(listener)) {
            silent.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 100, 1});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            sides.awaitFailure(TlsFailure.TIMED_OUT);
        }
    }

    @Test
    void aClientHelloByteByByteEndsWithArtimToo() throws Exception {
        PortListener listener = sides.listen(
                sides.server(ClientAuthentication.NONE), Timeouts.DEFAULT.withArtim(Duration.ofMillis(300)));
        try (Socket slow = socketTo(listener)) {
            slow.getOutputStream().write(new byte[] {0x16, 3, 1, 0x3F, 0, 1});
            Await.until(() -> !wrote(slow, 0), SOON, "the end of the connection");
            sides.awaitFailure(TlsFailure.TIMED_OUT);
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
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (Socket web = socketTo(listener)) {
            web.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(drained(web)).isTrue();
            sides.awaitFailure(TlsFailure.NOT_TLS);
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
        Await.until(() -> sides.failures.size() == 51, SOON, () -> "all to fail, found " + sides.failures.size());
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

    private static Socket socketTo(PortListener listener) throws IOException {
        Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void olderVersionsAreRefused(String version) throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (Socket socket = socketTo(listener)) {
            socket.getOutputStream().write(ClientHello.of(version.equals("TLSv1") ? 1 : 2, 0xC02F));
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(0x15, 3).endsWith(2, 70); // fatal, protocol_version
        }
        sides.awaitFailure(TlsFailure.PROTOCOL_VERSION);
    }

    @Test
    void aClientWithWeakCipherSuitesAloneIsRefused() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (Socket socket = socketTo(listener)) {
            socket.getOutputStream().write(ClientHello.of(3, 0x002F)); // TLS_RSA_WITH_AES_128_CBC_SHA
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(0x15, 3).endsWith(2, 40); // fatal, handshake_failure
        }
        sides.awaitFailure(TlsFailure.CIPHER_SUITE);
    }
}
