package org.sluice.pixel.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.SharedFolder;
import org.sluice.pixel.CodecPeers;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Frames of JPEG 2000, encoded and decoded by OpenJPEG (in GDCM), and by the library behind its guards. */
@Timeout(120)
class Jpeg2000CodecTest {
    private static final String LOSSLESS = "1.2.840.10008.1.2.4.90";
    private static final PixelArea[] AREAS = {new PixelArea(3, 2, 20, 9), new PixelArea(30, 0, 400, 4)};
    private static final FrameShape OF_TILE_PARTS = Frames.grey(256, 256, 8, 8);
    private static final Jpeg2000Codec CODEC =
            Jpeg2000Codec.both().orElseThrow().get(0);

    @TempDir
    Path folder;

    static Stream<FrameShape> shapes() {
        return Stream.of(
                Frames.grey(64, 64, 8, 8),
                Frames.grey(40, 131, 16, 12),
                Frames.grey(19, 37, 16, 16),
                Frames.signed(Frames.grey(23, 41, 16, 16)),
                Frames.colour(33, 45, "RGB"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatGdcmEncodesIsDecodedAndBlankedAndGdcmDecodesThat(FrameShape shape) throws Exception {
        CodecPeers peers = new CodecPeers(folder);
        byte[] samples = Frames.samples(shape, 1);
        byte[] codestream = peers.encoded(samples, shape, "gdcmconv", "--j2k");
        assertThat(CODEC.decode(codestream, shape)).isEqualTo(samples);
        byte[] blanked = CODEC.blank(codestream, shape, List.of(AREAS), Fill.black(shape));
        byte[] expected = Frames.blanked(samples, shape, Fill.black(shape), AREAS);
        assertThat(CODEC.decode(blanked, shape)).isEqualTo(expected);
        assertThat(peers.decoded(blanked, LOSSLESS, shape, "gdcmconv", "--raw")).isEqualTo(expected);
    }

    private static byte[] tilePartsWithoutACount() throws IOException {
        return Files.readAllBytes(SharedFolder.require("reports/pixels/tnsot-0.j2k"));
    }

    @Test
    void tilePartsWhoseNumberIsNotSaidAreAllThere() throws Exception {
        byte[] pgm = Files.readAllBytes(SharedFolder.require("reports/pixels/tnsot-0.pgm"));
        int length = (int) OF_TILE_PARTS.bytes();
        byte[] expected = Arrays.copyOfRange(pgm, pgm.length - length, pgm.length);
        assertThat(CODEC.decode(tilePartsWithoutACount(), OF_TILE_PARTS)).isEqualTo(expected);
    }

    @Test
    void theNumberOfTilePartsIsCountedAndWritten() throws Exception {
        byte[] before = tilePartsWithoutACount();
        byte[] after = Codestream.of(before, OF_TILE_PARTS).bytes();
        int parts = 0;
        for (int at = 0; at < after.length - 12; at++) {
            if (after[at] == (byte) 0xFF && after[at + 1] == (byte) 0x90 && after[at + 3] == 10) {
                assertThat(before[at + 11]).isZero();
                assertThat(after[at + 10]).isEqualTo((byte) parts++);
                after[at + 11] = 0;
            }
        }
        assertThat(parts).isGreaterThan(1);
        assertThat(after).isEqualTo(before);
    }

    private static void assertRefused(Kind kind, byte[] codestream, FrameShape shape) {
        assertThatThrownBy(() -> Codestream.of(codestream, shape))
                .isInstanceOfSatisfying(
                        PixelDataException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void noBeginningOfACodestreamIsGivenToTheLibrary() throws Exception {
        byte[] whole = tilePartsWithoutACount();
        for (int length = 0; length < whole.length; length++) {
            byte[] begun = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Codestream.of(begun, OF_TILE_PARTS)).isInstanceOf(PixelDataException.class);
        }
        assertThat(Codestream.of(Arrays.copyOf(whole, whole.length + 1), OF_TILE_PARTS)
                        .bytes())
                .hasSameSizeAs(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "11, 1, GEOMETRY", // columns
        "15, 1, GEOMETRY", // rows
        "42, 8, GEOMETRY", // bits
        "42, 135, GEOMETRY", // signed
        "43, 2, UNSUPPORTED", // subsampling
        "6, 64, UNSUPPORTED", // HTJ2K
        "19, 1, UNSUPPORTED", // origin
        "26, 0, DAMAGED", // tiles without columns
        "54, 99, DAMAGED", // levels
        "55, 30, DAMAGED", // code-blocks
        "124, 1, DAMAGED", // tile
        "129, 5, DAMAGED", // tile-part
        "130, 7, TRUNCATED" // number of tile-parts
    })
    void whatContradictsTheHeaderOrItselfIsRefused(int at, int value, Kind kind) throws Exception {
        byte[] codestream = tilePartsWithoutACount();
        codestream[at] = (byte) value;
        assertRefused(kind, codestream, OF_TILE_PARTS);
    }

    @Test
    void moreTilesThanTheCodestreamHasRoomForAreRefused() throws Exception {
        byte[] codestream = tilePartsWithoutACount();
        codestream[26] = 0;
        codestream[27] = 1;
        codestream[30] = 0;
        codestream[31] = 1;
        assertRefused(Kind.DAMAGED, codestream, OF_TILE_PARTS);
    }

    @Test
    void aTransformWithLossIsNoneOfALosslessSyntax() throws Exception {
        byte[] codestream = tilePartsWithoutACount();
        codestream[58] = 0;
        assertThatThrownBy(() -> CODEC.decode(codestream, OF_TILE_PARTS))
                .isInstanceOf(PixelDataException.class)
                .hasMessageContaining("with loss");
        assertThatThrownBy(() -> CODEC.decode(codestream, Frames.colour(256, 256, "YBR_RCT")))
                .isInstanceOf(PixelDataException.class);
    }

    /** Bytes of the packets: what is decoded then is no picture of anybody, but it ends, and has its size. */
    @Test
    @Tag("heavy")
    @Timeout(600)
    void damagedDataEndInBoundedTimeWithAFrameOfTheSizeOrAFailure() throws Exception {
        byte[] whole = tilePartsWithoutACount();
        Random random = new Random(17);
        int failed = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(CODEC.decode(damaged, OF_TILE_PARTS)).hasSize((int) OF_TILE_PARTS.bytes());
            } catch (PixelDataException e) {
                failed++;
            }
        }
        assertThat(failed).isPositive();
    }
}
