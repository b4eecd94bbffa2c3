package org.sluice.pixel.jpeg;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.FrameShape;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** JPEG as the JDK writes and reads it: an encoder and a decoder that are not ours. */
final class JdkJpeg {
    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    /**
     * How a frame is coded.
     *
     * @param horizontal how many columns of luminance share one of chrominance
     * @param vertical how many rows do
     * @param restart after how many units there is a restart marker; 0 is never
     * @param optimized whether there are only those codes that are needed
     */
    record Form(boolean colour, int horizontal, int vertical, int restart, boolean optimized) {}

    private JdkJpeg() {}

    static FrameShape shape(Form form, int rows, int columns) {
        return form.colour() ? Frames.colour(rows, columns, "YBR_FULL") : Frames.grey(rows, columns, 8, 8);
    }

    static byte[] encoded(FrameShape shape, Form form, long seed) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        JPEGImageWriteParam param = (JPEGImageWriteParam) writer.getDefaultWriteParam();
        param.setOptimizeHuffmanTables(form.optimized());
        return written(writer, param, shape, form, seed);
    }

    static byte[] progressive(FrameShape shape, long seed) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        return written(writer, param, shape, new Form(shape.samples() == 3, 1, 1, 0, false), seed);
    }

    private static byte[] written(ImageWriter writer, ImageWriteParam param, FrameShape shape, Form form, long seed)
            throws IOException {
        BufferedImage image = image(shape, seed);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
        Element tree = (Element) metadata.getAsTree(FORMAT);
        Node markers = tree.getElementsByTagName("markerSequence").item(0);
        if (form.colour()) {
            Element luminance =
                    (Element) tree.getElementsByTagName("componentSpec").item(0);
            luminance.setAttribute("HsamplingFactor", String.valueOf(form.horizontal()));
            luminance.setAttribute("VsamplingFactor", String.valueOf(form.vertical()));
        }
        if (form.restart() > 0) {
            IIOMetadataNode interval = new IIOMetadataNode("dri");
            interval.setAttribute("interval", String.valueOf(form.restart()));
            markers.insertBefore(interval, tree.getElementsByTagName("sos").item(0));
        }
        IIOMetadataNode comment = new IIOMetadataNode("com");
        comment.setAttribute("comment", "TAKEN^AT^HOME");
        markers.insertBefore(comment, markers.getFirstChild());
        metadata.setFromTree(FORMAT, tree);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.setOutput(ImageIO.createImageOutputStream(out));
        writer.write(null, new IIOImage(image, null, metadata), param);
        ((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
        writer.dispose();
        return out.toByteArray();
    }

    private static BufferedImage image(FrameShape shape, long seed) {
        byte[] samples = Frames.samples(shape, seed);
        BufferedImage image = new BufferedImage(
                shape.columns(),
                shape.rows(),
                shape.samples() == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < shape.rows(); row++) {
            for (int column = 0; column < shape.columns(); column++) {
                for (int sample = 0; sample < shape.samples(); sample++) {
                    image.getRaster()
                            .setSample(column, row, sample, Frames.sample(samples, shape, row, column, sample));
                }
            }
        }
        return image;
    }

    /** The components as they are, with no conversion of colours. */
    static Raster decoded(byte[] codestream) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(codestream)));
        Raster raster = reader.readRaster(0, null);
        reader.dispose();
        return raster;
    }
}
