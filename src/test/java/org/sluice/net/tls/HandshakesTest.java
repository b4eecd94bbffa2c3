package org.sluice.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.peers.TestAuthority;

/**
 * What a failed handshake failed of, told by this platform: the tests run on each JDK that is supported, because two of
 * the kinds are read from its messages.
 */
class HandshakesTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ROOM = 40_000;

    private final TestAuthority authority;

    HandshakesTest(@TempDir Path folder) {
        this.authority = new TestAuthority("Test CA", folder);
    }

    private TlsSettings settings(boolean withKey, ClientAuthentication clients) {
        TestAuthority.Issued issued = authority.issue("one", "localhost");
        return new TlsSettings(
                withKey
                        ? Optional.of(new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE))
                        : Optional.empty(),
                Optional.of(new TlsSettings.TrustSource(authority.certificate(), Secret.NONE)),
                clients,
                true);
    }

    private SSLEngine client() throws Exception {
        TlsTerms terms = new TlsContext("client", "the archive", settings(false, ClientAuthentication.NONE)).client();
        return engine(terms, true);
    }

    private SSLEngine server(ClientAuthentication clients) throws Exception {
        return engine(new TlsContext("server", "the client", settings(true, clients)).server(), false);
    }

    private static SSLEngine engine(TlsTerms terms, boolean client) {
        SSLEngine engine = terms.context().createSSLEngine("localhost", 1);
        engine.setUseClientMode(client);
        engine.setSSLParameters(terms.parameters());
        return engine;
    }

    @ParameterizedTest
    @EnumSource
    void thePlatformNamesEachAlertOfThePeerAsTheStandardDoes(TlsAlert alert) throws Exception {
        byte[] record = {0x15, 3, 3, 0, 2, 2, (byte) number(alert)};

        SSLException failure = failureOf(client(), record);

        TlsException byMessage = Handshakes.explain(failure, NOTHING, "the archive");
        TlsException byNumber = Handshakes.received(ByteBuffer.wrap(record), failure, "the archive")
                .orElseThrow();
        assertThat(byMessage).hasMessage(byNumber.getMessage()).hasMessageContaining(alert.title());
        assertThat(byMessage.failure()).isEqualTo(byNumber.failure()).isEqualTo(alert.received());
    }

    private static int number(TlsAlert alert) {
        for (int number = 0; number < 256; number++) {
            if (TlsAlert.of(number).filter(alert::equals).isPresent()) {
                return number;
            }
        }
        return fail("%s has no number", alert);
    }

    @Test
    void anAlertThatSaysNothingOfCertificatesIsNamedAsItIs() throws Exception {
        SSLException failure = failureOf(client(), new byte[] {0x15, 3, 3, 0, 2, 2, 80});

        assertThat(Handshakes.explain(failure, NOTHING, "the archive"))
                .hasMessage("the archive broke off (TLS alert internal_error)");
    }

    @ParameterizedTest(name = "version 3.{0}, cipher suite {1}: {2}")
    @CsvSource({"1, 49199, PROTOCOL_VERSION", "2, 49199, PROTOCOL_VERSION", "3, 47, CIPHER_SUITE"})
    void whatThisSideRefusesIsToldByTheAlertThatItSends(int minor, int suite, TlsFailure expected) throws Exception {
        SSLEngine server = server(ClientAuthentication.NONE);

        SSLException failure = failureOf(server, ClientHello.of(minor, suite));

        ByteBuffer alert = ByteBuffer.allocate(ROOM);
        server.wrap(NOTHING, alert);
        assertThat(Handshakes.explain(failure, alert.flip(), "the client").failure())
                .isEqualTo(expected);
        assertThat(Handshakes.explain(new SSLException("in other words"), alert, "the client")
                        .failure())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithoutTheCertificateThatIsNeededIsToldFromOthers(String version) throws Exception {
        SSLEngine client = client();
        client.setEnabledProtocols(new String[] {version});
        Exchange exchange = new Exchange(client, server(ClientAuthentication.NEED));

        SSLException failure = exchange.failureOfServer();

        TlsException explained = Handshakes.explain(failure, NOTHING, "the client");
        assertThat(explained).hasMessage("the client sent no certificate");
        assertThat(explained.failure()).isEqualTo(TlsFailure.NO_CERTIFICATE);
    }

    @Test
    void bytesThatAreNoRecordAreNoTlsWhateverThePlatformSays() {
        ByteBuffer web = ByteBuffer.wrap(new byte[] {'G', 'E', 'T', ' '});

        assertThat(Handshakes.received(web, new SSLException("anything"), "the client"))
                .hasValueSatisfying(e -> assertThat(e.failure()).isEqualTo(TlsFailure.NOT_TLS));
        assertThat(Handshakes.notTls(web, "the client")).isPresent();
    }

    /** What the engine throws when the peer's first bytes are these. */
    private static SSLException failureOf(SSLEngine engine, byte[] record) throws Exception {
        try {
            engine.beginHandshake();
            if (engine.getUseClientMode()) {
                engine.wrap(NOTHING, ByteBuffer.allocate(ROOM));
            }
            engine.unwrap(ByteBuffer.wrap(record), ByteBuffer.allocate(ROOM));
            runTasks(engine);
            engine.wrap(NOTHING, ByteBuffer.allocate(ROOM));
        } catch (SSLException e) {
            return e;
        }
        return fail("the handshake goes on");
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** A handshake of two engines in memory, until the server fails. */
    private record Exchange(SSLEngine client, SSLEngine server) {
        SSLException failureOfServer() throws Exception {
            ByteBuffer toServer = ByteBuffer.allocate(ROOM);
            ByteBuffer toClient = ByteBuffer.allocate(ROOM);
            client.beginHandshake();
            server.beginHandshake();
            for (int turn = 0; turn < 20; turn++) {
                step(client, toClient, toServer);
                try {
                    step(server, toServer, toClient);
                } catch (SSLException e) {
                    return e;
                }
            }
            return fail("the server is content");
        }

        /** Takes in all that there is, and says all that there is to say. */
        private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
            in.flip();
            SSLEngineResult.Status last = SSLEngineResult.Status.OK;
            while (last == SSLEngineResult.Status.OK) {
                runTasks(engine);
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    last = engine.wrap(NOTHING, out).getStatus();
                } else if (in.hasRemaining()) {
                    last = engine.unwrap(in, ByteBuffer.allocate(ROOM)).getStatus();
                } else {
                    last = SSLEngineResult.Status.BUFFER_UNDERFLOW;
                }
            }
            in.compact();
        }
    }
}
