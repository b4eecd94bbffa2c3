package org.sluice.pixel.jpegls;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.frame.Raster;
import org.sluice.pixel.jpeg.FrameHeader;
import org.sluice.pixel.jpeg.MarkerReader;
import org.sluice.pixel.jpeg.ScanHeader;

/** One codestream of JPEG-LS, T.87 annex C. */
final class JpegLsReader {
    private static final int LSE = 0xF8;
    private static final int CODING_PARAMETERS = 1;
    private static final int BY_LINE = 1;
    private static final int BY_SAMPLE = 2;

    /** What an encoder of Hewlett-Packard's calls its transform of colours, which no standard has. */
    private static final int[] COLOUR_TRANSFORM = {'m', 'r', 'f', 'x'};

    private final byte[] codestream;
    private final FrameShape shape;
    private final MarkerReader in;
    private final int[] preset = new int[5];
    private final boolean[] read;
    private @Nullable FrameHeader frame;
    private @Nullable Raster raster;

    JpegLsReader(byte[] codestream, FrameShape shape) throws PixelDataException {
        this.codestream = codestream;
        this.shape = shape;
        in = new MarkerReader(codestream);
        read = new boolean[shape.samples()];
    }

    Raster read() throws PixelDataException {
        int marker = in.next();
        while (marker != MarkerReader.EOI) {
            segment(marker);
            marker = in.next();
        }
        in.requireEnd();
        boolean complete = raster != null;
        for (boolean one : read) {
            complete &= one;
        }
        if (raster == null || !complete) {
            throw new PixelDataException(Kind.TRUNCATED, "the codestream ends before it has all components");
        }
        return raster;
    }

    private void segment(int marker) throws PixelDataException {
        if (FrameHeader.is(marker)) {
            if (frame != null) {
                throw new PixelDataException(Kind.DAMAGED, "the codestream has two frames");
            }
            frame = FrameHeader.read(in, marker, shape, List.of(FrameHeader.JPEG_LS));
            frame.requireNoSubsampling();
            raster = Raster.of(shape, frame.precision());
        } else if (marker == LSE) {
            parameters();
        } else if (marker == MarkerReader.SOS) {
            if (frame == null || raster == null) {
                throw new PixelDataException(Kind.DAMAGED, "a scan stands before the frame header");
            }
            scan(frame, raster);
        } else if (marker == MarkerReader.DRI) {
            throw new PixelDataException(Kind.UNSUPPORTED, "JPEG-LS with restart intervals");
        } else if (MarkerReader.isApplication(marker)) {
            requireNoTransform();
        } else if (marker != MarkerReader.COM) {
            throw new PixelDataException(Kind.UNSUPPORTED, "marker " + Integer.toHexString(marker) + " in JPEG-LS");
        }
    }

    private void parameters() throws PixelDataException {
        if (in.uint8(0) != CODING_PARAMETERS || in.length() != 11) {
            throw new PixelDataException(Kind.UNSUPPORTED, "JPEG-LS with a mapping table, or with larger numbers");
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = in.uint16(1 + 2 * i);
        }
    }

    private void requireNoTransform() throws PixelDataException {
        if (in.length() < COLOUR_TRANSFORM.length + 1) {
            return;
        }
        for (int i = 0; i < COLOUR_TRANSFORM.length; i++) {
            if (in.uint8(i) != COLOUR_TRANSFORM[i]) {
                return;
            }
        }
        if (in.uint8(COLOUR_TRANSFORM.length) != 0) {
            throw new PixelDataException(Kind.UNSUPPORTED, "JPEG-LS with a transform of colours");
        }
    }

    private void scan(FrameHeader header, Raster into) throws PixelDataException {
        ScanHeader scan = ScanHeader.read(in, header);
        int near = scan.start();
        int interleaved = scan.end();
        int count = scan.components().size();
        if (interleaved > BY_SAMPLE || (interleaved == 0) != (count == 1)) {
            throw new PixelDataException(
                    Kind.DAMAGED, "a scan of " + count + " components with interleave mode " + interleaved);
        }
        if (scan.approximation() != 0 || scan.tables().stream().anyMatch(table -> table != 0)) {
            throw new PixelDataException(Kind.UNSUPPORTED, "JPEG-LS with a mapping table or a point transform");
        }
        for (int component : scan.components()) {
            if (read[component]) {
                throw new PixelDataException(Kind.DAMAGED, "a component has two scans");
            }
            read[component] = true;
        }
        BitSource bits = new BitSource(codestream, in.position());
        Parameters parameters = Parameters.of(preset, header.precision(), near);
        lines(new ScanReader(bits, parameters, count, shape.columns()), scan.components(), interleaved, into);
        in.position(bits.end());
    }

    private void lines(ScanReader reader, List<Integer> components, int interleaved, Raster into)
            throws PixelDataException {
        int columns = shape.columns();
        int[][] above = new int[components.size()][columns + 2];
        int[][] line = new int[components.size()][columns + 2];
        for (int row = 0; row < shape.rows(); row++) {
            if (interleaved == BY_SAMPLE) {
                reader.line(above, line);
            }
            for (int i = 0; i < line.length; i++) {
                if (interleaved <= BY_LINE) {
                    reader.line(above[i], line[i], i);
                }
                short[] plane = into.planes()[components.get(i)];
                for (int column = 0; column < columns; column++) {
                    plane[row * columns + column] = (short) line[i][column + 1];
                }
            }
            int[][] done = above;
            above = line;
            line = done;
        }
    }
}
