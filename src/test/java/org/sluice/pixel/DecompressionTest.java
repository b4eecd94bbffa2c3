package org.sluice.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.peers.Peers;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** Compressed pixel data becomes what other decoders make of it, and all else stays as it is. */
class DecompressionTest {
    private static final int PHOTOMETRIC = 0x0028_0004;
    private static final int PLANAR = 0x0028_0006;
    private static final int LOSSY = 0x0028_2110;
    private static final HeaderLimits ALL = new HeaderLimits(1 << 28, 64, 1 << 19);

    @TempDir
    Path folder;

    private Path decompressed(Path file) throws IOException, DataSetException {
        Path out = folder.resolve("ours.dcm");
        try (FileChannel channel = FileChannel.open(
                out, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            Uncompressed.write(file, channel::write);
        }
        return out;
    }

    /** All of a file without compression. */
    private static Header whole(Path file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, ALL);
                DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
            HeaderReader reader = HeaderReader.ofWhole(part10.syntax(), ALL);
            reader.read(pieces);
            return reader.header();
        }
    }

    private static byte[] pixels(Header header) {
        return header.value(header.find(Tag.PIXEL_DATA));
    }

    private static String text(Header header, int tag) {
        return header.find(tag) < 0 ? "" : header.text(header.find(tag)).strip();
    }

    /** Every element before the pixel data is there byte for byte, but for those few that say what the pixel data is. */
    private static void assertElseUnchanged(Path before, Header after) throws IOException, DataSetException {
        Header header;
        try (Part10 part10 = Part10.open(before, ALL)) {
            header = part10.header(-1);
        }
        Set<Integer> changed = Set.of(PHOTOMETRIC, PLANAR, LOSSY);
        Map<Integer, ByteBuffer> kept = new HashMap<>();
        for (int i = 0; i < after.size(); i = after.subtreeEnd(i)) {
            kept.put(after.tag(i), bytes(after, i));
        }
        for (int i = 0; i < header.size(); i = header.subtreeEnd(i)) {
            int tag = header.tag(i);
            if (!changed.contains(tag) && !Tag.isGroupLength(tag)) {
                assertThat(kept).as(Tag.format(tag)).containsEntry(tag, bytes(header, i));
            }
        }
    }

    private static ByteBuffer bytes(Header header, int i) {
        return ByteBuffer.wrap(Arrays.copyOfRange(header.bytes(), header.start(i), header.end(i)));
    }

    @ParameterizedTest
    @CsvSource({
        "MR_small_RLE.dcm, dcmdrle",
        "SC_rgb_rle.dcm, dcmdrle",
        "SC_rgb_rle_2frame.dcm, dcmdrle",
        "SC_rgb_rle_16bit_2frame.dcm, dcmdrle",
        "SC_rgb_rle_32bit_2frame.dcm, dcmdrle",
        "rtdose_rle.dcm, dcmdrle",
        "MR_small_jpeg_ls_lossless.dcm, dcmdjpls",
        "SC_rgb_jpeg_gdcm.dcm, dcmdjpeg"
    })
    void whatHasLostNothingIsByteForByteWhatDcmtkDecodes(String name, String decoder) throws Exception {
        Path file = Peers.pydicomTestFiles().resolve(name);
        Header ours = whole(decompressed(file));
        CodecPeers peers = new CodecPeers(folder);
        Header dcmtk = whole(peers.run(file, decoder));
        assertThat(pixels(ours)).isEqualTo(pixels(dcmtk));
        for (int tag : new int[] {PHOTOMETRIC, PLANAR, LOSSY, 0x0028_0100}) {
            assertThat(text(ours, tag)).as(Tag.format(tag)).isEqualTo(text(dcmtk, tag));
        }
        assertElseUnchanged(file, ours);
    }

    /** Of colours it keeps planes apart; then the pixel data is another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MR_small_RLE.dcm",
                "rtdose_rle.dcm",
                "MR_small_jpeg_ls_lossless.dcm",
                "SC_rgb_jpeg_gdcm.dcm",
                "MR_small_jp2klossless.dcm",
                "693_J2KI.dcm",
                "SC_rgb_gdcm_KY.dcm"
            })
    void whatHasLostNothingIsByteForByteWhatGdcmDecodes(String name) throws Exception {
        Path file = Peers.pydicomTestFiles().resolve(name);
        Header gdcm = whole(new CodecPeers(folder).run(file, "gdcmconv", "--raw"));
        Header ours = whole(decompressed(file));
        assertThat(text(gdcm, PLANAR)).isEqualTo(text(ours, PLANAR));
        assertThat(pixels(ours)).isEqualTo(pixels(gdcm));
    }

    @Test
    void jpeg2000WithLossIsWithinAStepOfWhatGdcmDecodes() throws Exception {
        Path file = Peers.pydicomTestFiles().resolve("JPEG2000.dcm");
        Header gdcm = whole(new CodecPeers(folder).run(file, "gdcmconv", "--raw"));
        assertThat(distance(pixels(whole(decompressed(file))), pixels(gdcm), 2)).isLessThanOrEqualTo(1);
    }

    /** One is the file format around a codestream, which PS3.5 A.4.4 does not allow, the other has another sign than its header. */
    @ParameterizedTest
    @CsvSource({"GDCMJ2K_TextGBR.dcm, DAMAGED", "J2K_pixelrep_mismatch.dcm, GEOMETRY"})
    void jpeg2000ThatIsNotWhatItsHeaderSaysIsRefused(String name, Kind kind) {
        assertThatThrownBy(() -> decompressed(Peers.pydicomTestFiles().resolve(name)))
                .isInstanceOfSatisfying(
                        ScrubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "SC_rgb_dcmtk_+eb+cy+n1.dcm, 2",
        "SC_rgb_dcmtk_+eb+cy+n2.dcm, 2",
        "SC_rgb_dcmtk_+eb+cy+np.dcm, 2",
        "SC_rgb_dcmtk_+eb+cy+s2.dcm, 2",
        "SC_rgb_dcmtk_+eb+cy+s4.dcm, 2",
        "SC_rgb_dcmtk_+eb+cr.dcm, 1",
        "SC_rgb_small_odd_jpeg.dcm, 2",
        "JPGExtended.dcm, 1"
    })
    void jpegIsWithinTheRoundingOfItsTransformWhatDcmtkDecodes(String name, int most) throws Exception {
        Path file = Peers.pydicomTestFiles().resolve(name);
        Header ours = whole(decompressed(file));
        Header dcmtk = whole(new CodecPeers(folder).run(file, "dcmdjpeg"));
        assertThat(text(ours, PHOTOMETRIC)).isEqualTo(text(dcmtk, PHOTOMETRIC));
        assertThat(text(ours, PLANAR)).isEqualTo(text(dcmtk, PLANAR));
        assertThat(text(ours, LOSSY)).isEqualTo("01");
        assertThat(distance(pixels(ours), pixels(dcmtk), name.startsWith("JPGE") ? 2 : 1))
                .isLessThanOrEqualTo(most);
        assertElseUnchanged(file, ours);
    }

    private static int distance(byte[] found, byte[] expected, int bytesOfSample) {
        assertThat(found).hasSameSizeAs(expected);
        int most = 0;
        for (int i = 0; i < found.length; i += bytesOfSample) {
            int one = found[i] & 0xFF | (bytesOfSample == 2 ? (found[i + 1] & 0xFF) << 8 : 0);
            int other = expected[i] & 0xFF | (bytesOfSample == 2 ? (expected[i + 1] & 0xFF) << 8 : 0);
            int apart = bytesOfSample == 2 ? (short) (one - other) : one - other;
            most = Math.max(most, Math.abs(apart));
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({
        "dcmcrle, '', dcmdrle",
        "dcmcjpeg, +el, dcmdjpeg",
        "dcmcjpeg, +e1, dcmdjpeg",
        "dcmcjpls, +el, dcmdjpls",
        "dcmcjpls, +en, dcmdjpls"
    })
    void generatedFramesOfEachKindAreWhatDcmtkDecodes(String encoder, String process, String decoder) throws Exception {
        for (FrameShape shape : new FrameShape[] {
            Frames.grey(19, 37, 8, 8),
            Frames.grey(31, 50, 16, 12),
            Frames.grey(31, 50, 16, 16),
            Frames.colour(21, 33, "RGB"),
            Frames.colour(21, 33, "YBR_FULL")
        }) {
            CodecPeers peers = new CodecPeers(folder);
            byte[] samples = Frames.samples(shape, 5);
            Path made = process.isEmpty()
                    ? peers.file(samples, shape, encoder)
                    : peers.file(samples, shape, encoder, process);
            Path coded = folder.resolve("coded.dcm");
            Files.deleteIfExists(coded);
            Files.copy(made, coded);
            Header ours = whole(decompressed(coded));
            String[] command =
                    decoder.equals("dcmdjpeg") ? new String[] {decoder, "+cn", "+px"} : new String[] {decoder};
            assertThat(pixels(ours)).isEqualTo(pixels(whole(peers.run(coded, command))));
            assertElseUnchanged(coded, ours);
        }
    }
}
