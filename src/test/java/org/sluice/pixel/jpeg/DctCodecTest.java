package org.sluice.pixel.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.Peers;
import org.sluice.pixel.CodecPeers;
import org.sluice.pixel.Damage;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

class DctCodecTest {
    private static final int ROWS = 75;
    private static final int COLUMNS = 101;
    private static final List<PixelArea> AREAS =
            List.of(new PixelArea(20, 17, 50, 30), new PixelArea(48, 40, 49, 41), new PixelArea(90, 60, 300, 300));

    private final FrameCodec baseline = DctCodec.baseline();
    private final FrameCodec extended = DctCodec.extended();

    @TempDir
    Path folder;

    static Stream<JdkJpeg.Form> forms() {
        return Stream.of(
                new JdkJpeg.Form(false, 1, 1, 0, false),
                new JdkJpeg.Form(false, 1, 1, 5, true),
                new JdkJpeg.Form(true, 1, 1, 0, true),
                new JdkJpeg.Form(true, 2, 1, 0, false),
                new JdkJpeg.Form(true, 2, 1, 3, true),
                new JdkJpeg.Form(true, 1, 2, 0, true),
                new JdkJpeg.Form(true, 2, 2, 1, false),
                new JdkJpeg.Form(true, 2, 2, 0, true));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void coefficientsStayWhereNoAreaIsAndAreFlatWhereOneIs(JdkJpeg.Form form) throws Exception {
        FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
        byte[] codestream = JdkJpeg.encoded(shape, form, 1);
        byte[] blanked = baseline.blank(codestream, shape, AREAS, Fill.black(shape));
        assertBlanked(codestream, blanked, shape, form);
    }

    private static void assertBlanked(byte[] before, byte[] after, FrameShape shape, JdkJpeg.Form form)
            throws PixelDataException {
        Coefficients expected = new Coefficients(before, shape);
        Coefficients found = new Coefficients(after, shape);
        assertThat(found.blocks.keySet()).isEqualTo(expected.blocks.keySet());
        Set<Integer> blacks = new HashSet<>();
        found.blocks.forEach((block, coefficients) -> {
            int wide = block.component() == 0 ? 8 : 8 * form.horizontal();
            int high = block.component() == 0 ? 8 : 8 * form.vertical();
            if (touched(block.column() * wide, block.row() * high, form)) {
                assertThat(coefficients.subList(1, 64)).isEqualTo(Collections.nCopies(63, 0));
                if (block.component() == 0) {
                    blacks.add(coefficients.get(0));
                } else {
                    assertThat(coefficients.get(0)).isZero();
                }
            } else {
                assertThat(coefficients).as("%s", block).isEqualTo(expected.blocks.get(block));
            }
        });
        assertThat(blacks).singleElement().satisfies(dc -> assertThat(dc).isNegative());
    }

    /** Whether the minimum coded unit of a pixel touches an area. */
    private static boolean touched(int column, int row, JdkJpeg.Form form) {
        int wide = 8 * form.horizontal();
        int high = 8 * form.vertical();
        int left = column / wide * wide;
        int top = row / high * high;
        return AREAS.stream()
                .anyMatch(area -> area.left() < left + wide
                        && area.right() > left
                        && area.top() < top + high
                        && area.bottom() > top);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theJdkShowsBlackInTheAreasAndEveryOtherPixelAsItWas(JdkJpeg.Form form) throws Exception {
        FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
        byte[] codestream = JdkJpeg.encoded(shape, form, 2);
        Raster before = JdkJpeg.decoded(codestream);
        Raster after = JdkJpeg.decoded(baseline.blank(codestream, shape, AREAS, Fill.black(shape)));
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                for (int sample = 0; sample < shape.samples(); sample++) {
                    int value = after.getSample(column, row, sample);
                    if (!nearAnArea(column, row, form)) {
                        assertThat(value).isEqualTo(before.getSample(column, row, sample));
                    } else if (inside(column, row) && (sample == 0 || innermost(column, row, form))) {
                        assertThat(value).as("%s, %s", column, row).isEqualTo(sample == 0 ? 0 : 128);
                    }
                }
            }
        }
    }

