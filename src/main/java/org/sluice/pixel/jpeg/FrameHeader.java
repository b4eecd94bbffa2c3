package org.sluice.pixel.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * What a codestream says of its frame, T.81 B.2.2; JPEG-LS says it the same way, T.87 C.2.2.
 *
 * @param process the second byte of the marker: C0 for SOF0
 * @param precision bits of a sample
 * @param lines rows
 * @param samplesPerLine columns
 * @param components in their order
 */
public record FrameHeader(int process, int precision, int lines, int samplesPerLine, List<Component> components) {
    /** SOF0, the sequential DCT process of 8 bits: Baseline. */
    static final int BASELINE = 0xC0;

    /** SOF1, the sequential DCT process of 8 or 12 bits: Extended. */
    static final int EXTENDED = 0xC1;

    /** SOF3. */
    static final int LOSSLESS = 0xC3;

    /** SOF55. */
    public static final int JPEG_LS = 0xF7;

    private static final int FIRST = 0xC0;
    private static final int LAST = 0xCF;
    private static final int DHT = 0xC4;
    private static final int DAC = 0xCC;

    /**
     * One component.
     *
     * @param identifier what scan headers call it
     * @param horizontal its horizontal sampling factor, 1 to 4
     * @param vertical its vertical sampling factor, 1 to 4
     * @param quantization which quantization table it has, 0 to 3
     */
    public record Component(int identifier, int horizontal, int vertical, int quantization) {}

    /** Copies the list. */
    public FrameHeader {
        components = List.copyOf(components);
    }

    /** Whether a marker begins a frame of any process. */
    public static boolean is(int marker) {
        return marker == JPEG_LS || (marker >= FIRST && marker <= LAST && marker != DHT && marker != DAC);
    }

    /**
     * Reads it, and compares it with what the header of the instance says.
     *
     * @param marker the second byte of the marker that was read
     * @param processes the ones that the transfer syntax allows
     */
    public static FrameHeader read(MarkerReader in, int marker, FrameShape shape, List<Integer> processes)
            throws PixelDataException {
        if (!processes.contains(marker)) {
            throw new PixelDataException(
                    Kind.UNSUPPORTED,
                    "the process of SOF" + (marker == JPEG_LS ? 55 : marker - FIRST)
                            + " is none that this transfer syntax has, or that is read here");
        }
        int count = in.uint8(5);
        if (in.length() != 6 + 3 * count) {
            throw new PixelDataException(
                    Kind.DAMAGED, "the frame header has " + in.length() + " bytes for " + count + " components");
        }
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = 6 + 3 * i;
            int factors = in.uint8(place + 1);
            components.add(new Component(in.uint8(place), factors >> 4, factors & 0xF, in.uint8(place + 2)));
        }
        FrameHeader header = new FrameHeader(marker, in.uint8(0), in.uint16(1), in.uint16(3), components);
        header.requireShape(shape);
        return header;
    }

    private void requireShape(FrameShape shape) throws PixelDataException {
        if (lines != shape.rows() || samplesPerLine != shape.columns() || components.size() != shape.samples()) {
            throw new PixelDataException(
                    Kind.GEOMETRY,
                    "the codestream has " + lines + " rows, " + samplesPerLine + " columns and " + components.size()
                            + " components, the header " + shape.rows() + ", " + shape.columns() + " and "
                            + shape.samples());
        }
        for (Component component : components) {
            if (component.horizontal < 1
                    || component.horizontal > 4
                    || component.vertical < 1
                    || component.vertical > 4) {
                throw new PixelDataException(Kind.DAMAGED, "a sampling factor is none of 1 to 4");
            }
        }
        if (components.stream().map(Component::identifier).distinct().count() != components.size()) {
            throw new PixelDataException(Kind.DAMAGED, "two components have one identifier");
        }
    }

    /**
     * Without subsampling there are as many samples of each component as pixels.
     *
     * @throws PixelDataException if the components differ in that
     */
    public void requireNoSubsampling() throws PixelDataException {
        for (Component component : components) {
            if (component.horizontal != components.get(0).horizontal
                    || component.vertical != components.get(0).vertical) {
                throw new PixelDataException(Kind.UNSUPPORTED, "subsampled components in a process without loss");
            }
        }
    }
}
