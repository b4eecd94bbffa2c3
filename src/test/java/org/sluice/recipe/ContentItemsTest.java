package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.dataset.HeaderLimits;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;

/** {@code content:} means the content items of a concept name, at every depth of a report and nowhere else. */
class ContentItemsTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final int CONTENT = 0x0040_A730;

    private final Path folder;

    ContentItemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void removeTakesTheWholeItemWithAllBelowItAndNoOther() throws Exception {
        String after = edited("REMOVE content:1,99X,TEXT");
        assertThat(after)
                .doesNotContain("first text", "below the first")
                .contains("second text", "a name", "other scheme");
    }

    @Test
    void withoutAValueTypeAnyIsMeant() throws Exception {
        assertThat(edited("REMOVE content:1,99X"))
                .doesNotContain("first text", "a name")
                .contains("second text");
    }

    @Test
    void replaceAndBlankChangeTheValueAlone() throws Exception {
        assertThat(edited("REPLACE content:1,99X,TEXT none"))
                .contains("none", "below the first", "second text")
                .doesNotContain("first text");
        assertThat(edited("BLANK content:1,99X,PNAME")).doesNotContain("a name").contains("first text");
    }

    @Test
    void aCodeIsReplacedByAnother() throws Exception {
        assertThat(edited("REPLACE content:3,99X,CODE 4,99X,\"another code\""))
                .contains("another code")
                .doesNotContain("a code that tells");
    }

    @Test
    void keepShieldsTheValueFromWhatElseWouldChangeIt() throws Exception {
        assertThat(edited("KEEP content:1,99X,TEXT", "REPLACE TextValue none"))
                .contains("first text")
                .doesNotContain("second text", "below the first");
    }

    @Test
    void theItemGoesThoughALineReplacesTextsEverywhere() throws Exception {
        assertThat(edited("REPLACE TextValue none", "REMOVE content:2,99X,TEXT"))
                .doesNotContain("concept 2")
                .contains("concept 1");
    }

    @Test
    void whatStandsInOtherSequencesIsNoContentItem() throws Exception {
        DataSetTree step = item("1", "99X", "TEXT").text(0x0040_A160, "UT", "a specimen");
        DataSetTree instance = instance().sequence(0x0040_0555, step);
        assertThat(edited(instance, "REMOVE content:1,99X,TEXT")).contains("a specimen");
    }

    @Test
    void anItemWithoutAValueCanBeTakenAsAWholeAndIsLeftByTheOthers() throws Exception {
        DataSetTree instance = instance().sequence(CONTENT, item("1", "99X", "CONTAINER"), item("2", "99X", "TEXT"));
        assertThat(edited(instance, "REMOVE content:1,99X,CONTAINER"))
                .doesNotContain("concept 1")
                .contains("concept 2");
        assertThat(edited(instance, "BLANK content:1,99X,CONTAINER")).contains("concept 1");
    }

    @Test
    void aReportWhoseItemsAreReferredToByTheirPlacesIsHeldWhereOneWouldGo() {
        DataSetTree instance = instance()
                .sequence(
                        CONTENT,
                        item("1", "99X", "TEXT").text(0x0040_A160, "UT", "first text"),
                        item("2", "99X", "NUM").numbers(0x0040_DB73, "UL", 1, 1));
        assertThatThrownBy(() -> edited(instance, "REMOVE content:1,99X,TEXT"))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("by its place");
    }

    @Test
    void compatKnowsNoContentItems() throws Exception {
        CompiledRecipe recipe = CompiledRecipe.load(
                List.of(new SourceText("r", "FORMAT dicom\n%header\nREMOVE content:1,99X,TEXT\n")), Reading.COMPAT);
        assertThat(edited(report(), recipe)).contains("first text");
    }

    private static DataSetTree report() {
        return instance()
                .sequence(
                        CONTENT,
                        item("1", "99X", "TEXT")
                                .text(0x0040_A160, "UT", "first text")
                                .sequence(CONTENT, item("9", "99X", "TEXT").text(0x0040_A160, "UT", "below the first")),
                        item("1", "99Y", "TEXT").text(0x0040_A160, "UT", "other scheme"),
                        item("1", "99X", "PNAME").text(0x0040_A123, "PN", "a name"),
                        item("2", "99X", "TEXT").text(0x0040_A160, "UT", "second text"),
                        item("3", "99X", "CODE").sequence(0x0040_A168, code("3", "99X", "a code that tells")));
    }

    private static DataSetTree instance() {
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.88.33")
                .text(0x0008_0018, "UI", "1.2.3.4");
    }

    private static DataSetTree item(String code, String scheme, String valueType) {
        return new DataSetTree()
                .text(0x0040_A040, "CS", valueType)
                .sequence(0x0040_A043, code(code, scheme, "concept " + code));
    }

    private static DataSetTree code(String value, String scheme, String meaning) {
        return new DataSetTree()
                .text(0x0008_0100, "SH", value)
                .text(0x0008_0102, "SH", scheme)
                .text(0x0008_0104, "LO", meaning);
    }

    private String edited(String... actions) throws Exception {
        return edited(report(), actions);
    }

    private String edited(DataSetTree instance, String... actions) throws Exception {
        return edited(instance, RecipeText.strict("%header\n" + String.join("\n", actions)));
    }

    private String edited(DataSetTree instance, CompiledRecipe recipe) throws Exception {
        Path file = Files.write(folder.resolve("one.dcm"), Transcoder.file(instance, PLAIN));
        ScreenedInstance screened = ScreenedInstance.of(file, recipe, HeaderLimits.DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        screened.write(screened.edit(Variables.NONE), (ByteBuffer part) -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
