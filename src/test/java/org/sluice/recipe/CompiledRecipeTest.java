package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;

class CompiledRecipeTest {
    private static final int OTHER_PATIENT_IDS = 0x0010_1002;

    private final SampleInstance sample = new SampleInstance()
            .text("SOPInstanceUID", "1.2.3")
            .text("Modality", "CT")
            .text("StudyDate", "20200102")
            .text("PatientName", "Doe^Jane")
            .text("PatientID", "PAT-1")
            .text("PatientSex", "M")
            .number("Rows", 512)
            .sequence(
                    OTHER_PATIENT_IDS,
                    new SampleInstance().text("PatientID", "ALT-1").text("IssuerOfPatientID", "X"));

    @Test
    void theFirstMatchDecidesAndAllAreReportedWithTheirLines() throws Exception {
        Verdict verdict = RecipeText.strict(
                        "%filter one",
                        "LABEL a",
                        "contains Modality MR",
                        "LABEL b",
                        "equals Modality ct",
                        "  + present PatientID",
                        "coordinates 0,0,10,10",
                        "%filter two",
                        "LABEL c",
                        "present Rows")
                .evaluate(sample.instance());
        assertThat(verdict.flagged()).isTrue();
        assertThat(verdict.deciding())
                .contains(new Match(
                        "one",
                        "b",
                        "Modality equals ct and PatientID present",
                        List.of(new Coordinate(
                                Coordinate.Effect.BLANK, Coordinate.Source.RECIPE, List.of("0,0,10,10"))),
                        5));
        assertThat(verdict.matches()).extracting(Match::section).containsExactly("one", "two");
    }

    @Test
    void linesThatBeginWithTwoBarsAreAlternativesFromLeftToRight() throws Exception {
        String[] lines = {"%filter f", "LABEL a", "equals Modality MR", "|| equals Modality CT", "+ equals PatientSex F"
        };
        assertThat(RecipeText.strict(lines).evaluate(sample.instance()).flagged())
                .isFalse();
        lines[4] = "+ equals PatientSex M";
        assertThat(RecipeText.strict(lines).evaluate(sample.instance()).flagged())
                .isTrue();
        assertThat(RecipeText.compat(lines).evaluate(sample.instance()).flagged())
                .isFalse();
    }

    @Test
    void regionsAreThoseOfEachInstance() throws Exception {
        CompiledRecipe recipe = RecipeText.strict(
                "%filter f", "LABEL a", "present Modality", "coordinates from:SequenceOfUltrasoundRegions");
        SampleInstance region = new SampleInstance();
        for (int corner = 0; corner < 4; corner++) {
            region.raw(0x0018_6018 + 2 * corner, Vr.UL, new byte[] {(byte) (corner + 1), 0, 0, 0});
        }
        Instance with = new SampleInstance()
                .text("Modality", "US")
                .sequence(0x0018_6011, region)
                .instance();
        assertThat(recipe.evaluate(with).matches().get(0).coordinates().get(0).regions())
                .containsExactly("1,2,3,4");
        assertThat(recipe.evaluate(sample.instance())
                        .matches()
                        .get(0)
                        .coordinates()
                        .get(0)
                        .regions())
                .isEmpty();
    }

    /** What is shown of an instance beside it are numbers: no text, no element dump, however it got there. */
    @Test
    void regionsThatAreNoWholeNumbersStopTheVerdictAndAreNotShown() throws Exception {
        CompiledRecipe recipe = RecipeText.strict(
                "%filter f", "LABEL a", "present Modality", "coordinates from:SequenceOfUltrasoundRegions");
        byte[] secret = "12 secret-".getBytes(StandardCharsets.US_ASCII);
        List<SampleInstance> odd = List.of(
                corners().raw(0x0018_601A, Vr.LO, secret),
                corners().raw(0x0018_601E, Vr.UN, secret),
                corners().raw(0x0018_6018, Vr.UL, new byte[8]),
                corners().raw(0x0018_6018, Vr.UL, new byte[0]),
                corners().sequence(0x0018_601C, new SampleInstance().raw(0x0010_0010, Vr.PN, secret)));
        for (SampleInstance region : odd) {
            Instance instance = new SampleInstance()
                    .text("Modality", "US")
                    .sequence(0x0018_6011, region)
                    .instance();
            assertThatThrownBy(() -> recipe.evaluate(instance))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageMatching("\\(0018,6011\\)\\[0\\]\\.\\(0018,60..\\): expected one whole number for a"
                            + " region, found another value of VR ..");
        }
    }

    private static SampleInstance corners() {
        SampleInstance region = new SampleInstance();
        for (int corner = 0; corner < 4; corner++) {
            region.raw(0x0018_6018 + 2 * corner, Vr.UL, new byte[] {(byte) corner, 0, 0, 0});
        }
        return region;
    }

