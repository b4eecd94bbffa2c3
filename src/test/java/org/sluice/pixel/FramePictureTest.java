package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.dataset.DataSetException;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Peers;
import org.sluice.peers.Syntax;
import org.sluice.pixel.Region.Effect;
import org.sluice.pixel.Region.Maxima;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Frames of files as pictures: compared with those of DCMTK. */
class FramePictureTest {
    @TempDir
    Path folder;

    private static BufferedImage picture(Path file, int frame, int maxSide, Region... drawn) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(FramePicture.png(file, frame, maxSide, List.of(drawn))));
    }

    private static int distance(BufferedImage found, BufferedImage expected) {
        assertThat(found.getWidth()).isEqualTo(expected.getWidth());
        assertThat(found.getHeight()).isEqualTo(expected.getHeight());
        int most = 0;
        for (int y = 0; y < found.getHeight(); y++) {
            for (int x = 0; x < found.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int one = colour(found, x, y) >> shift & 0xFF;
                    int other = colour(expected, x, y) >> shift & 0xFF;
                    most = Math.max(most, Math.abs(one - other));
                }
            }
        }
        return most;
    }

    /** As stored: {@code getRGB} would bend greys by their colour space. */
    private static int colour(BufferedImage image, int x, int y) {
        int bands = image.getRaster().getNumBands();
        int first = image.getRaster().getSample(x, y, 0);
        return bands < 3
                ? first * 0x01_0101
                : first << 16
                        | image.getRaster().getSample(x, y, 1) << 8
                        | image.getRaster().getSample(x, y, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "CT_small.dcm, +Wm",
        "MR_small.dcm, +Wi 1",
        "MR_small_bigendian.dcm, +Wi 1",
        "MR_small_RLE.dcm, +Wi 1",
        "MR_small_jpeg_ls_lossless.dcm, +Wi 1",
        "JPGExtended.dcm, +Wm",
        "SC_rgb_rle_2frame.dcm, ''",
        "SC_rgb_small_odd.dcm, ''",
        "SC_rgb_dcmtk_+eb+cy+s4.dcm, ''",
        "SC_rgb_dcmtk_+eb+cr.dcm, ''"
    })
    void aFrameLooksAsDcmtkShowsIt(String name, String options) throws Exception {
        Path file = Peers.pydicomTestFiles().resolve(name);
        String command =
                name.contains("RLE") || name.contains("rle") || !name.contains("jpeg_ls") ? "dcmj2pnm" : "dcml2pnm";
        String[] words = (command + " +on " + options).strip().split(" ");
        BufferedImage expected =
                ImageIO.read(new CodecPeers(folder).run(file, words).toFile());
        // One step of the transform of JPEG is more than one of the 256 greys where the values are as few.
        int most = name.contains("+s4") || name.startsWith("JPG") ? 2 : 1;
        assertThat(distance(picture(file, 0, 4096), expected)).isLessThanOrEqualTo(most);
    }

    @Test
    void eachFrameIsFoundAndTheOneBehindTheLastIsNot() throws Exception {
        Path file = Peers.pydicomTestFiles().resolve("SC_rgb_rle_2frame.dcm");
        CodecPeers peers = new CodecPeers(folder);
        for (int frame = 0; frame < 2; frame++) {
            BufferedImage expected = ImageIO.read(peers.run(file, "dcmj2pnm", "+on", "+F", Integer.toString(frame + 1))
                    .toFile());
            assertThat(distance(picture(file, frame, 4096), expected)).isZero();
        }
        assertKind(Kind.FRAMES, file, 2);
        assertKind(Kind.FRAMES, file, -1);
        Path native2 = Files.copy(peers.run(file, "dcmdrle"), folder.resolve("native.dcm"));
        assertThat(distance(picture(native2, 1, 4096), picture(file, 1, 4096))).isZero();
    }

    private static void assertKind(Kind kind, Path file, int frame) {
        assertThatThrownBy(() -> FramePicture.png(file, frame, 256, List.of()))
                .isInstanceOfSatisfying(
                        ScrubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void neitherSideIsLongerThanAskedForAndRegionsAreOutlined() throws Exception {
        Path file = GeneratedInstance.ct(1).writeTo(folder.resolve("ct.dcm"));
        Region region = new Region(Effect.BLANK, Maxima.EXCLUDED, "128,64,256,128");
        Region outside = new Region(Effect.BLANK, Maxima.EXCLUDED, "700,700,800,800");
        Region unreadable = new Region(Effect.BLANK, Maxima.EXCLUDED, "here");
        BufferedImage picture = picture(file, 0, 128, region, outside, unreadable);
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(128, 128);
        int red = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                boolean edge = x >= 32 && x < 64 && y >= 16 && y < 32 && (x == 32 || x == 63 || y == 16 || y == 31);
                red += (picture.getRGB(x, y) & 0xFFFFFF) == 0xFF0000 && edge ? 1 : 0;
                assertThat((picture.getRGB(x, y) & 0xFFFFFF) == 0xFF0000).isEqualTo(edge);
            }
        }
        assertThat(red).isEqualTo(2 * 32 + 2 * 14);
        assertThatThrownBy(() -> FramePicture.png(file, 0, 5000, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatHasNoPictureIsSaidToHaveNone() throws Exception {
        assertKind(Kind.NOTHING, GeneratedInstance.sr(1).writeTo(folder.resolve("sr.dcm")), 0);
        Path undecodable = GeneratedInstance.jpeg(2, 1).writeTo(folder.resolve("jpeg.dcm"));
        assertThatThrownBy(() -> FramePicture.png(undecodable, 0, 256, List.of()))
                .isInstanceOf(ScrubException.class);
        Path whole =
                GeneratedInstance.mr(3).syntax(Syntax.EXPLICIT_LITTLE_ENDIAN).writeTo(folder.resolve("mr.dcm"));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(bytes, bytes.length - 1000));
        assertThatThrownBy(() -> FramePicture.png(cut, 0, 256, List.of())).isInstanceOf(DataSetException.class);
    }
}
