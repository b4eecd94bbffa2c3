package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.HeaderLimits;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Peers;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;
import org.sluice.recipe.profile.StructuredContent;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.SourceText;

/**
 * {@code sr-clean.deid} against every row of PS3.15 table E.3.4-1, at two depths of a report, with each option, and in every
 * encoding; and what it leaves is as valid as what came.
 */
class SrCleanTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final int CONTENT = 0x0040_A730;
    private static final int CONCEPT_NAME = 0x0040_A043;
    private static final int VALUE_TYPE = 0x0040_A040;
    private static final int TEXT_VALUE = 0x0040_A160;

    private final Path folder;

    SrCleanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What an item is about, and how deep it stands. */
    private record Item(String code, String scheme, String valueType, int depth) {}

    @Test
    void everyRowIsCarriedOutAtBothDepths() throws Exception {
        assertThat(wrong(Optional.empty())).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyOptionChangesTheRowsOfItsColumnAndNoOther() {
        return StructuredContent.all().stream()
                .flatMap(row -> row.options().keySet().stream())
                .distinct()
                .map(option -> dynamicTest(option.word(), () -> assertThat(wrong(Optional.of(option)))
                        .isEmpty()));
    }

    static Stream<Form> forms() {
        return Transcoder.forms().stream();
    }

    @Tag("heavy")
    @ParameterizedTest
    @MethodSource("forms")
    void theTableIsCarriedOutInEveryEncodingAlike(Form form) throws Exception {
        DataSetTree before = report();
        DataSetTree expected = edited(site(Optional.empty()), before, PLAIN);
        assertThat(edited(site(Optional.empty()), before, form).lines()).isEqualTo(expected.lines());
    }

    @Test
    void textsThatTheTableDoesNotNameAreReplacedAndCodesAndNumbersStay() throws Exception {
        DataSetTree before = instance()
                .sequence(
                        CONTENT,
                        item("99", "99X", "TEXT", "Doe's finding").sequence(CONTENT, item("98", "99X", "TEXT", "Roe")),
                        item("410668003", "SCT", "NUM", "7"),
                        item("97", "99X", "CODE", "T-1"));
        Map<Item, String> after = items(edited(site(Optional.empty()), before, PLAIN));
        assertThat(after)
                .containsEntry(new Item("99", "99X", "TEXT", 1), "ANONYMIZED")
                .containsEntry(new Item("98", "99X", "TEXT", 2), "ANONYMIZED")
                .containsEntry(new Item("410668003", "SCT", "NUM", 1), "7")
                .containsEntry(new Item("97", "99X", "CODE", 1), "T-1");
    }

    @Test
    void wordsThatDescribeImagesStayWithCleanDescriptors() throws Exception {
        DataSetTree before =
                instance().sequence(CONTENT, item("121071", "DCM", "TEXT", "nodule in the right lung of Jane Roe"));
        assertThat(items(edited(site(Optional.of(ProfileOption.CLEAN_DESCRIPTORS)), before, PLAIN)))
                .containsEntry(new Item("121071", "DCM", "TEXT", 1), "nodule in the right lung of");
    }

    @Test
    void aCleanedReportHasNoErrorThatItHadNotBefore() throws Exception {
        Path judge = Peers.require("dciodvfy");
        Path before = Files.write(folder.resolve("before.dcm"), Transcoder.file(validReport(), PLAIN));
        for (Optional<ProfileOption> option :
                List.of(Optional.<ProfileOption>empty(), Optional.of(ProfileOption.CLEAN_DESCRIPTORS))) {
            Path after = folder.resolve("after.dcm");
            write(site(option), before, after);
            assertThat(errors(judge, after)).isSubsetOf(errors(judge, before));
            assertThat(new String(Files.readAllBytes(after), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Doe", "4711", "20200102")
                    .contains("113104", "Comprehensive", "Length");
        }
    }

    // ---- what is judged

    private List<String> wrong(Optional<ProfileOption> option) throws Exception {
        Map<Item, String> after = items(edited(site(option), report(), PLAIN));
        List<String> wrong = new ArrayList<>();
        for (StructuredContent row : StructuredContent.all()) {
            for (int depth = 1; depth <= 2; depth++) {
                String value = after.get(new Item(row.code(), row.scheme(), row.valueType(), depth));
                Optional<ProfileChange> change = option.map(row.options()::get);
                if (!isRight(row, change, option, value)) {
                    wrong.add(row.meaning() + " " + row + " at depth " + depth + " is " + value);
                }
            }
        }
        return wrong;
    }

    private static boolean isRight(
            StructuredContent row,
            Optional<ProfileChange> change,
            Optional<ProfileOption> option,
            @Nullable String value) {
        String canary = canary(row.valueType());
        if (change.isPresent() && change.get() == ProfileChange.KEEP) {
            return canary.equals(value);
        }
        if (change.isPresent()) {
            boolean moved = option.orElseThrow() == ProfileOption.RETAIN_MODIFIED_DATES;
            return value != null && (moved ? value.startsWith(moved(row.valueType())) : !value.contains("Doe"));
        }
        if (row.action().equals("X")) {
            return value == null;
        }
        return value != null && !value.isEmpty() && !value.equals(canary);
    }

    private static String moved(String valueType) {
        return switch (valueType) {
            case "DATE" -> "20200112";
            case "DATETIME" -> "20200112101112";
            default -> canary(valueType);
        };
    }

    private static String canary(String valueType) {
        return switch (valueType) {
            case "DATE" -> "20200102";
            case "TIME" -> "101112";
            case "DATETIME" -> "20200102101112";
            case "UIDREF", "IMAGE", "COMPOSITE", "WAVEFORM" -> "1.2.3.4";
            case "NUM" -> "42";
            case "CONTAINER" -> "SEPARATE";
            default -> "Doe";
        };
    }

    // ---- reports

    /** Every row at the top of the content, and again inside a container. */
    private static DataSetTree report() {
        List<DataSetTree> inner = rows();
        List<DataSetTree> outer = new ArrayList<>(rows());
        outer.add(item("1", "99X", "CONTAINER", "SEPARATE").sequence(CONTENT, inner));
        return instance().sequence(CONTENT, outer);
    }

    private static List<DataSetTree> rows() {
        return StructuredContent.all().stream()
                .map(row -> item(row.code(), row.scheme(), row.valueType(), canary(row.valueType())))
                .toList();
    }

    private static DataSetTree instance() {
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.88.33")
                .text(0x0008_0018, "UI", "1.2.3.5")
                .text(VALUE_TYPE, "CS", "CONTAINER");
    }

    private static DataSetTree item(String code, String scheme, String valueType, String value) {
        DataSetTree item = new DataSetTree()
                .text(0x0040_A010, "CS", "CONTAINS")
                .text(VALUE_TYPE, "CS", valueType)
                .sequence(CONCEPT_NAME, code(code, scheme, "a name"));
        return switch (valueType) {
            case "TEXT" -> item.text(TEXT_VALUE, "UT", value);
            case "PNAME" -> item.text(0x0040_A123, "PN", value);
            case "DATE" -> item.text(0x0040_A121, "DA", value);
            case "TIME" -> item.text(0x0040_A122, "TM", value);
            case "DATETIME" -> item.text(0x0040_A120, "DT", value);
            case "UIDREF" -> item.text(0x0040_A124, "UI", value);
            case "CODE" -> item.sequence(0x0040_A168, code(value, "99X", "a value"));
            case "NUM" ->
                item.sequence(
                        0x0040_A300,
                        new DataSetTree()
                                .text(0x0040_A30A, "DS", value)
                                .sequence(0x0040_08EA, code("mm", "UCUM", "millimeter")));
            case "CONTAINER" -> item.text(0x0040_A050, "CS", value);
            default ->
                item.sequence(
                        0x0008_1199,
                        new DataSetTree()
                                .text(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2")
                                .text(0x0008_1155, "UI", value));
        };
    }

    private static DataSetTree code(String value, String scheme, String meaning) {
        return new DataSetTree()
                .text(0x0008_0100, "SH", value)
                .text(0x0008_0102, "SH", scheme)
                .text(0x0008_0104, "LO", meaning);
    }

    /** A Comprehensive SR that is valid by PS3.3 A.35.3. */
    private static DataSetTree validReport() {
        return instance()
                .text(0x0008_0020, "DA", "20200102")
                .text(0x0008_0023, "DA", "20200102")
                .text(0x0008_0030, "TM", "101112")
                .text(0x0008_0033, "TM", "101112")
                .text(0x0008_0050, "SH", "")
                .text(0x0008_0060, "CS", "SR")
                .text(0x0008_0070, "LO", "Comprehensive")
                .text(0x0008_0090, "PN", "Doe^Doctor")
                .sequence(0x0008_1111, List.of())
                .text(0x0010_0010, "PN", "Doe^Jane")
                .text(0x0010_0020, "LO", "4711")
                .text(0x0010_0030, "DA", "19510203")
                .text(0x0010_0040, "CS", "F")
                .text(0x0020_000D, "UI", "1.2.3.6")
                .text(0x0020_000E, "UI", "1.2.3.7")
                .text(0x0020_0010, "SH", "")
                .text(0x0020_0011, "IS", "1")
                .text(0x0020_0013, "IS", "1")
                .sequence(CONCEPT_NAME, code("126000", "DCM", "Imaging Measurement Report"))
                .text(0x0040_A050, "CS", "SEPARATE")
                .sequence(0x0040_A372, List.of())
                .text(0x0040_A491, "CS", "COMPLETE")
                .text(0x0040_A493, "CS", "UNVERIFIED")
                .sequence(
                        CONTENT,
                        item("121008", "DCM", "PNAME", "Doe^Doctor").text(0x0040_A010, "CS", "HAS OBS CONTEXT"),
                        item("121030", "DCM", "TEXT", "4711").text(0x0040_A010, "CS", "HAS OBS CONTEXT"),
                        item("121020", "DCM", "TEXT", "order 4711"),
                        item("111060", "DCM", "DATE", "20200102"),
                        item("121106", "DCM", "TEXT", "Doe was here"),
                        item("410668003", "SCT", "NUM", "7")
                                .sequence(CONCEPT_NAME, code("410668003", "SCT", "Length")));
    }

    // ---- the recipe at work

    private static List<SourceText> site(Optional<ProfileOption> option) throws Exception {
        String site = "FORMAT dicom\n%include sr-clean.deid\n"
                + option.map(one -> "%options " + one.word() + "\n").orElse("");
        return RecipeSources.withIncluded(List.of(new SourceText("recipes/site.deid", site)));
    }

    private DataSetTree edited(List<SourceText> recipe, DataSetTree before, Form form) throws Exception {
        Path in = Files.write(folder.resolve("in.dcm"), Transcoder.file(before, form));
        Path out = folder.resolve("out.dcm");
        write(recipe, in, out);
        DataSetTree known = report().sequence(0x0012_0064, code("113100", "DCM", "a method"))
                .text(0x0012_0062, "CS", "YES")
                .text(0x0012_0063, "LO", "a method")
                .text(0x0028_0303, "CS", "REMOVED");
        return TreeReader.file(Files.readAllBytes(out), known);
    }

    private static void write(List<SourceText> recipe, Path in, Path out) throws Exception {
        CompiledRecipe compiled = CompiledRecipe.load(recipe, Reading.STRICT);
        ScreenedInstance instance = ScreenedInstance.toBeWritten(in, compiled, HeaderLimits.DEFAULT);
        instance.requireSound();
        HeaderEdits edits = instance.edit((variable, any) ->
                Optional.ofNullable(ProfileTrial.VARIABLES.get(variable)).map(VariableValue::of));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        instance.write(edits, (ByteBuffer part) -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        });
        Files.write(out, bytes.toByteArray());
    }

    private static Set<String> errors(Path judge, Path file) throws Exception {
        Process run = new ProcessBuilder(judge.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = run.inputReader().lines().toList();
        assertThat(run.waitFor()).isLessThan(128);
        return lines.stream().filter(line -> line.startsWith("Error")).collect(Collectors.toSet());
    }

    /** The value of each content item that is there, by what it is about. */
    private static Map<Item, String> items(DataSetTree report) {
        Map<Item, String> items = new HashMap<>();
        collect(report, 0, items);
        return items;
    }

    private static void collect(DataSetTree level, int depth, Map<Item, String> items) {
        Map<Integer, DataSetTree.Element> elements = new TreeMap<>();
        level.elements().forEach(element -> elements.put(element.tag(), element));
        if (depth > 0) {
            DataSetTree name = first(elements.get(CONCEPT_NAME));
            items.put(
                    new Item(text(name, 0x0008_0100), text(name, 0x0008_0102), text(level, VALUE_TYPE), depth),
                    value(level, elements));
        }
        DataSetTree.Element content = elements.get(CONTENT);
        if (content != null && content.items() != null) {
            content.items().forEach(item -> collect(item, depth + 1, items));
        }
    }

    private static String value(DataSetTree item, Map<Integer, DataSetTree.Element> elements) {
        return switch (text(item, VALUE_TYPE)) {
            case "TEXT" -> text(item, TEXT_VALUE);
            case "PNAME" -> text(item, 0x0040_A123);
            case "DATE" -> text(item, 0x0040_A121);
            case "TIME" -> text(item, 0x0040_A122);
            case "DATETIME" -> text(item, 0x0040_A120);
            case "UIDREF" -> text(item, 0x0040_A124);
            case "CODE" -> text(first(elements.get(0x0040_A168)), 0x0008_0100);
            case "NUM" -> text(first(elements.get(0x0040_A300)), 0x0040_A30A);
            case "CONTAINER" -> text(item, 0x0040_A050);
            default -> text(first(elements.get(0x0008_1199)), 0x0008_1155);
        };
    }

    private static DataSetTree first(DataSetTree.@Nullable Element sequence) {
        return sequence == null || sequence.items() == null || sequence.items().isEmpty()
                ? new DataSetTree()
                : sequence.items().get(0);
    }

    private static String text(DataSetTree level, int tag) {
        return level.elements().stream()
                .filter(element -> element.tag() == tag)
                .map(element -> new String(element.value(), StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .strip())
                .findFirst()
                .orElse("");
    }
}
