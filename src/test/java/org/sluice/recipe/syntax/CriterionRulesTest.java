package org.sluice.recipe.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.text.Problem;
import org.sluice.text.Severity;
import org.sluice.text.SourceText;

/** Criteria that hold for no instance, or for all of them. */
class CriterionRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "equals ImageType ORIGINAL",
                "equals ImageType ORIGINAL\\PRIMARY",
                "equals PixelSpacing 0.5",
                "equals OtherPatientNames Doe\\Jane",
                "equals SeriesNumber first",
                "equals PatientWeight heavy",
                "equals Rows abc",
                "equals Rows 0512",
                "equals Rows 70000",
                "equals DiffusionBValue 1000",
                "equals StudyDate yesterday",
                "equals StudyTime noon",
                "equals PatientAge 45",
                "equals SOPClassUID CT",
                "equals Modality CT-PET",
                "equals FrameIncrementPointer FrameTime",
                "equals RequestAttributesSequence x",
                "equals StationName a name of far more than sixteen characters",
                "equals 0x00080008 ORIGINAL",
                "present CodeMeaning",
                "contains ReferencedSOPInstanceUID 1.2",
                "contains Modality CT + contains ScheduledProcedureStepDescription head"
            })
    void oneThatNeverHoldsIsWarnedOf(String line) {
        assertThat(warnings(line)).singleElement().asString().endsWith(": this never holds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notequals ImageType ORIGINAL", "missing CodeValue", "notcontains TextValue x"})
    void oneThatAlwaysHoldsIsWarnedOf(String line) {
        assertThat(warnings(line)).singleElement().asString().endsWith(": this always holds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contains ImageType ORIGINAL",
                "equals ImageType ['ORIGINAL', 'PRIMARY', 'AXIAL']",
                "equals SoftwareVersions B13",
                "equals OtherPatientNames Doe^Jane",
                "equals BurnedInAnnotation Yes",
                "equals Modality ct",
                "equals SeriesNumber 999",
                "equals SeriesNumber 0999",
                "equals PatientWeight 70.50",
                "equals Rows 512",
                "equals DiffusionBValue 1000.0",
                "equals DiffusionBValue 1e-07",
                "equals StudyDate 20200131",
                "equals PatientAge 045y",
                "equals FrameIncrementPointer (0018,1063)",
                "equals SOPClassUID 1.2.840.10008.5.1.4.1.1.2",
                "equals SmallestImagePixelValue -5",
                "equals StudyDescription CT|MR a\\b? no",
                "equals 0x00291010 anything",
                "present RequestAttributesSequence",
                "present SequenceOfUltrasoundRegions"
            })
    void oneThatMayHoldIsNot(String line) {
        assertThat(warnings(line)).noneMatch(warning -> warning.contains("holds"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "equals Modality CT + equals Modality MR",
                "equals Modality CT\n+ equals 0x00080060 MR",
                "equals Modality CT\nnotequals Modality ct",
                "equals Modality CT\ncontains Modality ^MR$",
                "equals Modality CT\nnotcontains Modality C",
                "contains StudyDescription a\n+ notcontains StudyDescription A",
                "missing PatientName + contains PatientName x",
                "present Modality + missing Modality",
                "missing StudyDescription + empty StudyDescription",
                "empty StudyDescription + equals StudyDescription x",
                "empty Rows + equals Rows 512",
                "equals Rows 512 + equals Rows 256",
                "present PatientName || equals Modality CT + equals Modality MR + equals Modality CT"
            })
    void criteriaThatContradictEachOtherAreWarnedOf(String lines) {
        assertThat(warnings(lines)).anyMatch(warning -> warning.startsWith("this never holds together with"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "equals Modality CT || equals Modality MR",
                "equals Modality CT\n|| equals Modality MR",
                "equals Modality CT || equals Modality MR + present PatientName",
                "equals Modality CT\ncontains Modality C",
                "equals PatientSex M\nequals Modality CT",
                "empty Rows + equals Rows 0",
                "missing Rows + empty Rows",
                "equals LUTFunction a + equals LUTFunction A",
                "equals PixelAspectRatio ['1', '1']\ncontains PixelAspectRatio 1",
                "equals RecommendedDisplayFrameRateInFloat 1.0\nnotequals Rows 512",
                "equals SimpleFrameList 1\n+ equals SimpleFrameList 2"
            })
    void criteriaThatMayHoldTogetherAreNot(String lines) {
        assertThat(warnings(lines)).noneMatch(warning -> warning.contains("together"));
    }

    @Test
    void aContradictionNamesTheOtherCriterionAndItsLine() {
        assertThat(warnings("equals Modality CT\npresent PatientName\n+ equals Modality MR"))
                .containsExactly("this never holds together with `equals Modality CT` of line 4");
    }

    @Test
    void labelsDoNotContradictEachOther() {
        assertThat(warnings("equals Modality CT\nLABEL b\nequals Modality MR")).isEmpty();
    }

    @Test
    void aLabelOfVeryManyAlternativesIsReadInTime() {
        String line = "present PatientName" + " || equals Modality CT".repeat(40);
        assertThat(warnings((line + "\n+ ").repeat(30) + "present PatientName"))
                .noneMatch(warning -> warning.contains("never"));
    }

    private static List<String> warnings(String lines) {
        SourceText recipe = new SourceText("r", "FORMAT dicom\n%filter f\nLABEL a\n" + lines + "\n");
        List<Problem> problems =
                new RecipeParser(Reading.STRICT, Set.of()).read(List.of(recipe)).problems();
        assertThat(problems).noneMatch(Problem::isError);
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .map(Problem::message)
                .toList();
    }
}
