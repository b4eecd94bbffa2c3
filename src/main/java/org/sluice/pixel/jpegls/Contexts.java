package org.sluice.pixel.jpegls;

import java.util.Arrays;

/**
 * What coder and decoder learn of a scan as they go: 365 contexts of gradients, T.87 A.3 to A.6, and two of run interruption,
 * A.7.2. The arrays are called as there.
 */
final class Contexts {
    /** The context of an interruption where the neighbours differ; the next one is for those that do not. */
    static final int INTERRUPTION = 365;

    private static final int COUNT = INTERRUPTION + 2;
    private static final int LOWEST_CORRECTION = -128;
    private static final int HIGHEST_CORRECTION = 127;

    /** J: the order of run codes, T.87 A.2.1. */
    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final int[] a = new int[COUNT];
    private final int[] b = new int[COUNT];
    private final int[] c = new int[COUNT];
    private final int[] n = new int[COUNT];

    /** Nn: how many errors of an interruption were negative. */
    private final int[] negative = new int[COUNT];

    /** RUNindex of each component. */
    private final int[] runIndex;

    /** The region of a gradient from -MAXVAL to MAXVAL, A.3.3. */
    private final byte[] region;

    private final int maxval;
    private final int near;
    private final int step;
    private final int range;
    private final int reset;

    Contexts(Parameters parameters, int components) {
        maxval = parameters.maxval();
        near = parameters.near();
        step = 2 * near + 1;
        range = parameters.range();
        reset = parameters.reset();
        runIndex = new int[components];
        region = regions(parameters);
        Arrays.fill(a, Math.max(2, (range + 32) / 64));
        Arrays.fill(n, 1);
    }

    private static byte[] regions(Parameters parameters) {
        int maxval = parameters.maxval();
        byte[] regions = new byte[2 * maxval + 1];
        for (int size = 0; size <= maxval; size++) {
            int region = 4;
            if (size <= parameters.near()) {
                region = 0;
            } else if (size < parameters.t1()) {
                region = 1;
            } else if (size < parameters.t2()) {
                region = 2;
            } else if (size < parameters.t3()) {
                region = 3;
            }
            regions[maxval + size] = (byte) region;
            regions[maxval - size] = (byte) -region;
        }
        return regions;
    }

    /** The context of three gradients, and the sign of it; 0 where all three are flat, A.3.4. */
    int of(int first, int second, int third) {
        return 81 * region[maxval + first] + 9 * region[maxval + second] + region[maxval + third];
    }

    /** What a sample is likely to be, A.4.1: the edge is seen by its gradient. */
    static int predicted(int left, int above, int corner) {
        if (corner >= Math.max(left, above)) {
            return Math.min(left, above);
        }
        return corner <= Math.min(left, above) ? Math.max(left, above) : left + above - corner;
    }

    /** The same, with what the context has learned, A.4.2. */
    int corrected(int context, int sign, int predicted) {
        int value = predicted + (sign < 0 ? -c[context] : c[context]);
        return Math.max(0, Math.min(maxval, value));
    }

    /** k of the Golomb code, A.5.1. */
    int order(int context) {
        return order(a[context], n[context]);
    }

    /** The least k with count times two to the power of k not below the sum. */
    private static int order(int sum, int count) {
        int k = Math.max(0, Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(sum));
        return count << k < sum ? k + 1 : k;
    }

    /** k of the code of an interruption, A.7.2. */
    int interruptionOrder(int type) {
        int context = INTERRUPTION + type;
        return order(type == 1 ? a[context] + (n[context] >> 1) : a[context], n[context]);
    }

    /** Whether errors are mapped the other way around, A.5.2. */
    boolean mirrored(int context, int order) {
        return order == 0 && near == 0 && 2 * b[context] <= -n[context];
    }

    /** Learns from one error, A.6. */
    void learn(int context, int error) {
        int sum = a[context] + Math.abs(error);
        int bias = b[context] + error * step;
        int count = n[context];
        if (count == reset) {
            sum >>= 1;
            bias >>= 1;
            count >>= 1;
        }
        count++;
        if (bias <= -count) {
            bias = Math.max(bias + count, 1 - count);
            c[context] = Math.max(LOWEST_CORRECTION, c[context] - 1);
        } else if (bias > 0) {
            bias = Math.min(bias - count, 0);
            c[context] = Math.min(HIGHEST_CORRECTION, c[context] + 1);
        }
        a[context] = sum;
        b[context] = bias;
        n[context] = count;
    }

    /** Whether an error of an interruption has the odd code, A.7.2. */
    boolean odd(int type, int order, int error) {
        boolean mostlyNegative = 2 * negative[INTERRUPTION + type] >= n[INTERRUPTION + type];
        return error < 0 ? order != 0 || mostlyNegative : error > 0 && order == 0 && !mostlyNegative;
    }

    /** Learns from one error of an interruption, A.7.2.2. */
    void learnInterruption(int type, int error, int mapped) {
        int context = INTERRUPTION + type;
        if (error < 0) {
            negative[context]++;
        }
        a[context] += (mapped + 1 - type) >> 1;
        if (n[context] == reset) {
            a[context] >>= 1;
            n[context] >>= 1;
            negative[context] >>= 1;
        }
        n[context]++;
    }

    /** A sample again, of what was predicted and the error, A.4.4 and A.4.5. */
    int reconstructed(int predicted, int error) {
        int value = predicted + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > maxval + near) {
            value -= range * step;
        }
        return Math.max(0, Math.min(maxval, value));
    }

    /** An error in the half range around 0, A.4.5. */
    int reduced(int error) {
        int value = error < 0 ? error + range : error;
        return value >= (range + 1) / 2 ? value - range : value;
    }

    /** Whether two samples are one to the eye of the coder, A.7.2. */
    boolean near(int one, int other) {
        return Math.abs(one - other) <= near;
    }

    /** J[RUNindex] of a component: a bit stands for two to the power of it. */
    int runOrder(int component) {
        return J[runIndex[component]];
    }

    void longerRuns(int component) {
        runIndex[component] = Math.min(J.length - 1, runIndex[component] + 1);
    }

    void shorterRuns(int component) {
        runIndex[component] = Math.max(0, runIndex[component] - 1);
    }
}
