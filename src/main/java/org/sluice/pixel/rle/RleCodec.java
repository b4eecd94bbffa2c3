package org.sluice.pixel.rle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * RLE Lossless (1.2.840.10008.1.2.5), PS3.5 annex G.
 *
 * <pre>
 *   bytes   0    4        8              64
 *         | n  | offset | offset … (15) | segment 1 | segment 2 | …
 * </pre>
 *
 * <p>There is a segment for each byte of each sample, the highest byte first: of RGB with 16 bits six.
 */
public final class RleCodec implements FrameCodec {
    private static final int HEADER = 64;
    private static final int MOST_SEGMENTS = 15;

    /** Two bytes say 128. */
    private static final int BEST_RATIO = RleSegment.LONGEST / 2;

    @Override
    public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
            throws PixelDataException {
        byte[][] planes = read(codestream, shape);
        for (PixelArea area : areas) {
            PixelArea inside = area.within(shape);
            for (int plane = 0; plane < planes.length; plane++) {
                long word = fill.word(plane / bytesOfSample(shape));
                byte value = (byte) (word >>> (8 * place(plane, shape)));
                for (int row = inside.top(); row < inside.bottom(); row++) {
                    int start = row * shape.columns();
                    Arrays.fill(planes[plane], start + inside.left(), start + inside.right(), value);
                }
            }
        }
        return write(planes, shape);
    }

    @Override
    public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
        byte[][] planes = read(codestream, shape);
        byte[] samples = new byte[Math.toIntExact(shape.bytes())];
        for (int plane = 0; plane < planes.length; plane++) {
            int sample = plane / bytesOfSample(shape);
            int at = sample * bytesOfSample(shape) + place(plane, shape);
            for (byte value : planes[plane]) {
                samples[at] = value;
                at += planes.length;
            }
        }
        return samples;
    }

    /**
     * A frame of native pixel data as RLE Lossless.
     *
     * @param samples as {@link #decode} gives them
     * @throws PixelDataException of kind {@link Kind#GEOMETRY} if there are not as many bytes as the shape asks for
     */
    public byte[] encode(byte[] samples, FrameShape shape) throws PixelDataException {
        requireBytes(shape);
        if (samples.length != shape.bytes()) {
            throw new PixelDataException(
                    Kind.GEOMETRY, "a frame of " + shape.bytes() + " bytes was expected, found " + samples.length);
        }
        byte[][] planes = new byte[segments(shape)][(int) shape.pixels()];
        for (int plane = 0; plane < planes.length; plane++) {
            int sample = plane / bytesOfSample(shape);
            int at = sample * bytesOfSample(shape) + place(plane, shape);
            for (int pixel = 0; pixel < planes[plane].length; pixel++) {
                planes[plane][pixel] = samples[at];
                at += planes.length;
            }
        }
        return write(planes, shape);
    }

    private static int bytesOfSample(FrameShape shape) {
        return shape.bitsAllocated() / 8;
    }

    private static int segments(FrameShape shape) {
        return shape.samples() * bytesOfSample(shape);
    }

    /** Which byte of a little endian sample a plane has: the first plane has the highest. */
    private static int place(int plane, FrameShape shape) {
        return bytesOfSample(shape) - 1 - plane % bytesOfSample(shape);
    }

    private static void requireBytes(FrameShape shape) throws PixelDataException {
        if (shape.bitsAllocated() % 8 != 0) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED, "RLE Lossless of " + shape.bitsAllocated() + " bit allocated has no byte planes");
        }
        shape.requireBounded();
    }

    private static byte[][] read(byte[] codestream, FrameShape shape) throws PixelDataException {
        requireBytes(shape);
        int[] bounds = bounds(codestream, segments(shape));
        if ((codestream.length - HEADER) * (long) BEST_RATIO < shape.bytes()) {
            throw new PixelDataException(
                    Kind.TRUNCATED, codestream.length + " bytes of RLE are no frame of " + shape.bytes() + " bytes");
        }
        byte[][] planes = new byte[segments(shape)][(int) shape.pixels()];
        for (int plane = 0; plane < planes.length; plane++) {
            RleSegment.read(codestream, bounds[plane], bounds[plane + 1], planes[plane]);
        }
        return planes;
    }

    /** Where each segment begins, and where the last one ends. */
    private static int[] bounds(byte[] codestream, int expected) throws PixelDataException {
        if (codestream.length < HEADER) {
            throw new PixelDataException(Kind.TRUNCATED, "an RLE header has 64 bytes, found " + codestream.length);
        }
        ByteBuffer header = ByteBuffer.wrap(codestream).order(ByteOrder.LITTLE_ENDIAN);
        int segments = header.getInt();
        if (segments != expected) {
            throw new PixelDataException(
                    Kind.GEOMETRY,
                    "the header asks for " + expected + " RLE segments, found "
                            + (segments >= 0 && segments <= MOST_SEGMENTS
                                    ? String.valueOf(segments)
                                    : "another number"));
        }
        int[] bounds = new int[expected + 1];
        bounds[expected] = codestream.length;
        for (int segment = 0; segment < expected; segment++) {
            bounds[segment] = header.getInt();
        }
        for (int segment = 0; segment < expected; segment++) {
            int least = segment == 0 ? HEADER : bounds[segment - 1];
            if (bounds[segment] < least || bounds[segment] > codestream.length) {
                throw new PixelDataException(
                        Kind.DAMAGED, "RLE segment " + (segment + 1) + " begins outside of its place");
            }
        }
        return bounds;
    }

    private static byte[] write(byte[][] planes, FrameShape shape) throws PixelDataException {
        long most = HEADER + planes.length * RleSegment.longest(shape.rows(), shape.columns());
        byte[] out = new byte[Math.toIntExact(most)];
        ByteBuffer header = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(planes.length);
        int at = HEADER;
        for (byte[] plane : planes) {
            header.putInt(at);
            at = RleSegment.write(plane, shape.columns(), out, at);
        }
        return Arrays.copyOf(out, at);
    }
}