    @Test
    void aVariableWithoutAValueStopsTheRun() throws Exception {
        CompiledRecipe recipe = RecipeText.strict("%header", "REPLACE PatientName gone", "REPLACE PatientID var:id");
        assertThat(recipe.variables()).containsExactly("id");
        assertThatThrownBy(() -> recipe.edit(sample.instance(), Variables.NONE))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("variable id")
                .extracting(thrown -> String.valueOf(((ActionException) thrown).at()))
                .isEqualTo("test.deid:4:1");
    }

    @Test
    void aVariableTakesTheTypeOfItsElementOrStopsTheRunWithoutShowingTheValue() throws Exception {
        CompiledRecipe recipe = RecipeText.strict("%header", "REPLACE Rows var:rows");
        HeaderEdit edit = recipe.edit(sample.instance(), variable("rows", "33")).dataSet();
        assertThat(edit.integer(edit.find(0x0028_0010), 0)).isEqualTo(33);
        for (String misfit : List.of("secret", "70000", "-1")) {
            assertThatThrownBy(() -> recipe.edit(sample.instance(), variable("rows", misfit)))
                    .isInstanceOf(ActionException.class)
                    .hasMessageContaining("(0028,0010)")
                    .hasMessageNotContaining(misfit);
        }
    }

    @Test
    void aValueThatTheCharacterSetCannotExpressStopsTheRun() throws Exception {
        CompiledRecipe recipe = RecipeText.strict("%header", "REPLACE PatientName var:name");
        assertThatThrownBy(() -> recipe.edit(sample.instance(), variable("name", "\u5c71\u7530")))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("(0010,0010)")
                .hasMessageNotContaining("\u5c71");
    }

    @Test
    void namesMeanElementsAtAnyDepthAndPathsOnlyTheirs() throws Exception {
        HeaderEdit edit = edited("REPLACE PatientID ALL", "REPLACE OtherPatientIDsSequence__IssuerOfPatientID here");
        assertThat(texts(edit)).containsEntry("(0010,0020)", "ALL");
        assertThat(texts(edit)).containsEntry("(0010,1002)[0].(0010,0020)", "ALL");
        assertThat(texts(edit)).containsEntry("(0010,1002)[0].(0010,0021)", "here");
    }

    @Test
    void keepShieldsAgainstEverythingButAddWhateverTheOrder() throws Exception {
        HeaderEdit edit = edited("REMOVE ALL", "KEEP PatientID", "ADD PatientID NEW", "KEEP Modality");
        assertThat(texts(edit)).containsExactlyInAnyOrderEntriesOf(Map.of("(0008,0060)", "CT", "(0010,0020)", "NEW"));
    }

    @Test
    void keepOfAnElementOnlyInItemsKeepsTheWayToIt() throws Exception {
        HeaderEdit edit = edited("REMOVE ALL", "KEEP IssuerOfPatientID");
        assertThat(texts(edit)).containsOnlyKeys("(0010,1002)[0].(0010,0021)");
    }

    @Test
    void whatAReplaceMeansIsNeverRemoved() throws Exception {
        assertThat(texts(edited("REMOVE PatientID", "REPLACE OtherPatientIDsSequence__PatientID X")))
                .doesNotContainKey("(0010,0020)")
                .containsEntry("(0010,1002)[0].(0010,0020)", "X");
    }

    @Test
    void listsOfFieldsAndOfValuesFindTheirElements() throws Exception {
        HeaderEdit edit = RecipeText.strict(
                        "%fields names",
                        "FIELD contains:Name",
                        "%values ids",
                        "FIELD IssuerOfPatientID",
                        "%header",
                        "BLANK fields:names",
                        "REMOVE values:ids")
                .edit(sample.instance(), Variables.NONE)
                .dataSet();
        assertThat(texts(edit)).containsEntry("(0010,0010)", "").doesNotContainKey("(0010,1002)[0].(0010,0021)");
    }

    @Test
    void anExpanderJittersOnlyDates() throws Exception {
        Map<String, String> texts = texts(edited("JITTER startswith:Study 1", "JITTER Startswith:Patient 1"));
        assertThat(texts).containsEntry("(0008,0020)", "20200103").containsEntry("(0010,0020)", "PAT-1");
    }

    @Test
    void ownFunctionsAreAskedForEachElement() throws Exception {
        RecipeFunction path = new RecipeFunction() {
            @Override
            public String name() {
                return "path";
            }

            @Override
            public Optional<VariableValue> value(Call call) {
                return Optional.of(VariableValue.of(call.namePath() + "=" + call.text()));
            }
        };
        CompiledRecipe recipe = RecipeText.compiled(
                Reading.STRICT, RecipeFunctions.of(List.of(path)), "%header", "REPLACE PatientID func:path");
        Map<String, String> texts =
                texts(recipe.edit(sample.instance(), Variables.NONE).dataSet());
        assertThat(texts.get("(0010,1002)[0].(0010,0020)")).isEqualTo("OtherPatientIDsSequence__PatientID=ALT-1");
    }

