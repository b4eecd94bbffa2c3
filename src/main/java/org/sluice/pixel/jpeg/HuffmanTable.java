package org.sluice.pixel.jpeg;

import java.util.Arrays;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A Huffman table, T.81 annex C and F.2.2.3. As an array of codes by symbol it writes, as an array by the next bits it reads.
 */
final class HuffmanTable {
    private static final int LONGEST = 16;
    private static final int SYMBOLS = 256;

    /** So many bits are looked up at once; longer codes are rare. */
    private static final int WINDOW = 10;

    /** BITS: how many codes there are of each length; 0 is not used. */
    private final int[] counts;

    /** HUFFVAL, in the order of the codes. */
    private final byte[] symbols;

    /** By the next bits: length and symbol, or 0 where the code is longer. */
    private final short[] window = new short[1 << WINDOW];

    /** The first code of each length, and where its symbol is. */
    private final int[] first = new int[LONGEST + 1];

    private final int[] places = new int[LONGEST + 1];

    /** By symbol: length and code, or 0 where there is none. */
    private final int[] codes = new int[SYMBOLS];

    /** How many codes of the greatest length are free, without the one of all ones, which stays free (C.2). */
    private final int free;

    private HuffmanTable(int[] counts, byte[] symbols) throws PixelDataException {
        this.counts = counts;
        this.symbols = symbols;
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            first[length] = code;
            places[length] = place;
            for (int i = 0; i < counts[length]; i++) {
                enter(length, code++, symbols[place++] & 0xFF);
            }
            if (code > 1 << length) {
                throw new PixelDataException(Kind.DAMAGED, "a Huffman table has more codes than there can be");
            }
            code <<= 1;
        }
        free = (1 << LONGEST) - 1 - (code >> 1);
    }

    private void enter(int length, int code, int symbol) {
        if (code >= 1 << length) {
            return;
        }
        if (codes[symbol] == 0) {
            codes[symbol] = length << LONGEST | code;
        }
        if (length <= WINDOW) {
            int from = code << (WINDOW - length);
            Arrays.fill(window, from, from + (1 << (WINDOW - length)), (short) (length << 8 | symbol));
        }
    }

    /** Reads one table of a DHT segment, from BITS on, T.81 B.2.4.2. */
    static HuffmanTable read(MarkerReader in, int from) throws PixelDataException {
        int[] counts = new int[LONGEST + 1];
        int total = 0;
        for (int length = 1; length <= LONGEST; length++) {
            counts[length] = in.uint8(from + length - 1);
            total += counts[length];
        }
        if (total > SYMBOLS) {
            throw new PixelDataException(Kind.DAMAGED, "a Huffman table has " + total + " symbols");
        }
        byte[] symbols = new byte[total];
        for (int i = 0; i < total; i++) {
            symbols[i] = (byte) in.uint8(from + LONGEST + i);
        }
        return new HuffmanTable(counts, symbols);
    }

    /** How many bytes it has in a DHT segment, from BITS on. */
    int size() {
        return LONGEST + symbols.length;
    }

    /** Writes a DHT segment with this table alone. */
    void write(EntropySink out, int classAndDestination) {
        out.raw16(0xFFC4);
        out.raw16(3 + size());
        out.raw(classAndDestination);
        for (int length = 1; length <= LONGEST; length++) {
            out.raw(counts[length]);
        }
        for (byte symbol : symbols) {
            out.raw(symbol);
        }
    }

    /** The code that begins with the highest bit: its length times 256, and its symbol. */
    int find(long bits) throws PixelDataException {
        int entry = window[(int) (bits >>> (64 - WINDOW))];
        return entry != 0 ? entry : findLong(bits);
    }

    private int findLong(long bits) throws PixelDataException {
        for (int length = WINDOW + 1; length <= LONGEST; length++) {
            int index = (int) (bits >>> (64 - length)) - first[length];
            if (index >= 0 && index < counts[length]) {
                return length << 8 | (symbols[places[length] + index] & 0xFF);
            }
        }
        throw new PixelDataException(Kind.DAMAGED, "the data of a scan have a code that its Huffman table has not");
    }

    /** Writes the code of a symbol, and the bits behind it. */
    void put(EntropySink out, int symbol, int bits, int width) throws PixelDataException {
        int entry = codes[symbol];
        if (entry == 0) {
            throw new PixelDataException(Kind.UNSUPPORTED, "a Huffman table has no room for a code that is missing");
        }
        out.bits((entry & 0xFFFF) << width | bits, (entry >>> LONGEST) + width);
    }

    /**
     * The same table with more symbols, as far as there is room: they get codes of 16 bits, and every other keeps its own.
     *
     * @param wanted those it has already are left out
     */
    HuffmanTable with(int... wanted) throws PixelDataException {
        int[] missing = Arrays.stream(wanted)
                .filter(symbol -> codes[symbol] == 0)
                .limit(Math.max(0, Math.min(free, 0xFF - counts[LONGEST])))
                .toArray();
        byte[] more = Arrays.copyOf(symbols, symbols.length + missing.length);
        for (int i = 0; i < missing.length; i++) {
            more[symbols.length + i] = (byte) missing[i];
        }
        int[] lengths = counts.clone();
        lengths[LONGEST] += missing.length;
        return new HuffmanTable(lengths, more);
    }

    /** The best table for symbols that come so often, T.81 K.2; the code of all ones stays free. */
    static HuffmanTable best(int[] frequencies) throws PixelDataException {
        long[] weights = new long[frequencies.length + 1];
        for (int i = 0; i < frequencies.length; i++) {
            weights[i] = frequencies[i];
        }
        weights[frequencies.length] = 1;
        int[] lengths = lengths(weights);
        while (Arrays.stream(lengths).max().orElse(0) > LONGEST) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weights[i] == 0 ? 0 : weights[i] / 2 + 1;
            }
            lengths = lengths(weights);
        }
        // The symbol that stands for the free code is one of the rarest; as the last of the greatest length it has all
        // ones.
        int longest = Arrays.stream(lengths).max().orElse(0);
        lengths[frequencies.length] = 0;
        int[] counts = new int[LONGEST + 1];
        byte[] symbols = new byte[frequencies.length];
        int size = 0;
        for (int length = 1; length <= longest; length++) {
            for (int symbol = 0; symbol < frequencies.length; symbol++) {
                if (lengths[symbol] == length) {
                    counts[length]++;
                    symbols[size++] = (byte) symbol;
                }
            }
        }
        return new HuffmanTable(counts, Arrays.copyOf(symbols, size));
    }

    /** Joins the two lightest trees until there is one: how deep each symbol is. */
    private static int[] lengths(long[] weights) {
        int[] lengths = new int[weights.length];
        int[] tree = new int[weights.length];
        Arrays.setAll(tree, i -> i);
        long[] left = weights.clone();
        while (true) {
            int one = lightest(left, -1);
            int other = lightest(left, one);
            if (other < 0) {
                return lengths;
            }
            left[one] += left[other];
            left[other] = 0;
            for (int i = 0; i < tree.length; i++) {
                if (tree[i] == one || tree[i] == other) {
                    tree[i] = one;
                    lengths[i] += weights[i] == 0 ? 0 : 1;
                }
            }
        }
    }

    private static int lightest(long[] weights, int not) {
        int found = -1;
        for (int i = 0; i < weights.length; i++) {
            if (i != not && weights[i] > 0 && (found < 0 || weights[i] <= weights[found])) {
                found = i;
            }
        }
        return found;
    }
}
