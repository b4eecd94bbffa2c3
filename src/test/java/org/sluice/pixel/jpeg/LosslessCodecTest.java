package org.sluice.pixel.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

class LosslessCodecTest {
    private static final String PROCESS_14 = "1.2.840.10008.1.2.4.57";
    private static final List<PixelArea> AREAS = List.of(new PixelArea(3, 2, 20, 9), new PixelArea(30, 0, 400, 4));

    private final FrameCodec codec = LosslessCodec.anyPredictor();

    @TempDir
    Path folder;

    static Stream<FrameShape> shapes() {
        return Stream.of(
                Frames.grey(64, 64, 8, 8),
                Frames.grey(19, 37, 8, 6),
                Frames.grey(40, 131, 16, 10),
                Frames.grey(40, 131, 16, 12),
                Frames.grey(40, 131, 16, 16),
                Frames.signed(Frames.grey(23, 41, 16, 16)),
                Frames.colour(33, 45, "RGB"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyPredictorOfDcmtkIsReadAndItsAreasBlanked(FrameShape shape) throws Exception {
        CodecPeers peers = new CodecPeers(folder);
        for (int predictor = 1; predictor <= 7; predictor++) {
            byte[] samples = Frames.samples(shape, predictor);
            byte[] codestream = peers.encoded(samples, shape, "dcmcjpeg", "+el", "+sv", String.valueOf(predictor));
            assertThat(codec.decode(codestream, shape))
                    .as("predictor %s", predictor)
                    .isEqualTo(samples);
            byte[] blanked = codec.blank(codestream, shape, AREAS, Fill.black(shape));
            byte[] expected = Frames.blanked(samples, shape, Fill.black(shape), AREAS.toArray(PixelArea[]::new));
            assertThat(codec.decode(blanked, shape))
                    .as("predictor %s", predictor)
                    .isEqualTo(expected);
            assertThat(peers.decoded(blanked, PROCESS_14, shape, "dcmdjpeg", "+px"))
                    .as("predictor %s", predictor)
                    .isEqualTo(expected);
        }
    }

    /** It reads no samples of less than 8 bits. */
    static Stream<FrameShape> shapesThatGdcmReads() {
        return shapes().filter(shape -> shape.bitsStored() >= 8);
    }

    @ParameterizedTest
    @MethodSource("shapesThatGdcmReads")
    void gdcmDecodesWhatIsEncodedHere(FrameShape shape) throws Exception {
        CodecPeers peers = new CodecPeers(folder);
        byte[] samples = Frames.samples(shape, 8);
        byte[] codestream = peers.encoded(samples, shape, "dcmcjpeg", "+e1");
        byte[] blanked = LosslessCodec.firstPredictor().blank(codestream, shape, AREAS, Fill.zero(shape));
        assertThat(peers.decoded(blanked, "1.2.840.10008.1.2.4.70", shape, "gdcmconv", "--raw"))
                .isEqualTo(Frames.blanked(samples, shape, Fill.zero(shape), AREAS.toArray(PixelArea[]::new)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void aPointTransformIsKept(int predictor) throws Exception {
        FrameShape shape = Frames.grey(40, 131, 16, 12);
        CodecPeers peers = new CodecPeers(folder);
        byte[] codestream = peers.encoded(
                Frames.samples(shape, 9), shape, "dcmcjpeg", "+el", "+sv", String.valueOf(predictor), "+pt", "3");
        byte[] shown = peers.decoded(codestream, PROCESS_14, shape, "dcmdjpeg");
        assertThat(codec.decode(codestream, shape)).isEqualTo(shown);
        byte[] blanked = codec.blank(codestream, shape, AREAS, Fill.black(shape));
        assertThat(peers.decoded(blanked, PROCESS_14, shape, "dcmdjpeg"))
                .isEqualTo(Frames.blanked(shown, shape, Fill.black(shape), AREAS.toArray(PixelArea[]::new)));
    }

    @Test
    void aFlatFrameAndTheWidestDifferencesAreExact() throws Exception {
        FrameShape shape = Frames.grey(16, 16, 16, 16);
        byte[] samples = new byte[(int) shape.bytes()];
        // Neighbours of 0 and 32768 differ by half of the range, which has a code without bits behind it.
        for (int at = 1; at < samples.length / 2; at += 4) {
            samples[at] = (byte) 0x80;
        }
        LosslessFrame frame = new LosslessFrame(shape, samples);
        for (int predictor = 1; predictor <= 7; predictor++) {
            assertThat(codec.decode(frame.encoded(predictor, 0), shape)).isEqualTo(samples);
        }
        byte[] flat = new byte[(int) shape.bytes()];
        assertThat(codec.decode(new LosslessFrame(shape, flat).encoded(1, 0), shape))
                .isEqualTo(flat);
    }

    @Test
    void restartMarkersBetweenRowsAreGoneOver() throws Exception {
        for (FrameShape shape : List.of(Frames.grey(19, 37, 16, 12), Frames.colour(11, 13, "RGB"))) {
            byte[] samples = Frames.samples(shape, 10);
            byte[] codestream = new LosslessFrame(shape, samples).encoded(6, 3);
            assertThat(codec.decode(codestream, shape)).isEqualTo(samples);
            assertThat(new CodecPeers(folder).decoded(codestream, PROCESS_14, shape, "dcmdjpeg", "+px"))
                    .isEqualTo(samples);
        }
    }

    @Test
    void theFirstSelectionValueAllowsNoOtherPredictor() throws Exception {
        FrameShape shape = Frames.grey(16, 16, 8, 8);
        byte[] codestream = new LosslessFrame(shape, Frames.samples(shape, 11)).encoded(2, 0);
        assertThatThrownBy(() -> LosslessCodec.firstPredictor().decode(codestream, shape))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void anEarlyEndIsNoPicture() throws Exception {
        FrameShape shape = Frames.grey(21, 31, 16, 12);
        byte[] samples = Frames.samples(shape, 12);
        Damage.assertEveryEarlyEndFails(codec, new LosslessFrame(shape, samples).encoded(1, 4), shape, 0);
    }

    @Test
    void damageIsAFailureOrAPictureOfTheRightSize() throws Exception {
        for (FrameShape shape : List.of(Frames.grey(21, 31, 16, 12), Frames.colour(11, 13, "RGB"))) {
            byte[] codestream = new LosslessFrame(shape, Frames.samples(shape, 13)).encoded(5, 4);
            Damage.assertDamageFailsPolitely(codec, codestream, shape, 13, 2000);
        }
    }

    @Test
    void geometryIsComparedWithTheHeader() throws Exception {
        FrameShape shape = Frames.grey(21, 31, 16, 12);
        byte[] codestream = new LosslessFrame(shape, Frames.samples(shape, 14)).encoded(1, 0);
        Damage.assertGeometryIsCompared(codec, codestream, shape);
        Damage.assertAreasOutsideAreRefused(codec, codestream, shape);
        for (FrameShape other : List.of(Frames.grey(21, 31, 8, 8), Frames.grey(21, 31, 16, 16))) {
            assertThatThrownBy(() -> codec.decode(codestream, other))
                    .isInstanceOfSatisfying(
                            PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GEOMETRY));
        }
    }
}
