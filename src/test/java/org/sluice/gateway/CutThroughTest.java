package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.Syntax;

/** {@code deliver: cut-through}: straight to the archive, whose answer is the modality's. */
class CutThroughTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final String WITH_FALLBACK = "deliver: cut-through, fallback: spool";

    private final Path folder;
    private final Path received;

    CutThroughTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.received = Files.createDirectory(folder.resolve("received"));
    }

    @Test
    void whatArrivesIsWhatTheSameInstanceBecomesOnADurableRoute() throws IOException {
        List<GeneratedInstance> instances = List.of(
                GeneratedInstance.ct(1),
                GeneratedInstance.mr(2).syntax(Syntax.IMPLICIT_LITTLE_ENDIAN),
                GeneratedInstance.mr(3).syntax(Syntax.EXPLICIT_BIG_ENDIAN),
                GeneratedInstance.jpeg(4, 3),
                GeneratedInstance.sr(5),
                GeneratedInstance.mr(6).with(0xFFFCFFFC, "OB", new byte[] {0, 0}));
        Map<String, String> through = arrivals("through", CUT_THROUGH, instances);
        Map<String, String> durable = arrivals("durable", "deliver: durable", instances);

        assertThat(through).hasSize(instances.size()).isEqualTo(durable);
    }

    /** Digests of what arrives, by SOP instance UID; the same key makes the same pseudonyms. */
    private Map<String, String> arrivals(String name, String deliver, List<GeneratedInstance> instances)
            throws IOException {
        Path arrived = Files.createDirectory(received.resolve(name));
        try (StoreScp archive = StoreScp.bitPreserving(arrived, "--fork");
                RunningNode node = RunningNode.delivering(folder, deliver, RunningNode.COOKIE_RECIPE, archive.port())) {
            for (GeneratedInstance instance : instances) {
                Path file = instance.writeTo(folder.resolve("sent.dcm"));
                assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            }
            archive.awaitStored(instances.size(), LONG);
        }
        Map<String, String> digests = new TreeMap<>();
        RunningNode.files(arrived, "")
                .forEach(file -> digests.put(DataSetBytes.of(file).metaUid(0x00020003), DataSetBytes.sha256(file)));
        return digests;
    }

    @Test
    void flaggedInstancesGoToQuarantineAndTheArchiveSeesNothing() throws IOException {
        GeneratedInstance flagged = GeneratedInstance.mr(1).patientSex("M").operatorsName("green paper");
        Path file = flagged.writeTo(folder.resolve("sent.dcm"));
        AtomicInteger seen = new AtomicInteger();
        try (Listener archive = archive(request -> {
                    seen.incrementAndGet();
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = node(CUT_THROUGH, archive)) {
            assertThat(new ExactSender(node.port()).send(flagged, file)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(node.quarantined()).singleElement().satisfies(kept -> assertThat(DataSetBytes.sha256(kept))
                    .isEqualTo(DataSetBytes.sha256(file)));
            assertThat(seen).hasValue(0);
        }
    }

    @Test
    void theModalityGetsTheArchivesStatusAndComment() throws IOException {
        StoreAnswer refusal = StoreAnswer.of(0xA901, "not today");
        try (Listener archive = archive(request -> refusal);
                RunningNode node = node(CUT_THROUGH, archive)) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            Path file = instance.writeTo(folder.resolve("sent.dcm"));
            assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(refusal);
        }
    }

    @Test
    void theModalityIsOfferedWhatTheArchiveAccepts() throws IOException {
        String implicit = Syntax.IMPLICIT_LITTLE_ENDIAN.uid();
        AssociationPolicy onlyImplicit = request -> new AssociationPolicy.Accept(
                proposed -> ContextChoice.Answer.firstOf(List.of(implicit), proposed), Optional.empty());
        try (Listener archive = listen(onlyImplicit, request -> StoreAnswer.SUCCESS);
                RunningNode node = node(CUT_THROUGH, archive);
                StoreClient modality = TestEngine.ENGINE.connect(
                        StoreClientOptions.of(loopback(node.port()), "MODALITY", "SLUICE"),
                        List.of(
                                PresentationContextProposal.of("1.2.840.10008.5.1.4.1.1.2", implicit),
                                PresentationContextProposal.of(
                                        "1.2.840.10008.5.1.4.1.1.2", Syntax.JPEG_BASELINE.uid())))) {
            assertThat(modality.accepts("1.2.840.10008.5.1.4.1.1.2", implicit)).isTrue();
            assertThat(modality.accepts("1.2.840.10008.5.1.4.1.1.2", Syntax.JPEG_BASELINE.uid()))
                    .isFalse();
        }
    }

    /** On the association with the archive Verification has the first id that is free there, and that is 1 here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.5.1.4.1.2.2.1", // query
                "1.2.840.10008.5.1.4.31", // modality worklist
                "1.2.840.10008.1.20.1", // storage commitment
                "1.2.840.10008.5.1.4.1.1.201.2" // inventory
            })
    void aContextThatIsNotForStorageIsAnsweredByTheNodeAloneWhateverTheArchiveSaysUnderItsId(String notForStorage)
            throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        GeneratedInstance instance = GeneratedInstance.mr(1);
        String syntax = instance.transferSyntaxUid();
        String implicit = Syntax.IMPLICIT_LITTLE_ENDIAN.uid();
        try (Listener archive = archive(request -> {
                    seen.add(request.sopInstanceUid());
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = node(CUT_THROUGH, archive);
                StoreClient modality = TestEngine.ENGINE.connectAs(
                        StoreClientOptions.of(loopback(node.port()), "MODALITY", "SLUICE"),
                        List.of(
                                new ProposedContext(1, notForStorage, List.of(syntax, implicit)),
                                new ProposedContext(5, instance.sopClassUid(), List.of(syntax))))) {
            assertThat(modality.association().contexts())
                    .containsExactlyInAnyOrder(
                            new AcceptedContext(3, "1.2.840.10008.1.1", implicit),
                            new AcceptedContext(5, instance.sopClassUid(), syntax));
            assertThat(store(modality, 3, instance).status()).isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
            assertThat(seen).isEmpty();
            assertThat(store(modality, 5, instance)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(modality.echo()).isEqualTo(Status.SUCCESS);
            assertThat(seen).hasSize(1);
        }
    }

    private static StoreAnswer store(StoreClient modality, int context, GeneratedInstance instance) throws IOException {
        byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
        StoreCommand command =
                StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid());
        return modality.store(context, command, sink -> sink.write(ByteBuffer.wrap(dataSet)));
    }

    /** The archive answers the second association otherwise than the first: what it took on one id it takes on another. */
    @Test
    void anInstanceGoesOnInAContextThatIsForItAlsoOnANewAssociationThatIsAnsweredOtherwise() throws IOException {
        AtomicInteger associations = new AtomicInteger();
        List<Integer> contexts = new CopyOnWriteArrayList<>();
        GeneratedInstance instance = GeneratedInstance.mr(1);
        String syntax = instance.transferSyntaxUid();
        AssociationPolicy fickle = request -> {
            int idRefused = associations.incrementAndGet() == 1 ? 3 : 1;
            return new AssociationPolicy.Accept(
                    proposed -> proposed.id() == idRefused
                            ? ContextChoice.Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED
                            : ContextChoice.Answer.firstOf(List.of(syntax), proposed),
                    Optional.empty());
        };
        StoreHandler breakingOffOnce = request -> {
            contexts.add(request.contextId());
            return contexts.size() == 1 ? breakOff(request) : StoreAnswer.SUCCESS;
        };
        try (Listener archive = listen(fickle, breakingOffOnce);
                RunningNode node = node(CUT_THROUGH, archive);
                StoreClient modality = TestEngine.ENGINE.connectAs(
                        StoreClientOptions.of(loopback(node.port()), "MODALITY", "SLUICE"),
                        List.of(
                                new ProposedContext(1, instance.sopClassUid(), List.of(syntax)),
                                new ProposedContext(3, instance.sopClassUid(), List.of(syntax))))) {
            assertThat(store(modality, 1, instance).status()).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(store(modality, 1, instance)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(contexts).containsExactly(1, 3);
        }
    }

    @Test
    void anArchiveOutOfReachRejectsTheModalityForNow() {
        try (RunningNode node =
                RunningNode.delivering(folder, CUT_THROUGH, RunningNode.COOKIE_RECIPE, FreePort.number())) {
            GeneratedInstance instance = GeneratedInstance.mr(1);
            Path file = instance.writeTo(folder.resolve("sent.dcm"));
            assertThat(new ExactSender(node.port()).failure(instance, file))
                    .isInstanceOfSatisfying(AssociationException.class, failure -> assertThat(failure.rejection())
                            .hasValueSatisfying(
                                    rejection -> assertThat(rejection).isEqualTo(Rejection.TEMPORARY_CONGESTION)));
        }
    }

    @Test
    void anArchiveThatBreaksOffMidwayIsAnsweredAsOutOfResources() throws IOException {
        try (Listener archive = archive(CutThroughTest::breakOff);
                RunningNode node = node(CUT_THROUGH, archive)) {
            GeneratedInstance instance = GeneratedInstance.ct(1);
            Path file = instance.writeTo(folder.resolve("sent.dcm"));
            assertThat(new ExactSender(node.port()).send(instance, file).status())
                    .isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(node.waiting()).isZero();
        }
    }

    @Test
    void withAFallbackTheSpoolTakesOverAndDeliversLater() throws IOException {
        int port = FreePort.number();
        GeneratedInstance instance = GeneratedInstance.ct(1);
        Path file = instance.writeTo(folder.resolve("sent.dcm"));
        try (RunningNode node = RunningNode.delivering(folder, WITH_FALLBACK, RunningNode.EMPTY_RECIPE, port)) {
            assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(node.waiting()).isEqualTo(1);
            try (StoreScp archive = StoreScp.bitPreservingOn(port, received)) {
                assertThat(archive.awaitStored(1, LONG)).singleElement().satisfies(arrived -> assertThat(
                                DataSetBytes.sha256(arrived))
                        .isEqualTo(DataSetBytes.sha256(file)));
                node.awaitForwarded();
            }
        }
    }

    @Test
    void withAFallbackSuccessIsTrueAlsoWhenTheArchiveBreaksOffMidway() throws IOException {
        GeneratedInstance instance = GeneratedInstance.ct(1);
        Path file = instance.writeTo(folder.resolve("sent.dcm"));
        AtomicInteger requests = new AtomicInteger();
        try (Listener archive =
                        archive(request -> requests.incrementAndGet() == 1 ? breakOff(request) : StoreAnswer.SUCCESS);
                RunningNode node = node(WITH_FALLBACK, archive)) {
            assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            node.awaitForwarded();
            assertThat(requests.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void withAFallbackTheArchiveGetsTheInstanceAlsoWhenTheDiskDoesNot() throws IOException {
        GeneratedInstance instance = GeneratedInstance.ct(1);
        Path file = instance.writeTo(folder.resolve("sent.dcm"));
        AtomicInteger seen = new AtomicInteger();
        try (Listener archive = archive(request -> {
                    seen.incrementAndGet();
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = node(WITH_FALLBACK, archive)) {
            Files.delete(folder.resolve("var/spool/incoming")); // so that no file can be made in it
            assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(seen).hasValue(1);
        }
    }

    @Test
    void anotherSopClassGoesOnInAContextOfItsOwnIfTheArchiveHasOne() throws IOException {
        String enhanced = "1.2.840.10008.5.1.4.1.1.2.1";
        GeneratedInstance instance = GeneratedInstance.ct(1);
        byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
        StoreCommand command =
                StoreCommand.of(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid());
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Listener archive = archive(request -> {
                    seen.add(request.sopClassUid());
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = RunningNode.delivering(
                        folder,
                        CUT_THROUGH,
                        "FORMAT dicom\n\n%header\n\nREPLACE SOPClassUID " + enhanced + "\n",
                        archive.address().getPort())) {
            StoreClientOptions options = StoreClientOptions.of(loopback(node.port()), "MODALITY", "SLUICE");
            PresentationContextProposal own =
                    PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid());
            PresentationContextProposal other = PresentationContextProposal.of(enhanced, instance.transferSyntaxUid());
            try (StoreClient modality = TestEngine.ENGINE.connect(options, List.of(own))) {
                assertThat(modality.store(command, sink -> sink.write(ByteBuffer.wrap(dataSet)))
                                .status())
                        .isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
            }
            try (StoreClient modality = TestEngine.ENGINE.connect(options, List.of(own, other))) {
                assertThat(modality.store(command, sink -> sink.write(ByteBuffer.wrap(dataSet))))
                        .isEqualTo(StoreAnswer.SUCCESS);
            }
            assertThat(seen).containsExactly(enhanced);
        }
    }

    /** The association's socket is closed by the listener when a handler dies of an error. */
    private static StoreAnswer breakOff(StoreRequest request) {
        throw new AssertionError("the archive dies while it handles " + request.sopInstanceUid());
    }

    private Listener archive(StoreHandler handler) throws IOException {
        return listen(request -> AssociationPolicy.accept(), handler);
    }

    private static Listener listen(AssociationPolicy policy, StoreHandler handler) throws IOException {
        return TestEngine.ENGINE.listen(ListenerOptions.at(loopback(0)), policy, handler, NetEvents.NONE);
    }

    private RunningNode node(String deliver, Listener archive) {
        return RunningNode.delivering(
                folder, deliver, RunningNode.COOKIE_RECIPE, archive.address().getPort());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
