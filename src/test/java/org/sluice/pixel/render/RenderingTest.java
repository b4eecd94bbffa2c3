package org.sluice.pixel.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TransferSyntax;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.RawDataSet.End;
import org.sluice.peers.Syntax;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

/** From stored values to a picture: the pipeline of PS3.4 N.2, worked out by hand for frames whose pixels count up. */
class RenderingTest {
    private static final FrameShape GREY = Frames.grey(16, 256, 16, 12);

    private static RawDataSet elements() {
        return new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN);
    }

    private static byte[] words(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) values[i];
            bytes[2 * i + 1] = (byte) (values[i] >> 8);
        }
        return bytes;
    }

    private static Rendering rendering(RawDataSet elements, FrameShape shape, Samples samples, int maxSide)
            throws IOException, DataSetException, PixelDataException {
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, -1);
        reader.read(DataSetPieces.of(elements.bytes()));
        Header header = reader.header();
        return Rendering.of(header, 1, shape, samples, maxSide);
    }

    private static Raster picture(RawDataSet elements, FrameShape shape, Samples samples, int maxSide)
            throws IOException, DataSetException, PixelDataException {
        byte[] png = rendering(elements, shape, samples, maxSide).png();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return image.getRaster();
    }

    /** The greys of the values 0 to 4095. */
    private static void assertGreys(RawDataSet elements, FrameShape shape, LongUnaryOperator expected)
            throws Exception {
        boolean signed = shape.signed();
        Raster picture = picture(elements, shape, (pixel, sample) -> signed ? pixel - 2048 : pixel, 4096);
        for (int value = 0; value < 4096; value++) {
            assertThat(picture.getSample(value % 256, value / 256, 0))
                    .as("%d", signed ? value - 2048 : value)
                    .isEqualTo((int) Math.max(0, Math.min(255, expected.applyAsLong(signed ? value - 2048 : value))));
        }
    }

    private static FrameShape monochrome1() {
        return new FrameShape(16, 256, 1, 16, 12, 11, false, 0, "MONOCHROME1");
    }

    @Test
    void withoutAWindowTheValuesOfTheFrameAreSpannedAndMonochrome1IsTurnedRound() throws Exception {
        assertGreys(elements(), GREY, value -> Math.round(value * 255 / 4095.0));
        assertGreys(elements(), monochrome1(), value -> 255 - Math.round(value * 255 / 4095.0));
        assertGreys(elements(), Frames.signed(GREY), value -> Math.round((value + 2048) * 255 / 4095.0));
    }

    @Test
    void whatPadsTheFrameIsNotAmongTheValuesThatAreSpanned() throws Exception {
        RawDataSet padded = elements().value(0x0028_0120, "US", words(1000)).value(0x0028_0121, "US", words(4095));
        assertGreys(padded, GREY, value -> Math.round(value * 255 / 999.0));
    }

    @Test
    void theFirstWindowIsTakenInEachOfItsFunctions() throws Exception {
        RawDataSet linear = elements().text(0x0028_1050, "DS", "600.5\\1").text(0x0028_1051, "DS", "401\\2");
        assertGreys(linear, GREY, value -> Math.round(((value - 600) / 400.0 + 0.5) * 255));
        RawDataSet rescaled = elements()
                .text(0x0028_1050, "DS", "600")
                .text(0x0028_1051, "DS", "400")
                .text(0x0028_1052, "DS", "-1000")
                .text(0x0028_1053, "DS", "2")
                .text(0x0028_1056, "CS", "LINEAR_EXACT");
        assertGreys(rescaled, GREY, value -> Math.round(((2 * value - 1000 - 600) / 400.0 + 0.5) * 255));
        RawDataSet sigmoid = elements()
                .text(0x0028_1050, "DS", "600")
                .text(0x0028_1051, "DS", "400")
                .text(0x0028_1056, "CS", "SIGMOID");
        assertGreys(sigmoid, GREY, value -> Math.round(255 / (1 + Math.exp(-4 * (value - 600) / 400.0))));
        RawDataSet one = elements().text(0x0028_1050, "DS", "600").text(0x0028_1051, "DS", "1");
        assertGreys(one, GREY, value -> value > 599 ? 255 : 0);
        RawDataSet none = elements().text(0x0028_1050, "DS", "600").text(0x0028_1051, "DS", "0");
        assertGreys(none, GREY, value -> Math.round(value * 255 / 4095.0));
    }

    private static byte[] lut(int first, int bits, int... entries) {
        return elements()
                .value(0x0028_3002, "US", words(entries.length, first, bits))
                .value(0x0028_3006, "OW", words(entries))
                .item(End.LENGTH);
    }

    @Test
    void lookupTablesAreTakenForBothSteps() throws Exception {
        RawDataSet modality = elements().sequence(0x0028_3000, "SQ", End.LENGTH, lut(100, 16, 10, 20, 50));
        assertGreys(modality, GREY, value -> value <= 100 ? 0 : value == 101 ? 64 : 255);
        RawDataSet voi = elements().sequence(0x0028_3010, "SQ", End.LENGTH, lut(100, 10, 0, 1023, 341));
        assertGreys(voi, GREY, value -> value <= 100 ? 0 : value == 101 ? 255 : 85);
        RawDataSet cut = elements()
                .sequence(
                        0x0028_3010,
                        "SQ",
                        End.LENGTH,
                        elements()
                                .value(0x0028_3002, "US", words(9, 0, 16))
                                .value(0x0028_3006, "OW", words(1))
                                .item(End.LENGTH));
        assertThatThrownBy(() -> picture(cut, GREY, (pixel, sample) -> pixel, 64))
                .isInstanceOf(PixelDataException.class);
    }

    private static byte[] group(int sequence, RawDataSet inside) {
        return elements()
                .sequence(sequence, "SQ", End.LENGTH, inside.item(End.LENGTH))
                .item(End.LENGTH);
    }

    @Test
    void anEnhancedImageHasItInTheFunctionalGroupsOfTheFrame() throws Exception {
        RawDataSet first = elements().text(0x0028_1050, "DS", "1").text(0x0028_1051, "DS", "2");
        RawDataSet second = elements().text(0x0028_1050, "DS", "600.5").text(0x0028_1051, "DS", "401");
        RawDataSet rescale = elements().text(0x0028_1052, "DS", "100").text(0x0028_1053, "DS", "1");
        RawDataSet groups = elements()
                .sequence(0x5200_9229, "SQ", End.LENGTH, group(0x0028_9145, rescale))
                .sequence(0x5200_9230, "SQ", End.LENGTH, group(0x0028_9132, first), group(0x0028_9132, second));
        assertGreys(groups, GREY, value -> Math.round(((value + 100 - 600) / 400.0 + 0.5) * 255));
    }

    @Test
    void aPaletteGivesColours() throws Exception {
        FrameShape shape = new FrameShape(1, 3, 1, 8, 8, 7, false, 0, "PALETTE COLOR");
        RawDataSet palette = elements();
        for (int colour = 0; colour < 3; colour++) {
            palette.value(0x0028_1101 + colour, "US", words(3, 10, 16));
        }
        palette.value(0x0028_1201, "OW", words(0xFF00, 0, 0))
                .value(0x0028_1202, "OW", words(0, 0x8000, 0))
                .value(0x0028_1203, "OW", words(0, 0, 0x1200));
        Raster picture = picture(palette, shape, (pixel, sample) -> 10 + pixel, 64);
        assertThat(picture.getPixels(0, 0, 3, 1, (int[]) null)).containsExactly(255, 0, 0, 0, 128, 0, 0, 0, 18);
    }

    @Test
    void lightAndChrominanceBecomeColours() throws Exception {
        int[] red = {76, 85, 255};
        Raster full = picture(elements(), Frames.colour(1, 1, "YBR_FULL"), (pixel, sample) -> red[sample], 64);
        assertThat(full.getPixel(0, 0, (int[]) null)).containsExactly(254, 0, 0);
        int[] white = {235, 128, 128};
        Raster part = picture(elements(), Frames.colour(1, 1, "YBR_PARTIAL_422"), (pixel, sample) -> white[sample], 64);
        assertThat(part.getSample(0, 0, 0)).isEqualTo(255);
    }

    @Test
    void pixelsThatAreHigherThanWideMakeThePictureHigher() throws Exception {
        FrameShape shape = Frames.grey(40, 100, 8, 8);
        Samples samples = (pixel, sample) -> pixel & 0xFF;
        Raster ratio = picture(elements().text(0x0028_0034, "IS", "2\\1"), shape, samples, 4096);
        assertThat(new int[] {ratio.getWidth(), ratio.getHeight()}).containsExactly(100, 80);
        Raster spaced = picture(elements().text(0x0028_0030, "DS", "0.5\\1.0"), shape, samples, 50);
        assertThat(new int[] {spaced.getWidth(), spaced.getHeight()}).containsExactly(50, 10);
        Raster absurd = picture(elements().text(0x0028_0034, "IS", "1\\100000"), shape, samples, 4096);
        assertThat(new int[] {absurd.getWidth(), absurd.getHeight()}).containsExactly(100, 40);
    }

    @Test
    void eachPixelOfASmallerPictureIsTheMeanOfItsPlace() throws Exception {
        FrameShape shape = Frames.grey(32, 64, 8, 8);
        Samples chequered = (pixel, sample) -> (pixel + pixel / 64) % 2 == 0 ? 0 : 255;
        Raster picture = picture(elements(), shape, chequered, 32);
        assertThat(picture.getSamples(0, 0, 32, 16, 0, (int[]) null)).containsOnly(128);
    }

    @Test
    void overlaysShowWhereTheyLieAndOnTheFramesTheyAreFor() throws Exception {
        FrameShape shape = Frames.grey(8, 8, 8, 8);
        RawDataSet overlay = elements()
                .value(0x6000_0010, "US", words(2))
                .value(0x6000_0011, "US", words(3))
                .value(0x6000_0050, "SS", words(4, 6))
                .value(0x6000_3000, "OW", words(0b101_011));
        Samples slope = (pixel, sample) -> pixel == 0 ? 0 : 1 + (pixel == 63 ? 200 : 0);
        Raster picture = picture(overlay, shape, slope, 64);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                boolean covered = (y == 3 && (x == 5 || x == 6)) || (y == 4 && (x == 5 || x == 7));
                assertThat(picture.getSample(x, y, 0) == 255)
                        .as("%d %d", x, y)
                        .isEqualTo(covered || (x == 7 && y == 7));
            }
        }
        RawDataSet ofOthers = elements()
                .value(0x6000_0010, "US", words(2))
                .value(0x6000_0011, "US", words(3))
                .text(0x6000_0015, "IS", "1")
                .value(0x6000_0051, "US", words(1))
                .value(0x6000_3000, "OW", words(0xFFFF));
        assertThat(picture(ofOthers, shape, slope, 64).getSample(0, 0, 0)).isZero();
    }

    @Test
    void anAreaAtTheFarEdgeIsOutlinedWithinThePicture() throws Exception {
        FrameShape shape = Frames.grey(100, 100, 8, 8);
        Rendering rendering = rendering(elements(), shape, (pixel, sample) -> pixel & 0xFF, 30);
        rendering.outline(new PixelArea(99, 99, 100, 100));
        rendering.outline(new PixelArea(0, 0, 100, 100));
        Raster picture = ImageIO.read(new ByteArrayInputStream(rendering.png())).getRaster();
        int[] pixels = picture.getPixels(0, 29, 30, 1, (int[]) null);
        assertThat(Arrays.stream(pixels).sum()).isEqualTo(30 * 255);
    }
}
