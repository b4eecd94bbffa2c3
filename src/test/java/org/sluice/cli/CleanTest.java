package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Syntax;

/** {@code sluice clean}: deid's clean, over the samples that a node gets. */
class CleanTest {
    private static final int ROW = 256 * 2;
    private static final String RECIPE = """
            FORMAT dicom

            %filter marked
            LABEL the top and a corner
            contains OperatorsName Flagged
              coordinates all
              keepcoordinates 0,16,256,256
              coordinates 250,-1,256,256

            %filter empty
            LABEL no place
            contains OperatorsName Nowhere

            %header
            BLANK PatientID
            """;

    private final Path folder;
    private final Path study;
    private final Path clean;
    private final Path recipe;

    CleanTest(@TempDir Path folder) {
        this.folder = folder;
        this.study = folder.resolve("study");
        this.clean = folder.resolve("clean");
        this.recipe = folder.resolve("recipe.deid");
    }

    @BeforeEach
    void aStudyAndARecipe() throws IOException {
        Files.createDirectories(study);
        Files.writeString(recipe, RECIPE);
    }

    private CommandRun clean(Object... more) {
        Object[] words = {"clean", "--deid", recipe, "-o", clean};
        Object[] all = Arrays.copyOf(words, words.length + more.length + 1);
        System.arraycopy(more, 0, all, words.length, more.length);
        all[all.length - 1] = study;
        return CommandRun.of(all);
    }

    private static byte[] pixels(Path file) {
        byte[] dataSet = DataSetBytes.of(file).dataSet();
        return Arrays.copyOfRange(dataSet, dataSet.length - 256 * ROW, dataSet.length);
    }

    /** What has to be in the place of the pixels, where the fill is one word in the order of the bytes. */
    private static byte[] blanked(byte[] pixels, byte[] word) {
        byte[] model = pixels.clone();
        for (int row = 0; row < 256; row++) {
            for (int column = 0; column < 256; column++) {
                if (row < 16 || (row == 255 && column >= 250)) {
                    model[row * ROW + column * 2] = word[0];
                    model[row * ROW + column * 2 + 1] = word[1];
                }
            }
        }
        return model;
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE_ENDIAN", "EXPLICIT_LITTLE_ENDIAN", "EXPLICIT_BIG_ENDIAN"})
    void whatTheLabelsNameIsBlankedAndNothingElse(Syntax syntax) throws IOException {
        GeneratedInstance.mr(1).operatorsName("Flagged").syntax(syntax).writeTo(study.resolve("a.dcm"));
        CommandRun run = clean("--pixels-only");
        assertThat(run.err()).isEqualTo("BLANKED 1 files, CLEAN 0 files, to " + clean + "\n");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo("BLANKED " + study.resolve("a.dcm")
                        + " marked: blanked 0,0,256,16 250,255,256,256 in 1 frame of 256 x 256, " + syntax.uid()
                        + ", in the native bytes\n");
        assertThat(pixels(clean.resolve("a.dcm"))).isEqualTo(blanked(pixels(study.resolve("a.dcm")), new byte[2]));
        assertThat(DataSetBytes.of(clean.resolve("a.dcm")).transferSyntaxUid()).isEqualTo(syntax.uid());
    }

    @Test
    void thePaddingValueComesInItsPlaceUnlessZerosAreWanted() throws IOException {
        GeneratedInstance.mr(1)
                .operatorsName("Flagged")
                .unsignedShort(0x00280120, 0x1234)
                .writeTo(study.resolve("a.dcm"));
        byte[] before = pixels(study.resolve("a.dcm"));
        clean();
        assertThat(pixels(clean.resolve("a.dcm"))).isEqualTo(blanked(before, new byte[] {0x34, 0x12}));
        clean("--fill", "zero", "--overwrite");
        assertThat(pixels(clean.resolve("a.dcm"))).isEqualTo(blanked(before, new byte[2]));
    }

    @Test
    void everyFileIsWrittenWithTheHeaderActionsAndTheTableSaysWhatWasDone() throws IOException {
        GeneratedInstance.mr(1).operatorsName("Flagged").writeTo(study.resolve("a.dcm"));
        GeneratedInstance.mr(2).writeTo(study.resolve("b.dcm"));
        assertThat(clean().code()).isZero();
        assertThat(new String(DataSetBytes.of(clean.resolve("a.dcm")).dataSet(), StandardCharsets.ISO_8859_1))
                .contains("113101", "Clean Pixel Data Option", "DERIVED", "Areas of the pixel data blanked")
                .doesNotContain("ID-1");
        assertThat(pixels(clean.resolve("b.dcm"))).isEqualTo(pixels(study.resolve("b.dcm")));
        assertThat(new String(DataSetBytes.of(clean.resolve("b.dcm")).dataSet(), StandardCharsets.ISO_8859_1))
                .doesNotContain("ID-2", "113101");
        List<String> rows = Files.readAllLines(clean.resolve("clean-results.tsv"));
        assertThat(rows.get(0)).isEqualTo("dicom_file\tpixels_flagged\tflag_list\treason\tblanked\twritten");
        assertThat(rows.get(1).split("\t", -1))
                .contains("BLANKED", "marked", "OperatorsName contains Flagged", clean.resolve("a.dcm") + "");
        assertThat(rows.get(2)).isEqualTo(study.resolve("b.dcm") + "\tCLEAN\t\t\t\t" + clean.resolve("b.dcm"));
    }

    @Test
    void overlaysIconsAndPrivateFramesGo() {
        GeneratedInstance.mr(1)
                .operatorsName("Flagged")
                .unsignedShort(0x60000010, 256)
                .unsignedShort(0x60000100, 1)
                .unsignedShort(0x60000102, 0)
                .with(0x60003000, "OW", new byte[70_000])
                .with(0x00880200, Map.of(0x00280004, "ICON"))
                .with(0x7FE10010, "LO", "ACME FRAMES")
                .writeTo(study.resolve("a.dcm"));
        assertThat(clean().code()).isZero();
        byte[] dataSet = DataSetBytes.of(clean.resolve("a.dcm")).dataSet();
        assertThat(new String(dataSet, StandardCharsets.ISO_8859_1)).doesNotContain("ICON", "ACME", "\0`\0\0");
        assertThat(dataSet.length).isLessThan(256 * ROW + 2000);
    }

    @Test
    void whatCannotBeBlankedExactlyIsNamedWithItsKindAndNotWritten() {
        flagged(1).unsignedShort(0x00280010, 255).writeTo(study.resolve("geometry.dcm"));
        flagged(2).unsignedShort(0x00280011, 200).unsignedShort(0x00280010, 10).writeTo(study.resolve("outside.dcm"));
        flagged(3).with(0x00280004, "CS", "CMYK").writeTo(study.resolve("cmyk.dcm"));
        flagged(4).unsignedShort(0x60000102, 12).writeTo(study.resolve("overlay.dcm"));
        flagged(5).with(0x00280008, "IS", "2").writeTo(study.resolve("frames.dcm"));
        GeneratedInstance.sr(6).operatorsName("Flagged").writeTo(study.resolve("text.dcm"));
        GeneratedInstance.mr(7).operatorsName("Nowhere").writeTo(study.resolve("nowhere.dcm"));
        CommandRun run = clean();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("cmyk.dcm: pixel-unsupported"),
                        line -> assertThat(line).contains("frames.dcm: pixel-geometry"),
                        line -> assertThat(line).contains("geometry.dcm: pixel-geometry"),
                        line -> assertThat(line).contains("nowhere.dcm: pixel-nothing"),
                        line -> assertThat(line).contains("outside.dcm: pixel-outside"),
                        line -> assertThat(line).contains("overlay.dcm: pixel-unsupported"),
                        line -> assertThat(line).contains("text.dcm: pixel-nothing"),
                        line -> assertThat(line).startsWith("BLANKED 0 files"),
                        line -> assertThat(line).isEqualTo("FAILED 7 files, not written"));
        assertThat(clean).isDirectoryNotContaining("glob:**.dcm");
    }

