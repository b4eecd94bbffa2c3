package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** Who changes Specific Character Set (0008,0005) changes the bytes of every text, PS3.3 C.12.1.1.2. */
class NewCharacterSetTest {
    private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final int ITEMS = 0x0008_1140;

    @Test
    void everyTextIsEncodedAnewAtEveryDepth() throws Exception {
        assertThat(EditedDataSet.bytes(sample("ISO_IR 100", LATIN_1), "REPLACE SpecificCharacterSet ISO_IR 192"))
                .isEqualTo(sample("ISO_IR 192", UTF_8).bytes());
        assertThat(EditedDataSet.bytes(sample("ISO_IR 192", UTF_8), "ADD SpecificCharacterSet ISO_IR 100"))
                .isEqualTo(sample("ISO_IR 100", LATIN_1).bytes());
    }

    @Test
    void whatIsReplacedBeforeOrAfterIsInTheNewSetToo() throws Exception {
        byte[] expected = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 192")
                .raw(0x0008_0080, Vr.LO, padded("Größe", UTF_8))
                .raw(0x0010_0010, Vr.PN, padded("Åsa^Ö", UTF_8))
                .bytes();
        SampleInstance sample = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 100")
                .text("InstitutionName", "x")
                .text("PatientName", "x");
        assertThat(EditedDataSet.bytes(
                        sample,
                        "REPLACE PatientName Åsa^Ö",
                        "REPLACE SpecificCharacterSet ISO_IR 192",
                        "REPLACE InstitutionName Größe"))
                .isEqualTo(expected);
    }

    @Test
    void anItemThatDeclaresASetOfItsOwnStaysAsItIs() throws Exception {
        SampleInstance item = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 100")
                .raw(0x0010_0010, Vr.PN, padded("Åsa", LATIN_1));
        SampleInstance sample = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 100")
                .sequence(ITEMS, item)
                .raw(0x0010_0010, Vr.PN, padded("Åsa", LATIN_1));
        assertThat(EditedDataSet.bytes(sample, "ADD SpecificCharacterSet ISO_IR 192"))
                .isEqualTo(new SampleInstance()
                        .text("SpecificCharacterSet", "ISO_IR 192")
                        .sequence(ITEMS, item)
                        .raw(0x0010_0010, Vr.PN, padded("Åsa", UTF_8))
                        .bytes());
    }

    @Test
    void anItemThatLosesItsOwnIsInThatOfTheDataSet() throws Exception {
        SampleInstance sample = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 192")
                .sequence(
                        ITEMS,
                        new SampleInstance()
                                .text("SpecificCharacterSet", "ISO_IR 100")
                                .raw(0x0010_0010, Vr.PN, padded("Åsa", LATIN_1)));
        assertThat(EditedDataSet.bytes(sample, "REMOVE ReferencedImageSequence__SpecificCharacterSet"))
                .isEqualTo(new SampleInstance()
                        .text("SpecificCharacterSet", "ISO_IR 192")
                        .sequence(ITEMS, new SampleInstance().raw(0x0010_0010, Vr.PN, padded("Åsa", UTF_8)))
                        .bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE SpecificCharacterSet ISO_IR 144",
                "BLANK SpecificCharacterSet",
                "REMOVE SpecificCharacterSet"
            })
    void whatTheNewSetLacksFails(String action) throws Exception {
        assertThatThrownBy(() -> EditedDataSet.bytes(sample("ISO_IR 100", LATIN_1), action))
                .isInstanceOfSatisfying(ActionException.class, thrown -> assertThat(thrown.kind())
                        .isEqualTo(ActionException.Kind.VALUE_NOT_ENCODABLE))
                .hasMessageContaining("(0008,0080)")
                .hasMessageNotContaining("Gr");
        SampleInstance ascii =
                new SampleInstance().text("SpecificCharacterSet", "ISO_IR 100").text("PatientName", "Doe");
        assertThat(EditedDataSet.elements(ascii, action)).containsEntry("(0010,0010)", "Doe");
        assertThat(EditedDataSet.elements(
                        sample("ISO_IR 100", LATIN_1),
                        action,
                        "REMOVE select:VR:PN",
                        "REMOVE select:VR:LO",
                        "REMOVE select:VR:LT"))
                .doesNotContainKey("(0010,0010)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ISO_IR 6", "ISO_IR 4711", "ISO_IR 192"})
    void bytesThatTheDeclaredSetDoesNotExplainFail(String declared) {
        SampleInstance sample = new SampleInstance()
                .text("SpecificCharacterSet", declared)
                .raw(0x0010_0010, Vr.PN, padded("Åsa^Ö", LATIN_1));
        assertThatThrownBy(() -> EditedDataSet.bytes(sample, "REPLACE SpecificCharacterSet ISO_IR 101"))
                .isInstanceOf(ActionException.class);
    }

