package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.Sides;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
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

/** A listener and clients with TLS between them, keys and certificates included. */
final class TlsSides implements AutoCloseable {
    final Path folder;
    final TestAuthority authority;
    final Issued gate;
    final Issued modality;
    final Queue<TlsFailure> failures = new ConcurrentLinkedQueue<>();
    final Queue<TlsSession> sessions = new ConcurrentLinkedQueue<>();
    final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

    private final Queue<PortListener> listeners = new ConcurrentLinkedQueue<>();

    TlsSides(Path folder) {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.gate = authority.issue("gate", "localhost", "127.0.0.1");
        this.modality = authority.issue("modality");
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close(Duration.ZERO));
    }

    static Optional<TlsSettings.KeySource> pem(Issued issued) {
        return Optional.of(new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE));
    }

    static Optional<TrustSource> trusting(TestAuthority whom) {
        return Optional.of(new TrustSource(whom.certificate(), Secret.NONE));
    }

    TlsSettings server(ClientAuthentication clients) {
        return new TlsSettings(pem(gate), trusting(authority), clients, true);
    }

    TlsSettings client() {
        return new TlsSettings(pem(modality), trusting(authority), ClientAuthentication.NONE, true);
    }

    TlsSettings withoutCertificate() {
        return new TlsSettings(Optional.empty(), trusting(authority), ClientAuthentication.NONE, true);
    }

    PortListener listen(TlsSettings settings) throws Exception {
        return listen(settings, Timeouts.DEFAULT);
    }

    PortListener listen(TlsSettings settings, Timeouts timeouts) throws Exception {
        TlsContext context = new TlsContext("the test's port", "the client", settings);
        return listen(Sides.anyPort().withTimeouts(timeouts).withTls(context));
    }

    PortListener listen(ListenerOptions options) throws IOException {
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
        PortListener listener = PortListener.open(
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

    static StoreScu connect(String host, int port, TlsSettings settings) throws Exception {
        StoreClientOptions options = StoreClientOptions.of(
                        InetSocketAddress.createUnresolved(host, port), "MODALITY", "SLUICE")
                .withTls(Optional.of(new TlsContext("the test's destination", "the archive", settings)));
        return StoreScu.connect(options, List.of(Sides.ct()));
    }

    static StoreScu connect(PortListener listener, TlsSettings settings) throws Exception {
        return connect("localhost", listener.address().getPort(), settings);
    }

    static void assertFails(PortListener listener, TlsSettings settings, TlsFailure failure, String... words) {
        assertThatThrownBy(() -> connect(listener, settings))
                .isInstanceOfSatisfying(AssociationException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(AssociationException.Kind.TLS);
                    assertThat(e.tls()).as(e.getMessage()).contains(failure);
                })
                .message()
                .contains(words);
    }

    void awaitFailure(TlsFailure failure) {
        Await.until(() -> failures.contains(failure), Sides.SOON, () -> failure + ", found " + failures);
    }
}
