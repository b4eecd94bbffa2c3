package org.sluice.pixel.jpeg;

import java.util.Arrays;
import org.sluice.pixel.Frames;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;

/** A frame that the tests code without loss themselves, also with restart markers, which DCMTK's encoder does not write. */
final class LosslessFrame {
    private final FrameShape shape;
    private final short[][] planes;

    LosslessFrame(FrameShape shape, byte[] samples) {
        this.shape = shape;
        planes = new short[shape.samples()][shape.rows() * shape.columns()];
        for (int at = 0; at < planes[0].length; at++) {
            for (int sample = 0; sample < planes.length; sample++) {
                planes[sample][at] =
                        (short) Frames.sample(samples, shape, at / shape.columns(), at % shape.columns(), sample);
            }
        }
    }

    byte[] encoded(int predictor, int restartRows) throws PixelDataException {
        int[] widths = new int[17];
        Arrays.fill(widths, 1);
        HuffmanTable table = HuffmanTable.best(widths);
        EntropySink out = new EntropySink(64);
        out.raw16(0xFFD8);
        table.write(out, 0);
        out.raw16(0xFFC3);
        out.raw16(8 + 3 * planes.length);
        out.raw(shape.bitsStored());
        out.raw16(shape.rows());
        out.raw16(shape.columns());
        out.raw(planes.length);
        for (int component = 1; component <= planes.length; component++) {
            out.raw(component);
            out.raw16(0x1100);
        }
        if (restartRows > 0) {
            out.raw16(0xFFDD);
            out.raw16(4);
            out.raw16(restartRows * shape.columns());
        }
        out.raw16(0xFFDA);
        out.raw16(6 + 2 * planes.length);
        out.raw(planes.length);
        for (int component = 1; component <= planes.length; component++) {
            out.raw16(component << 8);
        }
        out.raw(predictor);
        out.raw16(0);
        intervals(table, predictor, restartRows == 0 ? shape.rows() : restartRows, out);
        out.raw16(0xFFD9);
        return out.toByteArray();
    }

    /** Each interval is coded as a frame of its own: its first row is said against the left. */
    private void intervals(HuffmanTable table, int predictor, int rows, EntropySink out) throws PixelDataException {
        for (int row = 0; row < shape.rows(); row += rows) {
            int count = Math.min(rows, shape.rows() - row);
            short[][] part = new short[planes.length][];
            for (int i = 0; i < part.length; i++) {
                part[i] = Arrays.copyOfRange(planes[i], row * shape.columns(), (row + count) * shape.columns());
            }
            new LosslessScan(part, shape.columns(), count, predictor, shape.bitsStored()).write(out, table);
            if (row + rows < shape.rows()) {
                out.raw16(0xFFD0 | row / rows & 7);
            }
        }
    }
}
