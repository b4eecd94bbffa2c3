package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.rle.RleCodec;
import org.sluice.pixel.text.PrintedDots;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** {@code textdetected}: what it sees, what it does not, and what it cannot look at. */
class TextDetectedTest {
    private static final int SIDE = 201; // odd, so that frames share a pair of bytes
    private static final String RECIPE =
            "FORMAT dicom\n%filter print\nLABEL Print in the picture\nequals Modality US + textdetected 8\n";
    private static final TransferSyntax RLE = TransferSyntax.of("1.2.840.10008.1.2.5");
    private static final TransferSyntax BASELINE = TransferSyntax.of("1.2.840.10008.1.2.4.50");
    private static final TransferSyntax MPEG4 = TransferSyntax.of("1.2.840.10008.1.2.4.102");
    private static final byte[] PRINTED = new PrintedDots(SIDE, SIDE, 10)
            .noise(5, 1)
            .print("SARAH 23 4 1968", 10, 40, 2, 230)
            .greys();
    private static final byte[] PLAIN =
            new PrintedDots(SIDE, SIDE, 10).noise(5, 2).greys();

    @Test
    void printInTheFirstTheMiddleOrTheLastFrameIsSeen() throws Exception {
        assertThat(verdict(nativeFrames("US", PRINTED, PLAIN, PLAIN, PLAIN)).flagged())
                .isTrue();
        assertThat(verdict(nativeFrames("US", PLAIN, PLAIN, PRINTED, PLAIN)).flagged())
                .isTrue();
        assertThat(verdict(nativeFrames("US", PLAIN, PLAIN, PLAIN, PRINTED)).flagged())
                .isTrue();
        assertThat(verdict(nativeFrames("US", PLAIN, PRINTED, PLAIN, PLAIN)).flagged())
                .isFalse();
        assertThat(verdict(nativeFrames("US", PLAIN)).flagged()).isFalse();
    }

    @Test
    void theReasonIsTheCriteriaAsWritten() throws Exception {
        assertThat(verdict(nativeFrames("US", PRINTED)).matches().get(0).reason())
                .isEqualTo("Modality equals US and textdetected 8");
    }

    @Test
    void compressedFramesAreDecoded() throws Exception {
        assertThat(verdict(rleFrames("US", PLAIN, PRINTED), RLE).flagged()).isTrue();
        assertThat(verdict(rleFrames("US", PLAIN, PLAIN), RLE).flagged()).isFalse();
    }

    @Test
    void whatCannotBeDecodedIsNeverClean() throws Exception {
        byte[] frames = rleFrames("US", PLAIN, PLAIN);
        byte[] wrongLength = dataSet("US", 2, out -> pixelData(out, PLAIN.length - 1, PLAIN));

        assertThatThrownBy(() -> verdict(frames, BASELINE))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("pixel-damaged");
        assertThatThrownBy(() -> verdict(frames, MPEG4))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("pixel-unsupported");
        assertThatThrownBy(() -> verdict(wrongLength))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("pixel-geometry");
    }

    @Test
    void framesAreLookedAtOnlyWhereTheyDecide() throws Exception {
        assertThat(verdict(rleFrames("CT", PLAIN, PLAIN), MPEG4).flagged()).isFalse();
    }

    @Test
    void withoutPixelDataThereIsNoPrint() throws Exception {
        assertThat(verdict(dataSet("US", 1, out -> {})).flagged()).isFalse();
    }

    @Test
    void aRecipeWithItReadsInstancesToTheirEnd() throws Exception {
        assertThat(recipe(RECIPE).needsWholeDataSetBecauseOf())
                .hasValueSatisfying(at -> assertThat(at.line()).isEqualTo(3));
    }

    @Test
    void aNumberOfGlyphsFollowsAndNothingElse() {
        for (String wrong : List.of("textdetected", "textdetected 0", "textdetected PatientName", "textdetected 8 9")) {
            assertThatThrownBy(() -> recipe("FORMAT dicom\n%filter g\nLABEL a\n" + wrong + "\n"))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("expected how many glyphs a row has at least, 1 to 9999");
        }
    }

