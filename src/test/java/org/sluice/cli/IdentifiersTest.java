package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.NamesToUse;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.TreeReader;

class IdentifiersTest {
    private static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;

    private static final Transcoder.Form PLAIN = new Transcoder.Form(
            Syntax.EXPLICIT_LITTLE_ENDIAN, Transcoder.Lengths.DEFINED, Transcoder.Knowledge.EVERYTHING);

    private static final String FLAGGING =
            "FORMAT dicom\n%filter second\nLABEL the second\nequals PatientID ID-2\n%header\nBLANK PatientID\n";

    private final Path folder;
    private final Path study;
    private final Path clean;
    private final Path recipe;
    private final Path ids;

    IdentifiersTest(@TempDir Path folder) {
        this.folder = folder;
        this.study = folder.resolve("study");
        this.clean = folder.resolve("clean");
        this.recipe = folder.resolve("recipe.deid");
        this.ids = folder.resolve("ids.json");
    }

    @BeforeEach
    void aStudyAndARecipe() throws IOException {
        Files.createDirectories(study.resolve("more"));
        GeneratedInstance.mr(1).writeTo(study.resolve("a.dcm"));
        GeneratedInstance.mr(2).writeTo(study.resolve("more/b.dcm"));
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE PatientID var:id\nBLANK OperatorsName\n");
    }

