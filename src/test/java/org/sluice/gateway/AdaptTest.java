package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ContextChoice;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Peers;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;
import org.sluice.peers.Syntax;

/** An archive that does not take the transfer syntax of an instance gets it in one that it takes, where that is configured. */
@Timeout(120)
class AdaptTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HELD = "sluice_spool_held{destination=\"destination\"}";

    private final Map<String, String> syntaxes = new ConcurrentHashMap<>();
    private final Map<String, byte[]> dataSets = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private RunningNode node(int port, String keys) {
        return RunningNode.delivering(folder, "deliver: durable", RunningNode.EMPTY_RECIPE, port, keys);
    }

    private ListeningArchive taking(int port, Syntax... taken) {
        List<String> uids = List.of(taken).stream().map(Syntax::uid).toList();
        return ListeningArchive.open(
                ListeningArchive.options(port),
                request -> new AssociationPolicy.Accept(
                        proposed -> ContextChoice.Answer.firstOf(uids, proposed), Optional.empty()),
                request -> {
                    syntaxes.put(request.sopInstanceUid(), request.transferSyntaxUid());
                    dataSets.put(
                            request.sopInstanceUid(), request.body().stream().readAllBytes());
                    return StoreAnswer.SUCCESS;
                });
    }

    private void send(RunningNode node, GeneratedInstance instance) throws Exception {
        Path file = folder.resolve(instance.sopInstanceUid() + ".dcm");
        Files.write(file, instance.bytes());
        assertThat(new ExactSender(node.port()).send(instance, file).isDone()).isTrue();
    }

    /** DCMTK parses what it gets, and would refuse what it cannot read. */
    @Test
    void aRealArchiveThatTakesOneSyntaxAloneGetsAllInThat(@TempDir Path received) throws Exception {
        try (StoreScp archive = StoreScp.parsing(received, "+xi");
                RunningNode node = node(archive.port(), "adapt: uncompressed")) {
            for (Syntax syntax : List.of(
                    Syntax.IMPLICIT_LITTLE_ENDIAN,
                    Syntax.EXPLICIT_LITTLE_ENDIAN,
                    Syntax.EXPLICIT_BIG_ENDIAN,
                    Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN)) {
                send(node, GeneratedInstance.ct(syntax.ordinal()).syntax(syntax));
                send(node, GeneratedInstance.sr(100 + syntax.ordinal()).syntax(syntax));
            }
            List<Path> files = archive.awaitStored(8, LONG);
            assertThat(files).hasSize(8).allSatisfy(file -> assertThat(
                            DataSetBytes.of(file).transferSyntaxUid())
                    .isEqualTo(Syntax.IMPLICIT_LITTLE_ENDIAN.uid()));
            node.awaitForwarded();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deflate, EXPLICIT_LITTLE_ENDIAN, DEFLATED_EXPLICIT_LITTLE_ENDIAN",
        "uncompressed, DEFLATED_EXPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN",
        "uncompressed, EXPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN"
    })
    void anInstanceComesInTheSyntaxThatIsTakenAndMeansTheSame(String adapt, Syntax sent, Syntax taken)
            throws Exception {
        int port = FreePort.number();
        GeneratedInstance instance = GeneratedInstance.mr(1).syntax(sent);
        try (ListeningArchive archive = taking(port, taken);
                RunningNode node = node(port, "window: 4, adapt: " + adapt)) {
            send(node, instance);
            node.awaitForwarded();
        }
        assertThat(syntaxes).containsExactly(Map.entry(instance.sopInstanceUid(), taken.uid()));
        byte[] expected =
                DataSetBytes.of(GeneratedInstance.mr(1).syntax(taken).bytes()).dataSet();
        assertThat(dataSets.get(instance.sopInstanceUid()).length).isCloseTo(expected.length, within(600));
    }

    private static Offset<Integer> within(int bytes) {
        return Offset.offset(bytes);
    }

    @Test
    void whatIsTakenAsItIsGoesAsItIs() throws Exception {
        int port = FreePort.number();
        GeneratedInstance instance = GeneratedInstance.mr(1).syntax(Syntax.EXPLICIT_BIG_ENDIAN);
        try (ListeningArchive archive =
                        taking(port, Syntax.EXPLICIT_LITTLE_ENDIAN, Syntax.EXPLICIT_BIG_ENDIAN, Syntax.JPEG_BASELINE);
                RunningNode node = node(port, "adapt: deflate")) {
            send(node, instance);
            send(node, GeneratedInstance.jpeg(2, 3));
            node.awaitForwarded();
        }
        assertThat(dataSets.get(instance.sopInstanceUid()))
                .isEqualTo(DataSetBytes.of(instance.bytes()).dataSet());
        assertThat(dataSets).hasSize(2);
    }

    @Test
    void withoutAdaptItIsHeldAtOnceWithTheReason() throws Exception {
        int port = FreePort.number();
        try (ListeningArchive archive = taking(port, Syntax.IMPLICIT_LITTLE_ENDIAN);
                RunningNode node = node(port, "associations: 1")) {
            send(node, GeneratedInstance.mr(1));
            send(node, GeneratedInstance.mr(2).syntax(Syntax.IMPLICIT_LITTLE_ENDIAN));
            node.awaitForwarded();
            assertThat(node.meter(HELD)).isOne();
            assertThat(node.meter("sluice_forward_retries_total{destination=\"destination\"}"))
                    .isZero();
        }
        assertThat(note())
                .contains("class: syntax-not-taken")
                .contains("tries: 1")
                .contains(
                        "in transfer syntax 1.2.840.10008.1.2.1, but in 1.2.840.10008.1.2; the destination has no adapt");
        assertThat(dataSets).hasSize(1);
    }

    @Test
    void whatIsCompressedIsHeldWithTheReason() throws Exception {
        int port = FreePort.number();
        try (ListeningArchive archive = taking(port, Syntax.IMPLICIT_LITTLE_ENDIAN);
                RunningNode node = node(port, "adapt: deflate")) {
            send(node, GeneratedInstance.jpeg(1, 3));
            Await.until(() -> node.meter(HELD) == 1, LONG, "it to be held");
        }
        assertThat(note()).contains("but in 1.2.840.10008.1.2, into which it cannot be brought");
    }

    /** By default it takes what is uncompressed, and nothing else. */
    @Test
    void aRealArchiveThatTakesOnlyWhatIsUncompressedGetsWhatIsCompressedDecompressed(@TempDir Path received)
            throws Exception {
        List<Path> files = Stream.of(
                        "MR_small_RLE.dcm",
                        "SC_rgb_rle_2frame.dcm",
                        "MR_small_jpeg_ls_lossless.dcm",
                        "SC_rgb_jpeg_gdcm.dcm",
                        "SC_rgb_dcmtk_+eb+cy+s4.dcm",
                        "JPGExtended.dcm")
                .map(Peers.pydicomTestFiles()::resolve)
                .toList();
        try (StoreScp archive = StoreScp.parsing(received, "+x=");
                RunningNode node = node(archive.port(), "adapt: decompress")) {
            for (Path file : files) {
                StoreScu.dcmsend(node.port()).send(file);
            }
            List<Path> stored = archive.awaitStored(files.size(), LONG);
            assertThat(archive.answered()).isEqualTo(files.size()); // some have the same UID, and so the same name
            assertThat(stored).hasSize(4).allSatisfy(file -> assertThat(
                            DataSetBytes.of(file).transferSyntaxUid())
                    .isEqualTo(Syntax.EXPLICIT_LITTLE_ENDIAN.uid()));
            node.awaitForwarded();
        }
    }

    @Test
    void whatCannotBeDecompressedIsHeldWithTheReason() throws Exception {
        int port = FreePort.number();
        try (ListeningArchive archive = taking(port, Syntax.IMPLICIT_LITTLE_ENDIAN);
                RunningNode node = node(port, "adapt: decompress, associations: 1")) {
            send(node, GeneratedInstance.jpeg(1, 3));
            send(node, GeneratedInstance.mr(2));
            Await.until(() -> node.meter(HELD) == 1, LONG, "it to be held");
            Await.until(() -> dataSets.size() == 1, LONG, "the other to arrive");
        }
        assertThat(note())
                .contains("class: syntax-not-taken")
                .contains("tries: 1")
                .contains("cannot be brought into Implicit VR Little Endian: (7FE0,0010)");
    }

    private String note() throws Exception {
        Path held = folder.resolve("var/spool/queues/destination/failed");
        return Files.readString(RunningNode.files(held, ".txt").get(0));
    }
}
