package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeExplanation;
import org.sluice.recipe.syntax.RecipeFormat;
import org.sluice.text.SourceText;

/** {@code ADD (0013,"CTP",10) LO text}: private elements with a VR, PS3.5 7.8.1. */
class AddPrivateTest {
    private final SampleInstance sample = new SampleInstance().text("PatientID", "PAT-1");

    @Test
    void theCreatorIsAddedWithTheElement() throws Exception {
        byte[] expected = sample().raw(0x0013_0010, Vr.LO, text("CTP "))
                .raw(0x0013_1010, Vr.LO, text("PROJECT "))
                .raw(0x0013_1011, Vr.US, new byte[] {7, 0})
                .bytes();
        assertThat(EditedDataSet.bytes(sample, "ADD (0013,\"CTP\",10) LO PROJECT", "ADD 0013,\"CTP\",11 US 7"))
                .isEqualTo(expected);
    }

    @Test
    void aBlockThatTheCreatorHasIsUsedAndAnotherIsLeftAlone() throws Exception {
        sample.raw(0x0013_0010, Vr.LO, text("ACME"))
                .raw(0x0013_0012, Vr.LO, text("CTP "))
                .raw(0x0013_1001, Vr.LO, text("acme"))
                .raw(0x0013_1101, Vr.LO, text("nobody's"));
        assertThat(EditedDataSet.elements(sample, "ADD (0013,\"CTP\",10) LO x", "ADD (0013,\"NEW\",01) DA 20200102"))
                .containsEntry("(0013,1210)", "x")
                .containsEntry("(0013,0013)", "NEW")
                .containsEntry("(0013,1301)", "20200102")
                .containsEntry("(0013,1001)", "acme")
                .containsEntry("(0013,1101)", "nobody's");
    }

    @Test
    void anElementThatIsThereGetsTheValueAndTheVr() throws Exception {
        sample.raw(0x0013_0010, Vr.LO, text("CTP ")).raw(0x0013_1010, Vr.UN, text("old "));
        assertThat(EditedDataSet.bytes(sample, "ADD (0013,\"CTP\",10) LO new", "KEEP 0013,\"CTP\",10"))
                .isEqualTo(sample().raw(0x0013_0010, Vr.LO, text("CTP "))
                        .raw(0x0013_1010, Vr.LO, text("new "))
                        .bytes());
    }

    @Test
    void addMayFollowTheRemovalOfAllPrivateElements() throws Exception {
        sample.raw(0x0013_0010, Vr.LO, text("CTP "))
                .raw(0x0013_1009, Vr.LO, text("gone"))
                .raw(0x0019_0010, Vr.LO, text("ACME"))
                .raw(0x0019_1009, Vr.LO, text("gone"));
        assertThat(EditedDataSet.elements(
                        sample, "REMOVE contains:^\\([0-9a-f]{3}[13579bdf],", "ADD (0013,\"CTP\",10) LO new"))
                .containsOnlyKeys("(0010,0020)", "(0013,0010)", "(0013,1010)");
    }

    @Test
    void laterActionsKnowTheElementByItsCreator() throws Exception {
        assertThat(EditedDataSet.elements(sample, "ADD (0013,\"CTP\",10) LO x", "REPLACE 0013,\"CTP\",10 y"))
                .containsEntry("(0013,1010)", "y");
        assertThat(EditedDataSet.elements(sample, "ADD (0013,\"CTP\",10) LO x", "REMOVE select:GROUP:0013"))
                .containsOnlyKeys("(0010,0020)");
    }

    @Test
    void blocksBehindALargeValueAreSeenBeforeOneIsChosen() throws Exception {
        sample.raw(0x0029_0010, Vr.LO, text("ACME"))
                .raw(0x0029_1010, Vr.OB, new byte[70_000])
                .raw(0x0031_0010, Vr.LO, text("CTP "))
                .raw(0x0031_1001, Vr.LO, text("old "))
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4]);
        assertThat(EditedDataSet.elements(sample, "ADD (0031,\"CTP\",02) LO new"))
                .containsEntry("(0031,1002)", "new")
                .containsEntry("(0031,1001)", "old")
                .doesNotContainKey("(0031,0011)");
        CompiledRecipe behind = RecipeText.strict("%header", "ADD (7FE1,\"CTP\",02) LO new");
        assertThat(behind.needsWholeDataSet()).isTrue();
    }

    @Test
    void aGroupWithoutAFreeBlockFails() throws Exception {
        for (int block = 0x10; block <= 0xFF; block++) {
            sample.raw(0x0013_0000 | block, Vr.LO, text("ACME"));
        }
        assertThatThrownBy(() -> EditedDataSet.bytes(sample, "ADD (0013,\"CTP\",10) LO x"))
                .isInstanceOf(ActionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD (0013,\"CTP\",10) text|3:21",
                "ADD (0013,\"CTP\",10)|3:20",
                "ADD (0013,\"CTP\",10) SQ x|3:21",
                "ADD (0013,\"CTP\",10) LO|3:23",
                "ADD (0013,\"CTP\",10) DA yesterday|3:24",
                "ADD (0013,\"CTP\",10) US 70000|3:24",
                "ADD (0012,\"CTP\",10) LO x|3:5",
                "ADD (0007,\"CTP\",10) LO x|3:5",
                "ADD (0013,\"\",10) LO x|3:5",
                "ADD (0013,\"CTP\",10) LO deid_func:pydicom_uuid|3:24",
            })
    void whatCannotBeAddedIsAnErrorOfTheRecipe(String line, String place) {
        SourceText text = new SourceText("test.deid", "FORMAT dicom\n%header\n" + line + "\n");
        assertThatThrownBy(() -> CompiledRecipe.load(List.of(text), Reading.STRICT))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("test.deid:" + place + ": error: ");
    }

    @Test
    void addOfAPrivateElementIsLaidOutAndExplained() throws Exception {
        SourceText text =
                new SourceText("test.deid", "FORMAT dicom\n%header\nADD  (0013,\"CTP\",10)   LO  two words # why\n");
        assertThat(RecipeFormat.format(text, Set.of())).contains("ADD (0013,\"CTP\",10) LO two words # why");
        CompiledRecipe recipe = CompiledRecipe.load(List.of(text), Reading.STRICT);
        assertThat(RecipeExplanation.of(recipe.recipe()).text())
                .contains("Set the private element 10 of \"CTP\" in group 0013, of VR LO, to \"two words\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"var:site", "func:site"})
    void itsValueMayBeLookedUp(String value) throws Exception {
        RecipeFunction site = new RecipeFunction() {
            @Override
            public String name() {
                return "site";
            }

            @Override
            public Optional<VariableValue> value(Call call) {
                return Optional.of(VariableValue.of("NORTH"));
            }
        };
        CompiledRecipe recipe = RecipeText.compiled(
                Reading.STRICT, RecipeFunctions.of(List.of(site)), "%header", "ADD (0013,\"CTP\",10) LO " + value);
        var edit = recipe.edit(sample.instance(), (name, instance) -> Optional.of(VariableValue.of("NORTH")))
                .dataSet();
        assertThat(edit.texts(edit.find(0x0013_1010))).containsExactly("NORTH");
    }

    @Test
    void compatEndsWithAnErrorAsDeidDoes() throws Exception {
        CompiledRecipe recipe = RecipeText.compat("%header", "ADD (0013,\"CTP\",10) LO x");
        assertThatThrownBy(() -> recipe.edit(sample.instance(), Variables.NONE)).isInstanceOf(ActionException.class);
    }

    private static SampleInstance sample() {
        return new SampleInstance().text("PatientID", "PAT-1");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
