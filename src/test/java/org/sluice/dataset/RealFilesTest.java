package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.peers.Peers;
import org.sluice.peers.SharedFolder;

/** Files that others wrote, sound and broken ones. */
class RealFilesTest {
    /**
     * Cut short in the header; a byte that belongs to nothing before the first element; a sequence shorter than its items.
     * What cannot be read with certainty is not read; and a DICOMDIR is no instance.
     */
    private static final Set<String> BROKEN = Set.of("rtplan_truncated.dcm", "no_meta.dcm");

    @Test
    void everyPydicomFileReadsOrIsKnownToBeBroken() throws IOException {
        Set<String> refused = new TreeSet<>();
        List<Path> files = dicomFiles(Peers.pydicomTestFiles());
        assertThat(files).hasSizeGreaterThan(60);
        for (Path file : files) {
            try {
                checkWhole(file);
            } catch (DataSetException e) {
                String name = file.getFileName().toString();
                if (!name.startsWith("DICOMDIR")) {
                    refused.add(name);
                } else {
                    assertThat(e).hasMessageContaining("DICOMDIR");
                }
            }
        }
        assertThat(refused).isEqualTo(BROKEN);
    }

    @Test
    void theSampleInstancesRead() throws IOException, DataSetException {
        List<Path> files = dicomFiles(SharedFolder.require("data"));
        assertThat(files).hasSize(9);
        for (Path file : files) {
            checkWhole(file);
        }
    }

    @Test
    void theInputsOfTheGoldenCasesRead() throws IOException, DataSetException {
        List<Path> files = dicomFiles(SharedFolder.require("golden"));
        assertThat(files).hasSizeGreaterThan(200);
        for (Path file : files) {
            checkWhole(file);
        }
    }

    private static List<Path> dicomFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(RealFilesTest::looksLikeDicom)
                    .sorted()
                    .toList();
        }
    }

    private static boolean looksLikeDicom(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".dcm")
                || (file.toString().contains("dicomdirtests") && !name.matches("README.*|.*[.]txt"));
    }

    /** Opens, indexes, edits nothing, walks the tail: what comes out is what was in the file. */
    private static void checkWhole(Path path) throws IOException, DataSetException {
        byte[] dataSet;
        TransferSyntax syntax;
        try (Part10 file = Part10.open(path, HeaderLimits.DEFAULT)) {
            dataSet = file.dataSet().readAllBytes();
            syntax = file.syntax();
            byte[] whole = Files.readAllBytes(path);
            assertThat(dataSet).isEqualTo(Arrays.copyOfRange(whole, (int) file.dataSetOffset(), whole.length));
        }
        try (Part10 file = Part10.open(path, HeaderLimits.DEFAULT)) {
            Header header = file.header(-1);
            checkIdentity(path, syntax.deflated() ? inflated(dataSet) : dataSet, header);
        }
    }

    private static void checkIdentity(Path path, byte[] dataSet, Header header) throws IOException, DataSetException {
        Reading.Collected out = new Reading.Collected();
        HeaderEdit edit = new HeaderEdit(header);
        edit.writeTo(out);
        ByteBuffer rest = ByteBuffer.wrap(dataSet, header.length(), dataSet.length - header.length());
        if (path.toString().contains("truncated")) {
            out.write(rest);
        } else {
            TailEditor tail = new TailEditor(
                    edit,
                    HeaderLimits.DEFAULT,
                    StopRule.bulkAfter(-1),
                    element -> {},
                    BulkEditor.NONE,
                    new Contradictions());
            tail.accept(rest, out);
            tail.end(out);
        }
        assertThat(out.bytes()).as(path.toString()).isEqualTo(dataSet);
    }

    private static byte[] inflated(byte[] deflated) throws DataSetException {
        Reading.Collected out = new Reading.Collected();
        try (Inflation inflation = new Inflation(1 << 28)) {
            inflation.accept(ByteBuffer.wrap(deflated));
            for (ByteBuffer bytes = inflation.next(); bytes != null; bytes = inflation.next()) {
                out.write(bytes);
            }
            inflation.end();
        }
        return out.bytes();
    }
}