    @Test
    void aSetThatTheStandardDoesNotKnowIsRefused() {
        SourceText text = new SourceText("test.deid", "FORMAT dicom\n%header\nREPLACE SpecificCharacterSet UTF8\n");
        assertThatThrownBy(() -> CompiledRecipe.load(List.of(text), Reading.STRICT))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("test.deid:3:30: error: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE SpecificCharacterSet var:set",
                "ADD SpecificCharacterSet var:set",
                "REPLACE ReferencedImageSequence__SpecificCharacterSet var:set",
                "REPLACE SpecificCharacterSet func:set",
                "REPLACE select:VR:CS ABC",
                "REPLACE endswith:CharacterSet ABC"
            })
    void aSetThatTheStandardDoesNotKnowFailsWhateverGivesIt(String action) throws Exception {
        for (String set : new String[] {"FOO", "ISO_IR 87", "ISO_IR 4711", "UTF8", "ISO_IR 100\\ISO_IR 101"}) {
            assertThatThrownBy(() -> given(set, action))
                    .isInstanceOfSatisfying(ActionException.class, thrown -> assertThat(thrown.kind())
                            .isEqualTo(ActionException.Kind.VALUE_NOT_ENCODABLE))
                    .hasMessageContaining("(0008,0005)")
                    .hasMessageNotContaining(set);
        }
        if (!action.contains("ABC")) {
            for (String set : new String[] {"", "ISO_IR 13", "ISO_IR 192", "\\ISO 2022 IR 87", "GB18030"}) {
                given(set, action);
            }
        }
    }

    /** All text is ASCII; so it is the same in every set. */
    private static void given(String set, String action) throws Exception {
        SampleInstance item = new SampleInstance().text("SpecificCharacterSet", "ISO_IR 100");
        SampleInstance sample = new SampleInstance()
                .text("SpecificCharacterSet", "ISO_IR 100")
                .sequence(ITEMS, item)
                .text("PatientName", "Doe");
        RecipeFunction function = new RecipeFunction() {
            @Override
            public String name() {
                return "set";
            }

            @Override
            public Optional<VariableValue> value(Call call) {
                return Optional.of(VariableValue.of(set));
            }
        };
        CompiledRecipe.load(
                        List.of(new SourceText("test.deid", "FORMAT dicom\n%header\n" + action + "\n")),
                        Reading.STRICT,
                        new CompiledRecipe.Environment(RecipeFunctions.of(List.of(function)), LocalDate::now))
                .edit(sample.instance(), (name, instance) -> Optional.of(VariableValue.of(set)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M\u00fcller", "Gr\u00f6\u00dfe\\Ma\u00df", "\u00c5sa^\u00d6"})
    void textOfUnknownVrIsEncodedAnewToo(String text) throws Exception {
        assertThat(EditedDataSet.bytes(
                        unknown("ISO_IR 100", padded(text, LATIN_1)), "REPLACE SpecificCharacterSet ISO_IR 192"))
                .isEqualTo(unknown("ISO_IR 192", padded(text, UTF_8)).bytes());
        assertThat(EditedDataSet.bytes(
                        unknown("ISO_IR 192", padded(text, UTF_8)), "REPLACE SpecificCharacterSet ISO_IR 100"))
                .isEqualTo(unknown("ISO_IR 100", padded(text, LATIN_1)).bytes());
    }

    @Test
    void bytesOfUnknownVrThatAreNoTextStay() throws Exception {
        for (byte[] number : new byte[][] {{(byte) 0xE9, 3}, {0, 0, 'H', (byte) 0xC1}, {1, (byte) 0xFF}, {'O', 'K'}}) {
            assertThat(EditedDataSet.bytes(unknown("ISO_IR 100", number), "REPLACE SpecificCharacterSet ISO_IR 192"))
                    .isEqualTo(unknown("ISO_IR 192", number).bytes());
        }
    }

    @Test
    void aValueOfUnknownVrThatMayBeTextOrANumberFails() {
        byte[] minusOne = {(byte) 0xFF, (byte) 0xFF};
        for (String declared : new String[] {"", "ISO_IR 100", "ISO_IR 192"}) {
            for (byte[] value : new byte[][] {minusOne, {'A', (byte) 0xE9}, {'O', (byte) 0x92, 'B', 'r'}}) {
                assertThatThrownBy(() ->
                                EditedDataSet.bytes(unknown(declared, value), "ADD SpecificCharacterSet ISO_IR 101"))
                        .isInstanceOf(ActionException.class)
                        .hasMessageContaining("(0011,1001)");
            }
        }
    }

    private static SampleInstance unknown(String declared, byte[] value) {
        return new SampleInstance()
                .text("SpecificCharacterSet", declared)
                .raw(0x0011_0010, Vr.LO, padded("SLUICE TEST OF NOBODY", UTF_8))
                .raw(0x0011_1001, Vr.UN, value);
    }

    @Test
    void textBehindThePixelDataIsEncodedAnewToo() throws Exception {
        assertThat(EditedDataSet.bytes(behind("ISO_IR 100", LATIN_1), "REPLACE SpecificCharacterSet ISO_IR 192"))
                .isEqualTo(behind("ISO_IR 192", UTF_8).bytes());
        assertThatThrownBy(() -> EditedDataSet.bytes(behind("ISO_IR 100", LATIN_1), "REMOVE SpecificCharacterSet"))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("(7FE1,1001)");
    }

    private static SampleInstance behind(String declared, Charset charset) {
        return new SampleInstance()
                .text("SpecificCharacterSet", declared)
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[4])
                .raw(0x7FE1_0010, Vr.LO, padded("ACME", charset))
                .raw(0x7FE1_1001, Vr.LO, padded("Größe", charset));
    }

    private static SampleInstance sample(String declared, Charset charset) {
        return new SampleInstance()
                .text("SpecificCharacterSet", declared)
                .text("Modality", "CT")
                .raw(0x0008_0080, Vr.LO, padded("Größe\\Maß", charset))
                .sequence(ITEMS, new SampleInstance().raw(0x0010_4000, Vr.LT, padded("Übung", charset)))
                .raw(0x0010_0010, Vr.PN, padded("Åsa^Ö", charset));
    }

    private static byte[] padded(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        return bytes.length % 2 == 0 ? bytes : (text + " ").getBytes(charset);
    }
}
