package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.GeneratedInstance;

class EvaluateTest {
    private final Path recipe;
    private final Path variables;
    private final Path instance;

    EvaluateTest(@TempDir Path folder) {
        this.recipe = folder.resolve("recipe");
        this.variables = folder.resolve("vars.json");
        this.instance = GeneratedInstance.mr(1).writeTo(folder.resolve("input.dcm"));
    }

    @Test
    void eachFileHasALineWithVerdictAndHeader() throws IOException {
        Files.writeString(
                recipe,
                "FORMAT dicom\n%filter mr\nLABEL All\nequals Modality MR\ncoordinates 1,2,3,4\n%header\nREPLACE PatientID var:id\n");
        Files.writeString(variables, "{\"id\": \"NEW\"}");
        CommandRun run = CommandRun.of("evaluate", "--recipe", recipe, "--vars", variables, instance, instance);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(2);
        JsonNode line = new ObjectMapper().readTree(run.lines().get(0));
        assertThat(line.path("flagged").booleanValue()).isTrue();
        assertThat(line.path("results").toString())
                .isEqualTo("[{\"group\":\"mr\",\"reason\":\"Modality equals MR\",\"coordinates\":[[0,\"1,2,3,4\"]]}]");
        assertThat(line.at("/header/dataset/00100020/Value/0").textValue()).isEqualTo("NEW");
        assertThat(line.at("/header/meta/00020010/Value/0").textValue()).isEqualTo("1.2.840.10008.1.2.1");
    }

    @Test
    void aResultThatTheNodeWouldQuarantineIsSaidToBeOne() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nBLANK SOPInstanceUID\n");
        JsonNode line = new ObjectMapper()
                .readTree(
                        CommandRun.of("evaluate", "--recipe", recipe, instance).out());
        assertThat(line.path("header").isObject()).isTrue();
        assertThat(line.path("quarantine").toString())
                .isEqualTo("{\"kind\":\"action-failed\",\"message\":"
                        + "\"(0008,0018): expected a valid UID after the recipe's actions, found none\"}");
        assertThat(CommandRun.of("evaluate", "--compat", "--recipe", recipe, instance)
                        .out())
                .as("deid has no such key")
                .doesNotContain("quarantine");
        Files.writeString(recipe, "FORMAT dicom\n%header\nBLANK PatientID\n");
        assertThat(CommandRun.of("evaluate", "--recipe", recipe, instance).out())
                .doesNotContain("quarantine");
    }

    @Test
    void compatReasonsAreDeids() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%filter mr\nLABEL All\nequals Modality MR\n");
        CommandRun run = CommandRun.of("evaluate", "--compat", "--recipe", recipe, instance);
        assertThat(run.out()).contains("\"reason\":\" Modality equals MR\"").contains("\"header_unchanged\":true");
    }

    @Test
    void aRefusedRecipeIsAnAnswerWithItsStage() throws IOException {
        Files.writeString(recipe, "%header\n");
        CommandRun run = CommandRun.of("evaluate", "--recipe", recipe, instance);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"stage\":\"parse\"");
        Files.write(recipe, new byte[] {(byte) 0xFF});
        assertThat(CommandRun.of("evaluate", "--recipe", recipe, instance).out())
                .contains("\"stage\":\"parse\"");
    }

    @Test
    void anUnreadableFileIsAnAnswerToo() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        Path text = Files.writeString(instance.resolveSibling("notes.txt"), "not DICOM at all, whatever it is");
        CommandRun run = CommandRun.of("evaluate", "--recipe", recipe, text, instance);
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).contains("\"stage\":\"read\"");
        assertThat(run.lines().get(1)).contains("\"flagged\":false");
    }

    @Test
    void variablesThatAreNotJsonEndTheCommand() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        Files.writeString(variables, "{");
        CommandRun run = CommandRun.of("evaluate", "--recipe", recipe, "--vars", variables, instance);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: " + variables + ":1:");
    }
}
