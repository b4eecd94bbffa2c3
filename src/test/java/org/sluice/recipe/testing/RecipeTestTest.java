package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** What a report says of expectations that do not hold. */
class RecipeTestTest {
    private static final String RECIPE = """
            FORMAT dicom
            %filter screens
            LABEL Says so itself
            contains BurnedInAnnotation YES
              coordinates 0,0,512,110
            %filter others
            LABEL Ultrasound
            equals Modality US
            %header
            REPLACE PatientID var:id
            REMOVE PatientName
            BLANK PatientBirthDate
            """;
    private static final String INSTANCE = """
            recipe site.deid
            var id ANON-1
            PatientID = 4711
            PatientName = Doe^Jane
            PatientBirthDate = 19510203
            case One
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheRecipe() throws Exception {
        Files.writeString(folder.resolve("site.deid"), RECIPE);
    }

    @Test
    void expectationsThatHoldAreCounted() throws Exception {
        TestReport report = report(INSTANCE + "expect clean\nexpect absent PatientName\n");
        assertThat(report.display()).isEqualTo("site.test: 1 case, all passed");
        assertThat(report.cases().get(0).expectations()).isEqualTo(2);
    }

    @Test
    void eachFailureSaysWhereAndWhatWasExpectedAndFound() throws Exception {
        TestReport report = report(INSTANCE + """
                        expect flagged screens
                        expect label Ultrasound
                        expect coordinates blank all
                        expect PatientID "ANON-2"
                        expect matches PatientID [0-9]+
                        expect present PatientName
                        expect absent PatientBirthDate
                        expect empty PatientID
                        expect unchanged PatientID
                        expect changed Modality
                        expect quarantine
                        """);
        assertThat(report.passed()).isFalse();
        assertThat(report.display()).isEqualTo("""
                        site.test:7:1: expect flagged screens: expected section screens to flag it, found a clean instance
                        site.test:8:1: expect label Ultrasound: expected a match of label Ultrasound, found a clean instance
                        site.test:9:1: expect coordinates blank all: expected blank all, found no coordinates
                        site.test:10:1: expect PatientID "ANON-2": expected "ANON-2", found "ANON-1"
                        site.test:11:1: expect matches PatientID [0-9]+: expected a value that matches [0-9]+, found "ANON-1"
                        site.test:12:1: expect present PatientName: expected present, found no such element
                        site.test:13:1: expect absent PatientBirthDate: expected absent, found ""
                        site.test:14:1: expect empty PatientID: expected empty, found "ANON-1"
                        site.test:15:1: expect unchanged PatientID: expected unchanged, found "ANON-1"
                        site.test:16:1: expect changed Modality: expected changed, found no such element
                        site.test:17:1: expect quarantine: expected a recipe that cannot be carried out, found one that was
                        site.test: 1 case, 1 failed""");
    }

    @Test
    void failuresOfVerdictsNameWhatMatched() throws Exception {
        TestReport report = report(INSTANCE + """
                        BurnedInAnnotation = YES
                        Modality = US
                        expect clean
                        expect flagged others
                        expect flagged screens because it is so
                        expect no label Ultrasound
                        expect coordinates none
                        """);
        assertThat(report.display()).isEqualTo("""
                        site.test:9:1: expect clean: expected a clean instance, \
                        found section screens (Says so itself), section others (Ultrasound)
                        site.test:10:1: expect flagged others: expected section others to decide, \
                        found section screens (Says so itself), section others (Ultrasound)
                        site.test:11:1: expect flagged screens because it is so: expected the reason it is so, \
                        found BurnedInAnnotation contains YES
                        site.test:12:1: expect no label Ultrasound: expected no match of label Ultrasound, \
                        found section screens (Says so itself), section others (Ultrasound)
                        site.test:13:1: expect coordinates none: expected no coordinates, found blank 0,0,512,110
                        site.test: 1 case, 1 failed""");
    }

    @Test
    void anActionThatCannotBeCarriedOutFailsWhatLooksAtItsResult() throws Exception {
        TestReport report =
                report(INSTANCE + "without var id\nexpect absent PatientName\nexpect quarantine because id\n");
        assertThat(report.cases().get(0).failures()).singleElement().satisfies(failure -> assertThat(failure.display())
                .startsWith("site.test:8:1: expect absent PatientName: expected header actions that can be carried"
                        + " out, found quarantine because ")
                .contains("id"));
    }

    @Test
    void whatTheNodeWouldQuarantineAfterTheActionsIsNoSuccess() throws Exception {
        Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%header\nADD PatientIdentityRemoved YES\nREMOVE ALL\nKEEP SOPClassUID\n");
        String instance = "recipe site.deid\nSOPClassUID = 1.2\nSOPInstanceUID = 1.2.3\ncase One\n";
        assertThat(report(instance + "expect clean\nexpect quarantine because valid UID\n")
                        .passed())
                .isTrue();
        String found = "quarantine because (0008,0018): expected a valid UID after the recipe's actions, found none\n";
        assertThat(report(instance + "expect clean\nexpect absent PatientID\n").display())
                .isEqualTo("site.test:5:1: expect clean: expected a clean instance, found " + found
                        + "site.test:6:1: expect absent PatientID: expected header actions that can be carried out, found "
                        + found + "site.test: 1 case, 1 failed");
    }

    @Test
    void aSopInstanceUidThatIsMadeAnewIsOneToGoOnUnder() throws Exception {
        Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%header\nREMOVE SOPInstanceUID\nADD SOPInstanceUID 2.25.7\n");
        String instance = "recipe site.deid\nSOPClassUID = 1.2\nSOPInstanceUID = 1.2.3\ncase One\n";
        assertThat(report(instance + "expect clean\nexpect SOPInstanceUID \"2.25.7\"\n")
                        .display())
                .endsWith("all passed");
    }

    @Test
    void aCleanInstanceWhoseActionsFailIsNotClean() throws Exception {
        assertThat(report(INSTANCE + "without var id\nexpect clean\n").passed()).isFalse();
        assertThat(report(INSTANCE + "without var id\nexpect clean\nexpect quarantine\n")
                        .passed())
                .isTrue();
    }

    @Test
    void storedFilesAreTestedAndTheirValuesNeverShown() throws Exception {
        List<Given> elements = List.of(
                given("SOPClassUID", "1.2"),
                given("SOPInstanceUID", "1.2.3"),
                given("PatientID", "4711-secret"),
                given("StationName", "secret"));
        Files.write(folder.resolve("one.dcm"), part10(elements));
        TestReport report = report("""
                recipe site.deid
                var id ANON-1
                case Stored
                file one.dcm
                expect clean
                expect PatientID "ANON-1"
                expect StationName "CT1"
                """);
        assertThat(report.display()).isEqualTo("""
                        site.test:7:1: expect StationName "CT1": expected "CT1", found another value of 6 characters
                        site.test: 1 case, 1 failed""");
    }

    @Test
    void anInstanceThatCannotBeReadFailsItsCaseAlone() throws Exception {
        TestReport report = report("""
                recipe site.deid
                var id ANON-1
                case Not there
                file missing.dcm
                expect clean
                case Not a number
                Rows = many
                expect clean
                case Sound
                expect clean
                """);
        assertThat(report.cases()).extracting(CaseReport::passed).containsExactly(false, false, true);
        assertThat(report.display()).endsWith("site.test: 3 cases, 2 failed");
    }

    @Test
    void aRecipeWithAMistakeIsNotTested() throws Exception {
        Files.writeString(folder.resolve("site.deid"), "FORMAT dicom\n%header\nREMOVE PatentName\n");
        assertThatThrownBy(() -> report(INSTANCE + "expect clean\n"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("site.deid:3:8");
    }

    @Test
    void compatReadsTheRecipeAsDeidDoes() throws Exception {
        Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%filter a\nLABEL One\nequals Modality US\n" + "  || equals Modality CT\n%header\n");
        String test = "recipe site.deid\nModality = CT\ncase One\n";
        assertThat(report(test + "expect flagged a\n").passed()).isTrue();
        assertThat(report("reading compat\n" + test + "expect clean\n").passed())
                .isTrue();
    }

    @Test
    void theFunctionOfTheChapterWorks() throws Exception {
        var environment = CompiledRecipe.Environment.of(RecipeFunctions.of(List.of(new YearOfBirth())));
        String text = "FORMAT dicom\n%header\nREPLACE PatientBirthDate func:year_of_birth\n";
        CompiledRecipe recipe =
                CompiledRecipe.load(List.of(new SourceText("site.deid", text)), Reading.STRICT, environment);
        Trial trial = new TrialRunner(recipe).run(List.of(given("PatientBirthDate", "19510203")), Map.of());
        Trial.Pair after = ((Trial.Outcome.Edited) trial.outcome()).after();
        assertThat(after.text(ElementPath.parse("PatientBirthDate"))).isEqualTo(Optional.of("19510101"));
    }

    private TestReport report(String test) throws Exception {
        Path file = Files.writeString(folder.resolve("site.test"), test);
        TestReport report = RecipeTest.read(file).run();
        return new TestReport(
                "site.test", report.cases().stream().map(RecipeTestTest::named).toList());
    }

    /** The case without the folder, which is another one each time. */
    private static CaseReport named(CaseReport each) {
        List<Failure> failures = each.failures().stream()
                .map(failure ->
                        new Failure(named(failure.at()), failure.expectation(), failure.expected(), failure.found()))
                .toList();
        return new CaseReport(named(each.at()), each.name(), each.expectations(), failures);
    }

    private static Span named(Span at) {
        return new Span("site.test", at.line(), at.column(), at.length());
    }

    private static Given given(String keyword, String value) throws Exception {
        return new Given(new Span("t", 1, 1), ElementPath.parse(keyword), null, value);
    }

    private static byte[] part10(List<Given> elements) throws Exception {
        Header meta = WrittenInstance.fileMeta(List.of(
                given("MediaStorageSOPClassUID", "1.2"),
                given("MediaStorageSOPInstanceUID", "1.2.3"),
                given("TransferSyntaxUID", "1.2.840.10008.1.2.1")));
        Header dataSet = WrittenInstance.dataSet(elements);
        var file = new ByteArrayOutputStream();
        file.writeBytes(Part10.beginning(new HeaderEdit(meta)));
        file.write(dataSet.bytes(), 0, dataSet.length());
        return file.toByteArray();
    }
}