    /** In a blanked unit, or one pixel from it, which the upsampling of chrominance blends. */
    private static boolean nearAnArea(int column, int row, JdkJpeg.Form form) {
        for (int y = -1; y <= 1; y++) {
            for (int x = -1; x <= 1; x++) {
                if (touched(Math.max(0, column + x), Math.max(0, row + y), form)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean innermost(int column, int row, JdkJpeg.Form form) {
        return touched(column - 1, row - 1, form)
                && touched(column + 1, row + 1, form)
                && touched(column - 1, row + 1, form)
                && touched(column + 1, row - 1, form);
    }

    private static boolean inside(int column, int row) {
        return AREAS.stream()
                .anyMatch(area ->
                        column >= area.left() && column < area.right() && row >= area.top() && row < area.bottom());
    }

    /** JDK 25 blends chrominance of half the rows, JDK 17 repeats it, as DCMTK and we do. */
    static Stream<JdkJpeg.Form> formsThatThisJdkDecodesAlike() {
        boolean repeatsRows = Runtime.version().feature() == 17;
        return forms().filter(form -> repeatsRows || form.horizontal() >= form.vertical());
    }

    @ParameterizedTest
    @MethodSource("formsThatThisJdkDecodesAlike")
    void aFrameIsDecodedAsTheJdkDecodesIt(JdkJpeg.Form form) throws Exception {
        FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
        byte[] codestream = JdkJpeg.encoded(shape, form, 3);
        byte[] decoded = baseline.decode(codestream, shape);
        Raster expected = JdkJpeg.decoded(codestream);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                for (int sample = 0; sample < shape.samples(); sample++) {
                    assertThat(Frames.sample(decoded, shape, row, column, sample))
                            .isBetween(
                                    expected.getSample(column, row, sample) - 1,
                                    expected.getSample(column, row, sample) + 1);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"+ee,12,''", "+ee,8,''", "+eb,8,''", "+eb,8,+s4", "+eb,8,+n1", "+ee,8,+n2"})
    void dcmtkShowsEveryPixelOutsideAsItWas(String process, int bits, String subsampling) throws Exception {
        boolean colour = !subsampling.isEmpty();
        FrameShape shape = colour ? Frames.colour(ROWS, COLUMNS, "RGB") : Frames.grey(ROWS, COLUMNS, 16, bits);
        String[] command = colour
                ? new String[] {"dcmcjpeg", process, subsampling}
                : new String[] {"dcmcjpeg", process, bits == 12 ? "+bt" : "+be"};
        CodecPeers peers = new CodecPeers(folder);
        byte[] samples = Frames.samples(shape, 4);
        byte[] codestream = peers.encoded(samples, shape, command);
        FrameShape coded = colour
                ? Frames.colour(ROWS, COLUMNS, "YBR_FULL")
                : Frames.grey(ROWS, COLUMNS, bits == 12 ? 16 : 8, bits);
        String syntax = "1.2.840.10008.1.2.4." + (process.equals("+ee") ? "51" : "50");
        FrameCodec codec = process.equals("+ee") ? extended : baseline;
        byte[] blanked = codec.blank(codestream, coded, AREAS, Fill.black(coded));
        byte[] before = peers.decoded(codestream, syntax, coded, "dcmdjpeg", "+cn", "+px");
        byte[] after = peers.decoded(blanked, syntax, coded, "dcmdjpeg", "+cn", "+px");
        JdkJpeg.Form largest = new JdkJpeg.Form(colour, 4, 2, 0, false);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int value = Frames.sample(after, coded, row, column, 0);
                if (inside(column, row)) {
                    assertThat(value).isZero();
                } else if (!nearAnArea(column, row, largest)) {
                    assertThat(value).isEqualTo(Frames.sample(before, coded, row, column, 0));
                }
            }
        }
        assertThat(distance(codec.decode(codestream, coded), before, coded)).isLessThanOrEqualTo(1);
    }

    /** Two steps of its transform, and the rounding between the colours. */
    @ParameterizedTest
    @CsvSource({"+s4", "+s2", "+n1", "+n2", "+np"})
    void coloursAreMadeAsDcmtkMakesThem(String subsampling) throws Exception {
        FrameShape shape = Frames.colour(ROWS, COLUMNS, "RGB");
        CodecPeers peers = new CodecPeers(folder);
        byte[] codestream = peers.encoded(Frames.samples(shape, 6), shape, "dcmcjpeg", "+eb", subsampling);
        FrameShape coded = Frames.colour(ROWS, COLUMNS, "YBR_FULL_422");
        assertThat(baseline.decodedInterpretation("YBR_FULL_422")).isEqualTo("RGB");
        byte[] shown = peers.decoded(codestream, "1.2.840.10008.1.2.4.50", coded, "dcmdjpeg", "+px");
        assertThat(distance(baseline.decodeNative(codestream, coded), shown, shape))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void aCodestreamIsBelievedWhichColoursItHas() throws Exception {
        JdkJpeg.Form form = new JdkJpeg.Form(true, 2, 1, 0, false);
        FrameShape ybr = Frames.colour(ROWS, COLUMNS, "YBR_FULL_422");
        byte[] jfif = JdkJpeg.encoded(ybr, form, 7);
        assertThat(baseline.decodeNative(jfif, Frames.colour(ROWS, COLUMNS, "RGB")))
                .isEqualTo(baseline.decodeNative(jfif, ybr));
        byte[] rgb = new CodecPeers(folder)
                .encoded(Frames.samples(ybr, 8), Frames.colour(ROWS, COLUMNS, "RGB"), "dcmcjpeg", "+eb", "+cr");
        assertThat(baseline.decodeNative(rgb, Frames.colour(ROWS, COLUMNS, "RGB")))
                .isEqualTo(baseline.decode(rgb, Frames.colour(ROWS, COLUMNS, "RGB")));
    }

    private static int distance(byte[] found, byte[] expected, FrameShape shape) {
        int distance = 0;
        for (int row = 0; row < shape.rows(); row++) {
            for (int column = 0; column < shape.columns(); column++) {
                for (int sample = 0; sample < shape.samples(); sample++) {
                    distance = Math.max(
                            distance,
                            Math.abs(Frames.sample(found, shape, row, column, sample)
                                    - Frames.sample(expected, shape, row, column, sample)));
                }
            }
        }
        return distance;
    }

    @Test
    void aFrameOfPydicomIsAsDcmtkShowsItAndOneThatDcmtkWarnsOfIsRefused() throws Exception {
        FrameShape shape = Frames.grey(1024, 256, 16, 12);
        byte[] codestream = CodecPeers.codestream(Peers.pydicomTestFiles().resolve("JPGExtended.dcm"));
        byte[] shown = new CodecPeers(folder).decoded(codestream, "1.2.840.10008.1.2.4.51", shape, "dcmdjpeg");
        assertThat(distance(extended.decode(codestream, shape), shown, shape)).isLessThanOrEqualTo(1);
        byte[] odd = CodecPeers.codestream(Peers.pydicomTestFiles().resolve("JPEG-lossy.dcm"));
        assertThatThrownBy(() -> extended.decode(odd, shape))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
    }

    @Test
    void oneScanForEachComponentIsAsGoodAsOneForAll() throws Exception {
        for (JdkJpeg.Form form : List.of(
                new JdkJpeg.Form(true, 1, 1, 0, true),
                new JdkJpeg.Form(true, 2, 1, 0, false),
                new JdkJpeg.Form(true, 2, 2, 0, true))) {
            FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
            byte[] interleaved = JdkJpeg.encoded(shape, form, 12);
            byte[] apart = new SeparateScans(interleaved, shape).encoded();
            assertThat(distance(baseline.decode(apart, shape), baseline.decode(interleaved, shape), shape))
                    .isZero();
            assertBlanked(apart, baseline.blank(apart, shape, AREAS, Fill.black(shape)), shape, form);
            Raster shown = JdkJpeg.decoded(baseline.blank(apart, shape, AREAS, Fill.black(shape)));
            Raster expected = JdkJpeg.decoded(baseline.blank(interleaved, shape, AREAS, Fill.black(shape)));
            for (int sample = 0; sample < 3; sample++) {
                assertThat(shown.getSamples(0, 0, COLUMNS, ROWS, sample, (int[]) null))
                        .isEqualTo(expected.getSamples(0, 0, COLUMNS, ROWS, sample, (int[]) null));
            }
        }
    }

    @Test
    void aCodeThatIsMissingIsAddedAndTheOthersStay() throws Exception {
        FrameShape shape = Frames.grey(ROWS, COLUMNS, 8, 8);
        // A frame of one value has one DC difference and no end of a block but one: few codes.
        byte[] flat = new SeparateScans.Flat(shape).encoded();
        byte[] blanked = baseline.blank(flat, shape, AREAS, Fill.black(shape));
        Raster shown = JdkJpeg.decoded(blanked);
        assertThat(shown.getSample(0, 0, 0)).isEqualTo(JdkJpeg.decoded(flat).getSample(0, 0, 0));
        assertThat(shown.getSample(30, 20, 0)).isZero();
        assertThat(shown.getSample(70, 70, 0)).isEqualTo(JdkJpeg.decoded(flat).getSample(70, 70, 0));
    }

    @Test
    void aWhiteFillIsWhite() throws Exception {
        JdkJpeg.Form form = new JdkJpeg.Form(false, 1, 1, 0, true);
        FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
        byte[] codestream = JdkJpeg.encoded(shape, form, 5);
        Raster after = JdkJpeg.decoded(baseline.blank(codestream, shape, AREAS, Fill.of(shape, 255)));
        assertThat(after.getSample(30, 20, 0)).isEqualTo(255);
        Raster grey = JdkJpeg.decoded(baseline.blank(codestream, shape, AREAS, Fill.of(shape, 77)));
        assertThat(grey.getSample(30, 20, 0)).isBetween(75, 79);
    }

    @Test
    void coloursThatAreCalledRgbButAreYccAreBlackToo() throws Exception {
        JdkJpeg.Form form = new JdkJpeg.Form(true, 1, 1, 0, false);
        FrameShape called = Frames.colour(ROWS, COLUMNS, "RGB");
        byte[] blanked = baseline.blank(JdkJpeg.encoded(called, form, 6), called, AREAS, Fill.black(called));
        Raster after = JdkJpeg.decoded(blanked);
        assertThat(List.of(after.getSample(30, 20, 0), after.getSample(30, 20, 1), after.getSample(30, 20, 2)))
                .containsExactly(0, 128, 128);
    }

    @Test
    void commentsGo() throws Exception {
        JdkJpeg.Form form = new JdkJpeg.Form(true, 2, 2, 0, false);
        FrameShape shape = JdkJpeg.shape(form, ROWS, COLUMNS);
        byte[] codestream = JdkJpeg.encoded(shape, form, 7);
        assertThat(text(codestream)).contains("TAKEN^AT^HOME");
        assertThat(text(baseline.blank(codestream, shape, AREAS, Fill.black(shape))))
                .doesNotContain("TAKEN^AT^HOME")
                .contains("JFIF");
    }

    private static String text(byte[] codestream) {
        return new String(codestream, StandardCharsets.ISO_8859_1);
    }

    @Test
    void progressiveAndArithmeticAndTwelveBitsOfBaselineAreRefused() throws Exception {
        FrameShape shape = Frames.grey(ROWS, COLUMNS, 8, 8);
        byte[] sequential = JdkJpeg.encoded(shape, new JdkJpeg.Form(false, 1, 1, 0, false), 8);
        byte[] arithmetic = sequential.clone();
        int frame = text(sequential).indexOf("\u00FF\u00C0");
        arithmetic[frame + 1] = (byte) 0xC9;
        byte[] twelve = sequential.clone();
        twelve[frame + 4] = 12;
        for (byte[] codestream : List.of(JdkJpeg.progressive(shape, 8), arithmetic, twelve)) {
            assertThatThrownBy(() -> baseline.blank(codestream, shape, AREAS, Fill.black(shape)))
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
        }
    }

    @Test
    void anEarlyEndIsNoPicture() throws Exception {
        for (JdkJpeg.Form form :
                List.of(new JdkJpeg.Form(false, 1, 1, 2, false), new JdkJpeg.Form(true, 2, 2, 0, true))) {
            FrameShape shape = JdkJpeg.shape(form, 17, 21);
            Damage.assertEveryEarlyEndFails(baseline, JdkJpeg.encoded(shape, form, 9), shape, 0);
        }
    }

    @Test
    void damageIsAFailureOrAPictureOfTheRightSize() throws Exception {
        FrameShape shape = Frames.grey(33, 41, 8, 8);
        byte[] codestream = JdkJpeg.encoded(shape, new JdkJpeg.Form(false, 1, 1, 4, true), 10);
        Damage.assertDamageFailsPolitely(baseline, codestream, shape, 10, 3000);
    }

    @Test
    void geometryIsComparedWithTheHeader() throws Exception {
        FrameShape shape = Frames.grey(ROWS, COLUMNS, 8, 8);
        byte[] codestream = JdkJpeg.encoded(shape, new JdkJpeg.Form(false, 1, 1, 0, false), 11);
        Damage.assertGeometryIsCompared(baseline, codestream, shape);
        Damage.assertAreasOutsideAreRefused(baseline, codestream, shape);
    }
}
