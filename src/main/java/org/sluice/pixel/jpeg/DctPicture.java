package org.sluice.pixel.jpeg;

import java.util.Arrays;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.frame.Raster;

/** The samples of a frame of a sequential DCT process, T.81 A.3. */
final class DctPicture {
    /** At least a code for DC and one for the end of a block, so not more than four blocks in a byte. */
    private static final int BLOCKS_OF_A_BYTE = 4;

    /** Where each coefficient of the zigzag order belongs, row by row, T.81 figure A.6. */
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    /** The cosine of A.3.3 with its factor, by frequency, then by place; without 1/8, so that what has no frequency is exact. */
    private static final float[] COSINES = new float[DctScan.SIDE * DctScan.SIDE];

    static {
        for (int frequency = 0; frequency < DctScan.SIDE; frequency++) {
            double factor = frequency == 0 ? 1 : Math.sqrt(2);
            for (int at = 0; at < DctScan.SIDE; at++) {
                COSINES[frequency * DctScan.SIDE + at] =
                        (float) (factor * Math.cos((2 * at + 1) * frequency * Math.PI / (2 * DctScan.SIDE)));
            }
        }
    }

    private final FrameHeader frame;
    private final FrameShape shape;

    /** The samples of each component, in whole blocks. */
    private final short[][] planes;

    private final int[] strides;

    DctPicture(FrameHeader frame, FrameShape shape, int codestream) throws PixelDataException {
        this.frame = frame;
        this.shape = shape;
        shape.requireBounded();
        planes = new short[shape.samples()][];
        strides = new int[planes.length];
        long units = (long) DctScan.unitsAcross(frame) * DctScan.unitsDown(frame);
        if (units > (long) BLOCKS_OF_A_BYTE * codestream) {
            throw new PixelDataException(
                    Kind.TRUNCATED, codestream + " bytes of JPEG are no frame of " + shape.pixels() + " pixels");
        }
        for (int i = 0; i < planes.length; i++) {
            strides[i] = DctScan.unitsAcross(frame) * DctScan.horizontal(frame, i) * DctScan.SIDE;
            planes[i] = new short[strides[i] * DctScan.unitsDown(frame) * DctScan.vertical(frame, i) * DctScan.SIDE];
        }
    }

    /** Reads one scan; returns the place of the marker behind. */
    int read(DctScan.Input input) throws PixelDataException {
        return new Scan(input).walk();
    }

    private final class Scan extends DctScan {
        private final int[] coefficients = new int[SIDE * SIDE];
        private final float[] rows = new float[SIDE * SIDE];
        private final int[][] steps;

        Scan(Input input) throws PixelDataException {
            super(input);
            steps = new int[scan.components().size()][];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = input.tables()
                        .quantization(
                                frame.components().get(scan.components().get(i)).quantization());
            }
        }

        @Override
        void restarted(int number) {}

        @Override
        void block(int i, int column, int row) throws PixelDataException {
            Arrays.fill(coefficients, 0);
            coefficients[0] = readDc(i);
            readAc(i, coefficients);
            int component = scan.components().get(i);
            int stride = strides[component];
            transform(steps[i], planes[component], row * SIDE * stride + column * SIDE, stride);
        }

        /** The inverse transform of A.3.3, rows and columns apart, and the shift of A.3.1. */
        private void transform(int[] step, short[] plane, int from, int stride) {
            Arrays.fill(rows, 0);
            for (int k = 0; k < SIDE * SIDE; k++) {
                if (coefficients[k] != 0) {
                    float value = (float) coefficients[k] * step[k];
                    int vertical = ZIGZAG[k] / SIDE * SIDE;
                    int horizontal = ZIGZAG[k] % SIDE * SIDE;
                    for (int x = 0; x < SIDE; x++) {
                        rows[vertical + x] += value * COSINES[horizontal + x];
                    }
                }
            }
            int middle = 1 << (frame.precision() - 1);
            for (int x = 0; x < SIDE; x++) {
                for (int y = 0; y < SIDE; y++) {
                    float sum = 0;
                    for (int vertical = 0; vertical < SIDE * SIDE; vertical += SIDE) {
                        sum += rows[vertical + x] * COSINES[vertical + y];
                    }
                    int value = Math.round(sum / SIDE) + middle;
                    plane[from + y * stride + x] = (short) Math.max(0, Math.min(2 * middle - 1, value));
                }
            }
        }
    }

    /** Each component with as many samples as there are pixels. */
    Raster raster() throws PixelDataException {
        Raster raster = Raster.of(shape, frame.precision());
        for (int i = 0; i < planes.length; i++) {
            new Upsampling(frame, i, planes[i], strides[i]).into(raster.planes()[i]);
        }
        return raster;
    }
}
