package org.sluice.pixel.jpeg2000;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The library, by way of the interface that the JDK has for such. What it warns of is a failure. */
final class Library {
    /** The class that tells whether it is there. */
    static final String READER = "com.github.jaiimageio.jpeg2000.impl.J2KImageReader";

    private static final String FORMAT = "jpeg2000";

    private Library() {}

    static byte[] decoded(Request request) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(FORMAT).next();
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(request.bytes())), false, true);
        Raster raster = reader.readRaster(0, null);
        if (warning[0] != null && !warning[0].contains("INFO")) {
            throw new IOException("a warning");
        }
        boolean fits = raster.getWidth() == request.columns()
                && raster.getHeight() == request.rows()
                && raster.getNumBands() == request.components();
        if (!fits) {
            throw new IOException("another size");
        }
        byte[] samples = new byte[request.nativeLength()];
        int[] line = new int[request.columns() * request.components()];
        int at = 0;
        for (int row = 0; row < request.rows(); row++) {
            raster.getPixels(0, row, request.columns(), 1, line);
            for (int sample : line) {
                samples[at++] = (byte) sample;
                if (request.bytesOfSample() == 2) {
                    samples[at++] = (byte) (sample >> 8);
                }
            }
        }
        return samples;
    }

    static byte[] encoded(Request request) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(FORMAT).next();
        ByteArrayOutputStream out = new ByteArrayOutputStream(request.bytes().length);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image(request), null, null), lossless(writer, request));
        }
        return out.toByteArray();
    }

    /** Its parameters have names that only the library knows. */
    private static ImageWriteParam lossless(ImageWriter writer, Request request) throws IOException {
        ImageWriteParam param = writer.getDefaultWriteParam();
        try {
            Class<?> type = param.getClass();
            type.getMethod("setLossless", boolean.class).invoke(param, true);
            type.getMethod("setWriteCodeStreamOnly", boolean.class).invoke(param, true);
            type.getMethod("setComponentTransformation", boolean.class).invoke(param, request.transformed());
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
        return param;
    }

    private static BufferedImage image(Request request) {
        int components = request.components();
        int type = request.signed()
                ? DataBuffer.TYPE_SHORT
                : request.bytesOfSample() == 1 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        int[] offsets = new int[components];
        Arrays.setAll(offsets, i -> i);
        WritableRaster raster = Raster.createWritableRaster(
                new PixelInterleavedSampleModel(
                        type, request.columns(), request.rows(), components, request.columns() * components, offsets),
                new Point());
        fill(raster, request);
        int[] bits = new int[components];
        Arrays.fill(bits, request.precision());
        ColorSpace colours = ColorSpace.getInstance(components == 3 ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY);
        ComponentColorModel model = new ComponentColorModel(colours, bits, false, false, Transparency.OPAQUE, type);
        return new BufferedImage(model, raster, false, null);
    }

    private static void fill(WritableRaster raster, Request request) {
        byte[] samples = request.bytes();
        int above = Integer.SIZE - request.precision();
        int[] line = new int[request.columns() * request.components()];
        int at = 0;
        for (int row = 0; row < request.rows(); row++) {
            for (int i = 0; i < line.length; i++) {
                int low = samples[at++] & 0xFF;
                int word = request.bytesOfSample() == 1 ? low : low | (samples[at++] & 0xFF) << 8;
                line[i] = request.signed() ? word << above >> above : word;
            }
            raster.setPixels(0, row, request.columns(), 1, line);
        }
    }
}
