package org.sluice.pixel.jpegls;

import java.util.List;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.Raster;

/**
 * JPEG-LS Lossless (1.2.840.10008.1.2.4.80) and Near-lossless (1.2.840.10008.1.2.4.81). Reads all three ways of interleaving;
 * writes without loss, colours line by line, so pixels outside of the areas keep the values that they are shown with.
 */
public final class JpegLsCodec implements FrameCodec {
    private static final int LINE_INTERLEAVED = 1;

    @Override
    public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
            throws PixelDataException {
        Raster raster = new JpegLsReader(codestream, shape).read();
        raster.blank(areas, shape, fill);
        return encode(raster, shape);
    }

    @Override
    public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
        return new JpegLsReader(codestream, shape).read().toNative(shape);
    }

    /**
     * A frame of native pixel data as JPEG-LS, without loss.
     *
     * @param samples as {@link #decode} gives them
     * @throws PixelDataException if there are not as many bytes as the shape asks for, or it is none that JPEG-LS can have
     */
    public byte[] encode(byte[] samples, FrameShape shape) throws PixelDataException {
        return encode(Raster.ofNative(samples, shape), shape);
    }

    private static byte[] encode(Raster raster, FrameShape shape) {
        int components = raster.planes().length;
        BitSink out = new BitSink((int) shape.bytes() / 2 + 64);
        out.raw16(0xFFD8);
        out.raw16(0xFFF7);
        out.raw16(8 + 3 * components);
        out.raw(raster.precision());
        out.raw16(shape.rows());
        out.raw16(shape.columns());
        out.raw(components);
        for (int component = 1; component <= components; component++) {
            out.raw(component);
            out.raw16(0x1100);
        }
        Parameters parameters = Parameters.defaults((1 << raster.precision()) - 1, 0);
        if (!parameters.defaultsAreAgreedOn()) {
            parameters.write(out);
        }
        out.raw16(0xFFDA);
        out.raw16(6 + 2 * components);
        out.raw(components);
        for (int component = 1; component <= components; component++) {
            out.raw16(component << 8);
        }
        out.raw(0);
        out.raw16(components == 1 ? 0 : LINE_INTERLEAVED << 8);
        writeScan(raster, shape, parameters, out);
        out.raw16(0xFFD9);
        return out.toByteArray();
    }

    private static void writeScan(Raster raster, FrameShape shape, Parameters parameters, BitSink out) {
        int components = raster.planes().length;
        int columns = shape.columns();
        ScanWriter scan = new ScanWriter(out, parameters, components, columns);
        int[][] above = new int[components][columns + 2];
        int[][] line = new int[components][columns + 2];
        for (int row = 0; row < shape.rows(); row++) {
            for (int component = 0; component < components; component++) {
                short[] plane = raster.planes()[component];
                for (int column = 0; column < columns; column++) {
                    line[component][column + 1] = plane[row * columns + column] & 0xFFFF;
                }
                scan.line(above[component], line[component], component);
            }
            int[][] done = above;
            above = line;
            line = done;
        }
        out.end();
    }
}
