package org.sluice.pixel.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * What a codestream says of one scan, T.81 B.2.3; the three numbers at its end are called as T.81 calls them, and JPEG-LS has
 * NEAR, the interleave mode and the point transform there, T.87 C.2.3.
 *
 * @param components which components of the frame are in it, by their place in the frame header
 * @param tables the table selectors of each: the first four bits are for DC, the last for AC
 * @param start start of spectral selection, or the predictor
 * @param end end of spectral selection
 * @param approximation successive approximation, high and low: the low four bits are the point transform
 */
public record ScanHeader(List<Integer> components, List<Integer> tables, int start, int end, int approximation) {
    /** Copies the lists. */
    public ScanHeader {
        components = List.copyOf(components);
        tables = List.copyOf(tables);
    }

    /** Reads it. */
    public static ScanHeader read(MarkerReader in, FrameHeader frame) throws PixelDataException {
        int count = in.uint8(0);
        if (count < 1 || count > frame.components().size() || in.length() != 4 + 2 * count) {
            throw new PixelDataException(
                    Kind.DAMAGED,
                    "the scan header has " + in.length() + " bytes for " + count + " components of "
                            + frame.components().size());
        }
        List<Integer> components = new ArrayList<>();
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int component = component(in.uint8(1 + 2 * i), frame);
            if (!components.isEmpty() && component <= components.get(components.size() - 1)) {
                throw new PixelDataException(
                        Kind.DAMAGED, "the components of a scan are not in the order of the frame");
            }
            components.add(component);
            tables.add(in.uint8(2 + 2 * i));
        }
        int last = 1 + 2 * count;
        return new ScanHeader(components, tables, in.uint8(last), in.uint8(last + 1), in.uint8(last + 2));
    }

    private static int component(int identifier, FrameHeader frame) throws PixelDataException {
        for (int i = 0; i < frame.components().size(); i++) {
            if (frame.components().get(i).identifier() == identifier) {
                return i;
            }
        }
        throw new PixelDataException(Kind.DAMAGED, "a scan has a component that the frame has not");
    }
}
