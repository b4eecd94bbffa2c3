package org.sluice.pixel.jpegls;

import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * The coding parameters of a scan, T.87 C.2.4.1.1 and A.2.1.
 *
 * @param maxval MAXVAL, the highest value of a sample
 * @param near NEAR, how far a sample may be from what it was; 0 is without loss
 * @param t1 the first threshold of gradients
 * @param t2 the second
 * @param t3 the third
 * @param reset RESET, after how many samples a context is halved
 */
record Parameters(int maxval, int near, int t1, int t2, int t3, int reset) {
    private static final int DEFAULT_RESET = 64;

    Parameters {
        if (t1 < near + 1 || t2 < t1 || t3 < t2 || maxval < t3 || reset < 3) {
            throw new IllegalArgumentException("parameters of JPEG-LS out of their order");
        }
    }

    /** The defaults for samples up to {@code maxval}, T.87 C.2.4.1.1.1. */
    static Parameters defaults(int maxval, int near) {
        int t1;
        int t2;
        int t3;
        if (maxval >= 128) {
            int factor = (Math.min(maxval, 4095) + 128) / 256;
            t1 = clamp(factor + 2 + 3 * near, near + 1, maxval);
            t2 = clamp(factor * 4 + 3 + 5 * near, t1, maxval);
            t3 = clamp(factor * 17 + 4 + 7 * near, t2, maxval);
        } else {
            int factor = 256 / (maxval + 1);
            t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, maxval);
            t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1, maxval);
            t3 = clamp(Math.max(4, 21 / factor + 7 * near), t2, maxval);
        }
        return new Parameters(maxval, near, t1, t2, t3, DEFAULT_RESET);
    }

    private static int clamp(int value, int least, int maxval) {
        return value > maxval || value < least ? least : value;
    }

    /**
     * What a scan has, with the numbers of a preset segment; 0 there is the default.
     *
     * @param preset MAXVAL, T1, T2, T3 and RESET
     * @param precision bits of a sample
     */
    static Parameters of(int[] preset, int precision, int near) throws PixelDataException {
        if (precision < 2) {
            throw new PixelDataException(Kind.DAMAGED, "samples of " + precision + " bits");
        }
        int highest = (1 << precision) - 1;
        int maxval = preset[0] == 0 ? highest : preset[0];
        if (maxval > highest || near > Math.min(255, maxval / 2)) {
            throw new PixelDataException(
                    Kind.DAMAGED, "MAXVAL " + maxval + " and NEAR " + near + " with samples of " + precision + " bits");
        }
        Parameters usual = defaults(maxval, near);
        if (!usual.defaultsAreAgreedOn() && (preset[1] == 0 || preset[2] == 0 || preset[3] == 0)) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED, "JPEG-LS with MAXVAL " + maxval + " that does not say its thresholds");
        }
        try {
            return new Parameters(
                    maxval,
                    near,
                    preset[1] == 0 ? usual.t1 : preset[1],
                    preset[2] == 0 ? usual.t2 : preset[2],
                    preset[3] == 0 ? usual.t3 : preset[3],
                    preset[4] == 0 ? usual.reset : preset[4]);
        } catch (IllegalArgumentException e) {
            throw new PixelDataException(Kind.DAMAGED, "the preset parameters are out of their order");
        }
    }

    /**
     * Whether all have the same defaults. For a MAXVAL below 128 a well-known encoder has others than T.87 C.2.4.1.1.1: nobody can
     * tell which ones a codestream was made with.
     */
    boolean defaultsAreAgreedOn() {
        return maxval >= 128;
    }

    /** Writes an LSE segment that says all of them, T.87 C.2.4.1.1. */
    void write(BitSink out) {
        out.raw16(0xFFF8);
        out.raw16(13);
        out.raw(1);
        out.raw16(maxval);
        out.raw16(t1);
        out.raw16(t2);
        out.raw16(t3);
        out.raw16(reset);
    }

    /** RANGE: how many different errors there are. */
    int range() {
        return (maxval + 2 * near) / (2 * near + 1) + 1;
    }

    /** qbpp: bits of one of them. */
    int bitsOfError() {
        return bits(range() - 1);
    }

    /** LIMIT: how many bits a code has at most. */
    int limit() {
        int bitsOfSample = Math.max(2, bits(maxval));
        return 2 * (bitsOfSample + Math.max(8, bitsOfSample));
    }

    private static int bits(int highest) {
        return 32 - Integer.numberOfLeadingZeros(highest);
    }
}
