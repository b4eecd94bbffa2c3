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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.NamesToUse;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.peers.TreeReader;

/** {@code safe-header.deid} on the way through a node: what edition 2026d of the profile removes does not arrive. */
class SafeHeaderNodeTest {
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    private static final DataSetTree SENT = NamesToUse.instance();

    private final Path folder;
    private final String recipe;

    SafeHeaderNodeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.recipe = Files.readString(Path.of("recipes/safe-header.deid"));
    }

    @ParameterizedTest
    @EnumSource(value = Syntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
    void aDurableRouteForwardsNothingThatTheProfileRemoves(Syntax syntax) throws Exception {
        try (RunningNode node = RunningNode.toFolder(folder, recipe)) {
            assertThat(send(node.port(), syntax)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            DataSetTree arrived =
                    TreeReader.file(Files.readAllBytes(node.archived().get(0)), SENT);
            assertThat(NamesToUse.left(arrived)).isEmpty();
            assertThat(arrived.lines()).anyMatch(line -> line.startsWith("(0012,0062) "));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Syntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
    void aCutThroughRouteForwardsNothingThatTheProfileRemoves(Syntax syntax) throws Exception {
        AtomicReference<byte[]> taken = new AtomicReference<>(new byte[0]);
        try (ListeningArchive archive = ListeningArchive.open(request -> {
                    taken.set(request.body().stream().readAllBytes());
                    return StoreAnswer.SUCCESS;
                });
                RunningNode node = RunningNode.delivering(folder, "deliver: cut-through", recipe, archive.port())) {
            assertThat(send(node.port(), syntax)).isEqualTo(Status.SUCCESS);
            // A deflated instance goes by way of the spool.
            Await.until(() -> taken.get().length > 0, Duration.ofSeconds(60), "the archive to have it");
            DataSetTree arrived = TreeReader.dataSet(taken.get(), syntax, SENT);
            assertThat(NamesToUse.left(arrived)).isEmpty();
            assertThat(arrived.lines()).anyMatch(line -> line.startsWith("(0012,0062) "));
        }
    }

    @Test
    void withoutTheRecipeAllThatTheProfileRemovesArrives() throws Exception {
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.EMPTY_RECIPE)) {
            assertThat(send(node.port(), Syntax.IMPLICIT_LITTLE_ENDIAN)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            DataSetTree arrived =
                    TreeReader.file(Files.readAllBytes(node.archived().get(0)), SENT);
            assertThat(NamesToUse.left(arrived)).hasSize(10);
        }
    }

    @Test
    void theNodeCountsTheWordsOfDescriptionsThatItTakesOut() throws Exception {
        DataSetTree sent = NamesToUse.instance().text(0x0008_1030, "LO", "CT chest of neighbour Roe, 4711");
        String cleaning = "FORMAT dicom\n%header\nREPLACE StudyDescription func:clean_words\n";
        try (RunningNode node = RunningNode.toFolder(folder, cleaning)) {
            assertThat(send(node.port(), Syntax.EXPLICIT_LITTLE_ENDIAN, sent)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            assertThat(node.meter("sluice_words_dropped_total{route=\"SLUICE\"}"))
                    .isEqualTo(3);
        }
    }

    private static int send(int port, Syntax syntax) throws IOException {
        return send(port, syntax, SENT);
    }

    private static int send(int port, Syntax syntax, DataSetTree sent) throws IOException {
        byte[] bytes = Transcoder.dataSet(sent, new Form(syntax, Lengths.MIXED, Knowledge.EVERYTHING));
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(SECONDARY_CAPTURE, syntax.uid())))) {
            return client.store(
                            StoreCommand.of(SECONDARY_CAPTURE, NamesToUse.SOP_INSTANCE_UID, syntax.uid()),
                            sink -> sink.write(ByteBuffer.wrap(bytes)))
                    .status();
        }
    }
}
