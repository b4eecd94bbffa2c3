package org.sluice.pixel.frame;

/**
 * RGB out of YBR_FULL, PS3.3 C.7.6.3.1.2 (ITU-R BT.601): each rounded to the nearest, as most decoders of JPEG do it in whole
 * numbers. Chrominance is counted from its middle.
 */
public final class YbrFull {
    private static final int SCALE = 16;
    private static final int HALF = 1 << (SCALE - 1);
    private static final int RED_OF_RED = scaled(1.402);
    private static final int GREEN_OF_BLUE = scaled(0.34414);
    private static final int GREEN_OF_RED = scaled(0.71414);
    private static final int BLUE_OF_BLUE = scaled(1.772);

    private YbrFull() {}

    private static int scaled(double factor) {
        return (int) (factor * (1 << SCALE) + 0.5);
    }

    /** Red; it may be beyond what can be stored, as the others may. */
    public static int red(int light, int red) {
        return light + ((RED_OF_RED * red + HALF) >> SCALE);
    }

    /** Green. */
    public static int green(int light, int blue, int red) {
        return light + ((HALF - GREEN_OF_BLUE * blue - GREEN_OF_RED * red) >> SCALE);
    }

    /** Blue. */
    public static int blue(int light, int blue) {
        return light + ((BLUE_OF_BLUE * blue + HALF) >> SCALE);
    }

    /** The nearest value from 0 to the highest. */
    public static int bounded(int value, int highest) {
        return Math.max(0, Math.min(value, highest));
    }
}
