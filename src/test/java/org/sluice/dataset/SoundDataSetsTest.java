package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.dataset.Findings.UNREADABLE;
import static org.sluice.dataset.Findings.found;
import static org.sluice.dataset.Place.PIXEL_DATA;
import static org.sluice.dataset.Place.REFERENCES;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.InEveryEncoding;
import org.sluice.peers.Peers;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

/** What only looks odd is no contradiction. */
class SoundDataSetsTest {
    @InEveryEncoding
    void honestDeviationsAreNoContradictions(Syntax syntax) throws Exception {
        byte[] empty = new RawDataSet(syntax).item(End.LENGTH);
        byte[] emptyOpen = new RawDataSet(syntax).item(End.DELIMITER);
        RawDataSet odd = new RawDataSet(syntax)
                .value(0x00080000, "UL", new byte[] {1, 2, 3, 4}) // a group length that is none
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .value(0x00080018, "UI", "2.25.12 ".getBytes(StandardCharsets.US_ASCII))
                .sequence(REFERENCES, "SQ", End.DELIMITER)
                .sequence(0x00081199, "SQ", End.LENGTH)
                .text(0x00090010, "LO", "ACME")
                .value(0x00091001, "UN", new byte[] {1, 2, 3, 4})
                .value(0x00091002, "UN", new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 1, 2, 3, 4, 5, 6})
                .value(0x00100010, "PN", new byte[] {'A', 0})
                .value(0x00100020, "LO", new byte[] {' ', ' ', 'A', ' ', ' ', 0})
                .value(0x00100030, "DA", new byte[0])
                .sequence(0x00400275, "SQ", End.DELIMITER, empty, emptyOpen)
                .sequence(0x00404052, "SQ", End.LENGTH, emptyOpen, empty)
                .value(PIXEL_DATA, "OW", new byte[300])
                .value(0xFFFCFFFC, "OB", new byte[600]);
        RawDataSet fragments = RawDataSet.instance(syntax, "2.25.1")
                .fragments(PIXEL_DATA, new byte[0], new byte[100], new byte[2])
                .value(0xFFFCFFFC, "OB", new byte[4]);
        for (int piece : List.of(1000, 1, 7)) {
            assertThat(found(odd.bytes(), syntax, 0, piece)).isEmpty();
            assertThat(found(fragments.bytes(), syntax, 0, piece)).isEmpty();
        }
    }

    @Test
    void honestInstancesOfEveryKindHaveNoContradiction() throws Exception {
        for (int number = 1; number <= 3; number++) {
            for (Syntax syntax : Syntax.encodings()) {
                for (GeneratedInstance instance : List.of(
                        GeneratedInstance.ct(number), GeneratedInstance.mr(number), GeneratedInstance.sr(number))) {
                    assertThat(inFile(instance.syntax(syntax).bytes())).isEmpty();
                }
            }
            assertThat(inFile(GeneratedInstance.jpeg(number, number).bytes())).isEmpty();
            assertThat(inFile(GeneratedInstance.multiFrame(number, 2).bytes())).isEmpty();
        }
    }

    /** Random data sets have odd values by design, and nothing else. */
    @Test
    void randomHonestDataSetsHaveNoContradictionButTheOddLengthsThatTheyWereGiven() throws Exception {
        Random random = new Random(20);
        for (int i = 0; i < 2_000; i++) {
            TransferSyntax syntax = RandomDataSets.SYNTAXES.get(i % RandomDataSets.SYNTAXES.size());
            RandomDataSets sets = new RandomDataSets(random.nextLong(), syntax);
            DataSetModel model = sets.next();
            byte[] dataSet = model.encode(syntax);
            Set<String> found = found(dataSet, syntax, 0, 1 + random.nextInt(60));
            found.removeAll(Set.of("odd-length"));
            assertThat(found).as("data set " + i).isEmpty();
        }
    }

    /**
     * As dcmdump and pydicom confirm: implicit VR behind a meta that
     * says JPEG Baseline (SC_rgb_jpeg; DCMTK cannot read it), (0001,0002) of 9 bytes (the two that are about other things).
     * The unreadable ones are cut short or begin with a byte that is none. A DICOMDIR is no instance.
     */
    @Test
    void ofTheFilesOfPydicomOnlyTheseContradictPs35() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Peers.pydicomTestFiles())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".dcm") || name.contains("DICOMDIR")) {
                    continue;
                }
                Set<String> kinds = inFile(Files.readAllBytes(file));
                if (!kinds.isEmpty()) {
                    found.put(file.getFileName().toString(), kinds);
                }
            }
        }
        assertThat(found)
                .isEqualTo(Map.of(
                        "MR_truncated.dcm", Set.of(UNREADABLE),
                        "SC_rgb_jpeg.dcm", Set.of("wrong-encoding"),
                        "meta_missing_tsyntax.dcm", Set.of("odd-length"),
                        "nested_priv_SQ.dcm", Set.of("odd-length"),
                        "no_meta.dcm", Set.of(UNREADABLE),
                        "rtplan_truncated.dcm", Set.of(UNREADABLE)));
    }

    private static Set<String> inFile(byte[] file) throws IOException {
        try (Part10 part10 = Part10.open(new ByteArrayInputStream(file), HeaderLimits.DEFAULT);
                DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
            Reading.Collected all = new Reading.Collected();
            for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                all.write(bytes);
            }
            return found(all.bytes(), part10.syntax(), 0, 1000);
        } catch (DataSetException e) {
            return Set.of(UNREADABLE);
        }
    }
}
