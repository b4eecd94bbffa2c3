package org.sluice.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.render.Rendering;

/**
 * One frame of a file as a picture for people, no picture to diagnose from: as {@link Rendering} draws it. Takes the memory of some
 * frames and some pictures; whoever draws many at a time bounds how many.
 */
public final class FramePicture {
    /** Pixels of a frame. */
    private static final long MOST = 1 << 26;

    private static final int SHORTEST_SIDE = 16;
    private static final int LONGEST_SIDE = 4096;

    private FramePicture() {}

    /**
     * As PNG.
     *
     * @param part10 the file
     * @param frame which one, from 0
     * @param maxSide neither side of the picture has more pixels: 16 to 4096. A frame that is smaller stays so
     * @param drawn outlined in red; one that cannot be read, or has no pixel in the frame, is passed over
     * @throws ScrubException there is no such picture: its kind says why
     */
    public static byte[] png(Path part10, int frame, int maxSide, List<Region> drawn)
            throws IOException, DataSetException {
        if (maxSide < SHORTEST_SIDE || maxSide > LONGEST_SIDE) {
            throw new IllegalArgumentException("maxSide must be 16 to 4096, is " + maxSide);
        }
        OneFrame read = OneFrame.of(part10, frame);
        return png(read, frame, maxSide, Region.inFrame(drawn, read.shape()));
    }

    /**
     * Writes the first frame as PNG, with the edges of rectangles drawn.
     *
     * @throws ScrubException there is no frame that can be shown
     */
    public static void writePng(Path file, List<PixelArea> drawn, OutputStream out)
            throws IOException, DataSetException {
        out.write(png(OneFrame.of(file, 0), 0, LONGEST_SIDE, drawn));
    }

    private static byte[] png(OneFrame read, int frame, int maxSide, List<PixelArea> drawn) throws ScrubException {
        if (read.shape().pixels() > MOST) {
            throw new ScrubException(Kind.UNSUPPORTED, "a frame of this size is not drawn");
        }
        try {
            Rendering rendering = Rendering.of(read.header(), frame, read.shape(), read.samples(), maxSide);
            drawn.forEach(rendering::outline);
            return rendering.png();
        } catch (PixelDataException e) {
            throw new ScrubException(e);
        }
    }
}
