package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Syntax;

/** Metrics count what they say, on every way of delivery: each instance once, by what was decided and what became of it. */
class CountedInstancesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DURABLE = "deliver: durable";
    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final String WITH_FALLBACK = "deliver: cut-through, fallback: spool";
    private static final String TO_IT = "{destination=\"destination\"}";

    @TempDir
    private Path folder;

    private RunningNode node(String deliver, ListeningArchive archive) {
        return RunningNode.delivering(folder, deliver, RunningNode.COOKIE_RECIPE, archive.port());
    }

    private StoreAnswer send(RunningNode node, GeneratedInstance instance) throws IOException {
        return new ExactSender(node.port()).send(instance, instance.writeTo(folder.resolve("sent.dcm")));
    }

    private static GeneratedInstance flagged(int number) {
        return GeneratedInstance.mr(number).patientSex("M").operatorsName("green paper");
    }

    private static void assertCounted(RunningNode node, int received, int clean, int flagged, int refused) {
        Scrape scrape = node.scrape();
        assertThat(scrape.value("sluice_instances_received_total{route=\"SLUICE\"}"))
                .as("received")
                .isEqualTo(received);
        assertThat(scrape.value("sluice_instances_clean_total{route=\"SLUICE\"}"))
                .as("clean")
                .isEqualTo(clean);
        assertThat(scrape.value("sluice_instances_flagged_total{route=\"SLUICE\",section=\"dangerouscookie\"}"))
                .as("flagged")
                .isEqualTo(flagged);
        assertThat(scrape.value("sluice_instances_refused_total{route=\"SLUICE\"}"))
                .as("refused")
                .isEqualTo(refused);
    }

    private static double count(RunningNode node, String sample) {
        return node.meter(sample + TO_IT);
    }

    private static double delivered(RunningNode node, String way) {
        return node.meter("sluice_delivery_latency_seconds_count{way=\"" + way + "\"}");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DURABLE, CUT_THROUGH, WITH_FALLBACK})
    void cleanAndFlaggedAreCountedOnceOnEveryWay(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(deliver, archive)) {
            send(node, GeneratedInstance.mr(1));
            send(node, GeneratedInstance.ct(2));
            send(node, flagged(3));
            node.awaitForwarded();

            assertCounted(node, 3, 2, 1, 0);
            assertThat(count(node, "sluice_instances_forwarded_total")).isEqualTo(2);
            assertThat(count(node, "sluice_instances_held_total")).isZero();
            assertThat(count(node, "sluice_forward_latency_seconds_count")).isEqualTo(2);
            assertThat(count(node, "sluice_spool_wait_seconds_count")).isEqualTo(deliver.equals(DURABLE) ? 2 : 0);
            assertThat(delivered(node, deliver.equals(DURABLE) ? "durable" : "cut-through"))
                    .isEqualTo(2);
            assertThat(count(node, "sluice_destination_last_success_time_seconds"))
                    .isBetween(System.currentTimeMillis() / 1000.0 - 60, System.currentTimeMillis() / 1000.0);
            assertThat(node.meter("sluice_quarantine_instances")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DURABLE, CUT_THROUGH, WITH_FALLBACK})
    void aFlaggedInstanceThatIsForwardedAllTheSameIsNotClean(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(deliver + ", dispositions: { dangerouscookie: forward }", archive)) {
            send(node, flagged(1));
            node.awaitForwarded();

            assertCounted(node, 1, 0, 1, 0);
            assertThat(count(node, "sluice_instances_forwarded_total")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DURABLE, CUT_THROUGH, WITH_FALLBACK})
    void aFlaggedInstanceThatIsRefusedIsBoth(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(deliver + ", dispositions: { dangerouscookie: refuse }", archive)) {
            assertThat(send(node, flagged(1)).status()).isEqualTo(Status.NOT_AUTHORIZED);

            assertCounted(node, 1, 0, 1, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CUT_THROUGH, WITH_FALLBACK})
    void whatGoesByWayOfTheSpoolOnACutThroughRouteIsCleanAndDurable(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(deliver, archive)) {
            send(node, GeneratedInstance.mr(1).syntax(Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN));
            node.awaitForwarded();

            assertCounted(node, 1, 1, 0, 0);
            assertThat(delivered(node, "durable")).isOne();
            assertThat(delivered(node, "cut-through")).isZero();
        }
    }

    /** {@code durable} holds it; with cut-through the modality is told, and still has it. */
    @ParameterizedTest
    @ValueSource(strings = {DURABLE, CUT_THROUGH, WITH_FALLBACK})
    void whatTheArchiveRefusesIsCleanAndHeld(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.of(0xC123, "no"));
                RunningNode node = node(deliver, archive)) {
            send(node, GeneratedInstance.mr(1));
            Await.until(() -> count(node, "sluice_instances_held_total") == 1, SOON, "the instance to be held");

            assertCounted(node, 1, 1, 0, 0);
            assertThat(count(node, "sluice_instances_forwarded_total")).isZero();
            assertThat(count(node, "sluice_spool_held")).isEqualTo(deliver.equals(DURABLE) ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({CUT_THROUGH + ", 1", "'" + WITH_FALLBACK + "', 0"})
    void whatAnArchiveBreaksOffIsCleanAndHeldOrFallsBack(String deliver, int held) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> {
                    throw new AssertionError("the archive dies");
                });
                RunningNode node = node(deliver, archive)) {
            StoreAnswer answer = send(node, GeneratedInstance.mr(1));

            assertThat(answer.isDone()).isEqualTo(held == 0);
            assertCounted(node, 1, 1, 0, 0);
            assertThat(count(node, "sluice_instances_held_total")).isEqualTo(held);
            assertThat(count(node, "sluice_spool_depth")).isEqualTo(1 - held);
        }
    }

    @Test
    void whatCannotBeKeptIsRefused() throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(DURABLE, archive)) {
            Path incoming = folder.resolve("quarantine/.incoming");
            Files.delete(incoming);
            assertThat(send(node, flagged(1)).status()).isEqualTo(Status.OUT_OF_RESOURCES);
            Files.createDirectory(incoming);

            assertCounted(node, 1, 0, 0, 1);
        }
    }

    @Test
    void whatIsBeingReceivedIsInFlight() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (ListeningArchive archive = ListeningArchive.open(request -> {
                    while (request.body().next() != null) {}
                    await(seen);
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = node(CUT_THROUGH, archive)) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            Path file = instance.writeTo(folder.resolve("sent.dcm"));
            Thread modality = new Thread(() -> new ExactSender(node.port()).send(instance, file));
            modality.start();
            Await.until(() -> node.meter("sluice_instances_in_flight") == 1, SOON, "the instance to come");
            Await.until(() -> node.meter("sluice_bytes_in_flight") > 1000, SOON, "its bytes to come");
            seen.countDown();
            modality.join();

            Await.until(() -> node.meter("sluice_instances_in_flight") == 0, SOON, "the instance to be answered");
            assertThat(node.meter("sluice_bytes_in_flight")).isZero();
            assertThat(node.meter("sluice_store_latency_seconds_count")).isOne();
        }
    }

    @Test
    void onlyCallersThatTheConfigurationNamesHaveSeries() throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = RunningNode.start(
                        folder, "MODALITY, CT_ROOM1", RunningNode.COOKIE_RECIPE, RunningNode.archive(archive.port()))) {
            send(node, GeneratedInstance.mr(1));

            assertThat(node.scrape().samples("sluice_caller_"))
                    .containsExactlyInAnyOrder(
                            "sluice_caller_associations_aborted_total{calling_ae=\"CT_ROOM1\"} 0.0",
                            "sluice_caller_associations_aborted_total{calling_ae=\"MODALITY\"} 0.0",
                            "sluice_caller_associations_accepted_total{calling_ae=\"CT_ROOM1\"} 0.0",
                            "sluice_caller_associations_accepted_total{calling_ae=\"MODALITY\"} 1.0",
                            "sluice_caller_associations_rejected_total{calling_ae=\"CT_ROOM1\"} 0.0",
                            "sluice_caller_associations_rejected_total{calling_ae=\"MODALITY\"} 0.0",
                            "sluice_caller_instances_received_total{calling_ae=\"CT_ROOM1\"} 0.0",
                            "sluice_caller_instances_received_total{calling_ae=\"MODALITY\"} 1.0");
        }
    }

    @Test
    void anAssociationThatBreaksOffIsCountedForItsCaller() throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = RunningNode.start(
                        folder, "MODALITY, CT_ROOM1", RunningNode.COOKIE_RECIPE, RunningNode.archive(archive.port()))) {
            send(node, GeneratedInstance.mr(1)); // and releases
            StoreClientOptions options = StoreClientOptions.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), "CT_ROOM1", "SLUICE");
            PresentationContextProposal echo =
                    PresentationContextProposal.of("1.2.840.10008.1.1", Syntax.IMPLICIT_LITTLE_ENDIAN.uid());
            try (StoreClient client = TestEngine.ENGINE.connect(options, List.of(echo))) {
                client.abort();
            }
            Await.until(
                    () -> node.meter("sluice_caller_associations_aborted_total{calling_ae=\"CT_ROOM1\"}") == 1,
                    SOON,
                    "the abort to be counted");
            assertThat(node.meter("sluice_caller_associations_aborted_total{calling_ae=\"MODALITY\"}"))
                    .isZero();
        }
    }
}
