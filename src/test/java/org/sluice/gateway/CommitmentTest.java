package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.commitment.CommitmentCalls;
import org.sluice.gateway.commitment.CommitmentPush;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Roles;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.store.InstanceReference;

/** A modality asks for storage commitment and is told the truth, at once or later, on the same association or another. */
class CommitmentTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private final Path folder;

    CommitmentTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A modality or an archive on its own port: keeps what it is told and asked, and answers Success. */
    private static final class Peer implements NormalizedHandler, AutoCloseable {
        private final Queue<NormalizedRequest> requests = new ConcurrentLinkedQueue<>();
        private final Set<String> stored = ConcurrentHashMap.newKeySet();
        private final Listener listener;

        Peer(int port) throws IOException {
            AssociationPolicy policy =
                    request -> new AssociationPolicy.Accept(ContextChoice.ALL_STORAGE, Optional.empty(), this);
            listener =
                    TestEngine.ENGINE.listen(ListenerOptions.at(loopback(port)), policy, this::store, NetEvents.NONE);
        }

        private StoreAnswer store(StoreRequest request) throws IOException {
            request.body().stream().transferTo(OutputStream.nullOutputStream());
            stored.add(request.sopInstanceUid());
            return StoreAnswer.SUCCESS;
        }

        @Override
        public boolean serves(String sopClassUid) {
            return sopClassUid.equals(CommitmentPush.SOP_CLASS);
        }

        @Override
        public int perform(NormalizedRequest request, ReportChannel reports) {
            requests.add(request);
            return Status.SUCCESS;
        }

        int port() {
            return listener.address().getPort();
        }

        /** The next message it got, as soon as it is there. */
        NormalizedRequest next() {
            Await.until(() -> !requests.isEmpty(), LONG, "a report or a request");
            return requests.remove();
        }

        @Override
        public void close() {
            listener.close(Duration.ofSeconds(5));
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private RunningNode node(String route, String destination, String commitment) {
        return RunningNode.with(folder, route, RunningNode.COOKIE_RECIPE, destination, commitment);
    }

    private RunningNode toFolder(String route) {
        return node(route, "{ folder: \"" + folder.resolve("archive") + "\" }", "");
    }

    private static String callers(int port) {
        return "commitment: { callers: { MODALITY: { host: 127.0.0.1, port: " + port + " } } }";
    }

    private InstanceReference send(RunningNode node, GeneratedInstance instance) {
        Path file = instance.writeTo(folder.resolve(instance.sopInstanceUid() + ".sent"));
        assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
        return new InstanceReference(instance.sopClassUid(), instance.sopInstanceUid());
    }

    private static GeneratedInstance flagged(int number) {
        return GeneratedInstance.mr(number).patientSex("M").operatorsName("burnt bread");
    }

    private static NormalizedCommand asking(String transactionUid, List<InstanceReference> instances) {
        CommitmentPush push = new CommitmentPush(transactionUid, instances, Map.of());
        return asking(push::write);
    }

    private static NormalizedCommand asking(Function<String, ByteBuffer> information) {
        return new NormalizedCommand(
                Operation.ACTION, CommitmentPush.SOP_CLASS, CommitmentPush.SOP_INSTANCE, 1, information);
    }

    private static NormalizedClient modality(RunningNode node, NormalizedHandler reports) throws IOException {
        StoreClientOptions options = StoreClientOptions.of(loopback(node.port()), "MODALITY", "SLUICE");
        return TestEngine.ENGINE.connect(options, CommitmentPush.SOP_CLASS, Roles.SCU, reports);
    }

    /** Asks and goes away at once. */
    private static void ask(RunningNode node, String transactionUid, List<InstanceReference> instances)
            throws IOException {
        try (NormalizedClient client = modality(node, NormalizedHandler.NONE)) {
            assertThat(client.request(asking(transactionUid, instances))).isZero();
        }
    }

    private static CommitmentPush read(NormalizedRequest message) {
        try {
            return CommitmentPush.read(message.information(), message.transferSyntaxUid());
        } catch (DataSetException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTheDestinationHasIsCommittedByItsOriginalUidOnTheSameAssociation() throws Exception {
        try (RunningNode node = toFolder("commitment: answer");
                Peer reports = new Peer(0)) {
            List<InstanceReference> sent =
                    List.of(send(node, GeneratedInstance.mr(1)), send(node, GeneratedInstance.mr(2)));
            node.awaitForwarded();
            try (NormalizedClient modality = modality(node, reports)) {
                assertThat(modality.request(asking("1.2.3.1", sent))).isZero();
                modality.serve(Duration.ofSeconds(4));
            }
            NormalizedRequest report = reports.next();
            assertThat(report.operation()).isEqualTo(Operation.EVENT_REPORT);
            assertThat(report.typeId()).isEqualTo(CommitmentPush.SUCCESSFUL);
            assertThat(read(report)).isEqualTo(new CommitmentPush("1.2.3.1", sent, Map.of()));
            assertThat(node.archived()).hasSize(2).noneMatch(file -> file.toString()
                    .contains(sent.get(0).sopInstanceUid()));
            Await.until(() -> node.meter("sluice_commitment_pending") == 0, LONG, "nothing to be pending");
            assertThat(node.meter("sluice_commitment_requests_total")).isEqualTo(1);
            assertThat(node.meter("sluice_commitment_committed_total")).isEqualTo(2);
            assertThat(node.meter("sluice_commitment_failed_total")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#names")
    void eachOfSixRequestsOnOneAssociationGetsItsReportOnIt(String engine) throws Exception {
        String destination = "{ folder: \"" + folder.resolve("archive") + "\" }";
        try (RunningNode node = node("commitment: answer", destination, "engine: " + engine);
                Peer reports = new Peer(0)) {
            List<InstanceReference> sent = new ArrayList<>();
            for (int number = 1; number <= 6; number++) {
                sent.add(send(node, GeneratedInstance.mr(number)));
            }
            node.awaitForwarded();
            try (NormalizedClient modality = modality(node, reports)) {
                for (InstanceReference one : sent) {
                    assertThat(modality.request(asking(one.sopInstanceUid() + ".1", List.of(one))))
                            .isZero();
                }
                new Thread(() -> {
                            Await.until(() -> reports.requests.size() == 6, LONG, "six reports");
                            modality.releaseWhenIdle();
                        })
                        .start();
                modality.serve(LONG);
            }
            assertThat(reports.requests)
                    .extracting(CommitmentTest::read)
                    .containsExactlyInAnyOrderElementsOf(sent.stream()
                            .map(one -> new CommitmentPush(one.sopInstanceUid() + ".1", List.of(one), Map.of()))
                            .toList());
            Await.until(() -> node.meter("sluice_commitment_committed_total") == 6, LONG, "six to be committed");
        }
    }

    @Test
    void whatIsQuarantinedUnknownOrOfAnotherClassHasFailedWithItsReason() throws Exception {
        try (Peer modality = new Peer(0);
                RunningNode node = node(
                        "commitment: answer",
                        "{ folder: \"" + folder.resolve("archive") + "\" }",
                        callers(modality.port()))) {
            InstanceReference clean = send(node, GeneratedInstance.mr(1));
            InstanceReference quarantined = send(node, flagged(2));
            InstanceReference unknown = new InstanceReference(CT, "1.2.3.4.5");
            InstanceReference otherClass = new InstanceReference(
                    CT, send(node, GeneratedInstance.mr(3)).sopInstanceUid());
            node.awaitForwarded();
            ask(node, "1.2.3.2", List.of(clean, quarantined, unknown, otherClass));

            NormalizedRequest report = modality.next();
            assertThat(report.typeId()).isEqualTo(CommitmentPush.FAILURES_EXIST);
            assertThat(read(report))
                    .isEqualTo(new CommitmentPush(
                            "1.2.3.2",
                            List.of(clean),
                            Map.of(quarantined, 0x0110, unknown, 0x0112, otherClass, 0x0119)));
        }
    }

    @Test
    void theReportWaitsForTheArchiveAndComesOnANewAssociationAlsoAfterARestart() throws Exception {
        int archivePort = FreePort.number();
        try (Peer modality = new Peer(0)) {
            InstanceReference sent;
            try (RunningNode node =
                    node("commitment: answer", RunningNode.archive(archivePort), callers(modality.port()))) {
                sent = send(node, GeneratedInstance.mr(1));
                ask(node, "1.2.3.3", List.of(sent));
                assertThat(node.meter("sluice_commitment_pending")).isEqualTo(1);
            }
            try (RunningNode again =
                    node("commitment: answer", RunningNode.archive(archivePort), callers(modality.port()))) {
                assertThat(again.meter("sluice_commitment_pending")).isEqualTo(1);
                assertThat(modality.requests).isEmpty();
                try (Peer archive = new Peer(archivePort)) {
                    NormalizedRequest report = modality.next();
                    assertThat(archive.stored).hasSize(1);
                    assertThat(report.association().callingAe()).isEqualTo("SLUICE");
                    assertThat(report.association().calledAe()).isEqualTo("MODALITY");
                    assertThat(read(report)).isEqualTo(new CommitmentPush("1.2.3.3", List.of(sent), Map.of()));
                }
            }
        }
    }

    @Test
    void whatIsStillOnItsWayWhenTheTimeIsOverHasFailed() throws Exception {
        try (Peer modality = new Peer(0);
                RunningNode node = node(
                        "commitment: answer",
                        RunningNode.archive(FreePort.number()),
                        callers(modality.port()).replace("{ callers", "{ within: 300 ms, callers"))) {
            InstanceReference sent = send(node, GeneratedInstance.mr(1));
            ask(node, "1.2.3.4", List.of(sent));
            assertThat(read(modality.next())).isEqualTo(new CommitmentPush("1.2.3.4", List.of(), Map.of(sent, 0x0110)));
        }
    }

    @Test
    void aCallerThatCannotBeReachedIsTriedAgain() throws Exception {
        int port = FreePort.number();
        try (RunningNode node =
                node("commitment: answer", "{ folder: \"" + folder.resolve("archive") + "\" }", callers(port))) {
            InstanceReference sent = send(node, GeneratedInstance.mr(1));
            node.awaitForwarded();
            ask(node, "1.2.3.5", List.of(sent));
            try (Peer modality = new Peer(port)) {
                assertThat(read(modality.next()).instances()).containsExactly(sent);
            }
        }
    }

    @Test
    void cutThroughCommitsWhatTheArchiveAcceptedAndNothingElse() throws Exception {
        try (Peer archive = new Peer(0);
                Peer reports = new Peer(0);
                RunningNode node =
                        node("deliver: cut-through, commitment: answer", RunningNode.archive(archive.port()), "")) {
            InstanceReference accepted = send(node, GeneratedInstance.mr(1));
            InstanceReference quarantined = send(node, flagged(2));
            try (NormalizedClient modality = modality(node, reports)) {
                assertThat(modality.request(asking("1.2.3.6", List.of(accepted, quarantined))))
                        .isZero();
                modality.serve(Duration.ofSeconds(4));
            }
            assertThat(read(reports.next()))
                    .isEqualTo(new CommitmentPush("1.2.3.6", List.of(accepted), Map.of(quarantined, 0x0110)));
        }
    }

    @Test
    void relayCommitsOnlyWhatTheArchiveHasCommittedUnderTheEditedUids() throws Exception {
        try (Peer archive = new Peer(0);
                Peer modality = new Peer(0);
                RunningNode node =
                        node("commitment: relay", RunningNode.archive(archive.port()), callers(modality.port()))) {
            InstanceReference one = send(node, GeneratedInstance.mr(1));
            InstanceReference two = send(node, GeneratedInstance.mr(2));
            InstanceReference quarantined = send(node, flagged(3));
            node.awaitForwarded();
            ask(node, "1.2.3.7", List.of(one, two, quarantined));

            NormalizedRequest question = archive.next();
            assertThat(question.operation()).isEqualTo(Operation.ACTION);
            CommitmentPush asked = read(question);
            assertThat(asked.transactionUid()).isNotEqualTo("1.2.3.7");
            assertThat(asked.instances()).hasSize(2).allSatisfy(instance -> assertThat(archive.stored)
                    .contains(instance.sopInstanceUid()));
            assertThat(asked.instances()).doesNotContain(one, two);
            assertThat(modality.requests).isEmpty();

            CommitmentPush answer = new CommitmentPush(
                    asked.transactionUid(),
                    asked.instances().subList(0, 1),
                    Map.of(asked.instances().get(1), 0x0213));
            StoreClientOptions options = StoreClientOptions.of(loopback(node.port()), "STORESCP", "SLUICE");
            try (NormalizedClient reporter =
                    TestEngine.ENGINE.connect(options, CommitmentPush.SOP_CLASS, Roles.SCP, NormalizedHandler.NONE)) {
                assertThat(reporter.request(CommitmentCalls.reporting(answer))).isZero();
                assertThat(reporter.request(
                                CommitmentCalls.reporting(new CommitmentPush("1.2.3.99", asked.instances(), Map.of()))))
                        .isEqualTo(Status.INVALID_ARGUMENT_VALUE);
            }
            assertThat(read(modality.next()))
                    .isEqualTo(new CommitmentPush("1.2.3.7", List.of(one), Map.of(two, 0x0213, quarantined, 0x0110)));
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsStatus() throws Exception {
        try (RunningNode node = toFolder("commitment: answer");
                NormalizedClient modality = modality(node, NormalizedHandler.NONE)) {
            List<InstanceReference> one = List.of(new InstanceReference(CT, "1.2.3"));
            NormalizedCommand right = asking("1.2.3.8", one);
            List<Integer> statuses = new ArrayList<>();
            statuses.add(modality.request(new NormalizedCommand(
                    Operation.ACTION, CommitmentPush.SOP_CLASS, "1.2.3.4", 1, right.information())));
            statuses.add(modality.request(new NormalizedCommand(
                    Operation.ACTION, CommitmentPush.SOP_CLASS, CommitmentPush.SOP_INSTANCE, 2, right.information())));
            statuses.add(modality.request(asking(syntax -> ByteBuffer.allocate(0))));
            statuses.add(modality.request(asking("1.2.3.8", List.of())));
            statuses.add(modality.request(asking(syntax -> ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7}))));
            statuses.add(modality.request(asking("1.2.03.8", one)));
            assertThat(statuses)
                    .containsExactly(
                            Status.NO_SUCH_SOP_INSTANCE,
                            Status.NO_SUCH_ACTION,
                            Status.NO_SUCH_ARGUMENT,
                            Status.NO_SUCH_ARGUMENT,
                            Status.INVALID_ARGUMENT_VALUE,
                            Status.INVALID_ARGUMENT_VALUE);
        }
    }

    @Test
    void aTransactionUidServesForOneRequestAtATimeWhichMayBeRepeated() throws Exception {
        try (RunningNode node = node("commitment: answer", RunningNode.archive(FreePort.number()), "");
                NormalizedClient modality = modality(node, NormalizedHandler.NONE)) {
            List<InstanceReference> sent = List.of(send(node, GeneratedInstance.mr(1)));
            assertThat(modality.request(asking("1.2.3.9", sent))).isZero();
            assertThat(modality.request(asking("1.2.3.9", sent))).isZero();
            assertThat(modality.request(asking("1.2.3.9", List.of(new InstanceReference(CT, "1.2.3")))))
                    .isEqualTo(Status.INVALID_ARGUMENT_VALUE);
            assertThat(node.meter("sluice_commitment_requests_total")).isEqualTo(1);
        }
    }

    @Test
    void whereCommitmentIsOffItsContextIsRefusedAndNothingIsWritten() throws Exception {
        try (RunningNode node = toFolder("deliver: durable")) {
            send(node, GeneratedInstance.mr(1));
            assertThatThrownBy(() -> modality(node, NormalizedHandler.NONE)).isInstanceOf(AssociationException.class);
        }
        assertThat(Files.exists(folder.resolve("var/commitment"))).isFalse();
    }
}
