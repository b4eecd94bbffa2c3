package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.HeaderLimits;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.instance.Instance;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;

/** Items that a recipe writes, and UIDs that {@code func:uid} maps, are the same in every encoding. */
class WrittenItemsTest {
    private static final int METHODS = 0x0012_0064;
    private static final int SERIES = 0x0040_0340;
    private static final int OPERATORS = 0x0008_1072;
    private static final int CODE = 0x0040_1101;

    private final Path folder;

    WrittenItemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Form> forms() {
        return Transcoder.forms().stream();
    }

    private static DataSetTree instance() {
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x0008_0018, "UI", "1.2.3.4")
                .text(0x0010_0010, "PN", "Doe");
    }

    private static DataSetTree code(String value, String scheme, String meaning) {
        return new DataSetTree()
                .text(0x0008_0100, "SH", value)
                .text(0x0008_0102, "SH", scheme)
                .text(0x0008_0104, "LO", meaning);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void severalAddLinesMakeASequenceWithAnItemEach(Form form) throws Exception {
        String recipe =
                """
                ADD DeidentificationMethodCodeSequence 113100,DCM,"Basic, one"
                ADD DeidentificationMethodCodeSequence 113100,DCM,"Basic, one"
                ADD DeidentificationMethodCodeSequence {CodeValue=113101; CodeMeaning=\"say \"\"two\"\"\"; CodingSchemeDesignator=DCM}
                """;
        becomes(
                instance()
                        .sequence(METHODS, code("113100", "DCM", "Basic, one"), code("113101", "DCM", "say \"two\"")),
                instance(),
                form,
                recipe);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anItemGoesBehindThoseThatThereAreUnlessItIsOneOfThem(Form form) throws Exception {
        DataSetTree before = instance().sequence(METHODS, code("113100", "DCM", "Basic"), code("1", "99X", "Older"));
        String recipe =
                """
                REMOVE CodingSchemeVersion
                ADD DeidentificationMethodCodeSequence 113100,DCM,"Basic, worded otherwise"
                ADD DeidentificationMethodCodeSequence 113110,DCM,Newer
                REPLACE PatientName X
                """;
        becomes(
                instance()
                        .text(0x0010_0010, "PN", "X")
                        .sequence(
                                METHODS,
                                code("113100", "DCM", "Basic"),
                                code("1", "99X", "Older"),
                                code("113110", "DCM", "Newer")),
                before,
                form,
                recipe);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anItemTakesThePlaceOfThoseThatASequenceHadAtEveryDepth(Form form) throws Exception {
        DataSetTree before = instance()
                .sequence(OPERATORS, new DataSetTree().text(0x0010_0010, "PN", "Doe"), new DataSetTree())
                .sequence(SERIES, new DataSetTree().sequence(OPERATORS, new DataSetTree().text(0x0008_0080, "LO", "Y")));
        String recipe =
                """
                REPLACE OperatorIdentificationSequence {InstitutionName = NONE ; PersonIdentificationCodeSequence = (A,99X,"An, one")}
                REPLACE PatientName X
                """;
        DataSetTree item = new DataSetTree()
                .text(0x0008_0080, "LO", "NONE")
                .sequence(CODE, code("A", "99X", "An, one"));
        becomes(
                instance()
                        .text(0x0010_0010, "PN", "X")
                        .sequence(OPERATORS, item)
                        .sequence(SERIES, new DataSetTree().sequence(OPERATORS, item)),
                before,
                form,
                recipe);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aSequenceThatLostItsItemsKeepsTheOneThatItWasGiven(Form form) throws Exception {
        DataSetTree before = instance().sequence(METHODS, new DataSetTree().text(0x0008_0104, "LO", "Doe was here"));
        String recipe =
                """
                REMOVE CodeMeaning
                ADD DeidentificationMethodCodeSequence 113100,DCM,Basic
                """;
        becomes(
                instance()
                        .sequence(METHODS, code("113100", "DCM", "Basic")),
                before,
                form,
                recipe);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyUidIsMappedButThoseThatNameNoInstance(Form form) throws Exception {
        DataSetTree before = instance()
                .text(0x0020_000D, "UI", "1.2.3.4")
                .text(0x0020_0052, "UI", "1.2.840.10008.1.4.1.1")
                .text(0x0008_0058, "UI", "1.2.3.4\\1.2.3.5")
                .text(0x0008_0014, "UI", "")
                .sequence(
                        SERIES,
                        new DataSetTree()
                                .text(0x0008_1150, "UI", "1.2.840.99.1")
                                .text(0x0008_1155, "UI", "1.2.3.5"));
        becomes(
                instance()
                        .text(0x0008_0018, "UI", "2.25.1.2.3.4")
                        .text(0x0020_000D, "UI", "2.25.1.2.3.4")
                        .text(0x0020_0052, "UI", "1.2.840.10008.1.4.1.1")
                        .text(0x0008_0058, "UI", "2.25.1.2.3.4\\2.25.1.2.3.5")
                        .text(0x0008_0014, "UI", "")
                        .sequence(
                                SERIES,
                                new DataSetTree()
                                        .text(0x0008_1150, "UI", "1.2.840.99.1")
                                        .text(0x0008_1155, "UI", "2.25.1.2.3.5")),
                before,
                form,
                "REPLACE select:VR:UI func:uid\n");
    }

    private void becomes(DataSetTree expected, DataSetTree tree, Form form, String actions) throws Exception {
        Path file = Files.write(folder.resolve("one.dcm"), Transcoder.file(tree, form));
        SourceText text = new SourceText("r", "FORMAT dicom\n%header\n" + actions);
        ScreenedInstance instance = ScreenedInstance.of(
                file, CompiledRecipe.load(List.of(text), Reading.STRICT), HeaderLimits.DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        instance.write(instance.screening().edit(new Prefixed()), (ByteBuffer part) -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        assertThat(TreeReader.file(out.toByteArray(), expected).lines()).isEqualTo(expected.lines());
    }

    /** A mapping that can be seen through. */
    private static final class Prefixed implements Variables {
        @Override
        public Optional<VariableValue> value(String name, Instance instance) {
            return Optional.empty();
        }

        @Override
        public Optional<String> mapped(String name, String text) {
            return Optional.ofNullable(Map.of("uid", "2.25.").get(name)).map(root -> root + text);
        }
    }
}
