package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.peers.DataSetBytes;
import org.sluice.pixel.CodecPeers;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;

/** Files in each transfer syntax that has a codec: encoded by DCMTK, blanked by {@code sluice clean}, shown by DCMTK. */
class CleanEncapsulatedTest {
    private static final PixelArea CORNER = new PixelArea(0, 0, 40, 12);

    @TempDir
    Path folder;

    private Path cleaned(Path file, String... options) throws Exception {
        Path study = Files.createDirectories(folder.resolve("study"));
        Files.copy(file, study.resolve("a.dcm"));
        Path recipe = Files.writeString(folder.resolve("recipe.deid"), """
                FORMAT dicom

                %filter marked
                LABEL everything
                contains Modality OT
                  coordinates 0,0,40,12
                """);
        List<Object> words = new ArrayList<>(List.of(options));
        words.addAll(0, List.of("clean", "--deid", recipe, "-o", folder.resolve("clean"), "--pixels-only", study));
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.out()).startsWith("BLANKED ").contains("each frame in its own syntax");
        assertThat(run.code()).isZero();
        return folder.resolve("clean").resolve("a.dcm");
    }

    @ParameterizedTest
    @CsvSource({
        "dcmcrle,,dcmdrle",
        "dcmcjpeg,+el,dcmdjpeg",
        "dcmcjpeg,+e1,dcmdjpeg",
        "dcmcjpls,+el,dcmdjpls",
        "dcmcjpls,+en,dcmdjpls"
    })
    void outsideOfTheRectangleNoSampleDiffers(String encoder, String process, String decoder) throws Exception {
        FrameShape shape = Frames.grey(50, 70, 16, 12);
        CodecPeers peers = new CodecPeers(folder);
        byte[] samples = Frames.samples(shape, 1);
        Path file =
                process == null ? peers.file(samples, shape, encoder) : peers.file(samples, shape, encoder, process);
        Path kept = Files.copy(file, folder.resolve("kept.dcm"));
        Path cleaned = cleaned(kept);
        byte[] before = peers.shown(kept, shape, decoder);
        assertThat(peers.shown(cleaned, shape, decoder))
                .isEqualTo(Frames.blanked(before, shape, Fill.black(shape), CORNER));
    }

    @Test
    void whatIsToBeUncompressedIsWrittenBlankedInExplicitVrLittleEndian() throws Exception {
        FrameShape shape = Frames.colour(50, 70, "RGB");
        CodecPeers peers = new CodecPeers(folder);
        byte[] samples = Frames.samples(shape, 3);
        Path kept = Files.copy(peers.file(samples, shape, "dcmcrle"), folder.resolve("kept.dcm"));
        Path cleaned = cleaned(kept, "--uncompressed", "--png");
        assertThat(DataSetBytes.of(cleaned).transferSyntaxUid()).isEqualTo("1.2.840.10008.1.2.1");
        assertThat(peers.shown(cleaned, shape, "dcmconv"))
                .isEqualTo(Frames.blanked(samples, shape, Fill.black(shape), CORNER));
        BufferedImage after =
                ImageIO.read(cleaned.resolveSibling("a.dcm.after.png").toFile());
        assertThat(after.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFF0000);
        assertThat(after.getRGB(20, 6) & 0xFFFFFF).isZero();
        assertThat(after.getRGB(45, 30) & 0xFF).isEqualTo(Frames.sample(samples, shape, 30, 45, 2));
        try (Stream<Path> written = Files.list(cleaned.getParent())) {
            assertThat(written.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.dcm", "a.dcm.before.png", "a.dcm.after.png", "clean-results.tsv");
        }
    }

    @Test
    void outsideOfTheUnitsThatTheRectangleTouchesNoSampleOfJpegDiffers() throws Exception {
        FrameShape shape = Frames.grey(50, 70, 8, 8);
        CodecPeers peers = new CodecPeers(folder);
        Path kept =
                Files.copy(peers.file(Frames.samples(shape, 2), shape, "dcmcjpeg", "+eb"), folder.resolve("kept.dcm"));
        Path cleaned = cleaned(kept);
        byte[] before = peers.shown(kept, shape, "dcmdjpeg");
        assertThat(peers.shown(cleaned, shape, "dcmdjpeg"))
                .isEqualTo(Frames.blanked(before, shape, Fill.black(shape), new PixelArea(0, 0, 40, 16)));
    }
}
