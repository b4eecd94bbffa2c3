package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.dataset.HeaderLimits;
import org.sluice.peers.InEveryEncoding;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.SourceText;

/** Elements of groups 0000, 0002 and 0006 are no part of a data set, PS3.5 7.1 and PS3.10 7.1. */
class ReservedGroupsTest {
    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int TRANSFER_SYNTAX_UID = 0x00020010;

    @TempDir
    Path folder;

    static Stream<Arguments> everywhere() {
        return Stream.of(Syntax.values())
                .filter(syntax -> syntax != Syntax.JPEG_BASELINE)
                .flatMap(syntax ->
                        IntStream.of(0x00000900, 0x00020016, 0x00060010).mapToObj(tag -> Arguments.of(syntax, tag)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void anElementOfAReservedGroupIsFoundWhereverItStands(Syntax syntax, int tag) throws Exception {
        byte[] item = new RawDataSet(syntax)
                .text(tag, "AE", "NAME")
                .text(0x00081150, "UI", "1.2")
                .item(End.DELIMITER);
        byte[] rest = RawDataSet.instance(syntax, "2.25.1").bytes();
        List<RawDataSet> all = List.of(
                new RawDataSet(syntax).text(tag, "AE", "NAME").raw(rest),
                RawDataSet.instance(syntax, "2.25.1").sequence(0x00081140, "SQ", End.LENGTH, item),
                RawDataSet.instance(syntax, "2.25.1")
                        .value(PIXEL_DATA, "OW", new byte[300])
                        .sequence(0xFFFAFFFA, "SQ", End.DELIMITER, item));
        for (RawDataSet one : all) {
            assertThat(kinds(write(one))).containsExactly("reserved-group");
        }
        RawDataSet late = RawDataSet.instance(syntax, "2.25.1")
                .value(PIXEL_DATA, "OW", new byte[300])
                .text(tag, "AE", "NAME");
        assertThat(kinds(write(late))).containsExactly("reserved-group", "out-of-order");
    }

    @InEveryEncoding
    void theGroupsBesideThemAreNoContradiction(Syntax syntax) throws Exception {
        RawDataSet honest = new RawDataSet(syntax)
                .text(0x00041511, "UI", "2.25.7")
                .value(0x00080000, "UL", new byte[] {1, 0, 0, 0})
                .raw(RawDataSet.instance(syntax, "2.25.1").bytes())
                .text(0x00090010, "LO", "ACME");
        assertThat(kinds(write(honest))).isEmpty();
        Path withoutMeta = Files.write(
                folder.resolve("bare.dcm"),
                RawDataSet.instance(syntax, "2.25.1").bytes());
        assertThat(kinds(withoutMeta)).isEmpty();
    }

    /** Some readers end the file meta information by its length, others by its group: they take another syntax each. */
    @Test
    void fileMetaInformationBehindItsEndIsOfAReservedGroup() throws Exception {
        RawDataSet meta = meta().text(TRANSFER_SYNTAX_UID, "UI", Syntax.EXPLICIT_LITTLE_ENDIAN.uid());
        int length = meta.bytes().length;
        byte[] dataSet =
                RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.1").bytes();
        RawDataSet late = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN).text(0x00020012, "UI", "2.25.7");
        RawDataSet lateSyntax = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(TRANSFER_SYNTAX_UID, "UI", Syntax.EXPLICIT_BIG_ENDIAN.uid());
        assertThat(kinds(file(length, meta.bytes(), dataSet))).isEmpty();
        assertThat(kinds(file(length, meta.bytes(), late.bytes(), dataSet))).containsExactly("reserved-group");
        assertThat(kinds(file(length, meta.bytes(), lateSyntax.bytes(), dataSet)))
                .as("as a node says that gets the same data set")
                .containsExactly("reserved-group");
        byte[] implicit = new RawDataSet(Syntax.IMPLICIT_LITTLE_ENDIAN)
                .text(0x00020016, "AE", "NAME")
                .bytes();
        assertThat(kinds(file(length, meta.bytes(), implicit, dataSet))).contains("reserved-group");
    }

    @Test
    void twoTransferSyntaxesAreADuplicateElement() throws Exception {
        RawDataSet meta = meta().text(TRANSFER_SYNTAX_UID, "UI", Syntax.EXPLICIT_LITTLE_ENDIAN.uid())
                .text(0x00020012, "UI", "2.25.7")
                .text(TRANSFER_SYNTAX_UID, "UI", Syntax.EXPLICIT_BIG_ENDIAN.uid());
        byte[] dataSet =
                RawDataSet.instance(Syntax.EXPLICIT_BIG_ENDIAN, "2.25.1").bytes();
        assertThat(kinds(file(meta.bytes().length, meta.bytes(), dataSet))).contains("duplicate-element");
    }

    /** Devices count wrongly: a length that ends no element tells nobody anything. */
    @Test
    void aWrongGroupLengthAloneIsNoContradiction() throws Exception {
        RawDataSet meta = meta().text(TRANSFER_SYNTAX_UID, "UI", Syntax.EXPLICIT_LITTLE_ENDIAN.uid());
        byte[] dataSet =
                RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.1").bytes();
        for (int wrong : new int[] {-10, 10, 4000}) {
            assertThat(kinds(file(meta.bytes().length + wrong, meta.bytes(), dataSet)))
                    .isEmpty();
        }
    }

    private static RawDataSet meta() {
        return new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00020002, "UI", RawDataSet.SOP_CLASS)
                .text(0x00020003, "UI", "2.25.1");
    }

    private Path file(int groupLength, byte[]... parts) throws Exception {
        RawDataSet whole = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .raw(new byte[128])
                .raw("DICM".getBytes(StandardCharsets.US_ASCII))
                .value(0x00020000, "UL", new byte[] {(byte) groupLength, (byte) (groupLength >> 8), 0, 0});
        for (byte[] part : parts) {
            whole.raw(part);
        }
        return Files.write(folder.resolve("one.dcm"), whole.bytes());
    }

    private Path write(RawDataSet dataSet) {
        return RawDataSet.write(folder.resolve("one.dcm"), dataSet.syntax(), "2.25.1", dataSet.bytes());
    }

    private static List<String> kinds(Path file) throws Exception {
        CompiledRecipe recipe = CompiledRecipe.load(
                List.of(new SourceText("test.deid", "FORMAT dicom\n%header\nREMOVE PatientName\n")), Reading.STRICT);
        ScreenedInstance read = ScreenedInstance.of(file, recipe, HeaderLimits.DEFAULT);
        return read.screening().contradictions().ofEachKind().stream()
                .map(found -> found.kind().word())
                .toList();
    }
}
