package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.EchoScu;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;

/** The listener and the client against DCMTK's programs, as the manufacturer ships them. */
@Tag("peers")
class DcmtkTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Sent within a second or two, unless acknowledgements are delayed, by 40 ms or more for each instance. */
    static final int MANY = 250;

    static final Duration STALLED = Duration.ofMillis(40L * MANY);

    private final Path folder;
    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

    DcmtkTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Listener listen(AssociationPolicy policy) throws IOException {
        StoreHandler keeper = request -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            request.body().stream().transferTo(all);
            bodies.add(all.toByteArray());
            return StoreAnswer.SUCCESS;
        };
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return TestEngine.ENGINE.listen(ListenerOptions.at(loopback), policy, keeper, NetEvents.NONE);
    }

    @Test
    void echoscuIsAnswered() throws IOException {
        try (Listener listener = listen(request -> AssociationPolicy.accept())) {
            assertThat(EchoScu.attempt(listener.address().getPort(), "PEER", "SLUICE")
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void echoscuIsToldThatTheCalledTitleIsWrong() throws IOException {
        try (Listener listener = listen(request -> AssociationPolicy.reject(Rejection.CALLED_AE_NOT_RECOGNIZED))) {
            var ended = EchoScu.attempt(listener.address().getPort(), "PEER", "WRONG", "-v");
            assertThat(ended.exitCode()).isNotZero();
            assertThat(ended.output()).contains("Called AE Title Not Recognized");
        }
    }

    @Test
    void whatStorescuAndDcmsendSendArrivesBitForBit() throws IOException {
        List<GeneratedInstance> instances = List.of(
                GeneratedInstance.ct(1),
                GeneratedInstance.mr(2),
                GeneratedInstance.sr(3),
                GeneratedInstance.jpeg(4, 9));
        List<Path> files = IntStream.range(0, instances.size())
                .mapToObj(i -> instances.get(i).writeTo(folder.resolve(i + ".dcm")))
                .toList();
        // Both programs write the data set anew as they send it, so the reference is what another receiver gets.
        assertSameAsStorescp(port -> StoreScu.storescu(port).with("-xy"), files);
        assertSameAsStorescp(StoreScu::storescu, files.subList(0, 3));
        assertSameAsStorescp(StoreScu::dcmsend, files.subList(0, 3));
    }

    private void assertSameAsStorescp(IntFunction<StoreScu> sender, List<Path> files) throws IOException {
        Path archiveFolder = Files.createTempDirectory(folder, "archive");
        bodies.clear();
        try (StoreScp archive = StoreScp.bitPreserving(archiveFolder, "+xa");
                Listener listener = listen(request -> AssociationPolicy.accept())) {
            String reference = sender.apply(archive.port()).send(files);
            String ours = sender.apply(listener.address().getPort()).send(files);
            List<String> expected = archive.awaitStored(files.size(), SOON).stream()
                    .map(file -> digest(DataSetBytes.of(file).dataSet()))
                    .toList();
            assertThat(bodies.stream().map(DcmtkTest::digest).toList())
                    .as("%s%n%s", reference, ours)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> small(int count, Path folder) {
        return IntStream.range(0, count)
                .mapToObj(i -> GeneratedInstance.sr(i).writeTo(folder.resolve(i + ".dcm")))
                .toList();
    }

    @Test
    void stockStorescuDoesNotStall() throws IOException {
        List<Path> files = small(MANY, folder);
        try (Listener listener = listen(request -> AssociationPolicy.accept())) {
            long began = System.nanoTime();
            StoreScu.storescu(listener.address().getPort()).send(files);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(bodies).hasSize(MANY);
            assertThat(took).isLessThan(STALLED);
        }
    }

    @Test
    void whatTheClientSendsIsStoredByStorescpBitForBit() throws IOException {
        GeneratedInstance ct = GeneratedInstance.ct(1);
        GeneratedInstance jpeg = GeneratedInstance.jpeg(2, 20);
        Path archiveFolder = Files.createDirectory(folder.resolve("archive"));
        try (StoreScp archive = StoreScp.bitPreserving(archiveFolder, "+xa")) {
            try (StoreClient client = TestEngine.ENGINE.connect(
                    options(archive.port()),
                    List.of(
                            PresentationContextProposal.of(ct.sopClassUid(), ct.transferSyntaxUid()),
                            PresentationContextProposal.of(jpeg.sopClassUid(), jpeg.transferSyntaxUid())))) {
                assertThat(client.echo()).isZero();
                for (GeneratedInstance instance : List.of(ct, jpeg)) {
                    assertThat(send(client, instance).isDone()).isTrue();
                    assertThat(client.isUsable()).isTrue();
                }
            }
            List<Path> stored = archive.awaitStored(2, SOON);
            assertThat(stored.stream()
                            .map(file -> digest(DataSetBytes.of(file).dataSet()))
                            .toList())
                    .containsExactlyInAnyOrder(
                            digest(DataSetBytes.of(ct.bytes()).dataSet()),
                            digest(DataSetBytes.of(jpeg.bytes()).dataSet()));
        }
    }

    @Test
    void anArchiveThatIsKilledIsNoticed() throws IOException {
        GeneratedInstance ct = GeneratedInstance.ct(1);
        Path archiveFolder = Files.createDirectory(folder.resolve("archive"));
        StoreScp archive = StoreScp.bitPreserving(archiveFolder);
        StoreClient client = TestEngine.ENGINE.connect(
                options(archive.port()),
                List.of(PresentationContextProposal.of(ct.sopClassUid(), ct.transferSyntaxUid())));
        assertThat(send(client, ct).isDone()).isTrue();

        archive.kill();

        assertThatThrownBy(() -> send(client, ct)).isInstanceOf(AssociationException.class);
        assertThat(client.isUsable()).isFalse();
        archive.close();
    }

    private static StoreClientOptions options(int port) {
        return StoreClientOptions.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "SLUICE", "ARCHIVE");
    }

    private static StoreAnswer send(StoreClient client, GeneratedInstance instance) throws IOException {
        byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
        return client.store(
                StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                sink -> sink.write(ByteBuffer.wrap(dataSet)));
    }
}
