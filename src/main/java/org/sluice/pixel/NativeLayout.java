package org.sluice.pixel;

import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * How native pixels lie in the bytes of Pixel Data, PS3.5 8.1 and 8.2: rows of cells, one after the other, without any padding
 * between rows, planes or frames. A cell is a pixel, or two that share their colours (YBR_FULL_422, PS3.3 C.7.6.3.1.2); with colour by plane it is
 * one sample.
 *
 * @param rows of a plane
 * @param planes of a frame
 * @param cellBits of a cell
 * @param pixelsPerCell 1 or 2
 * @param rowBits of a row
 * @param bits of all frames
 * @param swapped whether the two bytes of each 16-bit word have changed places: VR OW in big endian
 */
record NativeLayout(int rows, int planes, int cellBits, int pixelsPerCell, long rowBits, long bits, boolean swapped) {

    /** @throws ScrubException the header is none of native pixel data that we know */
    static NativeLayout of(ImageHeader image, Vr vr, boolean bigEndian) throws ScrubException {
        FrameShape shape = image.shape();
        String photometric = shape.photometricInterpretation();
        boolean shared = photometric.endsWith("_422");
        if (photometric.equals("YBR_ICT") || photometric.equals("YBR_RCT") || (shared && shape.bitsAllocated() != 8)) {
            throw new ScrubException(Kind.UNSUPPORTED, "native pixel data of " + photometric + " is none that we know");
        }
        boolean byPlane = shape.planarConfiguration() == 1;
        if (shared && (byPlane || shape.columns() % 2 != 0)) {
            throw new ScrubException(
                    Kind.GEOMETRY, "expected an even number of columns and colour by pixel for " + photometric);
        }
        boolean words = vr == Vr.OW;
        if (!words && (vr != Vr.OB || (bigEndian && shape.bitsAllocated() > 8))) {
            throw new ScrubException(Kind.UNSUPPORTED, "expected pixel data of VR OB or OW, found " + vr);
        }
        int pixelsPerCell = shared ? 2 : 1;
        int samples = shared ? 4 : byPlane ? 1 : shape.samples();
        int cellBits = samples * shape.bitsAllocated();
        int planes = byPlane ? shape.samples() : 1;
        long rowBits = (long) shape.columns() / pixelsPerCell * cellBits;
        try {
            long bits = Math.multiplyExact(rowBits * shape.rows() * planes, (long) image.frames());
            return new NativeLayout(shape.rows(), planes, cellBits, pixelsPerCell, rowBits, bits, words && bigEndian);
        } catch (ArithmeticException e) {
            throw new ScrubException(Kind.GEOMETRY, "the header's frames are more than a value can hold");
        }
    }

    /** Bytes of the value: even, PS3.5 8.1.1. */
    long length() {
        long whole = bits / 8 + (bits % 8 == 0 ? 0 : 1);
        return whole + whole % 2;
    }

    /** The bytes of a blanked cell of a plane, as they lie in little endian. */
    byte[] cell(FrameShape shape, Fill fill, int plane) {
        int[] samples =
                pixelsPerCell == 2 ? new int[] {0, 0, 1, 2} : planes > 1 ? new int[] {plane} : all(shape.samples());
        int size = shape.bitsAllocated() / 8;
        byte[] bytes = new byte[samples.length * size];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (fill.word(samples[i / size]) >>> (8 * (i % size)));
        }
        return bytes;
    }

    private static int[] all(int count) {
        return count == 1 ? new int[] {0} : new int[] {0, 1, 2};
    }
}
