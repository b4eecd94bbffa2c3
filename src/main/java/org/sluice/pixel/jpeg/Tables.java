package org.sluice.pixel.jpeg;

import org.jspecify.annotations.Nullable;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** The tables that a codestream has defined so far, T.81 B.2.4; a later one takes the place of an earlier. */
final class Tables {
    private static final int DHT = 0xC4;
    private static final int DQT = 0xDB;
    private static final int DAC = 0xCC;
    private static final int DNL = 0xDC;
    private static final int DESTINATIONS = 4;
    private static final int COEFFICIENTS = 64;

    private final @Nullable HuffmanTable[] huffman = new @Nullable HuffmanTable[2 * DESTINATIONS];
    private final int[] @Nullable [] quantization = new int[DESTINATIONS] @Nullable [];
    private int restartInterval;

    /** Reads a marker segment that is neither frame nor scan header; what is none of the tables is passed over or refused. */
    void read(MarkerReader in, int marker) throws PixelDataException {
        switch (marker) {
            case DHT -> readHuffman(in);
            case DQT -> readQuantization(in);
            case MarkerReader.DRI -> restartInterval = in.uint16(0);
            case DAC -> throw new PixelDataException(Kind.UNSUPPORTED, "JPEG with arithmetic coding");
            case DNL -> throw new PixelDataException(Kind.UNSUPPORTED, "JPEG that gives its lines behind the scan");
            default -> {
                if (!MarkerReader.isComment(marker)) {
                    throw new PixelDataException(
                            Kind.UNSUPPORTED, "marker " + Integer.toHexString(marker) + " in sequential JPEG");
                }
            }
        }
    }

    /** Whether a marker defines Huffman tables. */
    static boolean isHuffman(int marker) {
        return marker == DHT;
    }

    private void readHuffman(MarkerReader in) throws PixelDataException {
        int at = 0;
        while (at < in.length()) {
            int kind = in.uint8(at);
            if ((kind & 0xEC) != 0) {
                throw new PixelDataException(Kind.DAMAGED, "a Huffman table has no such destination");
            }
            HuffmanTable table = HuffmanTable.read(in, at + 1);
            huffman[(kind >> 4) * DESTINATIONS + (kind & 3)] = table;
            at += 1 + table.size();
        }
    }

    private void readQuantization(MarkerReader in) throws PixelDataException {
        int at = 0;
        while (at < in.length()) {
            int kind = in.uint8(at++);
            int bytes = 1 + (kind >> 4);
            if ((kind & 0xEC) != 0) {
                throw new PixelDataException(Kind.DAMAGED, "a quantization table has no such destination");
            }
            int[] steps = new int[COEFFICIENTS];
            for (int i = 0; i < COEFFICIENTS; i++) {
                steps[i] = bytes == 1 ? in.uint8(at) : in.uint16(at);
                at += bytes;
                if (steps[i] == 0) {
                    throw new PixelDataException(Kind.DAMAGED, "a quantization table has a step of 0");
                }
            }
            quantization[kind & 3] = steps;
        }
    }

    /** The table for DC coefficients, or for differences without loss. */
    HuffmanTable dc(int selectors) throws PixelDataException {
        return huffman(0, selectors >> 4);
    }

    /** The table for AC coefficients. */
    HuffmanTable ac(int selectors) throws PixelDataException {
        return huffman(1, selectors & 0xF);
    }

    private HuffmanTable huffman(int tableClass, int destination) throws PixelDataException {
        HuffmanTable table = destination < DESTINATIONS ? huffman[tableClass * DESTINATIONS + destination] : null;
        if (table == null) {
            throw new PixelDataException(Kind.DAMAGED, "a scan asks for a Huffman table that is not defined");
        }
        return table;
    }

    /** The steps of a component in zigzag order. */
    int[] quantization(int destination) throws PixelDataException {
        int[] steps = destination < DESTINATIONS ? quantization[destination] : null;
        if (steps == null) {
            throw new PixelDataException(Kind.DAMAGED, "a component asks for a quantization table that is not defined");
        }
        return steps;
    }

    /** After how many minimum coded units a restart marker stands; 0 is never. */
    int restartInterval() {
        return restartInterval;
    }
}
