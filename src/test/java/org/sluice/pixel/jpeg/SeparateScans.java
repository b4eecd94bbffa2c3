package org.sluice.pixel.jpeg;

import java.util.Arrays;
import java.util.List;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;

/** The coefficients of a codestream written again with one scan for each component, as no encoder at hand writes it. */
final class SeparateScans extends SequentialReader {
    private final EntropySink out = new EntropySink(64);
    private final Rewriting rewriting;
    private final Coefficients coefficients;

    SeparateScans(byte[] codestream, FrameShape shape) throws PixelDataException {
        super(codestream, shape, List.of(FrameHeader.BASELINE));
        coefficients = new Coefficients(codestream, shape);
        rewriting = new Rewriting(codestream, out);
    }

    byte[] encoded() throws PixelDataException {
        readAll();
        out.raw16(0xFFD9);
        return out.toByteArray();
    }

    @Override
    void segment(int marker) {
        if (!Tables.isHuffman(marker)) {
            rewriting.segment(in, marker);
        }
    }

    @Override
    void frame(FrameHeader header) {
        rewriting.whole(in.from(), in.from() + in.length());
    }

    @Override
    int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException {
        for (int component = 0; component < 3; component++) {
            writeScan(header, component);
        }
        return new DctPicture(header, shape, codestream.length)
                .read(new DctScan.Input(header, scan, tables, new EntropySource(codestream, position)));
    }

    private void writeScan(FrameHeader header, int component) throws PixelDataException {
        HuffmanTable dc = symbols(12);
        HuffmanTable ac = symbols(256);
        dc.write(out, 0);
        ac.write(out, 0x10);
        writeScanHeader(out, header.components().get(component).identifier());
        int across = blocks(shape.columns() * DctScan.horizontal(header, component), DctScan.horizontal(header));
        int down = blocks(shape.rows() * DctScan.vertical(header, component), DctScan.vertical(header));
        int before = 0;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                List<Integer> block = coefficients.blocks.get(new Coefficients.Block(component, row, column));
                write(out, dc, 0, block.get(0) - before);
                writeAc(out, ac, block);
                before = block.get(0);
            }
        }
        out.align();
        // The other blocks of a unit are there to fill it, and are in no scan of one component.
        coefficients.blocks.keySet().removeIf(block -> block.component() == component
                && (block.row() >= down || block.column() >= across));
    }

    private static int blocks(int samples, int factor) {
        int own = (samples + factor - 1) / factor;
        return (own + 7) / 8;
    }

    private static HuffmanTable symbols(int count) throws PixelDataException {
        int[] once = new int[count];
        Arrays.fill(once, 1);
        return HuffmanTable.best(once);
    }

    private static void writeScanHeader(EntropySink out, int identifier) {
        out.raw16(0xFFDA);
        out.raw16(8);
        out.raw(1);
        out.raw16(identifier << 8);
        out.raw16(63);
        out.raw(0);
    }

    private static void writeAc(EntropySink out, HuffmanTable table, List<Integer> block) throws PixelDataException {
        int zeros = 0;
        for (int k = 1; k < 64; k++) {
            if (block.get(k) == 0) {
                zeros++;
            } else {
                for (; zeros > 15; zeros -= 16) {
                    table.put(out, 0xF0, 0, 0);
                }
                write(out, table, zeros, block.get(k));
                zeros = 0;
            }
        }
        if (zeros > 0) {
            table.put(out, 0, 0, 0);
        }
    }

    private static void write(EntropySink out, HuffmanTable table, int zeros, int value) throws PixelDataException {
        int width = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        table.put(out, zeros << 4 | width, value < 0 ? value + (1 << width) - 1 : value, width);
    }

    /** A grey frame of one value, whose tables have only the codes that it needs. */
    record Flat(FrameShape shape) {
        byte[] encoded() throws PixelDataException {
            int[] dc = new int[4];
            dc[0] = 1;
            dc[3] = 1;
            EntropySink out = new EntropySink(64);
            out.raw16(0xFFD8);
            out.raw16(0xFFDB);
            out.raw16(67);
            out.raw(0);
            for (int k = 0; k < 64; k++) {
                out.raw(16);
            }
            HuffmanTable.best(dc).write(out, 0);
            HuffmanTable.best(new int[] {1}).write(out, 0x10);
            out.raw16(0xFFC0);
            out.raw16(11);
            out.raw(8);
            out.raw16(shape.rows());
            out.raw16(shape.columns());
            out.raw(1);
            out.raw16(0x0111);
            out.raw(0);
            writeScanHeader(out, 1);
            HuffmanTable table = HuffmanTable.best(dc);
            HuffmanTable end = HuffmanTable.best(new int[] {1});
            for (int i = 0; i < blocks(shape.columns(), 1) * blocks(shape.rows(), 1); i++) {
                write(out, table, 0, i == 0 ? 5 : 0);
                end.put(out, 0, 0, 0);
            }
            out.align();
            out.raw16(0xFFD9);
            return out.toByteArray();
        }
    }
}
