package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreHandler;
import org.sluice.net.TestEngine;
import org.sluice.net.Timeouts;
import org.sluice.peers.Await;
import org.sluice.peers.EchoScu;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;

/** Which association with which archive an instance and an echo take. */
class ArchiveAssociationsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final String KEPT = "pool: { idle: 1 min, most: 2 }";
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final StoreHandler TAKES_ALL = request -> StoreAnswer.SUCCESS;

    private final Path folder;
    private final GeneratedInstance instance = GeneratedInstance.ct(1);
    private final Path file;

    ArchiveAssociationsTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = instance.writeTo(folder.resolve("sent.dcm"));
    }

    // ---- The pool

    @Test
    void anAssociationThatAModalityReleasedServesTheNextOne() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, KEPT)) {
            for (int i = 0; i < 5; i++) {
                assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            }
            assertThat(archive.requested()).hasSize(1);
            assertThat(archive.ended()).isEmpty();
        }
    }

    @Test
    void modalitiesAtOnceHaveAnAssociationEach() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, KEPT);
                StoreClient one = modality(node, context(1));
                StoreClient other = modality(node, context(1))) {
            assertThat(store(one)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(store(other)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(archive.requested()).hasSize(2);
        }
    }

    @Test
    void otherContextsNeedAnotherAssociation() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, KEPT)) {
            modality(node, context(1)).release();
            modality(node, context(3)).release();
            modality(node, context(1), new ProposedContext(3, CT, List.of(IMPLICIT)))
                    .release();
            assertThat(archive.requested()).hasSize(3);
        }
    }

    @Test
    void noMoreThanTheConfiguredNumberIsKept() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, "pool: { idle: 1 min, most: 1 }")) {
            StoreClient one = modality(node, context(1));
            StoreClient other = modality(node, context(1));
            one.release();
            other.release();
            Await.until(() -> archive.ended().size() == 1, SOON, "the release of one");
            assertThat(archive.ended()).containsExactly(AssociationEnd.RELEASED);
        }
    }

    @Test
    void aPoolOfNoneReleasesAtOnce() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, "pool: { most: 0 }")) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            Await.until(() -> archive.ended().size() == 1, SOON, "the release");
            assertThat(archive.ended()).containsExactly(AssociationEnd.RELEASED);
        }
    }

    @Test
    void anAssociationThatNobodyWantsIsReleased() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, "pool: { idle: 50 ms }")) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            Await.until(() -> archive.ended().size() == 1, SOON, "the release");
            assertThat(archive.ended()).containsExactly(AssociationEnd.RELEASED);
        }
    }

    @Test
    void anAssociationThatTheArchiveHasGivenUpIsNotUsedAgain() throws IOException {
        Timeouts impatient = Timeouts.DEFAULT.withIdle(Duration.ofSeconds(1));
        try (ListeningArchive archive = ListeningArchive.open(
                        ListeningArchive.options(0).withTimeouts(impatient),
                        request -> AssociationPolicy.accept(),
                        TAKES_ALL);
                RunningNode node = through(archive, KEPT)) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            Await.until(() -> !archive.ended().isEmpty(), SOON, "the archive's patience to end");
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(archive.requested()).hasSize(2);
        }
    }

    @Test
    void aNodeThatStopsReleasesWhatItKept() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL)) {
            try (RunningNode node = through(archive, KEPT)) {
                assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            }
            Await.until(() -> archive.ended().size() == 1, SOON, "the release");
            assertThat(archive.ended()).containsExactly(AssociationEnd.RELEASED);
        }
    }

    // ---- What the modality is told

    @Test
    void contextsKeepTheirIds() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, KEPT);
                StoreClient modality = modality(node, context(201), new ProposedContext(7, CT, List.of(IMPLICIT)))) {
            assertThat(modality.store(201, command(), sink -> sink.write(dataSet())))
                    .isEqualTo(StoreAnswer.SUCCESS);
            assertThat(archive.requested().get(0).contexts())
                    .contains(context(201), new ProposedContext(7, CT, List.of(IMPLICIT)));
        }
    }

    @Test
    void aContextThatCannotBeSentOnIsRefusedAndTheOthersStand() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, KEPT);
                StoreClient modality = modality(
                        node,
                        context(1),
                        new ProposedContext(3, CT, List.of()),
                        new ProposedContext(5, "no uid", List.of(EXPLICIT)))) {
            assertThat(store(modality)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(modality.association().contexts().stream().filter(context -> context.id() <= 5))
                    .hasSize(1);
            assertThat(archive.requested().get(0).contexts())
                    .noneMatch(context -> context.abstractSyntax().equals("no uid"));
        }
    }

    @Test
    void theMaximumLengthIsTheSmallerOfTheArchivesAndOurs() throws IOException {
        try (ListeningArchive small = ListeningArchive.open(
                        ListeningArchive.options(0).withMaxPduLength(16384),
                        request -> AssociationPolicy.accept(),
                        TAKES_ALL);
                RunningNode node = through(small, KEPT);
                StoreClient modality = modality(node, context(1))) {
            assertThat(modality.longestPdu()).isEqualTo(16384);
        }
        try (ListeningArchive large = ListeningArchive.open(
                        ListeningArchive.options(0).withMaxPduLength(1 << 20),
                        request -> AssociationPolicy.accept(),
                        TAKES_ALL);
                RunningNode node = through(large, KEPT);
                StoreClient modality = modality(node, context(1))) {
            assertThat(modality.longestPdu()).isEqualTo(128 << 10);
        }
    }

    @Test
    void associationsBeyondTheLimitOpenNoneWithTheArchive() throws IOException {
        // Regression: the one that was opened for a modality rejected a moment later was never released.
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = through(archive, "pool: { most: 0 }")) {
            StoreClient[] modalities = new StoreClient[32]; // as many as one address may have
            for (int i = 0; i < modalities.length; i++) {
                modalities[i] = modality(node, context(1));
            }
            assertThat(new ExactSender(node.port()).failure(instance, file)).isInstanceOf(IOException.class);
            assertThat(archive.requested()).hasSize(32);
            for (StoreClient one : modalities) {
                one.release();
            }
            Await.until(() -> archive.ended().size() == 32, SOON, "the end of all");
        }
    }

    // ---- Fail-over

    @Test
    void theNextArchiveIsTakenWhileTheFirstCannotBeReached() throws IOException {
        int port = FreePort.number();
        try (ListeningArchive second = ListeningArchive.open(TAKES_ALL);
                RunningNode node =
                        RunningNode.toGroup(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, port, second.port())) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(second.requested()).hasSize(1);
            try (ListeningArchive first = ListeningArchive.on(port)) {
                Await.until(
                        () -> send(node).isDone() && !first.requested().isEmpty(), SOON, "the first to be taken again");
            }
        }
    }

    @Test
    void theNextArchiveIsTakenWhenTheFirstRejects() throws IOException {
        try (ListeningArchive first = ListeningArchive.open(
                        ListeningArchive.options(0),
                        request -> AssociationPolicy.reject(Rejection.CALLED_AE_NOT_RECOGNIZED),
                        TAKES_ALL);
                ListeningArchive second = ListeningArchive.open(TAKES_ALL);
                RunningNode node = RunningNode.toGroup(
                        folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, first.port(), second.port())) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(first.requested()).hasSize(1);
            assertThat(second.requested()).hasSize(1);
        }
    }

    @Test
    void anArchiveThatDiesIsReplacedForTheNextInstanceOfTheSameAssociation() throws IOException {
        ListeningArchive first = ListeningArchive.open(TAKES_ALL);
        try (ListeningArchive second = ListeningArchive.open(TAKES_ALL);
                RunningNode node = RunningNode.toGroup(
                        folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, first.port(), second.port());
                StoreClient modality = modality(node, context(1))) {
            assertThat(store(modality)).isEqualTo(StoreAnswer.SUCCESS);
            first.close();
            assertThat(store(modality)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(second.requested()).hasSize(1);
        }
    }

    @Test
    void aGroupOutOfReachRejectsTheModalityForNow() throws IOException {
        try (RunningNode node = RunningNode.toGroup(
                folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, FreePort.number(), FreePort.number())) {
            assertThat(new ExactSender(node.port()).failure(instance, file))
                    .hasMessageContaining(Rejection.TEMPORARY_CONGESTION.text());
        }
    }

    @Test
    void aDurableRouteFailsOverToo() throws IOException {
        int port = FreePort.number();
        try (ListeningArchive second = ListeningArchive.open(TAKES_ALL);
                RunningNode node = RunningNode.toGroup(
                        folder, "deliver: durable", RunningNode.EMPTY_RECIPE, port, second.port())) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            node.awaitForwarded();
            assertThat(second.requested()).hasSize(1);
            try (ListeningArchive first = ListeningArchive.on(port)) {
                Await.until(
                        () -> send(node).isDone() && !first.requested().isEmpty(), SOON, "the first to be taken again");
                node.awaitForwarded();
            }
        }
    }

    @Test
    void aDurableRouteGoesToTheNextArchiveWhenTheFirstIsOutOfResources() throws IOException {
        AtomicInteger taken = new AtomicInteger();
        try (ListeningArchive first =
                        ListeningArchive.open(request -> StoreAnswer.of(Status.OUT_OF_RESOURCES, "disk full"));
                ListeningArchive second = ListeningArchive.open(request -> {
                    taken.incrementAndGet();
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = RunningNode.toGroup(
                        folder, "deliver: durable", RunningNode.EMPTY_RECIPE, first.port(), second.port())) {
            assertThat(send(node)).isEqualTo(StoreAnswer.SUCCESS);
            node.awaitForwarded();
            assertThat(taken).hasValue(1);
        }
    }

    // ---- Echoes

    @Test
    void theNodeAnswersEchoesUnlessToldOtherwise() throws IOException {
        try (RunningNode node =
                RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, FreePort.number())) {
            assertThat(EchoScu.attempt(node.port(), "ECHOSCU", "SLUICE").exitCode())
                    .isZero();
        }
    }

    @Test
    void aRelayedEchoIsAnsweredByTheArchive() throws IOException {
        try (ListeningArchive archive = ListeningArchive.open(TAKES_ALL);
                RunningNode node = RunningNode.delivering(
                        folder, CUT_THROUGH + ", echo: relay", RunningNode.EMPTY_RECIPE, archive.port())) {
            assertThat(EchoScu.attempt(node.port(), "ECHOSCU", "SLUICE").exitCode())
                    .isZero();
            Await.until(() -> archive.echoes() == 1, SOON, "the archive to have counted one echo");
        }
    }

    @Test
    void aRelayedEchoFailsWhileTheArchiveIsOutOfReachAlsoOnADurableRoute() throws IOException {
        int port = FreePort.number();
        try (RunningNode node =
                RunningNode.delivering(folder, "deliver: durable, echo: relay", RunningNode.EMPTY_RECIPE, port)) {
            try (StoreClient modality = modality(node, context(1))) {
                assertThat(modality.echo()).isEqualTo(Status.PROCESSING_FAILURE);
            }
            try (StoreScp archive = StoreScp.bitPreservingOn(port, folder)) {
                assertThat(archive.port()).isEqualTo(port);
                assertThat(EchoScu.attempt(node.port(), "ECHOSCU", "SLUICE").exitCode())
                        .isZero();
            }
        }
    }

    private RunningNode through(ListeningArchive archive, String keys) {
        return RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port(), keys);
    }

    private StoreAnswer send(RunningNode node) {
        return new ExactSender(node.port()).send(instance, file);
    }

    private static StoreClient modality(RunningNode node, ProposedContext... contexts) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        return TestEngine.ENGINE.connectAs(StoreClientOptions.of(address, "MODALITY", "SLUICE"), List.of(contexts));
    }

    private static ProposedContext context(int id) {
        return new ProposedContext(id, CT, List.of(EXPLICIT));
    }

    private StoreAnswer store(StoreClient modality) throws IOException {
        return modality.store(command(), sink -> sink.write(dataSet()));
    }

    private StoreCommand command() {
        return StoreCommand.of(CT, instance.sopInstanceUid(), EXPLICIT);
    }

    /** As much of a data set as a command needs: (0008,0016) and (0008,0018). */
    private ByteBuffer dataSet() {
        String uid = instance.sopInstanceUid();
        String even = uid.length() % 2 == 0 ? uid : uid + "\0";
        String text = "\10\0\26\0UI\32\0" + CT + "\0\10\0\30\0UI" + (char) even.length() + "\0" + even;
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
