package org.sluice.pixel.jpegls;

import java.util.Arrays;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** The samples of one scan out of its bits, T.87 A.8 and annex B. {@link ScanWriter} is its counterpart. */
final class ScanReader {
    private final BitSource bits;
    private final Contexts contexts;
    private final int columns;
    private final int limit;
    private final int whole;
    private final int range;

    ScanReader(BitSource bits, Parameters parameters, int components, int columns) {
        this.bits = bits;
        this.columns = columns;
        contexts = new Contexts(parameters, components);
        limit = parameters.limit();
        whole = parameters.bitsOfError();
        range = parameters.range();
    }

    /**
     * One line of one component.
     *
     * @param above the line above, and {@code line} this one: the samples are from 1 to {@code columns}; what stands beside them
     *     at 0 and at the end is set here
     */
    void line(int[] above, int[] line, int component) throws PixelDataException {
        above[columns + 1] = above[columns];
        line[0] = above[1];
        int at = 1;
        int a = line[0];
        int c = above[0];
        int b = above[1];
        while (at <= columns) {
            int d = above[at + 1];
            int context = contexts.of(d - b, b - c, c - a);
            if (context != 0) {
                a = sample(context, a, b, c);
                line[at++] = a;
                c = b;
                b = d;
            } else {
                int run = runLength(columns + 1 - at, component);
                Arrays.fill(line, at, at + run, a);
                at += run;
                if (at <= columns) {
                    line[at] = interruption(a, above[at], component);
                    contexts.shorterRuns(component);
                    a = line[at++];
                    c = above[at - 1];
                    b = above[at];
                }
            }
        }
        bits.requireBits();
    }

    /** One line of all components, interleaved by sample: a run is one of all of them, T.87 B.3. */
    void line(int[][] above, int[][] line) throws PixelDataException {
        for (int i = 0; i < line.length; i++) {
            above[i][columns + 1] = above[i][columns];
            line[i][0] = above[i][1];
        }
        int[] found = new int[line.length];
        int at = 1;
        while (at <= columns) {
            int any = 0;
            for (int i = 0; i < line.length; i++) {
                int b = above[i][at];
                int c = above[i][at - 1];
                found[i] = contexts.of(above[i][at + 1] - b, b - c, c - line[i][at - 1]);
                any |= found[i];
            }
            if (any != 0) {
                for (int i = 0; i < line.length; i++) {
                    line[i][at] = sample(found[i], line[i][at - 1], above[i][at], above[i][at - 1]);
                }
                at++;
            } else {
                at = run(above, line, at);
            }
        }
        bits.requireBits();
    }

    private int run(int[][] above, int[][] line, int start) throws PixelDataException {
        int end = start + runLength(columns + 1 - start, 0);
        for (int[] samples : line) {
            Arrays.fill(samples, start, end, samples[start - 1]);
        }
        if (end > columns) {
            return end;
        }
        for (int i = 0; i < line.length; i++) {
            line[i][end] = interruption(0, line[i][end - 1], above[i][end], 0);
        }
        contexts.shorterRuns(0);
        return end + 1;
    }

    private int sample(int context, int a, int b, int c) throws PixelDataException {
        int sign = context >> 31;
        int index = (context ^ sign) - sign;
        int order = contexts.order(index);
        int predicted = contexts.corrected(index, sign, Contexts.predicted(a, b, c));
        int mapped = mapped(order, limit);
        int error = mapped >> 1 ^ -(mapped & 1);
        if (contexts.mirrored(index, order)) {
            error = ~error;
        }
        contexts.learn(index, error);
        return contexts.reconstructed(predicted, (error ^ sign) - sign);
    }

    private int mapped(int order, int most) throws PixelDataException {
        int mapped = bits.golomb(order, most - whole - 1, whole);
        if (mapped < 0 || mapped > range) {
            throw new PixelDataException(Kind.DAMAGED, "an error of JPEG-LS is larger than any can be");
        }
        return mapped;
    }

    /** How many samples are as their left neighbour, A.7.1.2. */
    private int runLength(int most, int component) throws PixelDataException {
        int run = 0;
        while (bits.bit() == 1) {
            int block = 1 << contexts.runOrder(component);
            if (block > most - run) {
                return most;
            }
            run += block;
            contexts.longerRuns(component);
            if (run == most) {
                return most;
            }
        }
        run += bits.bits(contexts.runOrder(component));
        if (run >= most) {
            throw new PixelDataException(Kind.DAMAGED, "a run of JPEG-LS goes over the end of its line");
        }
        return run;
    }

    private int interruption(int a, int b, int component) throws PixelDataException {
        return contexts.near(a, b) ? interruption(1, a, b, component) : interruption(0, a, b, component);
    }

    /** The sample that ends a run, A.7.2; type 1 is where both neighbours are the same. */
    private int interruption(int type, int a, int b, int component) throws PixelDataException {
        int order = contexts.interruptionOrder(type);
        int mapped = mapped(order, limit - contexts.runOrder(component) - 1);
        int size = (mapped + type + 1) >> 1;
        boolean odd = (mapped + type & 1) == 1;
        int error = contexts.odd(type, order, -1) == odd ? -size : size;
        contexts.learnInterruption(type, error, mapped);
        return contexts.reconstructed(type == 1 ? a : b, type == 0 && a > b ? -error : error);
    }
}
