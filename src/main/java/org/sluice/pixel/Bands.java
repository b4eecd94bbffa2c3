package org.sluice.pixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.sluice.pixel.frame.PixelArea;

/**
 * Rectangles of a frame, cut into bands of rows that all have the same stretches of columns in them: what is to be blanked of a
 * row is then found without a look at each rectangle. Immutable.
 */
final class Bands {
    private static final int[] NOTHING = {};

    private final int rows;
    /** For each row the band that it is in. */
    private final int[] bandOfRow;
    /** For each band its stretches: from, to, from, to, in order and apart. */
    private final List<int[]> stretches = new ArrayList<>();
    /** For each band the first row behind it. */
    private final List<Integer> ends = new ArrayList<>();

    /** @param pixelsPerCell that columns are counted in; a rectangle that has part of a cell has all of it */
    Bands(List<PixelArea> areas, int rows, int pixelsPerCell) {
        this.rows = rows;
        this.bandOfRow = new int[rows];
        TreeSet<Integer> edges = new TreeSet<>(List.of(0, rows));
        for (PixelArea area : areas) {
            edges.add(area.top());
            edges.add(area.bottom());
        }
        int top = 0;
        for (int bottom : edges.tailSet(1)) {
            Arrays.fill(bandOfRow, top, bottom, stretches.size());
            stretches.add(stretchesAt(top, areas, pixelsPerCell));
            ends.add(bottom);
            top = bottom;
        }
    }

    private static int[] stretchesAt(int row, List<PixelArea> areas, int pixelsPerCell) {
        List<PixelArea> there = areas.stream()
                .filter(area -> area.top() <= row && row < area.bottom())
                .sorted(Comparator.comparingInt(PixelArea::left))
                .toList();
        int[] found = new int[2 * there.size()];
        int count = 0;
        for (PixelArea area : there) {
            int from = area.left() / pixelsPerCell;
            int to = (area.right() - 1) / pixelsPerCell + 1;
            if (count > 0 && from <= found[count - 1]) {
                found[count - 1] = Math.max(found[count - 1], to);
            } else {
                found[count++] = from;
                found[count++] = to;
            }
        }
        return count == 0 ? NOTHING : Arrays.copyOf(found, count);
    }

    /** The stretches of cells that are blanked in a row: from, to, from, to; none if the row stays. */
    int[] of(int row) {
        return stretches.get(bandOfRow[row]);
    }

    /** The first row behind this one that may have other stretches; the number of rows if there is none. */
    int nextChange(int row) {
        return row < rows ? ends.get(bandOfRow[row]) : rows;
    }
}
