package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.InEveryEncoding;
import org.sluice.peers.InEverySyntax;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;

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
        CommandRun run = evaluate("--vars", variables, instance, instance);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(2);
        JsonNode line = json(run);
        assertThat(line.path("flagged").booleanValue()).isTrue();
        assertThat(line.path("results").toString())
                .isEqualTo("[{\"group\":\"mr\",\"reason\":\"Modality equals MR\",\"coordinates\":[[0,\"1,2,3,4\"]]}]");
        assertThat(line.at("/header/dataset/00100020/Value/0").textValue()).isEqualTo("NEW");
        assertThat(line.at("/header/meta/00020010/Value/0").textValue()).isEqualTo("1.2.840.10008.1.2.1");
    }

    @Test
    void aResultThatTheNodeWouldQuarantineIsSaidToBeOne() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nBLANK SOPInstanceUID\n");
        JsonNode line = json(evaluate(instance));
        assertThat(line.path("header").isObject()).isTrue();
        assertThat(line.path("quarantine").toString())
                .isEqualTo("{\"kind\":\"action-failed\",\"message\":"
                        + "\"(0008,0018): expected a valid UID after the recipe's actions, found none\"}");
        assertThat(evaluate("--compat", instance).out())
                .as("deid has no such key")
                .doesNotContain("quarantine");
        Files.writeString(recipe, "FORMAT dicom\n%header\nBLANK PatientID\n");
        assertThat(evaluate(instance).out()).doesNotContain("quarantine");
    }

    @Test
    void theReasonsOfCompatAreThoseOfDeid() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%filter mr\nLABEL All\nequals Modality MR\n");
        CommandRun run = evaluate("--compat", instance);
        assertThat(run.out()).contains("\"reason\":\" Modality equals MR\"").contains("\"header_unchanged\":true");
    }

    @Test
    void aRefusedRecipeIsAnAnswerWithItsStage() throws IOException {
        Files.writeString(recipe, "%header\n");
        CommandRun run = evaluate(instance);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"stage\":\"parse\"");
        Files.write(recipe, new byte[] {(byte) 0xFF});
        assertThat(evaluate(instance).out()).contains("\"stage\":\"parse\"");
    }

    @Test
    void anUnreadableFileIsAnAnswerToo() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        Path text = Files.writeString(instance.resolveSibling("notes.txt"), "not DICOM at all, whatever it is");
        CommandRun run = evaluate(text, instance);
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).contains("\"stage\":\"read\"");
        assertThat(run.lines().get(1)).contains("\"flagged\":false");
    }

    @InEverySyntax
    void aContradictionThatEndsTheReadingIsNamedLikeAnyOther(Syntax syntax) throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nREMOVE PatientName\n");
        byte[] item = new RawDataSet(syntax)
                .saying(0x00081150, "UI", 20, new byte[] {'1', '2'})
                .item(End.LENGTH);
        contradicts(RawDataSet.instance(syntax, "2.25.1").raw(new byte[5]), "trailing-bytes");
        contradicts(
                RawDataSet.instance(syntax, "2.25.1").sequence(0x00081140, "SQ", End.LENGTH, item), "wrong-nesting");
        contradicts(
                RawDataSet.instance(syntax, "2.25.1")
                        .text(0x00100020, "LO", "ID")
                        .text(0x00100010, "PN", "DOE^JANE")
                        .raw(new byte[5]),
                "out-of-order",
                "trailing-bytes");
        RawDataSet cut = RawDataSet.instance(syntax, "2.25.1").saying(0x00100020, "LO", 20, new byte[] {'1', '2'});
        JsonNode line = line(cut);
        assertThat(line.path("stage").textValue()).isEqualTo("read");
        assertThat(line.has("contradictions")).isFalse();
    }

    @InEverySyntax
    void aUidBehindThePixelDataIsOutOfOrderAndNotMissing(Syntax syntax) throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        RawDataSet late = new RawDataSet(syntax)
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .value(0x7FE00010, "OW", new byte[300])
                .text(0x00080018, "UI", "2.25.1");
        assertThat(line(late).path("contradictions").findValuesAsText("kind")).containsExactly("out-of-order");
        RawDataSet nowhere = new RawDataSet(syntax)
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .value(0x7FE00010, "OW", new byte[300])
                .text(0x7FE10010, "LO", "LATE");
        assertThat(line(nowhere).path("contradictions").findValuesAsText("kind"))
                .containsExactly("missing-uid");
    }

    /** PS3.5 9.1: digits and dots; a NUL behind them makes the length even, and a blank is known to stand there. */
    @InEveryEncoding
    void onlyPaddingBehindAUidIsNoPartOfIt(Syntax syntax) throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        for (int tag : new int[] {0x00080016, 0x00080018}) {
            for (String valid : List.of("1.2.34", "2.25.1\0\0", "1.2.3\0", "1.2.3 ", "0.0\0")) {
                assertThat(line(named(syntax, tag, valid)).has("contradictions"))
                        .as(valid)
                        .isFalse();
            }
            for (String invalid : List.of(
                    " 1.2.3",
                    "\0" + "1.2.3",
                    "1.2\0" + "3.4",
                    "1.2 .3",
                    "\t1.2.3",
                    "1.2.3\n",
                    "1.2\\1.3",
                    "\\1.2.3",
                    "1.02",
                    "")) {
                assertThat(line(named(syntax, tag, invalid))
                                .path("contradictions")
                                .findValuesAsText("kind"))
                        .as(invalid)
                        .contains("missing-uid");
            }
        }
    }

    private static RawDataSet named(Syntax syntax, int tag, String uid) {
        RawDataSet named = new RawDataSet(syntax);
        for (int each : new int[] {0x00080016, 0x00080018}) {
            named.value(each, "UI", (each == tag ? uid : "2.25.1").getBytes(StandardCharsets.US_ASCII));
        }
        return named;
    }

    private void contradicts(RawDataSet dataSet, String... kinds) throws IOException {
        JsonNode line = line(dataSet);
        assertThat(line.path("contradictions").findValuesAsText("kind")).containsExactly(kinds);
        assertThat(line.at("/quarantine/kind").textValue()).isEqualTo(kinds[0]);
        assertThat(line.path("flagged").isNull()).isTrue();
        assertThat(line.has("error") || line.has("stage")).isFalse();
        String compat = evaluate("--compat", instance.resolveSibling("raw.dcm")).out();
        assertThat(compat).contains("\"stage\":\"read\"").doesNotContain("contradictions");
    }

    private JsonNode line(RawDataSet dataSet) throws IOException {
        Path file = RawDataSet.write(instance.resolveSibling("raw.dcm"), dataSet.syntax(), "2.25.1", dataSet.bytes());
        return json(evaluate(file));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.lines().get(0));
    }

    private CommandRun evaluate(Object... words) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--recipe", recipe));
        all.addAll(List.of(words));
        return CommandRun.of(all.toArray());
    }

    @Test
    void variablesThatAreNotJsonEndTheCommand() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n");
        Files.writeString(variables, "{");
        CommandRun run = evaluate("--vars", variables, instance);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: " + variables + ":1:");
    }
}
