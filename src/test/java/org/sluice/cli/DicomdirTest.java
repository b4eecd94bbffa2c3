package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.StoreScp;
import org.sluice.peers.Syntax;

/** The directory of a medium (PS3.10 8) is no instance. Each command names it, shows nothing of it, and does the other files. */
class DicomdirTest {
    private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";
    private static final String WHY = "expected an instance, found a DICOMDIR (Media Storage Directory)";

    private final Path folder;
    private final Path medium;
    private final Path directory;
    private final Path clean;
    private final Path recipe;

    DicomdirTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.medium = Files.createDirectories(folder.resolve("medium"));
        this.clean = folder.resolve("clean");
        this.directory = Files.write(medium.resolve("DICOMDIR"), dicomdir());
        this.recipe = Files.writeString(
                folder.resolve("recipe.deid"),
                "FORMAT dicom\n%filter male\nLABEL male\nequals PatientSex M\n%header\nREMOVE PatientName\n");
        GeneratedInstance.mr(1).patientSex("F").writeTo(medium.resolve("IM1"));
    }

    private static byte[] dicomdir() {
        RawDataSet record = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00041430, "CS", "PATIENT")
                .text(0x00100010, "PN", "SECRET")
                .text(0x00100040, "CS", "M");
        byte[] dataSet = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00041130, "CS", "MEDIUM")
                .sequence(0x00041220, "SQ", End.LENGTH, record.item(End.LENGTH))
                .bytes();
        HeaderEdit meta = new HeaderEdit(new FileMeta(
                        MEDIA_STORAGE_DIRECTORY,
                        "2.25.7",
                        Syntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                        "2.25.8",
                        "A_WRITER",
                        Optional.empty())
                .header());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Part10.beginning(meta));
        file.writeBytes(dataSet);
        return file.toByteArray();
    }

    /** As every file that cannot be read: it ends nothing, and counts for whoever asks for an exit code. */
    @Test
    void inspectNamesADicomdirAndLooksAtTheOtherFiles() {
        CommandRun run = CommandRun.of("inspect", "--deid", recipe, medium);
        assertThat(run.err()).isEqualTo("UNREADABLE " + directory + ": " + WHY + "\n");
        assertThat(run.lines()).contains("Found 1 valid dicom files", "CLEAN 1 files", "UNREADABLE 1 files");
        assertThat(run.code()).isZero();
        assertThat(CommandRun.of("inspect", "--fail-on-flagged", "--deid", recipe, directory)
                        .code())
                .isEqualTo(1);
        assertThat(CommandRun.of("inspect", "--json", "--deid", recipe, directory)
                        .out())
                .doesNotContain("flagged", "SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "put", "all", "inspect"})
    void identifiersNameItAndWriteNothingOfIt(String action) throws IOException {
        CommandRun run = CommandRun.of("identifiers", "--action", action, "--deid", recipe, "-o", clean, medium);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("UNREADABLE " + directory + ": " + WHY, " 1 files", "FAILED 1 files");
        assertThat(run.out() + run.err()).doesNotContain("SECRET");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(file -> file.getFileName().toString().startsWith("DICOMDIR")))
                    .containsExactly(directory);
        }
    }

    @Test
    void evaluateGivesADicomdirALineThatSaysSo() {
        CommandRun run = CommandRun.of("evaluate", "--recipe", recipe, directory, medium.resolve("IM1"));
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "{\"error\":\"IOException\",\"message\":\"" + WHY + "\",\"stage\":\"read\"}"),
                        line -> assertThat(line).contains("\"flagged\":false"));
    }

    @Test
    void aRecipeTestThatNamesADicomdirFails() throws IOException {
        Path test = Files.writeString(
                folder.resolve("recipe.test"),
                "recipe recipe.deid\ncase a directory\nfile medium/DICOMDIR\nexpect clean\n");
        CommandRun run = CommandRun.of("recipe", "test", test);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out() + run.err()).contains(WHY).doesNotContain("SECRET");
    }

    /** Every medium has one: it is no reason to call the sending of its images a failure. */
    @Test
    void sendSkipsADicomdirByNameAndSendsTheOtherFiles() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        try (StoreScp scp = StoreScp.bitPreserving(archive)) {
            CommandRun run = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), medium);
            assertThat(run.err()).isEqualTo("SKIPPED " + directory + ": " + WHY + "\n");
            assertThat(run.lines())
                    .contains("SKIPPED 1 files")
                    .first()
                    .asString()
                    .startsWith("SENT 1 files, ");
            assertThat(run.code()).isZero();
            CommandRun alone = CommandRun.of("send", "STORESCP@127.0.0.1:" + scp.port(), directory);
            assertThat(alone.err()).isEqualTo("SKIPPED " + directory + ": " + WHY + "\n");
            assertThat(alone.code()).isEqualTo(1);
        }
    }
}
