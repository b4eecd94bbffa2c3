package org.sluice.pixel.jpegls;

/**
 * The bits of one scan out of its samples, without loss, T.87 annex A. {@link ScanReader} is its counterpart; lines are
 * interleaved where there are several components.
 */
final class ScanWriter {
    private final BitSink bits;
    private final Contexts contexts;
    private final int columns;
    private final int limit;
    private final int whole;

    ScanWriter(BitSink bits, Parameters parameters, int components, int columns) {
        this.bits = bits;
        this.columns = columns;
        contexts = new Contexts(parameters, components);
        limit = parameters.limit();
        whole = parameters.bitsOfError();
    }

    /** One line of one component; the arrays are those of {@link ScanReader#line(int[], int[], int)}. */
    void line(int[] above, int[] line, int component) {
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
                int value = line[at++];
                sample(context, a, b, c, value);
                a = value;
                c = b;
                b = d;
            } else {
                int end = runEnd(line, at, a);
                runLength(end - at, end > columns, component);
                at = end + 1;
                if (end <= columns) {
                    interruption(a, above[end], line[end], component);
                    contexts.shorterRuns(component);
                    a = line[end];
                    c = above[end];
                    b = above[at];
                }
            }
        }
    }

    /** The first place that has another value, or the one behind the line. */
    private int runEnd(int[] line, int from, int value) {
        int end = from;
        while (end <= columns && line[end] == value) {
            end++;
        }
        return end;
    }

    private void sample(int context, int a, int b, int c, int value) {
        int sign = context >> 31;
        int index = (context ^ sign) - sign;
        int order = contexts.order(index);
        int predicted = contexts.corrected(index, sign, Contexts.predicted(a, b, c));
        int error = contexts.reduced((value - predicted ^ sign) - sign);
        int shown = contexts.mirrored(index, order) ? ~error : error;
        bits.golomb(shown << 1 ^ shown >> 31, order, limit - whole - 1, whole);
        contexts.learn(index, error);
    }

    private void runLength(int run, boolean toTheEnd, int component) {
        int left = run;
        while (left >= 1 << contexts.runOrder(component)) {
            left -= 1 << contexts.runOrder(component);
            bits.bits(1, 1);
            contexts.longerRuns(component);
        }
        if (!toTheEnd) {
            bits.bits(left, 1 + contexts.runOrder(component));
        } else if (left > 0) {
            bits.bits(1, 1);
        }
    }

    private void interruption(int a, int b, int value, int component) {
        int type = a == b ? 1 : 0;
        int difference = value - b;
        int error = contexts.reduced(a > b ? -difference : difference);
        int order = contexts.interruptionOrder(type);
        int mapped = 2 * Math.abs(error) - type - (contexts.odd(type, order, error) ? 1 : 0);
        bits.golomb(mapped, order, limit - contexts.runOrder(component) - 1 - whole - 1, whole);
        contexts.learnInterruption(type, error, mapped);
    }
}