    private static GeneratedInstance flagged(int number) {
        return GeneratedInstance.mr(number).operatorsName("Flagged");
    }

    @Test
    void picturesShowTheFrameBeforeAndAfterWithTheRectanglesDrawn() throws IOException {
        GeneratedInstance.mr(1)
                .operatorsName("Flagged")
                .syntax(Syntax.EXPLICIT_BIG_ENDIAN)
                .writeTo(study.resolve("a.dcm"));
        assertThat(clean("--png").code()).isZero();
        BufferedImage before = ImageIO.read(clean.resolve("a.dcm.before.png").toFile());
        BufferedImage after = ImageIO.read(clean.resolve("a.dcm.after.png").toFile());
        byte[] pixels = pixels(study.resolve("a.dcm"));
        for (int row = 0; row < 256; row++) {
            for (int column = 0; column < 256; column++) {
                int gray = (pixels[row * ROW + 2 * column] & 0xFF) * 0x010101;
                boolean edge = (row < 16 && (row % 15 == 0 || column % 255 == 0)) || (row == 255 && column >= 250);
                assertThat(Math.abs((before.getRGB(column, row) & 0xFF) - (edge ? 0 : gray & 0xFF)))
                        .isLessThan(2);
                if (row >= 16 && !edge) {
                    assertThat(after.getRGB(column, row)).isEqualTo(before.getRGB(column, row));
                } else {
                    assertThat(after.getRGB(column, row) & 0xFFFFFF).isEqualTo(edge ? 0xFF0000 : 0);
                }
            }
        }
    }

    @Test
    void variablesWithoutValuesAreAskedForUnlessOnlyPixelsAreCleaned() throws IOException {
        Files.writeString(recipe, RECIPE + "REPLACE PatientName var:id\n");
        flagged(1).writeTo(study.resolve("a.dcm"));
        assertThat(clean().err()).contains("--ids FILE.json", "id");
        assertThat(clean("--pixels-only").code()).isZero();
        Path ids = Files.writeString(folder.resolve("ids.json"), "{\"id\":\"ANON\"}");
        assertThat(clean("--ids", ids, "--overwrite").code()).isZero();
    }
}
