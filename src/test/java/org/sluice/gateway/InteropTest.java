package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.Engine;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.DcmQrScp;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.ReceivingPeer;
import org.sluice.peers.SendingPeer;
import org.sluice.peers.Syntax;

/**
 * A node, with each engine on the class path, between implementations of DICOM that none of us wrote; docs/interop.md has the
 * table of them.
 */
@Tag("peers")
class InteropTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path DOCUMENT = Path.of("docs/interop.md");

    private final Path folder;

    InteropTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Stream<Arguments> sendersAndEngines() {
        return withEachEngine(SendingPeer.values());
    }

    private static Stream<Arguments> receiversAndEngines() {
        return withEachEngine(ReceivingPeer.values());
    }

    private static Stream<Arguments> withEachEngine(Object[] peers) {
        return Arrays.stream(peers)
                .flatMap(peer -> TestEngine.names().stream().map(engine -> Arguments.of(peer, engine)));
    }

    private RunningNode node(String destination, String engine) {
        return RunningNode.with(folder, "deliver: durable", RunningNode.EMPTY_RECIPE, destination, "engine: " + engine);
    }

    @ParameterizedTest
    @MethodSource("sendersAndEngines")
    void aSenderIsUnderstood(SendingPeer peer, String engine) {
        GeneratedInstance instance = GeneratedInstance.ct(1);
        Path file = instance.writeTo(folder.resolve("ct.dcm"));
        try (RunningNode node = node("{ folder: \"" + folder.resolve("archive") + "\" }", engine)) {
            Optional<PeerProcess.Ended> echo = peer.echo(node.port(), folder);
            echo.ifPresent(
                    ended -> assertThat(ended.exitCode()).as(ended.output()).isZero());
            PeerProcess.Ended sent = peer.store(node.port(), instance, file, folder.resolve("peer"));

            assertThat(sent.exitCode()).as(sent.output()).isEqualTo(peer.exitCode());
            node.awaitForwarded();
            assertThat(node.archived()).hasSize(1);
            ElementBytes stored = ElementBytes.of(node.archived().get(0));
            assertThat(stored.text("PatientID")).isEqualTo("ID-1");
            assertThat(stored.text("SOPInstanceUID")).isEqualTo(instance.sopInstanceUid());
            assertThat(node.meter("sluice_echoes_total")).isGreaterThanOrEqualTo(echo.isPresent() ? 1 : 0);
            assertThat(node.meter("sluice_associations_aborted_total{reason=\"protocol-error\"}"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("receiversAndEngines")
    void aReceiverIsSentWhatCame(ReceivingPeer peer, String engine) throws IOException {
        GeneratedInstance instance = GeneratedInstance.ct(1).syntax(peer.syntax());
        Path file = instance.writeTo(folder.resolve("ct.dcm"));
        int port = FreePort.number();
        Path received = folder.resolve("peer");
        try (PeerProcess process = peer.listen(port, received);
                RunningNode node = node(RunningNode.archive(port), engine)) {
            assertThat(echo(port, engine)).isZero();
            assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            node.awaitForwarded();
            Await.until(() -> !stored(received, instance).isEmpty(), LONG, process::output);

            byte[] sent = DataSetBytes.of(file).dataSet();
            assertThat(stored(received, instance).stream().anyMatch(kept -> endsWith(kept, sent)))
                    .isEqualTo(peer.keeps() == ReceivingPeer.Keeps.BYTES);
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isOne();
            assertThat(node.meter("sluice_forward_retries_total{destination=\"destination\"}"))
                    .isZero();
        }
    }

    private static boolean endsWith(Path file, byte[] end) {
        try {
            byte[] all = Files.readAllBytes(file);
            int start = Math.max(0, all.length - end.length);
            return Arrays.equals(end, Arrays.copyOfRange(all, start, all.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of at least the size of the pixel data that have the instance's UID and the patient's in them. */
    private static List<Path> stored(Path received, GeneratedInstance instance) {
        try (Stream<Path> files = Files.walk(received)) {
            return files.filter(file -> file.toFile().isFile() && file.toFile().length() > 512 * 1024)
                    .filter(file -> isInstance(file, instance))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInstance(Path file, GeneratedInstance instance) {
        try {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            return bytes.contains(instance.sopInstanceUid()) && bytes.contains("ID-1");
        } catch (IOException stillBeingMoved) {
            return false;
        }
    }

    private static int echo(int port, String name) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Engine engine = TestEngine.ENGINES.named(name).orElseThrow();
        try (StoreClient client = engine.connect(StoreClientOptions.of(address, "SLUICE", "STORESCP"), List.of())) {
            return client.echo();
        }
    }

    /** Who asked an archive for a C-MOVE through the node is known behind it. */
    @Test
    void theMoveOriginatorIsPassedOn() {
        Path file =
                GeneratedInstance.ct(1).syntax(Syntax.EXPLICIT_LITTLE_ENDIAN).writeTo(folder.resolve("ct.dcm"));
        int port = FreePort.number();
        try (PeerProcess odil = ReceivingPeer.ODIL.listen(port, folder.resolve("peer"));
                RunningNode node = RunningNode.toArchive(folder, RunningNode.EMPTY_RECIPE, port);
                DcmQrScp archive = DcmQrScp.start(folder.resolve("qr"), node.port())) {
            assertThat(archive.move(file).exitCode()).isZero();
            assertThat(odil.awaitLine(line -> line.startsWith("STORED"), LONG)).contains("for " + DcmQrScp.MOVER + " ");
        }
    }

    @Test
    void theDocumentHasARowForEachPeerAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|")[1].strip() + " " + line.split("\\|")[3].strip())
                .toList();
        Stream<String> senders = Arrays.stream(SendingPeer.values())
                .map(peer -> peer.implementation() + " `" + peer.program() + "`, sends");
        Stream<String> receivers = Arrays.stream(ReceivingPeer.values())
                .map(peer -> peer.implementation() + " `" + peer.program() + "`, receives");
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(senders, receivers).toList());
    }
}
