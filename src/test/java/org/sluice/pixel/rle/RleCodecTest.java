package org.sluice.pixel.rle;

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
import org.sluice.peers.Peers;
import org.sluice.pixel.CodecPeers;
import org.sluice.pixel.Damage;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

class RleCodecTest {
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final PixelArea[] AREAS = {new PixelArea(3, 2, 20, 9), new PixelArea(30, 0, 400, 4)};

    private final RleCodec codec = new RleCodec();

    @TempDir
    Path folder;

    static Stream<FrameShape> shapes() {
        return Stream.of(
                Frames.grey(19, 37, 8, 8),
                Frames.grey(1, 300, 8, 8),
                Frames.grey(40, 131, 16, 12),
                Frames.signed(Frames.grey(23, 41, 16, 16)),
                Frames.colour(33, 45, "RGB"),
                Frames.colour(16, 50, "YBR_FULL"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsEncodedIsDecoded(FrameShape shape) throws PixelDataException {
        byte[] samples = Frames.samples(shape, 1);
        assertThat(codec.decode(codec.encode(samples, shape), shape)).isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theAreasAndNothingElseAreBlanked(FrameShape shape) throws PixelDataException {
        byte[] samples = Frames.samples(shape, 2);
        for (Fill fill : List.of(Fill.black(shape), Fill.zero(shape))) {
            byte[] blanked = codec.blank(codec.encode(samples, shape), shape, List.of(within(shape)), fill);
            assertThat(codec.decode(blanked, shape)).isEqualTo(Frames.blanked(samples, shape, fill, within(shape)));
        }
    }

    private static PixelArea[] within(FrameShape shape) {
        return Arrays.stream(AREAS)
                .filter(area -> area.left() < shape.columns() && area.top() < shape.rows())
                .toArray(PixelArea[]::new);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dcmtkEncodesWhatIsDecodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 3);
        byte[] codestream = new CodecPeers(folder).encoded(samples, shape, "dcmcrle");
        assertThat(codec.decode(codestream, shape)).isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dcmtkDecodesWhatIsEncodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 4);
        byte[] codestream = codec.encode(samples, shape);
        assertThat(new CodecPeers(folder).decoded(codestream, RLE, shape, "dcmdrle"))
                .isEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gdcmDecodesWhatIsEncodedHere(FrameShape shape) throws Exception {
        byte[] samples = Frames.samples(shape, 5);
        byte[] codestream = codec.encode(samples, shape);
        assertThat(new CodecPeers(folder).decoded(codestream, RLE, shape, "gdcmconv", "--raw"))
                .isEqualTo(samples);
    }

    @Test
    void aFrameOfPydicomIsAsDcmtkShowsIt() throws Exception {
        byte[] codestream = CodecPeers.codestream(Peers.pydicomTestFiles().resolve("MR_small_RLE.dcm"));
        FrameShape shape = Frames.signed(Frames.grey(64, 64, 16, 16));
        assertThat(codec.decode(codestream, shape))
                .isEqualTo(new CodecPeers(folder).decoded(codestream, RLE, shape, "dcmdrle"));
    }

    @Test
    void anEarlyEndIsNoPicture() throws PixelDataException {
        FrameShape shape = Frames.grey(9, 21, 16, 12);
        Damage.assertEveryEarlyEndFails(codec, codec.encode(Frames.samples(shape, 6), shape), shape, 1);
    }

    @Test
    void damageIsAFailureOrAPictureOfTheRightSize() throws PixelDataException {
        FrameShape shape = Frames.colour(11, 17, "RGB");
        Damage.assertDamageFailsPolitely(codec, codec.encode(Frames.samples(shape, 7), shape), shape, 7, 3000);
    }

    @Test
    void theNumberOfSegmentsIsThatOfTheHeader() throws PixelDataException {
        FrameShape grey = Frames.grey(8, 8, 8, 8);
        byte[] codestream = codec.encode(Frames.samples(grey, 8), grey);
        for (FrameShape other : List.of(Frames.colour(8, 8, "RGB"), Frames.grey(8, 8, 16, 16))) {
            assertThatThrownBy(() -> codec.decode(codestream, other))
                    .isInstanceOfSatisfying(PixelDataException.class, e -> assertThat(e.kind())
                            .isEqualTo(PixelDataException.Kind.GEOMETRY));
        }
        Damage.assertAreasOutsideAreRefused(codec, codestream, grey);
    }

    @Test
    void pixelsBehindTheLastOneAreNoPadding() throws PixelDataException {
        FrameShape shape = Frames.grey(8, 8, 8, 8);
        byte[] codestream = codec.encode(Frames.samples(shape, 9), shape);
        assertThatThrownBy(() -> codec.decode(codestream, Frames.grey(7, 8, 8, 8)))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(PixelDataException.Kind.DAMAGED));
    }

    @Test
    void aFewBytesAskForNoMemoryOfALargeFrame() {
        FrameShape large = Frames.grey(16000, 16000, 8, 8);
        byte[] codestream = new byte[70];
        codestream[0] = 1;
        codestream[4] = 64;
        assertThatThrownBy(() -> codec.decode(codestream, large))
                .isInstanceOfSatisfying(PixelDataException.class, e -> assertThat(e.kind())
                        .isEqualTo(PixelDataException.Kind.TRUNCATED));
    }
}
