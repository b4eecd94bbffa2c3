package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.EchoScu;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Orthanc;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** DCMTK over TLS, which is OpenSSL's: as sender and as receiver, with certificates and without. */
class DcmtkTlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final TestAuthority authority;
    private final Issued gate;
    private final Issued modality;
    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<TlsFailure> failures = new ConcurrentLinkedQueue<>();

    DcmtkTlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.gate = authority.issue("gate", "localhost", "127.0.0.1");
        this.modality = authority.issue("modality");
    }

    private Listener listen(ClientAuthentication clients) throws Exception {
        return listen(TestEngine.ENGINE, clients);
    }

    private Listener listen(Engine engine, ClientAuthentication clients) throws Exception {
        TlsContext context = new TlsContext("port", "the client", settings(gate, clients));
        NetEvents events = new NetEvents() {
            @Override
            public void handshakeFailed(InetSocketAddress remote, TlsFailure failure) {
                failures.add(failure);
            }
        };
        return engine.listen(
                ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withTls(context),
                request -> AssociationPolicy.accept(),
                request -> {
                    bodies.add(request.body().stream().readAllBytes());
                    return StoreAnswer.SUCCESS;
                },
                events);
    }

    private TlsSettings settings(Issued own, ClientAuthentication clients) {
        return new TlsSettings(
                Optional.of(new TlsSettings.Pem(own.key(), own.certificate(), Secret.NONE)),
                Optional.of(new TlsSettings.TrustSource(authority.certificate(), Secret.NONE)),
                clients,
                true);
    }

    private String[] withCertificate(Issued own) {
        return new String[] {
            "+tls",
            own.key().toString(),
            own.certificate().toString(),
            "+cf",
            authority.certificate().toString()
        };
    }

    private String[] anonymous() {
        return new String[] {"+tla", "+cf", authority.certificate().toString()};
    }

    private List<Path> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> GeneratedInstance.ct(i).writeTo(folder.resolve(i + ".dcm")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#all")
    void sendersWithCertificatesAreServed(Engine engine) throws Exception {
        try (Listener listener = listen(engine, ClientAuthentication.NEED)) {
            int port = listener.address().getPort();
            StoreScu.storescu(port).with(withCertificate(modality)).send(files(5));
            assertThat(bodies).hasSize(5);
            PeerProcess.Ended echo = EchoScu.attempt(port, "ECHOSCU", "SLUICE", withCertificate(modality));
            assertThat(echo.exitCode()).as(echo.output()).isZero();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void stockStorescuOverTlsDoesNotStall() throws Exception {
        List<Path> files = DcmtkTest.small(DcmtkTest.MANY, folder);
        try (Listener listener = listen(ClientAuthentication.NONE)) {
            long began = System.nanoTime();
            StoreScu.storescu(listener.address().getPort()).with(anonymous()).send(files);
            assertThat(bodies).hasSize(DcmtkTest.MANY);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DcmtkTest.STALLED);
        }
    }

    @Test
    void aSenderWithoutCertificateIsServedWhereNoneIsNeededAndOnlyThere() throws Exception {
        try (Listener listener = listen(ClientAuthentication.WANT)) {
            StoreScu.storescu(listener.address().getPort()).with(anonymous()).send(files(2));
            assertThat(bodies).hasSize(2);
        }
        try (Listener listener = listen(ClientAuthentication.NEED)) {
            PeerProcess.Ended ended = StoreScu.storescu(listener.address().getPort())
                    .with(anonymous())
                    .attempt(files(1));
            assertThat(ended.exitCode()).isNotZero();
            Await.until(() -> failures.contains(TlsFailure.NO_CERTIFICATE), SOON, () -> "found " + failures);
            assertThat(bodies).hasSize(2);
        }
    }

    @Test
    void aSenderThatDoesNotTrustUsIsNoticed() throws Exception {
        TestAuthority other = new TestAuthority("Other CA", folder);
        try (Listener listener = listen(ClientAuthentication.NONE)) {
            PeerProcess.Ended ended = EchoScu.attempt(
                    listener.address().getPort(),
                    "ECHOSCU",
                    "SLUICE",
                    "+tla",
                    "+cf",
                    other.certificate().toString());
            assertThat(ended.exitCode()).isNotZero();
            Await.until(() -> failures.contains(TlsFailure.REFUSED_BY_PEER), SOON, () -> "found " + failures);
        }
    }

    @Test
    void aSenderOfPlainDicomIsNoticed() throws Exception {
        try (Listener listener = listen(ClientAuthentication.NONE)) {
            PeerProcess.Ended ended = EchoScu.attempt(listener.address().getPort(), "ECHOSCU", "SLUICE");
            assertThat(ended.exitCode()).isNotZero();
            Await.until(() -> failures.contains(TlsFailure.PLAIN_DICOM), SOON, () -> "found " + failures);
        }
    }

    // ---- Orthanc, which is DCMTK's network with settings of its own

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#all")
    void orthancSendsAndReceivesWithCertificates(Engine engine) throws Exception {
        GeneratedInstance ct = GeneratedInstance.ct(1);
        Issued keys = authority.issue("orthanc", "localhost", "127.0.0.1");
        try (Orthanc orthanc = Orthanc.startWithTls(folder, keys, authority.certificate());
                Listener listener = listen(engine, ClientAuthentication.NEED)) {
            StoreClientOptions options = StoreClientOptions.of(
                            InetSocketAddress.createUnresolved("localhost", orthanc.dicomPort()), "SLUICE", "ORTHANC")
                    .withTls(Optional.of(new TlsContext(
                            "destination", "the archive", settings(modality, ClientAuthentication.NONE))));
            byte[] dataSet = DataSetBytes.of(ct.bytes()).dataSet();
            try (StoreClient client = engine.connect(
                    options, List.of(PresentationContextProposal.of(ct.sopClassUid(), ct.transferSyntaxUid())))) {
                StoreCommand command = StoreCommand.of(ct.sopClassUid(), ct.sopInstanceUid(), ct.transferSyntaxUid());
                assertThat(client.store(command, sink -> sink.write(ByteBuffer.wrap(dataSet)))
                                .isDone())
                        .isTrue();
            }
            String stored = orthanc.awaitInstances(1, SOON).get(0);
            orthanc.store(stored, "SLUICE", listener.address().getPort());
            Await.until(() -> bodies.size() == 1, SOON, "the instance to come back");
            assertThat(failures).isEmpty();
        }
    }

    // ---- storescp

    private StoreClient connect(StoreScp archive, TlsSettings settings, GeneratedInstance instance) throws Exception {
        return connect(TestEngine.ENGINE, archive, settings, instance);
    }

    private StoreClient connect(Engine engine, StoreScp archive, TlsSettings settings, GeneratedInstance instance)
            throws Exception {
        StoreClientOptions options = StoreClientOptions.of(
                        InetSocketAddress.createUnresolved("localhost", archive.port()), "SLUICE", "STORESCP")
                .withTls(Optional.of(new TlsContext("destination", "the archive", settings)));
        return engine.connect(
                options, List.of(PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid())));
    }

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#all")
    void storescpStoresWhatTheClientSendsBitForBit(Engine engine) throws Exception {
        GeneratedInstance ct = GeneratedInstance.ct(1);
        List<byte[]> dataSets = new ArrayList<>();
        Path archived = Files.createDirectory(folder.resolve("archive"));
        try (StoreScp archive = StoreScp.bitPreserving(archived, withCertificate(gate))) {
            try (StoreClient client = connect(engine, archive, settings(modality, ClientAuthentication.NONE), ct)) {
                for (int i = 0; i < 3; i++) {
                    GeneratedInstance sent = GeneratedInstance.ct(i);
                    byte[] dataSet = DataSetBytes.of(sent.bytes()).dataSet();
                    dataSets.add(dataSet);
                    StoreCommand command =
                            StoreCommand.of(sent.sopClassUid(), sent.sopInstanceUid(), sent.transferSyntaxUid());
                    assertThat(client.store(command, sink -> sink.write(ByteBuffer.wrap(dataSet)))
                                    .isDone())
                            .isTrue();
                    assertThat(client.isUsable()).isTrue();
                }
            }
            assertThat(archive.awaitStored(3, SOON))
                    .extracting(file -> DataSetBytes.of(file).dataSet())
                    .containsExactlyInAnyOrderElementsOf(dataSets);
        }
    }

    @Test
    void storescpThatWantsACertificateIsUnderstood() throws Exception {
        Path archived = Files.createDirectory(folder.resolve("archive"));
        TlsSettings without = new TlsSettings(
                Optional.empty(),
                settings(modality, ClientAuthentication.NONE).trust(),
                ClientAuthentication.NONE,
                true);
        try (StoreScp archive = StoreScp.bitPreserving(archived, withCertificate(gate))) {
            assertThatThrownBy(() -> connect(archive, without, GeneratedInstance.ct(1)))
                    .isInstanceOfSatisfying(
                            AssociationException.class, e -> assertThat(e.tls().orElseThrow())
                                    .isIn(TlsFailure.REFUSED_BY_PEER, TlsFailure.CIPHER_SUITE))
                    .hasMessageContaining("certificate");
        }
    }

    @Test
    void storescpOfPlainDicomIsUnderstood() throws Exception {
        Path archived = Files.createDirectory(folder.resolve("archive"));
        try (StoreScp archive = StoreScp.bitPreserving(archived)) {
            assertThatThrownBy(() ->
                            connect(archive, settings(modality, ClientAuthentication.NONE), GeneratedInstance.ct(1)))
                    .isInstanceOfSatisfying(
                            AssociationException.class, e -> assertThat(e.tls()).contains(TlsFailure.CONNECTION_LOST))
                    .hasMessageContaining("does it speak plain DICOM there?");
        }
    }
}
