package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.PoolConfig;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.Part10;
import org.sluice.gateway.archive.Archive;
import org.sluice.gateway.archive.AssociationCeiling;
import org.sluice.gateway.archive.AssociationPool;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.archive.DestinationContexts;
import org.sluice.gateway.archive.Health;
import org.sluice.gateway.delivery.Adaptation;
import org.sluice.gateway.delivery.ArchiveDelivery;
import org.sluice.gateway.delivery.FolderDelivery;
import org.sluice.gateway.delivery.Pace;
import org.sluice.net.DataSetBody;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.DamagedSpoolFileException;
import org.sluice.store.Incoming;
import org.sluice.store.Origin;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/** A file of the spool that becomes shorter while it is delivered: half an instance reaches nobody. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DamagedSpoolTest {
    private static final String CT = PlantedDataSet.CT;
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private final Path folder;

    DamagedSpoolTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFolderGetsNothingOfItAndTheFailureHasItsName() throws Exception {
        try (Spool spool = Spool.open(folder.resolve("spool"), List.of("archive"))) {
            SpooledInstance instance = spooledAndCutShort(spool);
            Path archive = folder.resolve("archive");

            assertThatThrownBy(() -> new FolderDelivery(archive).deliver(instance))
                    .isInstanceOf(DamagedSpoolFileException.class)
                    .hasMessageContaining("spool file 0000000000000000.dcm is damaged: expected ");
            assertThat(archive).isEmptyDirectory();

            spool.queue("archive").putBack(instance, "damaged");
            assertThat(spool.queue("archive").poll(Duration.ZERO)).isEmpty();
            assertThat(spool.queue("archive").held()).isOne();
        }
    }

    @Test
    void anArchiveIsNotGivenItsEnd() throws Exception {
        List<Long> whole = new CopyOnWriteArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        try (Spool spool = Spool.open(folder.resolve("spool"), List.of("archive"));
                ListeningArchive archive = ListeningArchive.open(request -> {
                    try {
                        whole.add(bytesOf(request.body()));
                        return StoreAnswer.SUCCESS;
                    } finally {
                        over.countDown();
                    }
                });
                ArchiveDelivery delivery = new ArchiveDelivery(
                        archive(archive.port()),
                        false,
                        Adaptation.of(Optional.empty(), new HeaderMemory(1 << 20)),
                        Pace.of(Optional.empty()),
                        spool.queue("archive"),
                        () -> {})) {
            SpooledInstance instance = spooledAndCutShort(spool);

            assertThatThrownBy(() -> delivery.deliver(instance)).isInstanceOf(DamagedSpoolFileException.class);
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(whole).isEmpty();
        }
    }

    /** Whoever cannot put an instance aside must not keep it out of the queue for good. */
    @Test
    void anInstanceThatCannotBeHeldIsTriedAgainUntilItCan() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (ListeningArchive archive = ListeningArchive.open(request -> {
                    tries.incrementAndGet();
                    return StoreAnswer.of(Status.CANNOT_UNDERSTAND, "");
                });
                RunningNode node =
                        RunningNode.delivering(folder, "deliver: durable", RunningNode.EMPTY_RECIPE, archive.port())) {
            Path failed = folder.resolve("var/spool/queues/destination/failed");
            Path aside = Files.move(failed, folder.resolve("aside"));
            new ExactSender(node.port()).send(GeneratedInstance.mr(1));
            Await.until(() -> tries.get() > 7, Duration.ofSeconds(30), "tries beyond those after which it is held");
            assertThat(node.waiting()).isOne();

            Files.move(aside, failed);
            Await.until(() -> RunningNode.files(failed, ".dcm").size() == 1, Duration.ofSeconds(30), "it to be held");
            Await.until(() -> node.waiting() == 0, Duration.ofSeconds(30), "it to wait no more");
        }
    }

    private static Archive archive(int port) {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(10));
        StoreClientOptions options = StoreClientOptions.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "SLUICE", "ARCHIVE");
        return new Archive(
                "archive",
                TestEngine.ENGINE,
                () -> options,
                new Health(backoff, System::nanoTime),
                new AssociationPool(new PoolConfig(Duration.ofSeconds(2), 0), AssociationPool.expiryThread()),
                new DestinationContexts("archive", TestEngine.ENGINE, () -> options, System::nanoTime),
                new AssociationCeiling("archive", Optional.empty(), System::nanoTime));
    }

    private static long bytesOf(DataSetBody body) throws IOException {
        long bytes = 0;
        for (ByteBuffer next = body.next(); next != null; next = body.next()) {
            bytes += next.remaining();
        }
        return bytes;
    }

    private SpooledInstance spooledAndCutShort(Spool spool) throws Exception {
        SpoolFacts facts = new SpoolFacts(
                CT,
                "1.2.3",
                EXPLICIT,
                "1.2.3",
                "SLUICE",
                List.of("archive"),
                0,
                null,
                null,
                new Origin("a1", "CT1", "SLUICE", Instant.EPOCH));
        FileMeta meta = new FileMeta(CT, "1.2.3", EXPLICIT, "1.2.3.4", "", Optional.empty());
        try (Incoming incoming = spool.begin(facts, ByteBuffer.wrap(Part10.beginning(new HeaderEdit(meta.header()))))) {
            incoming.write(ByteBuffer.wrap(PlantedDataSet.of("1.2.3", "TEXT", new byte[0])));
            spool.commit(incoming);
        }
        SpooledInstance instance =
                spool.queue("archive").poll(Duration.ofSeconds(10)).orElseThrow();
        try (FileChannel file = FileChannel.open(instance.file(), StandardOpenOption.WRITE)) {
            file.truncate(Files.size(instance.file()) - 100);
        }
        return instance;
    }
}
