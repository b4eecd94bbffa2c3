package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.peers.GeneratedInstance;

/** Commands write down who became whom where they are asked to, and the holder of the key reads it back. */
class ReidentifyTest {
    private final Path folder;
    private final Path crosswalk;
    private final Path secret;

    ReidentifyTest(@TempDir Path folder) {
        this.folder = folder;
        this.crosswalk = folder.resolve("crosswalk.pem");
        this.secret = folder.resolve("trustee.key");
    }

    @BeforeEach
    void twoPatientsAndAKey() throws IOException {
        Files.createDirectories(folder.resolve("study"));
        GeneratedInstance.mr(1).writeTo(folder.resolve("study/a.dcm"));
        GeneratedInstance.mr(2).writeTo(folder.resolve("study/b.dcm"));
        Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%header\nREPLACE PatientID var:id\nJITTER StudyDate var:days\n");
        Files.writeString(
                folder.resolve("ids.json"), "{\"a.dcm\":{\"id\":\"ONE\"},\"b.dcm\":{\"id\":\"TWO\"},\"days\":-3}");
        assertThat(CommandRun.of("crosswalk", "key", "--no-passphrase", "--out", folder.resolve("trustee"))
                        .code())
                .isZero();
    }

    private CommandRun write(String command) {
        List<String> action = command.equals("clean") ? List.of() : List.of("--action", "put");
        List<Object> words = new java.util.ArrayList<>();
        words.add(command);
        words.addAll(action);
        words.addAll(List.of(
                "--deid",
                folder.resolve("site.deid"),
                "--ids",
                folder.resolve("ids.json"),
                "--crosswalk",
                crosswalk,
                "--recipient",
                folder.resolve("trustee.pub"),
                "--overwrite",
                "-o",
                folder.resolve("out"),
                folder.resolve("study")));
        return CommandRun.of(words.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identifiers", "clean"})
    void whoBecameWhomIsReadBackHoweverOftenItWasWritten(String command) {
        assertThat(write(command).code()).isZero();
        assertThat(write(command).code()).isZero();
        CommandRun run = CommandRun.of("reidentify", "--key", secret, crosswalk);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("dates moved by -3 days"))
                .anyMatch(line -> line.startsWith("ONE was ID-1: "))
                .anyMatch(line -> line.startsWith("TWO was ID-2: "));
    }

    @Test
    void onlyWhoIsAskedForIsTold() {
        write("identifiers");
        CommandRun run =
                CommandRun.of("reidentify", "--key", secret, "--json", "--of", "TWO", "--of", "NINE", crosswalk);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .contains("\"became\":{\"PatientID\":\"TWO\"", "\"original\":{\"PatientID\":\"ID-2\"", "\"days\":[-3]");
        assertThat(run.err()).startsWith("NINE: not found\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenDownUnasked() {
        CommandRun run = CommandRun.of(
                "identifiers",
                "--action",
                "put",
                "--crosswalk",
                crosswalk,
                "-o",
                folder.resolve("out"),
                "--deid",
                folder.resolve("site.deid"),
                "--ids",
                folder.resolve("ids.json"),
                folder.resolve("study"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("error: --crosswalk FILE and --recipient KEY go together\n");
        assertThat(crosswalk).doesNotExist();
    }

    @Test
    void aKeyIsNotWrittenOverAnother() {
        CommandRun run = CommandRun.of("crosswalk", "key", "--no-passphrase", "--out", folder.resolve("trustee"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("error: " + secret + " already exists\n");
    }
}
