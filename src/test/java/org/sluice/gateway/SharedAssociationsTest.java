package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Rejection;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.net.engine.LateArchive;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.text.SourceText;

/** How many associations with an archive there are at a time, of deliveries and of modalities that are passed through to it. */
class SharedAssociationsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path folder;
    private final int archivePort = FreePort.number();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();

    SharedAssociationsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // ---- Deliveries

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void deliveriesUseAsManyAssociationsAsConfiguredAndNoMore(int associations) throws Exception {
        CountDownLatch together = new CountDownLatch(associations);
        try (Node node = node("associations: " + associations)) {
            send(node, "DURABLE", 1, 60);
            try (ListeningArchive archive = ListeningArchive.open(
                    ListeningArchive.options(archivePort),
                    request -> AssociationPolicy.accept(),
                    request -> storedWhen(together))) {
                Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
                assertThat(most.get()).isEqualTo(associations);
                assertThat(archive.requested()).hasSize(associations);
            }
        }
    }

    @Test
    void byDefaultThereAreFour() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        try (Node node = node("")) {
            send(node, "DURABLE", 1, 60);
            try (ListeningArchive archive = ListeningArchive.open(
                    ListeningArchive.options(archivePort),
                    request -> AssociationPolicy.accept(),
                    request -> storedWhen(together))) {
                Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
                assertThat(most.get()).isEqualTo(4);
            }
        }
    }

    @Test
    void oneInstanceAfterTheOtherNeedsOne() throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(
                        ListeningArchive.options(archivePort),
                        request -> AssociationPolicy.accept(),
                        request -> take());
                Node node = node("")) {
            for (int number = 1; number <= 10; number++) {
                send(node, "DURABLE", number, 1);
                Await.until(() -> node.waiting("archive") == 0, SOON, "the delivery");
            }
            assertThat(archive.requested()).hasSize(1);
        }
    }

    @Test
    void anArchiveThatIsSilentBlocksOneAssociationAndTheOthersGoOn() throws Exception {
        CountDownLatch othersAreThrough = new CountDownLatch(30);
        try (Node node = node("associations: 2")) {
            send(node, "DURABLE", 1, 31);
            String silent = GeneratedInstance.sr(1).sopInstanceUid();
            try (ListeningArchive archive = ListeningArchive.open(
                    ListeningArchive.options(archivePort), request -> AssociationPolicy.accept(), request -> {
                        if (request.sopInstanceUid().equals(silent)) {
                            await(othersAreThrough);
                        }
                        othersAreThrough.countDown();
                        return take();
                    })) {
                Await.until(() -> node.waiting("archive") == 0, SOON, "all of them");
                assertThat(archive.requested()).hasSize(2);
            }
        }
    }

    // ---- Archives that take fewer

    @Test
    void anArchiveThatTakesOneIsNotAskedForMoreAndNothingFails() throws Exception {
        try (Node node = node("")) {
            send(node, "DURABLE", 1, 200);
            try (LateArchive archive = new LateArchive(archivePort, Optional.empty(), 20, uid -> 0)) {
                Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
                assertThat(archive.stored()).hasSize(200).doesNotHaveDuplicates();
                Scrape scrape = new Scrape(node.meters().scrape());
                assertThat(scrape.value("sluice_instances_forwarded_total{destination=\"archive\"}"))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anArchiveThatRejectsAnotherIsNotAskedForMoreAndNothingFails() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        try (ListeningArchive archive = ListeningArchive.open(
                        ListeningArchive.options(archivePort),
                        request -> {
                            asked.countDown();
                            return asked.getCount() == 0
                                    ? AssociationPolicy.reject(Rejection.LOCAL_LIMIT_EXCEEDED)
                                    : AssociationPolicy.accept();
                        },
                        request -> {
                            await(asked);
                            return take();
                        });
                Node node = node("")) {
            send(node, "DURABLE", 1, 100);
            Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
            assertThat(archive.requested()).hasSize(3);
            Scrape scrape = new Scrape(node.meters().scrape());
            assertThat(scrape.value("sluice_forward_retries_total{destination=\"archive\"}"))
                    .isZero();
        }
    }

    // ---- Both ways to one archive

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCeilingHoldsForModalitiesAndDeliveriesTogether(int associations) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(
                        ListeningArchive.options(archivePort), request -> AssociationPolicy.accept(), request -> {
                            pause();
                            return take();
                        });
                Node node = node("associations: " + associations)) {
            send(node, "DURABLE", 1, 50);
            send(node, "THROUGH", 100, 20);
            send(node, "THROUGH", 200, 20);
            Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
            assertThat(stored.get()).isEqualTo(90);
            assertThat(most.get()).isLessThanOrEqualTo(associations);
        }
    }

    @Test
    @Tag("heavy")
    void modalitiesAndDeliveriesShareAStorescpThatTakesOneAssociation() throws Exception {
        Path received = Files.createDirectory(folder.resolve("received"));
        try (StoreScp archive = StoreScp.bitPreservingOn(archivePort, received);
                Node node = node("")) {
            Thread durable = new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    send(node, "DURABLE", 1 + i * 20, 20);
                }
            });
            durable.start();
            long slowest = 0;
            for (int i = 0; i < 40; i++) {
                long start = System.nanoTime();
                send(node, "THROUGH", 1000 + i * 5, 5);
                if (i > 0) { // with the first the archive's ways are learnt
                    slowest = Math.max(slowest, System.nanoTime() - start);
                }
            }
            durable.join();
            Await.until(() -> node.waiting("archive") == 0, SOON, "the deliveries");
            assertThat(archive.files()).hasSize(400);
            System.out.println(
                    "slowest five through: " + Duration.ofNanos(slowest).toMillis() + " ms");
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
            assertThat(new Scrape(node.meters().scrape())
                            .value("sluice_forward_retries_total{destination=\"archive\"}"))
                    .isZero();
        }
    }

    private StoreAnswer storedWhen(CountDownLatch together) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        together.countDown();
        try {
            await(together);
            return take();
        } finally {
            now.decrementAndGet();
        }
    }

    private StoreAnswer take() {
        stored.incrementAndGet();
        return StoreAnswer.SUCCESS;
    }

    /** Long enough for two at a time to meet. */
    private void pause() throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            now.decrementAndGet();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("the others do not come");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Node node(String keys) throws IOException, ConfigException {
        Path recipe = Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        String comma = keys.isEmpty() ? "" : ", ";
        return Node.start(
                ConfigLoader.parse(
                        new SourceText("test.yaml", """
                listen: [{ port: 0, bind: 127.0.0.1 }]
                routes:
                  - { ae: DURABLE, recipe: "%1$s", to: [archive] }
                  - { ae: THROUGH, recipe: "%1$s", to: [archive], deliver: cut-through }
                destinations:
                  archive: { ae: STORESCP, host: 127.0.0.1, port: %2$d%3$s }
                data: "%4$s/var"
                quarantine: "%4$s/quarantine"
                timeouts: { shutdown: 10 s }
                retry: { first: 50 ms, most: 200 ms }
                """.formatted(recipe, archivePort, comma + keys, folder))),
                TestEngine.ENGINES);
    }

    private static void send(Node node, String called, int first, int count) {
        GeneratedInstance any = GeneratedInstance.sr(first);
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.addresses().get(0).getPort());
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "MODALITY", called),
                List.of(PresentationContextProposal.of(any.sopClassUid(), any.transferSyntaxUid())))) {
            for (int number = first; number < first + count; number++) {
                GeneratedInstance one = GeneratedInstance.sr(number);
                StoreCommand command =
                        StoreCommand.of(one.sopClassUid(), one.sopInstanceUid(), one.transferSyntaxUid());
                assertThat(client.store(command, one::dataSet)).isEqualTo(StoreAnswer.SUCCESS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
