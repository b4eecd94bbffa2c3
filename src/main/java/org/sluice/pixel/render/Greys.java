package org.sluice.pixel.render;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.sluice.dataset.Header;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;

/**
 * From a stored value to a grey of 8 bits, PS3.4 N.2: Modality LUT or rescaling, then the first window, the first VOI LUT, or what
 * spans the values that the frame has; and MONOCHROME1 the other way round.
 */
final class Greys {
    private static final int MODALITY_LUTS = 0x0028_3000;
    private static final int VOI_LUTS = 0x0028_3010;
    private static final int LUT_DESCRIPTOR = 0x0028_3002;
    private static final int LUT_DATA = 0x0028_3006;
    private static final int RESCALE_INTERCEPT = 0x0028_1052;
    private static final int RESCALE_SLOPE = 0x0028_1053;
    private static final int WINDOW_CENTER = 0x0028_1050;
    private static final int WINDOW_WIDTH = 0x0028_1051;
    private static final int VOI_LUT_FUNCTION = 0x0028_1056;
    private static final int PIXEL_PADDING_VALUE = 0x0028_0120;
    private static final int PIXEL_PADDING_RANGE_LIMIT = 0x0028_0121;
    /** Functional groups: Frame VOI LUT and Pixel Value Transformation. */
    private static final int FRAME_VOI_LUT = 0x0028_9132;

    private static final int PIXEL_VALUE_TRANSFORMATION = 0x0028_9145;
    private static final int WHITE = 255;
    /** Bits of a stored value up to which each is worked out once. */
    private static final int MOST_TABLED = 16;

    /** Which values are told apart. */
    enum Range {
        /** Those that the image says. */
        AS_SHOWN,
        /** All that the frame has. */
        ALL_VALUES
    }

    private final ImageAttributes attributes;
    private final FrameShape shape;
    private final boolean inverted;
    private final DoubleUnaryOperator modality;
    private final DoubleUnaryOperator values;
    private final byte[] table;

    /** @throws PixelDataException a lookup table contradicts itself */
    Greys(ImageAttributes attributes, FrameShape shape, Samples samples, Range range) throws PixelDataException {
        this.attributes = attributes;
        this.shape = shape;
        this.inverted = shape.photometricInterpretation().equals("MONOCHROME1");
        this.modality = modality();
        Optional<DoubleUnaryOperator> window = range == Range.ALL_VALUES ? Optional.empty() : window();
        Optional<DoubleUnaryOperator> shown = window.isPresent() || range == Range.ALL_VALUES ? window : voiLut();
        this.values = shown.orElseGet(() -> span(samples));
        this.table = new byte[shape.bitsStored() <= MOST_TABLED ? 1 << shape.bitsStored() : 0];
        for (int stored = 0; stored < table.length; stored++) {
            boolean negative = shape.signed() && stored >> (shape.bitsStored() - 1) == 1;
            table[stored] = (byte) shown(negative ? stored - table.length : stored);
        }
    }

    /** The grey of a stored value. */
    int of(long stored) {
        return table.length > 0 ? table[(int) stored & (table.length - 1)] & 0xFF : shown(stored);
    }

    private int shown(long stored) {
        double grey = values.applyAsDouble(modality.applyAsDouble((double) stored));
        int bounded = (int) Math.max(0, Math.min(WHITE, Math.round(grey)));
        return inverted ? WHITE - bounded : bounded;
    }

    private DoubleUnaryOperator modality() throws PixelDataException {
        Optional<SampleTable> lut = lut(MODALITY_LUTS, MODALITY_LUTS);
        if (lut.isPresent()) {
            return stored -> lut.get().at((long) stored);
        }
        double slope =
                attributes.number(RESCALE_SLOPE, PIXEL_VALUE_TRANSFORMATION).orElse(1);
        double intercept =
                attributes.number(RESCALE_INTERCEPT, PIXEL_VALUE_TRANSFORMATION).orElse(0);
        return stored -> stored * slope + intercept;
    }

    /** The first item of a sequence of lookup tables. */
    private Optional<SampleTable> lut(int sequence, int group) throws PixelDataException {
        Header header = attributes.header();
        int found = attributes.element(sequence, group);
        if (found < 0 || header.itemCount(found) == 0) {
            return Optional.empty();
        }
        return Optional.of(
                SampleTable.of(header, header.find(found, 0, LUT_DESCRIPTOR), header.find(found, 0, LUT_DATA)));
    }

    private Optional<DoubleUnaryOperator> voiLut() throws PixelDataException {
        return lut(VOI_LUTS, FRAME_VOI_LUT)
                .map(lut -> value -> lut.at(Math.round(value)) * (double) WHITE / lut.highest());
    }

    /** PS3.3 C.11.2.1.2 and C.11.2.1.3. */
    private Optional<DoubleUnaryOperator> window() {
        OptionalDouble center = attributes.number(WINDOW_CENTER, FRAME_VOI_LUT);
        OptionalDouble width = attributes.number(WINDOW_WIDTH, FRAME_VOI_LUT);
        String function = attributes.text(VOI_LUT_FUNCTION, FRAME_VOI_LUT).orElse("LINEAR");
        boolean exact = function.equals("LINEAR_EXACT") || function.equals("SIGMOID");
        if (center.isEmpty() || width.isEmpty() || width.getAsDouble() < (exact ? Double.MIN_NORMAL : 1)) {
            return Optional.empty();
        }
        double c = center.getAsDouble();
        double w = width.getAsDouble();
        return Optional.of(
                switch (function) {
                    case "SIGMOID" -> value -> WHITE / (1 + Math.exp(-4 * (value - c) / w));
                    case "LINEAR_EXACT" -> value -> ((value - c) / w + 0.5) * WHITE;
                    default -> value -> linear(value - (c - 0.5), w - 1);
                });
    }

    /** A window of one value has no slope. */
    private static double linear(double beside, double width) {
        return width == 0 ? (beside > 0 ? WHITE : 0) : (beside / width + 0.5) * WHITE;
    }

    /** From the least to the greatest value of the frame, without what pads it. */
    private DoubleUnaryOperator span(Samples samples) {
        long padding = padding(PIXEL_PADDING_VALUE).orElse(Long.MAX_VALUE);
        long limit = padding(PIXEL_PADDING_RANGE_LIMIT).orElse(padding);
        double least = Double.MAX_VALUE;
        double greatest = -Double.MAX_VALUE;
        for (long pixel = 0; pixel < shape.pixels(); pixel++) {
            long stored = samples.at(pixel, 0);
            if (stored < Math.min(padding, limit) || stored > Math.max(padding, limit)) {
                double value = modality.applyAsDouble((double) stored);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        double from = least;
        double range = greatest > least ? greatest - least : 1;
        return value -> (value - from) * WHITE / range;
    }

    /** As stored values are: with their sign. */
    private Optional<Long> padding(int tag) {
        int found = attributes.header().find(tag);
        if (found < 0 || attributes.header().numberCount(found) != 1) {
            return Optional.empty();
        }
        long word = attributes.header().integer(found, 0);
        int bits = Math.min(16, shape.bitsAllocated());
        long low = word & (1L << bits) - 1;
        return Optional.of(shape.signed() && low >> (bits - 1) == 1 ? low - (1L << bits) : low);
    }
}
