package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.peers.GeneratedInstance;

/** What {@code identifiers} tells of files whose actions fail, flagged ones above all. */
class FailingActionsTest {
    private final Path study;
    private final Path clean;
    private final Path recipe;
    private final Path ids;

    FailingActionsTest(@TempDir Path folder) throws IOException {
        this.study = folder.resolve("study");
        this.clean = folder.resolve("clean");
        this.recipe = folder.resolve("recipe.deid");
        this.ids = folder.resolve("ids.json");
        Files.createDirectories(study.resolve("more"));
        GeneratedInstance.mr(1).writeTo(study.resolve("a.dcm"));
        GeneratedInstance.mr(2).writeTo(study.resolve("more/b.dcm"));
    }

    /** The node asks the filters first, and runs no action on what they flag. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE PatientID var:absent",
                "REMOVE SOPInstanceUID",
                "JITTER (7fe1,1001) 1",
            })
    void aFlaggedFileWhoseActionsFailIsToldAsFlaggedAndNotWritten(String action) throws IOException {
        GeneratedInstance.mr(2)
                .with(0x7FE10010, "LO", "ACME")
                .with(0x7FE11001, "LO", "no date")
                .writeTo(study.resolve("more/b.dcm"));
        Files.writeString(
                recipe, "FORMAT dicom\n%filter second\nLABEL the second\nequals PatientID ID-2\n%header\n" + action);
        Files.writeString(ids, "{}");
        String flagged = "FLAGGED " + study.resolve("more/b.dcm") + " second: PatientID equals ID-2: not written";
        CommandRun put = put();
        assertThat(put.code()).isEqualTo(1);
        assertThat(put.lines())
                .singleElement()
                .asString()
                .startsWith(flagged + ", its actions fail: ")
                .doesNotContain("null");
        assertThat(put.err()).contains("FLAGGED 1 files, not written").doesNotContain("more/b.dcm");
        assertThat(clean.resolve("more/b.dcm")).doesNotExist();
        CommandRun cleanOnly = put("--clean-only", "--overwrite");
        assertThat(cleanOnly.lines()).containsExactly(flagged);
    }

    @Test
    void anActionThatFailsBehindThePixelDataIsNoFaultOfTheFile() throws IOException {
        Path file = GeneratedInstance.mr(1)
                .with(0x7FE10010, "LO", "ACME")
                .with(0x7FE11001, "LO", "no date")
                .writeTo(study.resolve("a.dcm"));
        Files.writeString(recipe, "FORMAT dicom\n%header\nJITTER (7fe1,1001) 1\n");
        CommandRun run = CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("NOT WRITTEN " + file + ": ").doesNotContain("no date");
        assertThat(clean.resolve("a.dcm")).doesNotExist();
    }

    @Test
    void filesThatAreFlaggedAndWrittenAreToldFromThoseThatAreNot() throws IOException {
        GeneratedInstance.mr(3).patientSex("M").writeTo(study.resolve("c.dcm"));
        Files.writeString(
                recipe,
                "FORMAT dicom\n%filter some\nLABEL some\nequals PatientID ID-2 || equals PatientID ID-3\n"
                        + "%header\nREPLACE PatientID var:id\n");
        Files.writeString(ids, "{\"a.dcm\": {\"id\": \"ONE\"}, \"b.dcm\": {\"id\": \"TWO\"}}");
        CommandRun run = put();
        assertThat(run.err()).isEqualTo("WRITTEN 2 files to " + clean + "\nFLAGGED 2 files, 1 not written\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(put("--overwrite", "--quiet").code()).isEqualTo(1);
    }

    @Test
    void inspectTellsAFlaggedFileWhoseActionsFailAsFlagged() throws IOException {
        Files.writeString(ids, "{\"a.dcm\": {\"id\": \"ONE\"}}");
        Files.writeString(
                recipe,
                "FORMAT dicom\n%filter second\nLABEL the second\nequals PatientID ID-2\n%header\n"
                        + "REPLACE PatientID var:id\n");
        CommandRun run = CommandRun.of("identifiers", "--action", "inspect", "--deid", recipe, "--ids", ids, study);
        assertThat(run.lines())
                .containsSubsequence(study.resolve("more/b.dcm").toString(), "  flagged second: PatientID equals ID-2");
        assertThat(run.lines()).last().asString().startsWith("  not written, its actions fail: ");
        assertThat(run.err()).isEqualTo("READ 1 files\nFLAGGED 1 files, not written\n");
    }

    private CommandRun put(Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("identifiers", "--action", "put", "--deid", recipe, "--ids", ids, "--outfolder", clean, study));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }
}
