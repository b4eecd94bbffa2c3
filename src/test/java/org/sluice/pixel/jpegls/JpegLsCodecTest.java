package org.sluice.pixel.jpegls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.pixel.CodecPeers;
import org.sluice.pixel.Damage;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

class JpegLsCodecTest {
    private static final String LOSSLESS = "1.2.840.10008.1.2.4.80";
    private static final String NEAR_LOSSLESS = "1.2.840.10008.1.2.4.81";
    private static final List<PixelArea> AREAS = List.of(new PixelArea(3, 2, 20, 9), new PixelArea(30, 0, 400, 4));

    private final JpegLsCodec codec = new JpegLsCodec();

    @TempDir
    Path folder;

    static Stream<FrameShape> shapes() {
        return Stream.of(
                Frames.grey(64, 64, 8, 8),
                Frames.grey(19, 37, 8, 6),
                Frames.grey(19, 37, 8, 7),
                Frames.grey(40, 131, 16, 10),
                Frames.grey(40, 131, 16, 12),
                Frames.grey(40, 131, 16, 16),
                Frames.signed(Frames.grey(23, 41, 16, 16)),
                Frames.colour(33, 45, "RGB"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsEncodedIsDecoded(FrameShape shape) throws PixelDataException {
        byte[] samples = Frames.samples(shape, 1);
        assertThat(codec.decode(codec.encode(samples, shape), shape))
                .isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theAreasAndNothingElseAreBlanked(FrameShape shape) throws PixelDataException {
        byte[] samples = Frames.samples(shape, 2);
        byte[] codestream = codec.encode(samples, shape);
        for (Fill fill : List.of(Fill.black(shape), Fill.zero(shape))) {
            byte[] blanked = codec.blank(codestream, shape, AREAS, fill);
            assertThat(codec.decode(blanked, shape))
                    .isEqualTo(Frames.blanked(samples, shape, fill, AREAS.toArray(PixelArea[]::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dcmtkEncodesWhatIsDecodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 3);
        // Of samples of less than 8 bits it has other thresholds than T.87, and does not say so.
        List<String> preferences = shape.bitsStored() < 8 ? List.of("+pr") : List.of("+pr", "+pc");
        for (String preference : preferences) {
            byte[] codestream = new CodecPeers(folder).encoded(samples, shape, "dcmcjpls", "+un", preference);
            assertThat(codec.decode(codestream, shape)).as(preference).isEqualTo(samples);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dcmtkDecodesWhatIsEncodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 4);
        byte[] codestream = codec.encode(samples, shape);
        assertThat(new CodecPeers(folder).decoded(codestream, LOSSLESS, shape, "dcmdjpls", "+px"))
                .isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gdcmDecodesWhatIsEncodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 5);
        byte[] codestream = codec.encode(samples, shape);
        assertThat(new CodecPeers(folder).decoded(codestream, LOSSLESS, shape, "gdcmconv", "--raw"))
                .isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+il", "+is", "+in"})
    void everyInterleavingOfColoursIsRead(String interleaving) throws Exception {
        FrameShape shape = Frames.colour(33, 45, "RGB");
        byte[] samples = Frames.samples(shape, 6);
        CodecPeers peers = new CodecPeers(folder);
        assertThat(codec.decode(peers.encoded(samples, shape, "dcmcjpls", interleaving), shape))
                .isEqualTo(samples);
        byte[] near = peers.encoded(samples, shape, "dcmcjpls", "+en", "+md", "3", interleaving);
        assertThat(codec.decode(near, shape)).isEqualTo(peers.decoded(near, NEAR_LOSSLESS, shape, "dcmdjpls", "+px"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aNearLosslessFrameIsShownAsDcmtkShowsItAndStaysSoOutsideTheAreas(int near) throws Exception {
        for (FrameShape shape : List.of(Frames.grey(40, 131, 16, 12), Frames.grey(64, 64, 8, 8))) {
            CodecPeers peers = new CodecPeers(folder);
            byte[] codestream = peers.encoded(
                    Frames.samples(shape, 7), shape, "dcmcjpls", "+en", "+md", String.valueOf(near), "+pc");
            byte[] shown = peers.decoded(codestream, NEAR_LOSSLESS, shape, "dcmdjpls");
            assertThat(codec.decode(codestream, shape)).isEqualTo(shown);
            byte[] blanked = codec.blank(codestream, shape, AREAS, Fill.black(shape));
            assertThat(peers.decoded(blanked, NEAR_LOSSLESS, shape, "dcmdjpls"))
                    .isEqualTo(Frames.blanked(shown, shape, Fill.black(shape), AREAS.toArray(PixelArea[]::new)));
        }
    }

    @Test
    void presetThresholdsAreRead() throws Exception {
        FrameShape shape = Frames.grey(64, 64, 8, 8);
        byte[] samples = Frames.samples(shape, 8);
        byte[] codestream = new CodecPeers(folder)
                .encoded(samples, shape, "dcmcjpls", "+pc", "+t1", "5", "+t2", "11", "+t3", "40", "+rs", "31");
        assertThat(indexOf(codestream, 0xFF, 0xF8)).isPositive();
        assertThat(codec.decode(codestream, shape)).isEqualTo(samples);
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        for (int at = 0; at < bytes.length - 1; at++) {
            if ((bytes[at] & 0xFF) == first && (bytes[at + 1] & 0xFF) == second) {
                return at;
            }
        }
        return -1;
    }

    @Test
    void thresholdsThatReadersDoNotAgreeOnMustBeSaid() throws PixelDataException {
        FrameShape shape = Frames.grey(19, 37, 8, 7);
        byte[] codestream = codec.encode(Frames.samples(shape, 13), shape);
        int preset = indexOf(codestream, 0xFF, 0xF8);
        byte[] silent = new byte[codestream.length - 15];
        System.arraycopy(codestream, 0, silent, 0, preset);
        System.arraycopy(codestream, preset + 15, silent, preset, silent.length - preset);
        assertThatThrownBy(() -> codec.decode(silent, shape))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void flatFramesAreLongRuns() throws Exception {
        FrameShape shape = Frames.grey(300, 400, 8, 8);
        byte[] samples = new byte[(int) shape.bytes()];
        Arrays.fill(samples, (byte) 200);
        samples[50_000] = 7;
        byte[] codestream = codec.encode(samples, shape);
        assertThat(codestream).hasSizeLessThan(300);
        assertThat(codec.decode(codestream, shape)).isEqualTo(samples);
        assertThat(new CodecPeers(folder).decoded(codestream, LOSSLESS, shape, "dcmdjpls"))
                .isEqualTo(samples);
    }

    @Test
    void mappingTablesRestartIntervalsAndTransformsOfColoursAreRefused() throws PixelDataException {
        FrameShape shape = Frames.grey(16, 16, 8, 8);
        byte[] codestream = codec.encode(Frames.samples(shape, 9), shape);
        byte[] restart = {(byte) 0xFF, (byte) 0xDD, 0, 4, 0, 2};
        byte[] transform = {(byte) 0xFF, (byte) 0xE8, 0, 7, 'm', 'r', 'f', 'x', 1};
        byte[] table = {(byte) 0xFF, (byte) 0xF8, 0, 6, 2, 1, 1, 9};
        for (byte[] segment : List.of(restart, transform, table)) {
            byte[] other = new byte[codestream.length + segment.length];
            System.arraycopy(codestream, 0, other, 0, 2);
            System.arraycopy(segment, 0, other, 2, segment.length);
            System.arraycopy(codestream, 2, other, 2 + segment.length, codestream.length - 2);
            assertThatThrownBy(() -> codec.decode(other, shape))
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
        }
    }

    @Test
    void anEarlyEndIsNoPicture() throws PixelDataException {
        for (FrameShape shape : List.of(Frames.grey(21, 31, 16, 12), Frames.colour(11, 13, "RGB"))) {
            Damage.assertEveryEarlyEndFails(
                    codec, codec.encode(Frames.samples(shape, 10), shape), shape, 0);
        }
    }

    @Test
    void damageIsAFailureOrAPictureOfTheRightSize() throws PixelDataException {
        for (FrameShape shape : List.of(Frames.grey(21, 31, 16, 12), Frames.colour(11, 13, "RGB"))) {
            byte[] codestream = codec.encode(Frames.samples(shape, 11), shape);
            Damage.assertDamageFailsPolitely(codec, codestream, shape, 11, 2000);
        }
    }

    @Test
    void geometryIsComparedWithTheHeader() throws PixelDataException {
        FrameShape shape = Frames.grey(21, 31, 16, 12);
        byte[] codestream = codec.encode(Frames.samples(shape, 12), shape);
        Damage.assertGeometryIsCompared(codec, codestream, shape);
        Damage.assertAreasOutsideAreRefused(codec, codestream, shape);
        for (FrameShape other : List.of(Frames.grey(21, 31, 8, 8), Frames.grey(21, 31, 16, 16))) {
            assertThatThrownBy(() -> codec.decode(codestream, other))
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GEOMETRY));
        }
    }
}