    @Test
    void deidPassesOverIt() throws Exception {
        CompiledRecipe compat = CompiledRecipe.load(
                List.of(new SourceText("r", "FORMAT dicom\n%filter g\nLABEL a\nmissing Modality\ntextdetected 8\n")),
                Reading.COMPAT);

        assertThat(compat.recipe().filters().get(0).labels().get(0).lines()).hasSize(1);
        assertThat(compat.needsWholeDataSet()).isFalse();
    }

    private static CompiledRecipe recipe(String text) throws RecipeException {
        return CompiledRecipe.load(List.of(new SourceText("r", text)), Reading.STRICT);
    }

    private static Verdict verdict(byte[] dataSet) throws Exception {
        return verdict(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    }

    private static Verdict verdict(byte[] dataSet, TransferSyntax syntax) throws Exception {
        ScreenedInstance instance = ScreenedInstance.of(
                Part10.absentMeta(), syntax, () -> DataSetPieces.of(dataSet), recipe(RECIPE), HeaderLimits.DEFAULT);
        instance.requireReadable();
        return instance.screening().verdict(Occurrences.ANY);
    }

    // ---- data sets in explicit VR little endian

    /** Writes what stands behind the header. */
    private interface Tail {
        void write(ByteArrayOutputStream out) throws Exception;
    }

    private static byte[] nativeFrames(String modality, byte[]... frames) throws Exception {
        return dataSet(modality, frames.length, out -> pixelData(out, SIDE * SIDE * frames.length, frames));
    }

    private static void pixelData(ByteArrayOutputStream out, int length, byte[]... frames) {
        int even = length + length % 2;
        ByteBuffer value = ByteBuffer.allocate(even);
        for (byte[] frame : frames) {
            value.put(frame, 0, Math.min(frame.length, value.remaining()));
        }
        out.writeBytes(head(0x7FE0_0010, "OB", even));
        out.writeBytes(value.array());
    }

    private static byte[] rleFrames(String modality, byte[]... frames) throws Exception {
        FrameShape shape = new FrameShape(SIDE, SIDE, 1, 8, 8, 7, false, 0, "MONOCHROME2");
        return dataSet(modality, frames.length, out -> {
            out.writeBytes(head(0x7FE0_0010, "OB", -1));
            out.writeBytes(item(0xE000, 0));
            for (byte[] frame : frames) {
                byte[] coded = new RleCodec().encode(frame, shape);
                out.writeBytes(item(0xE000, coded.length + coded.length % 2));
                out.writeBytes(coded);
                out.writeBytes(new byte[coded.length % 2]);
            }
            out.writeBytes(item(0xE0DD, 0));
        });
    }

    private static byte[] dataSet(String modality, int frames, Tail tail) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, 0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.3.1\0");
        text(out, 0x0008_0018, "UI", "2.25.4711\0");
        text(out, 0x0008_0060, "CS", modality);
        number(out, 0x0028_0002, 1);
        text(out, 0x0028_0004, "CS", "MONOCHROME2 ");
        text(out, 0x0028_0008, "IS", frames + " ");
        number(out, 0x0028_0010, SIDE);
        number(out, 0x0028_0011, SIDE);
        number(out, 0x0028_0100, 8);
        number(out, 0x0028_0101, 8);
        number(out, 0x0028_0102, 7);
        number(out, 0x0028_0103, 0);
        tail.write(out);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int tag, String vr, String value) {
        out.writeBytes(shortHead(tag, vr, value.length()));
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteArrayOutputStream out, int tag, int value) {
        out.writeBytes(shortHead(tag, "US", 2));
        out.write(value);
        out.write(value >> 8);
    }

    private static byte[] shortHead(int tag, String vr, int length) {
        return begun(tag, vr, 8).putShort((short) length).array();
    }

    private static byte[] head(int tag, String vr, int length) {
        return begun(tag, vr, 12).putShort((short) 0).putInt(length).array();
    }

    private static ByteBuffer begun(int tag, String vr, int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (tag >> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] item(int element, int length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xFFFE)
                .putShort((short) element)
                .putInt(length)
                .array();
    }
}