    @Test
    void getPrintsTheWholeHeaderOfEachFileAsALineOfJson() {
        CommandRun run = CommandRun.of("identifiers", "--action", "get", study);
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"file\":\"" + study.resolve("a.dcm") + "\",\"meta\":{")
                                .contains("\"00100020\":{\"vr\":\"LO\",\"Value\":[\"ID-1\"]}")
                                .contains("\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Müller^Jörg\"}]}")
                                .contains("\"00091002\"")
                                .doesNotContain("7FE00010"),
                        line -> assertThat(line).contains("ID-2"));
        assertThat(run.err()).isEqualTo("READ 2 files\n");
    }

    @Test
    void getWritesAFileForEachInstanceThatOnlyItsOwnerMayRead() throws IOException {
        CommandRun run = CommandRun.of("identifiers", "--action", "get", "-o", clean, study);
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(clean.resolve("more/b.dcm.json"))).contains("ID-2");
        assertThat(Files.getPosixFilePermissions(clean.resolve("a.dcm.json")))
                .containsExactlyInAnyOrder(
                        java.nio.file.attribute.PosixFilePermission.OWNER_READ,
                        java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aPatientAndAStudyHaveVariablesOfTheirOwnAndTheNarrowerOneHasTheSay() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        patient(many.resolve("1.dcm"), "4711", "", "1.2.1");
        patient(many.resolve("2.dcm"), "4711", "SOUTH", "1.2.2");
        patient(many.resolve("3.dcm"), "4711", "NORTH", "1.2.3");
        patient(many.resolve("4.dcm"), "4712", "", "1.2.4");
        patient(many.resolve("5.dcm"), "4711", "", "1.2.4");
        patient(many.resolve("6.dcm"), "4711", "", "1.2.4");
        Files.writeString(ids, """
                {"id": "ALL",
                 "patients": {"4711": {"id": "BY-ID"}, "4711^^^SOUTH": {"id": "BY-ISSUER"}},
                 "studies": {"1.2.4": {"id": "BY-STUDY"}},
                 "6.dcm": {"id": "BY-NAME"}}
                """);
        CommandRun run = CommandRun.of(
                "identifiers", "--action", "put", "--deid", recipe, "--ids", ids, "--outfolder", clean, many);
        assertThat(run.code()).as(run.err()).isZero();
        String[] expected = {"BY-ID", "BY-ISSUER", "BY-ID", "BY-STUDY", "BY-STUDY", "BY-NAME"};
        for (int number = 1; number <= expected.length; number++) {
            assertThat(text(clean.resolve(number + ".dcm")))
                    .as("file %d", number)
                    .contains(expected[number - 1])
                    .doesNotContain("471");
        }
    }

    @Test
    void aMistakeInThePatientsOfIdsIsSaidWithoutThePatient() throws IOException {
        Files.writeString(ids, "{\"patients\": {\"4711\": {\"id\": \"A\"}, \"4712\": \"ANON\"}}");
        CommandRun run = put();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("error: " + ids + ": patients, number 2: expected an object with variables, found none\n");
    }

    private static void patient(Path file, String id, String issuer, String study) throws IOException {
        DataSetTree tree = new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(
                        0x0008_0018,
                        "UI",
                        "1.2.3." + file.getFileName().toString().charAt(0))
                .text(0x0010_0020, "LO", id)
                .text(0x0010_0021, "LO", issuer)
                .text(0x0020_000D, "UI", study);
        Files.write(file, Transcoder.file(tree, PLAIN));
    }

    @Test
    void putGivesEachInstanceItsOwnVariablesByUidOrByName() throws IOException {
        String uid = GeneratedInstance.mr(1).sopInstanceUid();
        Files.writeString(ids, "{\"" + uid + "\":{\"id\":\"ONE\"},\"b.dcm\":{\"id\":\"TWO\"}}");
        CommandRun run = put();
        assertThat(run.err()).isEqualTo("WRITTEN 2 files to " + clean + "\n");
        assertThat(run.code()).isZero();
        assertThat(text(clean.resolve("a.dcm"))).contains("ONE").doesNotContain("ID-1", "Operator^Invented");
        assertThat(text(clean.resolve("more/b.dcm"))).contains("TWO");
    }

    @Test
    void putGivesOneSetToAll() throws IOException {
        Files.writeString(ids, "{\"id\":\"ALL\"}");
        assertThat(put().code()).isZero();
        assertThat(text(clean.resolve("a.dcm"))).contains("ALL");
        assertThat(text(clean.resolve("more/b.dcm"))).contains("ALL");
    }

    @Test
    void anInstanceWithoutAVariableIsNotWrittenAndIsNamed() throws IOException {
        Files.writeString(ids, "{\"a.dcm\":{\"id\":\"ONE\"}}");
        CommandRun run = put();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("NOT WRITTEN " + study.resolve("more/b.dcm") + ": ")
                .contains("WRITTEN 1 files", "FAILED 1 files")
                .doesNotContain("ID-2");
        assertThat(clean.resolve("a.dcm")).exists();
        assertThat(clean.resolve("more/b.dcm")).doesNotExist();
    }

    @Test
    void existingFilesAreKeptWithoutOverwrite() throws IOException {
        Files.writeString(ids, "{\"id\":\"NEW\"}");
        Files.createDirectories(clean);
        Files.writeString(clean.resolve("a.dcm"), "mine");
        CommandRun run = put();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("NOT WRITTEN " + study.resolve("a.dcm")).contains("--overwrite");
        assertThat(clean.resolve("a.dcm")).hasContent("mine");
        assertThat(put("--overwrite").code()).isZero();
        assertThat(text(clean.resolve("a.dcm"))).contains("NEW");
    }

    @ParameterizedTest
    @EnumSource(value = Syntax.class, names = "JPEG_BASELINE", mode = EnumSource.Mode.EXCLUDE)
    void whatNoActionNamesStaysByteForByte(Syntax syntax) throws Exception {
        GeneratedInstance instance = GeneratedInstance.mr(7).syntax(syntax).with(0xFFFCFFFC, "OB", new byte[] {0, 0});
        Path file = instance.writeTo(study.resolve("one.dcm"));
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE PatientID ID-8\n");
        CommandRun run = CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, file);
        assertThat(run.err()).isEqualTo("WRITTEN 1 files to " + clean + "\n");
        byte[] before = plain(file, syntax);
        byte[] expected = new String(before, StandardCharsets.ISO_8859_1)
                .replace("ID-7", "ID-8")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(plain(clean.resolve("one.dcm"), syntax)).isEqualTo(expected);
    }

    @Test
    void safeHeaderLeavesNoNameToUseInAnyEncoding() throws IOException {
        Path safeHeader = Path.of("recipes/safe-header.deid");
        Path file = study.resolve("names.dcm");
        Files.writeString(ids, "{\"id\":\"ANON-17\"}");
        for (Transcoder.Form form : Transcoder.forms()) {
            Files.write(file, Transcoder.file(NamesToUse.instance(), form));
            CommandRun inspect = CommandRun.of("inspect", "--deid", safeHeader, file);
            assertThat(inspect.out() + inspect.err()).doesNotContain("CANARY", "FLAGGED");
            CommandRun put = CommandRun.of(
                    "identifiers",
                    "--action",
                    "put",
                    "--deid",
                    safeHeader,
                    "--ids",
                    ids,
                    "--overwrite",
                    "-o",
                    clean,
                    file);
            assertThat(put.err()).as(form.toString()).isEqualTo("WRITTEN 1 files to " + clean + "\n");
            byte[] written = Files.readAllBytes(clean.resolve("names.dcm"));
            assertThat(NamesToUse.left(TreeReader.file(written, NamesToUse.instance())))
                    .as(form.toString())
                    .isEmpty();
        }
    }

    @Test
    void aReplacedInstanceUidIsAlsoInTheFileMeta() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE SOPInstanceUID 2.25.99\n");
        CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, study.resolve("a.dcm"));
        assertThat(DataSetBytes.of(clean.resolve("a.dcm")).metaUid(MEDIA_STORAGE_SOP_INSTANCE_UID))
                .isEqualTo("2.25.99");
    }

    @Test
    void anElementBehindThePixelDataIsEditedToo() throws IOException {
        GeneratedInstance.mr(5)
                .with(0xFFFCFFFC, "OB", "secret".getBytes(StandardCharsets.US_ASCII))
                .writeTo(study.resolve("t.dcm"));
        Files.writeString(recipe, "FORMAT dicom\n%header\nREMOVE (fffc,fffc)\n");
        CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, study.resolve("t.dcm"));
        assertThat(text(clean.resolve("t.dcm"))).doesNotContain("secret");
    }

    @Test
    void allDoesBothAndKeepsIdentifiersApart() throws IOException {
        Files.writeString(ids, "{\"id\":\"X\"}");
        CommandRun run = CommandRun.of(
                "identifiers", "--action", "all", "--deid", recipe, "--ids", ids, "--outfolder", clean, study);
        assertThat(run.code()).isZero();
        assertThat(clean.resolve("a.dcm")).exists();
        assertThat(clean.resolve("identifiers/more/b.dcm.json")).content().contains("ID-2");
    }

    @Test
    void inspectSaysWhatWouldChangeAndWritesNothing() throws IOException {
        Files.writeString(ids, "{\"id\":\"X\"}");
        CommandRun run = CommandRun.of(
                "identifiers", "--action", "inspect", "--deid", recipe, "--ids", ids, study.resolve("a.dcm"));
        assertThat(run.lines())
                .containsExactly(
                        study.resolve("a.dcm").toString(),
                        "  blank   (0008,1070) OperatorsName",
                        "  replace (0010,0020) PatientID");
        assertThat(clean).doesNotExist();
    }

    @Test
    void putSaysWhichFilesAreFlaggedAndWritesThemAllTheSame() throws IOException {
        CommandRun run = putFlagging();
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly("FLAGGED " + study.resolve("more/b.dcm") + " second: PatientID equals ID-2");
        assertThat(run.err()).isEqualTo("WRITTEN 2 files to " + clean + "\nFLAGGED 1 files\n");
        assertThat(clean.resolve("more/b.dcm")).exists();
    }

    @Test
    void cleanOnlyLeavesFlaggedFilesOutAndSaysSo() throws IOException {
        CommandRun run = putFlagging("--clean-only");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "FLAGGED " + study.resolve("more/b.dcm") + " second: PatientID equals ID-2: not written");
        assertThat(run.err()).isEqualTo("WRITTEN 1 files to " + clean + "\nFLAGGED 1 files, not written\n");
        assertThat(clean.resolve("a.dcm")).exists();
        assertThat(clean.resolve("more/b.dcm")).doesNotExist();
        assertThat(CommandRun.of("identifiers", "--action", "get", "--clean-only", study)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void inspectSaysWhichFilesAreFlagged() throws IOException {
        Files.writeString(recipe, FLAGGING);
        CommandRun run = CommandRun.of("identifiers", "--action", "inspect", "--deid", recipe, study);
        assertThat(run.lines())
                .containsSubsequence(
                        study.resolve("a.dcm").toString(),
                        study.resolve("more/b.dcm").toString(),
                        "  flagged second: PatientID equals ID-2");
        assertThat(run.err()).isEqualTo("READ 2 files\nFLAGGED 1 files\n");
    }

    @Test
    void whatTheNodeWouldQuarantineIsNotWritten() throws IOException {
        Files.writeString(recipe, "FORMAT dicom\n%header\nADD PatientIdentityRemoved YES\nREMOVE ALL\n");
        String said = "NOT WRITTEN " + study.resolve("a.dcm") + ": the node would quarantine this: action-failed,"
                + " (0008,0016): expected a valid UID after the recipe's actions, found none\n";
        CommandRun put = CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, study);
        assertThat(put.code()).isEqualTo(1);
        assertThat(put.err()).contains(said, "WRITTEN 0 files", "FAILED 2 files");
        assertThat(clean.resolve("a.dcm")).doesNotExist();
        CommandRun inspect = CommandRun.of("identifiers", "--action", "inspect", "--deid", recipe, study);
        assertThat(inspect.code()).isEqualTo(1);
        assertThat(inspect.out()).contains("  remove  (0008,0018) SOPInstanceUID");
        assertThat(inspect.err()).contains(said);
    }

    @Test
    void whatMakesNoSenseTogetherIsAUsageError() {
        CommandRun noIds = CommandRun.of("identifiers", "--action", "put", "--deid", recipe, study);
        assertThat(noIds.code()).isEqualTo(2);
        assertThat(noIds.err()).contains("--ids FILE.json").contains("id");
        CommandRun intoItself = CommandRun.of("identifiers", "--action", "get", "-o", study.resolve("out"), study);
        assertThat(intoItself.code()).isEqualTo(2);
        assertThat(intoItself.err()).contains("--outfolder outside of");
    }

    @Test
    void twoFilesThatWouldGoToTheSamePlaceAreNotMixedUp() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        GeneratedInstance.mr(9).writeTo(other.resolve("a.dcm"));
        CommandRun run = CommandRun.of("identifiers", "--action", "get", "--overwrite", "-o", clean, study, other);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("NOT WRITTEN " + other.resolve("a.dcm"));
        assertThat(clean.resolve("a.dcm.json")).content().contains("ID-1");
    }

    @Test
    void idsThatAreNotJsonAreSaidByPlace() throws IOException {
        Files.writeString(ids, "{\"id\": \"X\",\n  oops}");
        CommandRun run = put();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: " + ids + ":2:").doesNotContain("oops");
        Files.writeString(ids, "{\"a.dcm\": {\"id\": [[1]]}}");
        assertThat(put().err()).startsWith("error: " + ids + ": a.dcm: expected ");
    }

    private CommandRun putFlagging(Object... more) throws IOException {
        Files.writeString(recipe, FLAGGING);
        Files.writeString(ids, "{}");
        return put(more);
    }

    private CommandRun put(Object... more) {
        java.util.List<Object> words = new java.util.ArrayList<>(java.util.List.of(
                "identifiers", "--action", "put", "--deid", recipe, "--ids", ids, "--outfolder", clean, study));
        words.addAll(java.util.List.of(more));
        return CommandRun.of(words.toArray());
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** The data set, inflated if need be. */
    private static byte[] plain(Path file, Syntax syntax) throws DataFormatException {
        byte[] bytes = DataSetBytes.of(file).dataSet();
        if (syntax != Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN) {
            return bytes;
        }
        Inflater inflater = new Inflater(true);
        inflater.setInput(bytes);
        byte[] plain = new byte[1 << 20];
        int length = inflater.inflate(plain);
        inflater.end();
        return java.util.Arrays.copyOf(plain, length);
    }

    @Test
    void wordsThatAreTakenOutOfDescriptionsAreCounted() throws IOException {
        DataSetTree described = NamesToUse.instance().text(0x0008_1030, "LO", "CT chest of neighbour Roe, 4711");
        Path file = Files.write(
                folder.resolve("described.dcm"),
                Transcoder.file(described, Transcoder.forms().get(0)));
        Files.writeString(recipe, "FORMAT dicom\n%header\nREPLACE StudyDescription func:clean_words\n");
        CommandRun run = CommandRun.of("identifiers", "--action", "put", "--deid", recipe, "-o", clean, file);
        assertThat(run.err()).isEqualTo("WRITTEN 1 files to " + clean + "\nDROPPED 3 words of descriptions\n");
    }
}
