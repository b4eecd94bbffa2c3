package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** Text that PS3.5 table 6.2-1 does not allow reaches no archive. */
class FittingValuesTest {
    @ParameterizedTest
    @CsvSource({
        "REPLACE StudyInstanceUID new-id, 3:26",
        "REPLACE PatientBirthDate ANON, 3:26",
        "REPLACE StudyTime ANON, 3:19",
        "REPLACE PatientSex unknown person, 3:20",
        "REPLACE PatientAge 200, 3:20",
        "REPLACE StudyID 12345678901234567, 3:17",
        "REPLACE select:VR:CS x, 3:22",
        "REPLACE ImageType DERIVED\\secondary, 3:19",
    })
    void aLiteralThatDoesNotFitIsAnErrorOfTheRecipe(String line, String place) {
        SourceText text = new SourceText("test.deid", "FORMAT dicom\n%header\n" + line + "\n");
        assertThatThrownBy(() -> CompiledRecipe.load(List.of(text), Reading.STRICT))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("test.deid:" + place + ": error: expected");
    }

    @ParameterizedTest
    @CsvSource({
        "StudyInstanceUID, new-id",
        "PatientBirthDate, ANON",
        "StudyTime, 10:11",
        "AcquisitionDateTime, yesterday",
        "PatientSex, unknown",
        "PatientAge, 200",
        "StudyID, 12345678901234567",
        "StationAETitle, A TITLE THAT IS TOO LONG",
        "SeriesNumber, 1.5",
        "PixelSpacing, 0.30000000000000004",
    })
    void aVariableThatDoesNotFitStopsTheRunWithoutShowingTheValue(String keyword, String value) throws Exception {
        Instance instance =
                new SampleInstance().text(keyword, "").text("Modality", "CT").instance();
        Variables variables = (name, of) -> Optional.of(VariableValue.of(value));
        for (String action : List.of("ADD ", "REPLACE ")) {
            CompiledRecipe recipe = RecipeText.strict("%header", action + keyword + " var:x");
            assertThatThrownBy(() -> recipe.edit(instance, variables))
                    .isInstanceOfSatisfying(ActionException.class, thrown -> assertThat(thrown.kind())
                            .isEqualTo(ActionException.Kind.VALUE_NOT_ENCODABLE))
                    .hasMessageNotContaining(value);
        }
    }

    @Test
    void aLiteralThatOnlyTheInstanceShowsNotToFitStopsTheRun() throws Exception {
        Instance instance = new SampleInstance()
                .raw(0x0029_0010, Vr.LO, "ACME".getBytes(StandardCharsets.US_ASCII))
                .raw(0x0029_1001, Vr.DA, "20200102".getBytes(StandardCharsets.US_ASCII))
                .instance();
        CompiledRecipe recipe = RecipeText.strict("%header", "REPLACE 0029,\"ACME\",01 none");
        assertThatThrownBy(() -> recipe.edit(instance, Variables.NONE))
                .isInstanceOfSatisfying(ActionException.class, thrown -> assertThat(thrown.kind())
                        .isEqualTo(ActionException.Kind.VALUE_NOT_ENCODABLE))
                .hasMessageContaining("(0029,1001)");
    }

    @Test
    void whatAFunctionGivesIsHeldToTheSameForms() throws Exception {
        Instance instance = new SampleInstance().text("StudyInstanceUID", "1.2").instance();
        CompiledRecipe recipe = RecipeText.strict("%header", "REPLACE contains:StudyInstance deid_func:basic_uuid");
        assertThatThrownBy(() -> recipe.edit(instance, Variables.NONE)).isInstanceOf(ActionException.class);
    }

    @Test
    void compatWritesWhatDeidWrites() throws Exception {
        Instance instance = new SampleInstance().text("PatientSex", "M").instance();
        var edit = RecipeText.compat("%header", "REPLACE PatientSex unknown")
                .edit(instance, Variables.NONE)
                .dataSet();
        assertThat(edit.texts(edit.find(0x0010_0040))).containsExactly("unknown");
    }
}
