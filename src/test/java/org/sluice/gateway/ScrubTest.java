package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.cli.CommandRun;
import org.sluice.net.Status;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.Syntax;

/** {@code scrub}, a disposition: what the labels name is blanked, and the instance goes on as if it were clean. */
class ScrubTest {
    private static final String RECIPE = """
            FORMAT dicom

            %filter marked
            LABEL the top
            contains OperatorsName Flagged
              coordinates 0,0,256,16
            LABEL a corner
            contains OperatorsName Twice
              coordinates 250,250,256,256

            %filter other
            LABEL of another section
            contains OperatorsName Flagged
              coordinates all

            %header
            BLANK PatientID
            """;

    private final Path folder;

    ScrubTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RunningNode node(String scrub) {
        return RunningNode.with(
                folder,
                "dispositions: { marked: " + scrub.replace(", ", ",") + " }",
                RECIPE,
                "{ folder: \"" + folder.resolve("archive") + "\" }",
                "");
    }

    private int send(RunningNode node, GeneratedInstance instance) throws IOException {
        Path file = folder.resolve(instance.sopInstanceUid() + ".dcm");
        Files.write(file, instance.bytes());
        return new ExactSender(node.port()).send(instance, file).status();
    }

    private static GeneratedInstance flagged() {
        return GeneratedInstance.mr(1).operatorsName("Flagged");
    }

