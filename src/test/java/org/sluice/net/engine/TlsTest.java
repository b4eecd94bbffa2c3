package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.NetEvents;
import org.sluice.net.Sides;
import org.sluice.net.StoreCommand;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSession;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.Await;
import org.sluice.peers.TestAuthority.Issued;

/** Associations over TLS: what arrives, who the other side is, and what a new certificate changes. */
class TlsTest {
    private static final Duration SOON = Sides.SOON;

    private final TlsSides sides;

    TlsTest(@TempDir Path folder) {
        this.sides = new TlsSides(folder);
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 16_370, 16_384, 131_072, 1_000_000, 5_000_002})
    void aDataSetArrivesAsItWasSent(int size) throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NEED));
        try (StoreScu client = TlsSides.connect(listener, sides.client())) {
            assertThat(Sides.send(client, Sides.random(size)).isDone()).isTrue();
            assertThat(client.isUsable()).isTrue();
            assertThat(Sides.send(client, Sides.random(1000)).isDone()).isTrue();
        }
        assertThat(sides.bodies).containsExactly(Sides.random(size), Sides.random(1000));
    }

    @Test
    void bothSidesKnowWhoTheOtherIs() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NEED));
        try (StoreScu client = TlsSides.connect(listener, sides.client())) {
            TlsSession seen = client.association().tls().orElseThrow();
            assertThat(seen.protocol()).isEqualTo("TLSv1.3");
            assertThat(seen.cipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
            assertThat(seen.peer().orElseThrow().names()).containsExactly("gate", "localhost", "127.0.0.1");
            assertThat(client.echo()).isZero();
        }
        assertThat(sides.sessions.element().peer().orElseThrow().names()).containsExactly("modality");
    }

    @Test
    void aClientWithoutCertificateIsServedWhereNoneIsNeeded() throws Exception {
        for (ClientAuthentication clients : List.of(ClientAuthentication.NONE, ClientAuthentication.WANT)) {
            PortListener listener = sides.listen(sides.server(clients));
            try (StoreScu client = TlsSides.connect(listener, sides.withoutCertificate())) {
                assertThat(client.echo()).isZero();
            }
        }
        assertThat(sides.sessions).hasSize(2).allMatch(session -> session.peer().isEmpty());
    }

    @Test
    void aBodyMayBeSentOnFromTlsToTls() throws Exception {
        PortListener behind = sides.listen(sides.server(ClientAuthentication.NEED));
        try (StoreScu onward = TlsSides.connect(behind, sides.client());
                PortListener listener = PortListener.open(
                        Sides.anyPort()
                                .withTls(new TlsContext("port", "the client", sides.server(ClientAuthentication.NEED))),
                        request -> AssociationPolicy.accept(),
                        request -> onward.store(
                                StoreCommand.of(Sides.CT, "1.2.3", Sides.EXPLICIT),
                                sink -> sink.transferFrom(request.body())),
                        NetEvents.NONE);
                StoreScu client = TlsSides.connect(listener, sides.client())) {
            for (int size : List.of(3_000_000, 10, 200_000)) {
                assertThat(Sides.send(client, Sides.random(size)).isDone()).isTrue();
            }
        }
        assertThat(sides.bodies).containsExactly(Sides.random(3_000_000), Sides.random(10), Sides.random(200_000));
    }

    @Test
    void aShutdownReleasesAnIdleAssociation() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (StoreScu client = TlsSides.connect(listener, sides.client())) {
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
        TrustSource itself = new TrustSource(sides.gate.certificate(), Secret.NONE);
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (StoreScu client = TlsSides.connect(
                listener, new TlsSettings(Optional.empty(), Optional.of(itself), ClientAuthentication.NONE, true))) {
            assertThat(client.echo()).isZero();
        }
    }

    @Test
    void aClientOfTls12IsServed() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (SSLSocket socket = tls12SocketTo(listener)) {
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            socket.getOutputStream().write(RawPeer.request("1.2.3").toBytes());
            assertThat(socket.getInputStream().readNBytes(10)).containsExactly(3, 0, 0, 0, 0, 4, 0, 1, 1, 2);
        }
    }

    @Test
    void negotiatingAnewIsRefused() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        try (SSLSocket socket = tls12SocketTo(listener)) {
            socket.startHandshake();
            socket.startHandshake();
            assertThatThrownBy(() -> socket.getInputStream().readNBytes(10)).isInstanceOf(IOException.class);
        }
        Await.until(() -> listener.associations() == 0, SOON, "no connection to be left");
    }

    private static SSLSocket tls12SocketTo(PortListener listener) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyServer()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        listener.address().getAddress(), listener.address().getPort());
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aNewCertificateIsUsedFromTheNextConnectionOnAndABrokenOneNever() throws Exception {
        PortListener listener = sides.listen(sides.server(ClientAuthentication.NONE));
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate");

        Issued renewed = sides.authority.issue("gate renewed", "localhost");
        Files.copy(renewed.certificate(), sides.gate.certificate(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Files.writeString(sides.gate.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Files.delete(sides.gate.certificate());
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate renewed");

        Issued again = sides.authority.issue("gate", "localhost");
        assertThat(again.certificate()).isEqualTo(sides.gate.certificate());
        assertThat(subjectSeenAt(listener)).isEqualTo("CN=gate");
    }

    private String subjectSeenAt(PortListener listener) throws Exception {
        try (StoreScu client = TlsSides.connect(listener, sides.client())) {
            assertThat(client.echo()).isZero();
            return client.association().tls().orElseThrow().peer().orElseThrow().subject();
        }
    }
}
