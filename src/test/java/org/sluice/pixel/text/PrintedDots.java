package org.sluice.pixel.text;

import java.util.Arrays;
import java.util.Random;

/** A picture with print of five by seven dots, as the generators of devices have it: the same everywhere. */
public final class PrintedDots {
    private static final String GLYPHS = "0123456789AEHRST";
    /** Seven rows of five dots for each glyph. */
    private static final String[] ROWS = {
        "01110 00100 01110 11111 00010 11111 00110 11111 01110 01110 01110 11111 10001 11110 01111 11111",
        "10001 01100 10001 00010 00110 10000 01000 00001 10001 10001 10001 10000 10001 10001 10000 00100",
        "10011 00100 00001 00100 01010 11110 10000 00010 10001 10001 10001 10000 10001 10001 10000 00100",
        "10101 00100 00010 00010 10010 00001 11110 00100 01110 01111 11111 11110 11111 11110 01110 00100",
        "11001 00100 00100 00001 11111 00001 10001 01000 10001 00001 10001 10000 10001 10100 00001 00100",
        "10001 00100 01000 10001 00010 10001 10001 01000 10001 00010 10001 10000 10001 10010 00001 00100",
        "01110 01110 11111 01110 00010 01110 01110 01000 01110 01100 10001 11111 10001 10001 11110 00100"
    };

    private final int columns;
    private final int rows;
    private final byte[] greys;

    /** A picture of one grey. */
    public PrintedDots(int columns, int rows, int grey) {
        this.columns = columns;
        this.rows = rows;
        this.greys = new byte[columns * rows];
        Arrays.fill(greys, (byte) grey);
    }

    /** Adds noise of this deviation to each pixel. */
    public PrintedDots noise(int amount, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) Math.max(0, Math.min(255, (greys[i] & 0xFF) + amount * random.nextGaussian()));
        }
        return this;
    }

    /** Fills a rectangle. */
    public PrintedDots bar(int left, int top, int wide, int high, int grey) {
        for (int row = top; row < top + high; row++) {
            Arrays.fill(greys, row * columns + left, row * columns + left + wide, (byte) grey);
        }
        return this;
    }

    /**
     * Prints digits and the letters A, E, H, R, S and T.
     *
     * @param dot pixels on a side of each dot
     */
    public PrintedDots print(String text, int left, int top, int dot, int grey) {
        for (int i = 0; i < text.length(); i++) {
            int glyph = GLYPHS.indexOf(text.charAt(i));
            for (int row = 0; row < ROWS.length && glyph >= 0; row++) {
                for (int column = 0; column < 5; column++) {
                    if (ROWS[row].charAt(6 * glyph + column) == '1') {
                        bar(left + (6 * i + column) * dot, top + row * dot, dot, dot, grey);
                    }
                }
            }
        }
        return this;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** Row by row. */
    public byte[] greys() {
        return greys.clone();
    }
}