    /** What {@code clean} writes by the recipe without the other section: the same engine, and no node. */
    private byte[] cleaned(GeneratedInstance instance, String... more) throws IOException {
        Path recipe = folder.resolve("marked.deid");
        int other = RECIPE.indexOf("%filter other");
        Files.writeString(recipe, RECIPE.substring(0, other) + RECIPE.substring(RECIPE.indexOf("%header")));
        Path file = folder.resolve("to-clean.dcm");
        Files.write(file, instance.bytes());
        Path to = Files.createTempDirectory(folder, "cleaned");
        List<Object> words = new ArrayList<>(List.of("clean", "--deid", recipe, "-o", to, file));
        words.addAll(List.of(more));
        assertThat(CommandRun.of(words.toArray()).code()).isZero();
        return DataSetBytes.of(to.resolve("to-clean.dcm")).dataSet();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void theDestinationGetsWhatCleanWritesAndTheOriginalStays(Syntax syntax) throws IOException {
        GeneratedInstance instance = flagged().syntax(syntax);
        try (RunningNode node = node("scrub")) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            assertThat(node.archived()).hasSize(1);
            assertThat(DataSetBytes.of(node.archived().get(0)).dataSet()).isEqualTo(cleaned(instance));
            assertThat(DataSetBytes.of(node.quarantined().get(0)).dataSet())
                    .isEqualTo(DataSetBytes.of(instance.bytes()).dataSet());
            List<List<String>> rows = node.reasons();
            assertThat(rows.get(0).subList(1, 4))
                    .containsExactly(
                            "SCRUBBED",
                            "original",
                            "blanked 0,0,256,16 in 1 frame of 256 x 256, " + syntax.uid() + ", in the native bytes");
            assertThat(rows.get(1).subList(1, 3)).containsExactly("FLAGGED", "marked");
            assertThat(node.meter("sluice_scrubbed_total{route=\"SLUICE\"}")).isEqualTo(1);
            assertThat(node.meter("sluice_instances_flagged_total{route=\"SLUICE\",section=\"marked\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void everyLabelThatMatchesInTheSectionIsBlanked() throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(1).operatorsName("Flagged Twice");
        try (RunningNode node = node("scrub")) {
            send(node, instance);
            node.awaitForwarded();
            assertThat(DataSetBytes.of(node.archived().get(0)).dataSet()).isEqualTo(cleaned(instance));
            assertThat(node.reasons().get(0).get(3)).startsWith("blanked 0,0,256,16 250,250,256,256 in");
        }
    }

    @Test
    void nothingOfTheOriginalIsKeptWhereThatIsSaidAndZerosCanBeChosen() throws IOException {
        GeneratedInstance instance = flagged().unsignedShort(0x00280120, 77);
        try (RunningNode node = node("{ scrub: { original: drop, fill: zero } }")) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            assertThat(DataSetBytes.of(node.archived().get(0)).dataSet())
                    .isEqualTo(cleaned(instance, "--fill", "zero"))
                    .isNotEqualTo(cleaned(instance));
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".dcm")).isEmpty();
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".part")).isEmpty();
        }
    }

    @Test
    void aDeflatedDataSetIsBlankedAndDeflatedAgain() throws IOException {
        GeneratedInstance instance = flagged().syntax(Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);
        try (RunningNode node = node("scrub")) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            assertThat(DataSetBytes.of(node.archived().get(0)).dataSet()).isEqualTo(cleaned(instance));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scrub", "{ scrub: { original: drop } }"})
    void whatCannotBeBlankedIsQuarantinedAsItCame(String scrub) throws IOException {
        Map<String, GeneratedInstance> failing = Map.of(
                "pixel-geometry", flagged().unsignedShort(0x00280011, 255),
                "pixel-outside",
                        flagged()
                                .operatorsName("Twice")
                                .unsignedShort(0x00280010, 8)
                                .with(0x00280008, "IS", "32"),
                "pixel-unsupported", flagged().with(0x00280004, "CS", "HSV"),
                "pixel-nothing", GeneratedInstance.sr(1).operatorsName("Flagged"));
        try (RunningNode node = node(scrub)) {
            for (GeneratedInstance instance : failing.values()) {
                assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            }
            node.awaitForwarded();
            assertThat(node.archived()).isEmpty();
            assertThat(node.quarantined()).hasSize(failing.size());
            assertThat(node.reasons())
                    .filteredOn(row -> row.get(1).equals("FAILED"))
                    .allSatisfy(row -> {
                        assertThat(row.get(2)).isEqualTo("not-blanked");
                        assertThat(failing.keySet())
                                .contains(row.get(3).substring(0, row.get(3).indexOf(':')));
                    });
            assertThat(node.meter("sluice_scrubbed_total{route=\"SLUICE\"}")).isZero();
        }
    }

    @Test
    void aContradictionBehindThePixelDataStopsWhatWasBlankedAlready() throws IOException {
        byte[] whole = DataSetBytes.of(flagged().bytes()).dataSet();
        GeneratedInstance instance = flagged().with(0xFFFCFFFC, "OB", new byte[] {1, 2, 3});
        try (RunningNode node = node("{ scrub: { original: drop } }")) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
            assertThat(node.archived()).isEmpty();
            byte[] kept = DataSetBytes.of(node.quarantined().get(0)).dataSet();
            assertThat(Arrays.copyOf(kept, whole.length)).isEqualTo(whole);
            assertThat(node.reasons().get(0).subList(1, 3)).containsExactly("FAILED", "odd-length");
        }
    }

    /** An archive behind a cut-through route, with what it has got. */
    private RunningNode cutThrough(StoreScp archive, String scrub) {
        return RunningNode.delivering(
                folder, "deliver: cut-through, dispositions: { marked: " + scrub + " }", RECIPE, archive.port());
    }

    @Test
    void cutThroughBlanksWhileTheInstancePassesAndKeepsTheOriginalAsItCame() throws IOException {
        GeneratedInstance instance = flagged().with(0xFFFCFFFC, "OB", new byte[100_000]);
        Path received = Files.createDirectory(folder.resolve("received"));
        try (StoreScp archive = StoreScp.bitPreserving(received, "--fork");
                RunningNode node = cutThrough(archive, "scrub")) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            assertThat(DataSetBytes.of(RunningNode.files(received, "").get(0)).dataSet())
                    .isEqualTo(cleaned(instance));
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(1);
            assertThat(DataSetBytes.of(node.quarantined().get(0)).dataSet())
                    .isEqualTo(DataSetBytes.of(instance.bytes()).dataSet());
            assertThat(node.reasons().get(0).subList(1, 3)).containsExactly("SCRUBBED", "original");
            assertThat(node.meter("sluice_scrubbed_total{route=\"SLUICE\"}")).isEqualTo(1);
        }
    }

    @Test
    void anArchiveThatIsGoneLeavesNoOriginalBehindAndTheModalityHasAll() throws IOException {
        Path received = Files.createDirectory(folder.resolve("received"));
        try (StoreScp archive = StoreScp.bitPreserving(received, "--abort-during");
                RunningNode node = cutThrough(archive, "scrub")) {
            assertThat(send(node, flagged())).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".dcm")).isEmpty();
            assertThat(RunningNode.files(folder.resolve("quarantine"), ".part")).isEmpty();
            assertThat(node.meter("sluice_scrubbed_total{route=\"SLUICE\"}")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through", "deliver: cut-through, fallback: spool"})
    void noByteOfAKnownPatternInTheRectangleLeaves(String deliver) throws IOException {
        GeneratedInstance instance = flagged().with(0x7FE11010, "OB", "CANARYCANARY".getBytes(StandardCharsets.UTF_8));
        try (StoreScp archive = StoreScp.bitPreserving(Files.createDirectory(folder.resolve("received")), "--fork");
                RunningNode node = RunningNode.delivering(
                        folder, deliver + ", dispositions: { marked: scrub }", RECIPE, archive.port())) {
            assertThat(send(node, instance)).isEqualTo(Status.SUCCESS);
            Await.until(
                    () -> RunningNode.files(folder.resolve("received"), "").size() == 1,
                    Duration.ofSeconds(60),
                    "the instance");
            node.awaitForwarded();
            byte[] arrived = DataSetBytes.of(
                            RunningNode.files(folder.resolve("received"), "").get(0))
                    .dataSet();
            assertThat(arrived).isEqualTo(cleaned(instance));
            assertThat(new String(arrived, StandardCharsets.ISO_8859_1)).doesNotContain("CANARY");
        }
    }
}
