package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.Sides.Keeper;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSession;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** What the rest of Sluice may rely on about associations over TLS: PS3.15 B.12. */
class SeamTlsTest extends Contract {
    private final Queue<TlsSession> sessions = new ConcurrentLinkedQueue<>();
    private final Keeper keeper = new Keeper();
    private final TestAuthority authority;

    SeamTlsTest(Engine engine, @TempDir Path folder) {
        super(engine);
        this.authority = new TestAuthority("Test CA", folder);
    }

    private static TlsSettings settings(Optional<Issued> own, TestAuthority trusted, ClientAuthentication clients) {
        return new TlsSettings(
                own.map(issued -> new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE)),
                Optional.of(new TrustSource(trusted.certificate(), Secret.NONE)),
                clients,
                true);
    }

    private Listener listen() throws Exception {
        TlsSettings gate = settings(
                Optional.of(authority.issue("gate", "localhost", "127.0.0.1")), authority, ClientAuthentication.NEED);
        NetEvents events = new NetEvents() {
            @Override
            public void associationAccepted(AssociationInfo association) {
                association.tls().ifPresent(sessions::add);
            }
        };
        return sides.listen(
                Sides.anyPort().withTls(new TlsContext("port", "the client", gate)),
                request -> AssociationPolicy.accept(),
                keeper,
                events);
    }

    private StoreClient connect(Listener listener, TlsSettings settings) throws Exception {
        InetSocketAddress address = InetSocketAddress.createUnresolved(
                "localhost", listener.address().getPort());
        return engine.connect(
                StoreClientOptions.of(address, "MODALITY", "SLUICE")
                        .withTls(Optional.of(new TlsContext("destination", "the archive", settings))),
                List.of(Sides.ct()));
    }

    private TlsSettings modality() {
        return settings(Optional.of(authority.issue("modality")), authority, ClientAuthentication.NONE);
    }

    @Test
    void aDataSetArrivesOverTlsAndBothSidesKnowWhoTheOtherIs() throws Exception {
        try (Listener listener = listen();
                StoreClient client = connect(listener, modality())) {
            assertThat(Sides.send(client, Sides.random(1_000_000)).isDone()).isTrue();
            TlsSession seen = client.association().tls().orElseThrow();
            assertThat(seen.protocol()).isEqualTo("TLSv1.3");
            assertThat(seen.peer().orElseThrow().names()).contains("gate", "localhost");
        }
        assertThat(keeper.bodies).containsExactly(Sides.random(1_000_000));
        assertThat(sessions.remove().peer().orElseThrow().names()).containsExactly("modality");
    }

    @Test
    void aServerThatIsNotTrustedIsToldSo(@TempDir Path elsewhere) throws Exception {
        TlsSettings distrusting = settings(
                Optional.of(authority.issue("modality")),
                new TestAuthority("Other CA", elsewhere),
                ClientAuthentication.NONE);
        try (Listener listener = listen()) {
            assertThatThrownBy(() -> connect(listener, distrusting))
                    .isInstanceOfSatisfying(AssociationException.class, e -> {
                        assertThat(e.kind()).isEqualTo(AssociationException.Kind.TLS);
                        assertThat(e.tls()).contains(TlsFailure.UNTRUSTED);
                    });
        }
    }

    @Test
    void aClientThatShowsNoCertificateWhereOneIsNeededGetsNoAssociation() throws Exception {
        TlsSettings nameless = settings(Optional.empty(), authority, ClientAuthentication.NONE);
        try (Listener listener = listen()) {
            assertThatThrownBy(() -> connect(listener, nameless)).isInstanceOf(AssociationException.class);
        }
        assertThat(sessions).isEmpty();
    }
}
