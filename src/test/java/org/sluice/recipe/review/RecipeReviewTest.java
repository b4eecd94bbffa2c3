package org.sluice.recipe.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.recipe.GoldenCase;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeCheck;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.Problem;
import org.sluice.text.Severity;
import org.sluice.text.SourceText;

/** What is said of lines that cannot do what their author means, whatever the instance. */
class RecipeReviewTest {
    private static final Path GOLDEN = Path.of("../shared/golden");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REMOVE contains:Physican",
                "BLANK startswith:Pateint",
                "KEEP endswith:Datte",
                "REMOVE contains:Physican|Pateint",
                "REMOVE contains:Physican.*Name",
                "REMOVE contains:Patient_Name",
                "BLANK except:Physican\nADD SOPClassUID 1.2\nADD SOPInstanceUID var:uid"
            })
    void anExpressionThatNoAttributeHasANameForIsWarnedOf(String line) {
        assertThat(warnings(line))
                .singleElement()
                .asString()
                .startsWith("3: no attribute of the dictionary has such a name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REMOVE contains:Physician",
                "REMOVE contains:^\\(60[0-9a-f]{2},",
                "REMOVE contains:^\\([0-9a-f]{3}[13579bdf],",
                "REMOVE startswith:0019",
                "REMOVE contains:(0019|physican),10",
                "REMOVE contains:GEMS",
                "REMOVE contains:gems_parm",
                "REMOVE contains:siemens.*header",
                "REMOVE contains:\"ACME.1.0\",01",
                "REMOVE contains:Private",
                "REMOVE contains:RequestAttributesSequence__Scheduled",
                "REMOVE contains:RequestAttributesSequence.*PatientID",
                "REMOVE endswith:Time",
                "REPLACE 0019,\"ACME 1.0\",01 x\nREMOVE contains:ACME"
            })
    void whatMayMeanAPrivateElementOrAPathIsNot(String lines) {
        assertThat(warnings(lines)).noneMatch(warning -> warning.contains("such a name"));
    }

    @Test
    void aDateThatTwoLinesMoveIsWarnedOf() {
        assertThat(warnings("JITTER StudyDate var:days\nJITTER endswith:Date var:days"))
                .containsExactly("4: line 3 moves the date of StudyDate already: it is moved twice");
        assertThat(warnings("REPLACE StudyDate deid_func:jitter days=3\nJITTER (0008,0020) 4"))
                .hasSize(1);
        assertThat(warnings("JITTER 0029,\"ACME\",10 3\nJITTER 0029,\"ACME\",10 4"))
                .hasSize(1);
        assertThat(warnings("JITTER OtherPatientIDsSequence__PatientBirthDate 3\nJITTER PatientBirthDate 4"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JITTER StudyDate 3\nJITTER SeriesDate 4",
                "JITTER StudyDate 3\nREPLACE StudyDate 20200101\nJITTER StudyDate 4",
                "KEEP StudyDate\nJITTER StudyDate 3\nJITTER StudyDate 4",
                "JITTER StudyDate 3\nJITTER contains:TimezoneOffset 4",
                "JITTER (0008,1140)__0__(0008,0020) 3\nJITTER (0008,1140)__1__(0008,0020) 4"
            })
    void datesThatAreMovedOnceAreNot(String lines) {
        assertThat(warnings(lines)).noneMatch(warning -> warning.contains("moved twice"));
    }

    @Test
    void anAddThatALaterLineUndoesIsWarnedOf() {
        assertThat(warnings("ADD PatientIdentityRemoved YES\nREMOVE contains:PatientIdentity"))
                .containsExactly("3: line 4 takes PatientIdentityRemoved away again; put ADD behind it");
        assertThat(warnings("ADD PatientIdentityRemoved YES\nBLANK select:GROUP:0012"))
                .hasSize(1);
        assertThat(warnings("KEEP PatientID\nADD PatientID x\nREMOVE PatientID"))
                .singleElement()
                .asString()
                .contains("KEEP shields what the instance has");
        assertThat(warnings("ADD PatientIdentityRemoved YES\nREMOVE ALL\nKEEP SOPClassUID\nKEEP SOPInstanceUID"))
                .hasSize(1);
        assertThat(warnings("ADD (0013,\"CTP\",10) LO x\nREMOVE select:GROUP:0013"))
                .containsExactly("3: line 4 takes (0013,\"CTP\",10) away again; put ADD behind it");
        assertThat(warnings("ADD (0013,\"CTP\",10) LO x\nREMOVE contains:^\\([0-9a-f]{3}[13579bdf],"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REMOVE PatientID\nADD PatientID x",
                "ADD PatientID x\nREMOVE PatientID var:drop",
                "ADD PatientID x\nREMOVE PatientID\nADD PatientID y\nREPLACE PatientID z",
                "ADD PatientID x\nBLANK PatientID",
                "ADD PatientID x\nREMOVE OtherPatientIDsSequence__PatientID"
            })
    void anAddThatLastsIsNot(String lines) {
        assertThat(warnings(lines)).noneMatch(warning -> warning.contains("away again"));
    }

    @Test
    void aRecipeThatLeavesNoSopInstanceUidIsWarnedOf() {
        assertThat(warnings("REMOVE ALL"))
                .containsExactly("3: this leaves no SOPClassUID, SOPInstanceUID: the node quarantines every instance");
        assertThat(warnings("BLANK SOPInstanceUID")).hasSize(1);
        assertThat(warnings("KEEP SOPClassUID\nREMOVE ALL\nADD SOPInstanceUID var:uid"))
                .isEmpty();
        assertThat(warnings("REMOVE select:VR:UI\nREPLACE SOPInstanceUID var:uid\nREPLACE SOPClassUID 1.2"))
                .isEmpty();
    }

    @Test
    void aValueForASequenceIsWarnedOf() {
        assertThat(warnings("REPLACE contains:Sequence x"))
                .singleElement()
                .asString()
                .startsWith("3: a sequence cannot be given a value: every instance with ")
                .endsWith(" more is quarantined");
        assertThat(warnings("REPLACE contains:OtherPatientID x"))
                .containsExactly("3: a sequence cannot be given a value: every instance with OtherPatientIDsSequence"
                        + " is quarantined");
        assertThat(warnings("BLANK OtherPatientIDsSequence\nREPLACE contains:OtherPatientID x"))
                .as("a blank sequence is there, and takes no value either")
                .hasSize(1);
        assertThat(warnings("KEEP OtherPatientIDsSequence\nREPLACE contains:OtherPatientID x"))
                .isEmpty();
        assertThat(warnings("REPLACE endswith:Date deid_func:jitter days=3")).isEmpty();
    }

    @Test
    void aListOfFieldsIsLookedInto() {
        assertThat(warnings("REPLACE fields:people x\n%fields people\nFIELD contains:OtherPatientID"))
                .hasSize(1);
        assertThat(warnings("REMOVE fields:people\n%fields people\nFIELD contains:Physican"))
                .hasSize(1);
        assertThat(warnings("REMOVE values:people\n%values people\nFIELD contains:OtherPatientID"))
                .containsExactly("5: a sequence has no value for a list: every instance with an item in"
                        + " OtherPatientIDsSequence is quarantined");
    }

    @Test
    void aReplacementOfListedValuesMayMeetAUid() {
        String list = "\n%values patient\nFIELD PatientID\nSPLIT PatientName by=^;minlength=4";
        assertThat(warnings("REPLACE values:patient REMOVED" + list))
                .singleElement()
                .asString()
                .startsWith("3: a value of the list may stand in a UID or a sequence too");
        assertThat(warnings("REMOVE values:patient" + list)).isEmpty();
        assertThat(warnings("BLANK values:patient" + list)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REPLACE PatientBirthDate deid_func:basic_uuid, basic_uuid, DA",
        "REPLACE PatientSex deid_func:suffix_uuid, suffix_uuid, CS",
        "REPLACE AccessionNumber deid_func:dicom_uuid org_root=1.2.3, dicom_uuid, SH",
        "REPLACE SeriesNumber deid_func:pydicom_uuid, pydicom_uuid, IS",
        "ADD Rows deid_func:basic_uuid, basic_uuid, US",
        "'ADD (0013,\"CTP\",10) SH deid_func:basic_uuid', basic_uuid, SH",
        "REPLACE select:VR:DA deid_func:basic_uuid, basic_uuid, DA",
    })
    void aFunctionWhoseResultCannotFitIsWarnedOf(String line, String function, String vr) {
        assertThat(warnings(line))
                .containsExactly("3: no result of " + function + " fits VR " + vr + ": the instance is quarantined");
    }

    @Test
    void aFunctionThatGivesNoUidIsWarnedOf() {
        assertThat(warnings("REPLACE SOPInstanceUID deid_func:dicom_uuid org_root=abc"))
                .containsExactly("3: org_root= is no root of a UID, such as 1.2.3, so the result is no UID");
        assertThat(warnings("REPLACE select:VR:UI deid_func:dicom_uuid org_root=1.2.3."))
                .hasSize(1);
        assertThat(warnings("REPLACE select:VR:UI deid_func:basic_uuid"))
                .containsExactly("3: the result is no UID; dicom_uuid and pydicom_uuid make one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE PatientID deid_func:basic_uuid",
                "REPLACE PatientName deid_func:suffix_uuid",
                "REPLACE PatientID deid_func:dicom_uuid",
                "REPLACE SOPInstanceUID deid_func:dicom_uuid org_root=1.2.3",
                "REPLACE contains:Patient deid_func:basic_uuid",
                "REPLACE (0013,\"CTP\",10) deid_func:basic_uuid",
                "REPLACE StudyInstanceUID deid_func:pydicom_uuid"
            })
    void aFunctionWhoseResultMayFitIsNot(String line) {
        assertThat(warnings(line)).noneMatch(warning -> warning.contains("result"));
    }

    @Test
    void aTextThatFitsNothingThatAnExpanderTakesIsWarnedOf() {
        assertThat(warnings("REPLACE endswith:Date ANON"))
                .containsExactly("3: the text fits no element that endswith:Date takes:"
                        + " every instance with one is quarantined");
        assertThat(warnings("REPLACE contains:StudyDate|StudyTime not known")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE endswith:Date 20200101",
                "REPLACE contains:PatientBirth ANON",
                "REPLACE contains:GEMS|StudyDate ANON",
                "REPLACE contains:^\\(0008,0020 ANON",
                "REPLACE endswith:Date var:date"
            })
    void aTextThatFitsOneOfThemIsNot(String line) {
        assertThat(warnings(line)).noneMatch(warning -> warning.contains("fits no element"));
    }

    @Test
    void aRefusedRecipeIsNotLookedThrough() {
        assertThat(check("REMOVE ALL\nREMOVE x").problems()).allMatch(Problem::isError);
    }

    @TestFactory
    Stream<DynamicTest> theRecipesThatComeAlongNeedNoWarning() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("recipes"))) {
            return files.filter(file -> file.toString().endsWith(".deid")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.toString(),
                            () -> assertThat(RecipeReview.of(RecipeSources.read(List.of(file), Reading.STRICT), Set.of())
                                            .problems())
                                    .allMatch(problem -> problem.severity() == Severity.NOTE)));
        }
    }

    /** What is warned of must be so: a recipe that changed or flagged something is not said to do nothing. */
    @TestFactory
    Stream<DynamicTest> noLineOfTheGoldenRecipesIsSaidToTakeNothing() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden cases beside the project");
        return GoldenCase.all(GOLDEN).stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> assertThat(RecipeReview.of(
                                        List.of(SourceText.read(one.folder().resolve("recipe"))), Set.of("x"))
                                .problems())
                        .noneMatch(problem -> problem.message().contains("such a name"))));
    }

    private static RecipeCheck check(String lines) {
        return RecipeReview.of(List.of(new SourceText("r", "FORMAT dicom\n%header\n" + lines + "\n")), Set.of());
    }

    private static List<String> warnings(String lines) {
        RecipeCheck check = check(lines);
        assertThat(check.problems()).noneMatch(Problem::isError);
        return check.problems().stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .map(problem -> problem.at().line() + ": " + problem.message())
                .toList();
    }
}
