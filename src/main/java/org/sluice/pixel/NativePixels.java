package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Native pixel data on its way: rectangles are blanked in the buffers in which the bytes come, wherever these are cut. What is
 * blanked is whole words of Bits Allocated. For one thread and one value.
 */
final class NativePixels implements BulkEditor.Passing {
    /** What is written at once, about. */
    private static final int STRETCH = 1 << 12;

    private final NativeLayout layout;
    private final Bands bands;
    private final int bitsAllocated;
    /** For each plane some cells one after the other; of one bit, a byte of eight. */
    private final byte[][] cells;

    private final long length;
    /** Bytes that have passed. */
    private long position;

    /** @throws ScrubException the value's length is not what the header says */
    NativePixels(ImageHeader image, List<PixelArea> areas, Fill fill, NativeLayout layout, long length)
            throws ScrubException {
        if (length != layout.length()) {
            throw new ScrubException(
                    Kind.GEOMETRY, "expected the bytes of " + image.frames() + " frames, found more or less");
        }
        this.layout = layout;
        this.length = length;
        this.bands = new Bands(areas, layout.rows(), layout.pixelsPerCell());
        this.bitsAllocated = image.shape().bitsAllocated();
        this.cells = new byte[layout.planes()][];
        for (int plane = 0; plane < cells.length; plane++) {
            cells[plane] = bitsAllocated == 1
                    ? new byte[] {(byte) -fill.word(0)}
                    : repeated(layout.cell(image.shape(), fill, plane));
        }
    }

    /** How a value lies of which the VR and the byte order are known. */
    static NativePixels of(ImageHeader image, List<PixelArea> areas, Fill fill, Vr vr, boolean bigEndian, long length)
            throws ScrubException {
        return new NativePixels(image, areas, fill, NativeLayout.of(image, vr, bigEndian), length);
    }

    private static byte[] repeated(byte[] cell) {
        byte[] many = new byte[Math.max(1, STRETCH / cell.length) * cell.length];
        for (int i = 0; i < many.length; i++) {
            many[i] = cell[i % cell.length];
        }
        return many;
    }

    @Override
    public void fragment(long ofLength) throws ScrubException {
        throw new ScrubException(Kind.DAMAGED, "expected native pixel data, found fragments");
    }

    @Override
    public void accept(ByteBuffer bytes, ByteSink out) throws IOException {
        blank(bytes);
        out.write(bytes);
    }

    @Override
    public void end(ByteSink out) {}

    /** Blanks what remains in the buffer, which is the next of the value; leaves its position. */
    void blank(ByteBuffer bytes) {
        long until = position + bytes.remaining();
        long from = layout.swapped() ? position & -2 : position;
        long to = Math.min(length, layout.swapped() ? until + 1 & -2 : until);
        long firstRow = from * 8 / layout.rowBits();
        long rowCount = layout.bits() / layout.rowBits();
        for (long row = firstRow; row < rowCount && row * layout.rowBits() < to * 8; ) {
            int inPlane = (int) (row % layout.rows());
            int[] stretches = bands.of(inPlane);
            if (stretches.length == 0) {
                row += bands.nextChange(inPlane) - inPlane;
                continue;
            }
            blankRow(row, stretches, from * 8, to * 8, bytes);
            row++;
        }
        long behind = Math.max(from * 8, layout.bits());
        if (behind < to * 8) {
            setBits(behind, to * 8, (byte) 0, bytes); // what fills up the last byte, and the value to an even length
        }
        position = until;
    }

    private void blankRow(long row, int[] stretches, long windowFrom, long windowTo, ByteBuffer bytes) {
        int plane = (int) (row / layout.rows() % layout.planes());
        long begin = row * layout.rowBits();
        for (int i = 0; i < stretches.length; i += 2) {
            long start = begin + (long) stretches[i] * layout.cellBits();
            long from = Math.max(start, windowFrom);
            long to = Math.min(begin + (long) stretches[i + 1] * layout.cellBits(), windowTo);
            if (from >= to) {
                continue;
            }
            if (bitsAllocated == 1) {
                setBits(from, to, cells[plane][0], bytes);
            } else if (layout.swapped()) {
                setSwapped((from - start) / 8, from / 8, to / 8, cells[plane], bytes);
            } else {
                set((from - start) / 8, from / 8, to / 8, cells[plane], bytes);
            }
        }
    }

    /** @param phase bytes of the stretch before {@code from} */
    private void set(long phase, long from, long to, byte[] pattern, ByteBuffer bytes) {
        int at = bytes.position() + (int) (from - position);
        int left = (int) (to - from);
        int offset = (int) (phase % pattern.length);
        while (left > 0) {
            int count = Math.min(left, pattern.length - offset);
            bytes.put(at, pattern, offset, count);
            at += count;
            left -= count;
            offset = 0;
        }
    }

    private void setSwapped(long phase, long from, long to, byte[] pattern, ByteBuffer bytes) {
        for (long i = from; i < to; i++) {
            put(i, pattern[(int) ((phase + i - from) % pattern.length)], -1, bytes);
        }
    }

    /** Sets single bits, the first of a byte being its lowest, PS3.5 8.1.1. */
    private void setBits(long from, long to, byte value, ByteBuffer bytes) {
        for (long at = from; at < to; ) {
            int first = (int) (at % 8);
            int count = (int) Math.min(8 - first, to - at);
            put(at / 8, value, ((1 << count) - 1) << first, bytes);
            at += count;
        }
    }

    /** Sets the bits of a mask in a byte, if the byte that it stands in has come in this buffer. */
    private void put(long logical, byte value, int mask, ByteBuffer bytes) {
        long place = (layout.swapped() ? logical ^ 1 : logical) - position;
        if (place >= 0 && place < bytes.remaining()) {
            int at = bytes.position() + (int) place;
            bytes.put(at, (byte) ((bytes.get(at) & ~mask) | (value & mask)));
        }
    }
}
