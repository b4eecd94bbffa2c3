package org.sluice.pixel.jpeg;

import java.util.Arrays;
import java.util.List;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Walks the blocks of one scan of a sequential DCT process, T.81 A.2 and F.2: in minimum coded units where several components are
 * interleaved, row by row where there is one.
 */
abstract class DctScan {
    /** Samples along a side of a block. */
    static final int SIDE = 8;

    final FrameHeader frame;
    final ScanHeader scan;
    final EntropySource in;

    /** The next bit. */
    int place;

    private final HuffmanTable[] dc;
    private final HuffmanTable[] ac;
    private final int[] predictions;
    private final int restartInterval;

    /**
     * What a scan is read from.
     *
     * @param frame the header of its frame
     * @param scan its own header
     * @param tables those defined so far
     * @param bits the data behind the header
     */
    record Input(FrameHeader frame, ScanHeader scan, Tables tables, EntropySource bits) {}

    DctScan(Input input) throws PixelDataException {
        frame = input.frame();
        scan = input.scan();
        in = input.bits();
        if (scan.start() != 0 || scan.end() != SIDE * SIDE - 1 || scan.approximation() != 0) {
            throw new PixelDataException(Kind.DAMAGED, "a scan of a sequential process has not all coefficients");
        }
        int count = scan.components().size();
        dc = new HuffmanTable[count];
        ac = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            dc[i] = input.tables().dc(scan.tables().get(i));
            ac[i] = input.tables().ac(scan.tables().get(i));
        }
        predictions = new int[count];
        restartInterval = input.tables().restartInterval();
    }

    /** The greatest horizontal sampling factor: of a lone component it does not matter, T.81 A.2.2. */
    static int horizontal(FrameHeader frame) {
        List<FrameHeader.Component> all = frame.components();
        return all.size() == 1
                ? 1
                : all.stream().mapToInt(FrameHeader.Component::horizontal).max().orElse(1);
    }

    /** The greatest vertical sampling factor. */
    static int vertical(FrameHeader frame) {
        List<FrameHeader.Component> all = frame.components();
        return all.size() == 1
                ? 1
                : all.stream().mapToInt(FrameHeader.Component::vertical).max().orElse(1);
    }

    /** The horizontal factor of one component, as far as it matters. */
    static int horizontal(FrameHeader frame, int component) {
        return frame.components().size() == 1
                ? 1
                : frame.components().get(component).horizontal();
    }

    /** The vertical factor of one component, as far as it matters. */
    static int vertical(FrameHeader frame, int component) {
        return frame.components().size() == 1
                ? 1
                : frame.components().get(component).vertical();
    }

    /** How many minimum coded units a line of the frame has. */
    static int unitsAcross(FrameHeader frame) {
        return over(frame.samplesPerLine(), SIDE * horizontal(frame));
    }

    /** How many lines of minimum coded units the frame has. */
    static int unitsDown(FrameHeader frame) {
        return over(frame.lines(), SIDE * vertical(frame));
    }

    private static int over(int number, int by) {
        return (number + by - 1) / by;
    }

    /** Walks all of it; returns the place of the marker behind. */
    final int walk() throws PixelDataException {
        if (scan.components().size() == 1) {
            walkAlone(scan.components().get(0));
        } else {
            walkInterleaved();
        }
        in.requireEnd(place);
        return in.next();
    }

    private void walkAlone(int component) throws PixelDataException {
        int across = over(over(frame.samplesPerLine() * horizontal(frame, component), horizontal(frame)), SIDE);
        int down = over(over(frame.lines() * vertical(frame, component), vertical(frame)), SIDE);
        int done = 0;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                restart(done++);
                block(0, column, row);
            }
        }
    }

    private void walkInterleaved() throws PixelDataException {
        int across = unitsAcross(frame);
        int units = across * unitsDown(frame);
        for (int unit = 0; unit < units; unit++) {
            restart(unit);
            for (int i = 0; i < predictions.length; i++) {
                int component = scan.components().get(i);
                int wide = horizontal(frame, component);
                int high = vertical(frame, component);
                for (int block = 0; block < wide * high; block++) {
                    block(i, unit % across * wide + block % wide, unit / across * high + block / wide);
                }
            }
        }
    }

    private void restart(int done) throws PixelDataException {
        if (restartInterval == 0 || done == 0 || done % restartInterval != 0) {
            return;
        }
        int number = done / restartInterval - 1;
        restarted(number);
        in.restart(place, number);
        place = 0;
        Arrays.fill(predictions, 0);
    }

    /** Comes before a restart marker is gone over. */
    abstract void restarted(int number) throws PixelDataException;

    /**
     * One block is next.
     *
     * @param i which component of the scan
     * @param column of the block, among those of its component
     * @param row of the block, among those of its component
     */
    abstract void block(int i, int column, int row) throws PixelDataException;

    /** Reads the DC coefficient of a block, T.81 F.2.2.1. */
    final int readDc(int i) throws PixelDataException {
        long bits = in.bits(place);
        int found = dc[i].find(bits);
        int length = found >> 8;
        int width = found & 0xFF;
        if (width > 15) {
            throw new PixelDataException(Kind.DAMAGED, "a DC difference of " + width + " bits");
        }
        int difference = width == 0 ? 0 : EntropySource.extended((int) (bits << length >>> (64 - width)), width);
        place += length + width;
        predictions[i] += difference;
        if (Math.abs(predictions[i]) > 1 << (frame.precision() + 3)) {
            throw new PixelDataException(Kind.DAMAGED, "a DC coefficient is larger than any can be");
        }
        return predictions[i];
    }

    /** Goes over the AC coefficients of a block, T.81 F.2.2.2. */
    final void skipAc(int i) throws PixelDataException {
        HuffmanTable table = ac[i];
        int at = place;
        int k = 1;
        while (k < SIDE * SIDE) {
            int found = table.find(in.bits(at));
            int width = found & 0xF;
            at += (found >> 8) + width;
            if (width == 0 && (found & 0xF0) != 0xF0) {
                requireEndOfBlock(found);
                break;
            }
            k += (found >> 4 & 0xF) + 1;
        }
        ended(at, k);
    }

    private static void requireEndOfBlock(int found) throws PixelDataException {
        if ((found & 0xF0) != 0) {
            throw new PixelDataException(Kind.DAMAGED, "an AC code that no sequential process has");
        }
    }

    private void ended(int at, int k) throws PixelDataException {
        if (k > SIDE * SIDE) {
            throw new PixelDataException(Kind.DAMAGED, "a block has more than 64 coefficients");
        }
        in.requireBits(at);
        place = at;
    }

    /** Reads the AC coefficients of a block into an array of zeros, in zigzag order. */
    final void readAc(int i, int[] coefficients) throws PixelDataException {
        HuffmanTable table = ac[i];
        int at = place;
        int k = 1;
        while (k < SIDE * SIDE) {
            long bits = in.bits(at);
            int found = table.find(bits);
            int length = found >> 8;
            int width = found & 0xF;
            at += length + width;
            if (width == 0 && (found & 0xF0) != 0xF0) {
                requireEndOfBlock(found);
                break;
            }
            k += found >> 4 & 0xF;
            if (k >= SIDE * SIDE) {
                k++;
                break;
            }
            coefficients[k++] = width == 0 ? 0 : EntropySource.extended((int) (bits << length >>> (64 - width)), width);
        }
        ended(at, k);
    }
}