    @Test
    void aReplacedUidIsOfferedToWhoeverWritesCommandAndMeta() throws Exception {
        HeaderEdits edits =
                RecipeText.strict("%header", "REPLACE SOPInstanceUID 9.8.7").edit(sample.instance(), Variables.NONE);
        assertThat(edits.sopInstanceUid()).contains("9.8.7");
        assertThat(edits.meta().isEmpty()).isTrue();
        edits.carryUidsToMeta();
        assertThat(edits.meta().texts(edits.meta().find(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)))
                .containsExactly("9.8.7");
    }

    @Test
    void howMuchOfADataSetIsNeededIsKnownBeforehand() {
        assertThat(RecipeText.strict("%header", "REMOVE ALL").lastTagNeeded(Variables.NONE))
                .isEqualTo(Tag.SOP_INSTANCE_UID);
        CompiledRecipe recipe = RecipeText.strict("%filter f", "LABEL a", "equals Rows 1", "%header", "ADD StudyID 1");
        assertThat(recipe.lastTagNeeded(Variables.NONE)).isEqualTo(0x0028_0010);
        assertThat(recipe.needsWholeDataSet()).isFalse();
        assertThat(RecipeText.strict("%filter f", "LABEL a", "present PixelData")
                        .needsWholeDataSet())
                .isTrue();
    }

    @Test
    void elementsBehindThePixelDataAreEditedAsTheyPass() throws Exception {
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, 0);
        SampleInstance whole = new SampleInstance()
                .text("PatientID", "PAT-1")
                .raw(Tag.PIXEL_DATA, Vr.OW, new byte[] {1, 2, 3, 4})
                .raw(0x7FE1_0010, Vr.LO, "ACME".getBytes(StandardCharsets.US_ASCII))
                .raw(0x7FE1_1001, Vr.LO, "gone".getBytes(StandardCharsets.US_ASCII))
                .raw(0x7FE1_1002, Vr.LO, "kept".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer bytes = ByteBuffer.wrap(whole.bytes());
        reader.accept(bytes);
        Instance instance = new Instance(sample.instance().meta(), reader.header());
        HeaderEdits edits = RecipeText.strict(
                        "%header", "REMOVE 7FE11001", "KEEP 7FE11002", "BLANK startswith:7FE1", "REMOVE PixelData")
                .edit(instance, Variables.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteSink sink = part -> {
            while (part.hasRemaining()) out.write(part.get());
        };
        edits.dataSet().writeTo(sink);
        TailEditor tail = reader.tail(edits.dataSet(), edits.later());
        tail.accept(bytes, sink);
        tail.end(sink);
        assertThat(out.toByteArray())
                .isEqualTo(new SampleInstance()
                        .text("PatientID", "PAT-1")
                        .raw(Tag.PIXEL_DATA, Vr.OW, new byte[] {1, 2, 3, 4})
                        .raw(0x7FE1_0010, Vr.LO, "ACME".getBytes(StandardCharsets.US_ASCII))
                        .raw(0x7FE1_1002, Vr.LO, "kept".getBytes(StandardCharsets.US_ASCII))
                        .bytes());
    }

    @Test
    void aValueThatOnlyPassesByCanBeReplacedButNotLookedAt() throws Exception {
        byte[] large = new byte[70_000];
        SampleInstance whole = new SampleInstance().text("PatientID", "PAT-1").raw(0x7FE1_1001, Vr.OB, large);
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, 0);
        ByteBuffer bytes = ByteBuffer.wrap(whole.bytes());
        reader.accept(bytes);
        Instance instance = new Instance(sample.instance().meta(), reader.header());
        HeaderEdits looking = RecipeText.strict("%header", "REPLACE 7FE11001 deid_func:pydicom_uuid")
                .edit(instance, Variables.NONE);
        TailEditor tail = reader.tail(looking.dataSet(), looking.later());
        assertThatThrownBy(() -> tail.accept(bytes.duplicate(), part -> part.position(part.limit())))
                .isInstanceOf(DataSetException.class)
                .hasMessageContaining("(7FE1,1001)");
        HeaderEdits replacing =
                RecipeText.strict("%header", "REPLACE 7FE11001 x").edit(instance, Variables.NONE);
        reader.tail(replacing.dataSet(), replacing.later()).accept(bytes, part -> part.position(part.limit()));
    }

    private HeaderEdit edited(String... actions) throws Exception {
        return RecipeText.strict("%header\n" + String.join("\n", actions))
                .edit(sample.instance(), Variables.NONE)
                .dataSet();
    }

    private static Variables variable(String wanted, String value) {
        return (name, instance) -> name.equals(wanted) ? Optional.of(VariableValue.of(value)) : Optional.empty();
    }

    /** The text elements that are present, by path. */
    private static Map<String, String> texts(HeaderEdit edit) {
        Map<String, String> texts = new TreeMap<>();
        Header header = edit.header();
        for (int i = 0; i < edit.size(); i++) {
            if (edit.present(i) && edit.vr(i).isText() && (i >= header.size() || !header.isSequence(i))) {
                texts.put(edit.path(i), edit.text(i).strip());
            }
        }
        return texts;
    }
}
