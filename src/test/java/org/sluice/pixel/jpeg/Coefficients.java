package org.sluice.pixel.jpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;

/** All coefficients of a codestream, block by block. */
final class Coefficients extends SequentialReader {
    /** Where a block is. */
    record Block(int component, int row, int column) implements Comparable<Block> {
        @Override
        public int compareTo(Block other) {
            int byComponent = Integer.compare(component, other.component);
            int byRow = byComponent != 0 ? byComponent : Integer.compare(row, other.row);
            return byRow != 0 ? byRow : Integer.compare(column, other.column);
        }
    }

    /** In zigzag order, the DC coefficient as itself and not as a difference. */
    final Map<Block, List<Integer>> blocks = new TreeMap<>();

    Coefficients(byte[] codestream, FrameShape shape) throws PixelDataException {
        super(codestream, shape, List.of(FrameHeader.BASELINE, FrameHeader.EXTENDED));
        readAll();
    }

    @Override
    void frame(FrameHeader header) {}

    @Override
    int scan(FrameHeader header, ScanHeader scan, int from, int position) throws PixelDataException {
        return new DctScan(new DctScan.Input(header, scan, tables, new EntropySource(codestream, position))) {
            @Override
            void restarted(int number) {}

            @Override
            void block(int i, int column, int row) throws PixelDataException {
                int[] coefficients = new int[64];
                coefficients[0] = readDc(i);
                readAc(i, coefficients);
                List<Integer> all = new ArrayList<>();
                for (int coefficient : coefficients) {
                    all.add(coefficient);
                }
                blocks.put(new Block(this.scan.components().get(i), row, column), all);
            }
        }.walk();
    }
}
