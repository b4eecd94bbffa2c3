package org.sluice.pixel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.jpegls.JpegLsCodec;
import org.sluice.pixel.rle.RleCodec;

/** What it costs to blank the upper tenth of one frame and to leave it in its transfer syntax, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BlankBenchmark {
    private final FrameShape jpegShape = colour(768, 1024, "YBR_FULL_422");
    private final FrameShape rleShape = colour(480, 640, "RGB");
    private final FrameShape ctShape = new FrameShape(512, 512, 1, 16, 12, 11, false, 0, "MONOCHROME2");
    private final FrameCodec jpegCodec =
            FrameCodecs.of("1.2.840.10008.1.2.4.50").orElseThrow();
    private byte[] jpeg = {};
    private byte[] rle = {};
    private byte[] ct = {};

    private static FrameShape colour(int rows, int columns, String photometricInterpretation) {
        return new FrameShape(rows, columns, 3, 8, 8, 7, false, 0, photometricInterpretation);
    }

    /** Makes the frames: speckle in a dark frame, as ultrasound has it, and smooth circles with noise for the CT. */
    @Setup
    public void prepare() throws IOException, PixelDataException {
        jpeg = jpeg();
        rle = new RleCodec().encode(speckle(rleShape), rleShape);
        ct = new JpegLsCodec().encode(circles(), ctShape);
    }

    private byte[] jpeg() throws IOException {
        byte[] samples = speckle(jpegShape);
        BufferedImage image =
                new BufferedImage(jpegShape.columns(), jpegShape.rows(), BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < samples.length / 3; pixel++) {
            int rgb = (samples[3 * pixel] & 0xFF) << 16
                    | (samples[3 * pixel + 1] & 0xFF) << 8
                    | samples[3 * pixel + 2] & 0xFF;
            image.setRGB(pixel % jpegShape.columns(), pixel / jpegShape.columns(), rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static byte[] speckle(FrameShape shape) {
        Random random = new Random(17);
        byte[] samples = new byte[(int) shape.bytes()];
        for (int row = shape.rows() / 8; row < shape.rows(); row++) {
            for (int column = shape.columns() / 8; column < shape.columns() * 7 / 8; column++) {
                int light = (int) (60 + 40 * Math.sin(row / 9.0) * Math.cos(column / 13.0) + 12 * random.nextGaussian());
                int at = 3 * (row * shape.columns() + column);
                samples[at] = (byte) Math.max(0, light + (column % 200 < 20 ? 80 : 0));
                samples[at + 1] = (byte) Math.max(0, light);
                samples[at + 2] = (byte) Math.max(0, light);
            }
        }
        return samples;
    }

    private byte[] circles() {
        Random random = new Random(18);
        byte[] samples = new byte[(int) ctShape.bytes()];
        for (int row = 0; row < ctShape.rows(); row++) {
            for (int column = 0; column < ctShape.columns(); column++) {
                double far = Math.hypot(row - 256, column - 256);
                int value = far > 240 ? 0 : (int) (1000 + 60 * Math.sin(far / 17) + 15 * random.nextGaussian());
                int at = 2 * (row * ctShape.columns() + column);
                samples[at] = (byte) value;
                samples[at + 1] = (byte) (value >> 8);
            }
        }
        return samples;
    }

    private static byte[] blank(FrameCodec codec, byte[] codestream, FrameShape shape) throws PixelDataException {
        List<PixelArea> areas = List.of(new PixelArea(0, 0, shape.columns(), shape.rows() / 10));
        return codec.blank(codestream, shape, areas, Fill.black(shape));
    }

    /** JPEG Baseline, 1024 × 768, colour. */
    @Benchmark
    public byte[] jpegBaseline() throws PixelDataException {
        return blank(jpegCodec, jpeg, jpegShape);
    }

    /** RLE Lossless, 640 × 480, colour. */
    @Benchmark
    public byte[] rleLossless() throws PixelDataException {
        return blank(new RleCodec(), rle, rleShape);
    }

    /** JPEG-LS, 512 × 512, 12 bits. */
    @Benchmark
    public byte[] jpegLs() throws PixelDataException {
        return blank(new JpegLsCodec(), ct, ctShape);
    }
}
