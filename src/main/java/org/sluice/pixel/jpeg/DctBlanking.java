package org.sluice.pixel.jpeg;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Blanks units of one scan. Everything else is copied bit by bit as it was coded; only the first block of a component behind a
 * blanked one gets another DC difference, for it is said against the block before (T.81 F.1.2.1).
 */
final class DctBlanking extends DctScan {
    private static final int END_OF_BLOCK = 0;

    private final BitSet blanked;
    private final EntropySink out;
    private final int[] fill;

    /** The source's own tables with what is missing. */
    private final HuffmanTable[] dc;

    private final HuffmanTable[] ac;

    /** The DC coefficients before, as the result has them. */
    private final int[] predictions;

    /** Whether the block before, of this component, is not what it was. */
    private final boolean[] moved;

    private final int unitsAcross;

    /** Which blocks of a component are one unit. */
    private final int[] wide;

    private final int[] high;

    /** From here on bits of the source are still to be copied. */
    private int uncopied;

    /**
     * @param blanked the units that are to go, row by row
     * @param fill the DC coefficient of a blanked block, for each component of the frame
     */
    DctBlanking(Input input, BitSet blanked, int[] fill, EntropySink out) throws PixelDataException {
        super(input);
        this.blanked = blanked;
        this.fill = fill;
        this.out = out;
        dc = new HuffmanTable[scan.components().size()];
        ac = new HuffmanTable[dc.length];
        for (int i = 0; i < dc.length; i++) {
            int selectors = scan.tables().get(i);
            dc[i] = input.tables().dc(selectors).with(differences(frame));
            ac[i] = input.tables().ac(selectors).with(END_OF_BLOCK);
        }
        moved = new boolean[dc.length];
        predictions = new int[dc.length];
        unitsAcross = unitsAcross(frame);
        wide = scan.components().stream()
                .mapToInt(component -> horizontal(frame, component))
                .toArray();
        high = scan.components().stream()
                .mapToInt(component -> vertical(frame, component))
                .toArray();
    }

    /** The widths of all DC differences that there can be. */
    private static int[] differences(FrameHeader frame) {
        return IntStream.rangeClosed(0, frame.precision() + 3).toArray();
    }

    /** Writes the tables that the result is coded with, each once; they stand before its scan header. */
    void writeTables() {
        Map<Integer, HuffmanTable> byDestination = new TreeMap<>();
        for (int i = 0; i < dc.length; i++) {
            int selectors = scan.tables().get(i);
            byDestination.put(selectors >> 4, dc[i]);
            byDestination.put(0x10 | (selectors & 0xF), ac[i]);
        }
        byDestination.forEach((destination, table) -> table.write(out, destination));
    }

    @Override
    void block(int i, int column, int row) throws PixelDataException {
        int start = place;
        int value = readDc(i);
        if (blanked.get(row / high[i] * unitsAcross + column / wide[i])) {
            skipAc(i);
            out.copy(in, uncopied, start);
            uncopied = place;
            writeDc(i, fill[scan.components().get(i)]);
            ac[i].put(out, END_OF_BLOCK, 0, 0);
            moved[i] = true;
            return;
        }
        if (moved[i]) {
            out.copy(in, uncopied, start);
            uncopied = place;
            writeDc(i, value);
            moved[i] = false;
        }
        predictions[i] = value;
        skipAc(i);
    }

    private void writeDc(int i, int value) throws PixelDataException {
        int difference = value - predictions[i];
        int width = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
        if (width > frame.precision() + 3) {
            throw new PixelDataException(Kind.DAMAGED, "a DC coefficient is larger than any can be");
        }
        int bits = difference < 0 ? difference + (1 << width) - 1 : difference;
        dc[i].put(out, width, bits, width);
        predictions[i] = value;
    }

    @Override
    void restarted(int number) {
        out.copy(in, uncopied, place);
        out.align();
        out.raw16(0xFF00 | MarkerReader.RST0 | (number & 7));
        uncopied = 0;
        Arrays.fill(predictions, 0);
        Arrays.fill(moved, false);
    }

    /** Writes what is left, behind the last block. */
    void finish() {
        out.copy(in, uncopied, place);
        out.align();
    }
}
