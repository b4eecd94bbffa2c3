package org.sluice.pixel.frame;

import java.util.Arrays;
import java.util.List;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A frame between two codestreams: the samples of up to 16 bits of each component, row by row.
 *
 * @param columns of each plane
 * @param precision bits of a sample, as the codestream has them, 2 to 16
 * @param planes one for each component; a sample is unsigned, and negative ones are two's complement in {@code precision} bits
 */
public record Raster(int columns, int precision, short[][] planes) {
    /**
     * Room for a frame.
     *
     * @throws PixelDataException if the shape has more bits than the codestream, or it is too large to be held
     */
    public static Raster of(FrameShape shape, int precision) throws PixelDataException {
        if (precision > shape.bitsAllocated() || precision <= shape.highBit() || shape.bitsAllocated() > 16) {
            throw new PixelDataException(
                    Kind.GEOMETRY,
                    "the codestream has samples of " + precision + " bits, the header " + shape.bitsStored() + " in "
                            + shape.bitsAllocated() + ", the highest at " + shape.highBit());
        }
        shape.requireBounded();
        return new Raster(shape.columns(), precision, new short[shape.samples()][(int) shape.pixels()]);
    }

    /** Puts the fill into an area of all planes; the bits above the precision are not there to be filled. */
    public void blank(PixelArea inside, Fill fill) {
        for (int plane = 0; plane < planes.length; plane++) {
            short value = (short) (fill.word(plane) & (1L << precision) - 1);
            for (int row = inside.top(); row < inside.bottom(); row++) {
                Arrays.fill(planes[plane], row * columns + inside.left(), row * columns + inside.right(), value);
            }
        }
    }

    /**
     * Puts the fill into all areas.
     *
     * @throws PixelDataException if one lies wholly outside
     */
    public void blank(List<PixelArea> areas, FrameShape shape, Fill fill) throws PixelDataException {
        for (PixelArea area : areas) {
            blank(area.within(shape), fill);
        }
    }

    /**
     * The counterpart of {@link #toNative}.
     *
     * @param samples as {@link FrameCodec#decode} gives them
     * @throws PixelDataException if there are not as many bytes as the shape asks for, or it is none that a codestream can have
     */
    public static Raster ofNative(byte[] samples, FrameShape shape) throws PixelDataException {
        return ofNative(samples, shape, shape.highBit() + 1);
    }

    /** The same of a codestream whose samples have so many bits. */
    public static Raster ofNative(byte[] samples, FrameShape shape, int precision) throws PixelDataException {
        Raster raster = of(shape, precision);
        if (samples.length != shape.bytes()) {
            throw new PixelDataException(
                    Kind.GEOMETRY, "a frame of " + shape.bytes() + " bytes was expected, found " + samples.length);
        }
        int bytesOfSample = shape.bitsAllocated() / 8;
        int highest = (1 << raster.precision) - 1;
        int at = 0;
        for (int pixel = 0; pixel < raster.planes[0].length; pixel++) {
            for (short[] plane : raster.planes) {
                int high = bytesOfSample == 2 ? samples[at + 1] << 8 : 0;
                plane[pixel] = (short) (((samples[at] & 0xFF) | high) & highest);
                at += bytesOfSample;
            }
        }
        return raster;
    }

    /** Makes RGB out of YBR_FULL, in place. */
    public void fromYbrFull() {
        int middle = 1 << (precision - 1);
        int highest = (1 << precision) - 1;
        for (int pixel = 0; pixel < planes[0].length; pixel++) {
            int light = planes[0][pixel] & 0xFFFF;
            int blue = (planes[1][pixel] & 0xFFFF) - middle;
            int red = (planes[2][pixel] & 0xFFFF) - middle;
            planes[0][pixel] = (short) YbrFull.bounded(YbrFull.red(light, red), highest);
            planes[1][pixel] = (short) YbrFull.bounded(YbrFull.green(light, blue, red), highest);
            planes[2][pixel] = (short) YbrFull.bounded(YbrFull.blue(light, blue), highest);
        }
    }

    /** As {@link FrameCodec#decode} gives a frame. */
    public byte[] toNative(FrameShape shape) {
        int bytesOfSample = shape.bitsAllocated() / 8;
        int step = bytesOfSample * planes.length;
        byte[] samples = new byte[(int) shape.bytes()];
        for (int plane = 0; plane < planes.length; plane++) {
            int at = plane * bytesOfSample;
            for (short value : planes[plane]) {
                samples[at] = (byte) value;
                if (bytesOfSample == 2) {
                    samples[at + 1] = (byte) (value >>> 8);
                }
                at += step;
            }
        }
        return samples;
    }
}
