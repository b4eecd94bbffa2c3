package org.sluice.verify;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/** Looks for {@link ByteNeedles} in a value that passes by, in whatever pieces it comes. For one thread and one value. */
final class ByteSearch {
    private static final int CHUNK = 1 << 15;
    private static final int KEPT = ByteNeedles.LONGEST + 2;

    private final ByteNeedles needles;
    private final int shortest;
    private final Set<IdentifyingValue> met = new LinkedHashSet<>();
    /** What came last, folded, with enough of what came before to see a whole needle. */
    private final byte[] window = new byte[KEPT + CHUNK];

    private int filled;
    /** Where the first byte that no needle has been looked for to end at stands in the window. */
    private int next;

    private int four;

    /** @param shortest bytes of the shortest needle that counts */
    ByteSearch(ByteNeedles needles, int shortest) {
        this.needles = needles;
        this.shortest = shortest;
    }

    /** Takes all bytes from the position on; the buffer stays as it is. */
    void accept(ByteBuffer bytes) {
        if (needles.isEmpty()) {
            return;
        }
        ByteBuffer in = bytes.duplicate();
        while (in.hasRemaining()) {
            if (filled == window.length) {
                shift();
            }
            int count = Math.min(in.remaining(), window.length - filled);
            in.get(window, filled, count);
            for (int i = filled; i < filled + count; i++) {
                window[i] = ByteNeedles.folded(window[i]);
            }
            filled += count;
            scan(filled - 1); // whether a digit follows the last byte is not known yet
        }
    }

    private void shift() {
        int gone = filled - KEPT;
        System.arraycopy(window, gone, window, 0, KEPT);
        filled = KEPT;
        next -= gone;
    }

    private void scan(int to) {
        for (; next < to; next++) {
            four = (four << 8) | (window[next] & 0xFF);
            if (needles.mayEnd(four)) {
                for (ByteNeedles.Needle needle : needles.ending(four)) {
                    compare(needle, next + 1);
                }
            }
        }
    }

    private void compare(ByteNeedles.Needle needle, int end) {
        byte[] wanted = needle.bytes();
        int start = end - wanted.length;
        if (start < 0 || wanted.length < shortest) {
            return;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (window[start + i] != wanted[i]) {
                return;
            }
        }
        boolean inNumber = needle.ofDigits() && (isDigit(start - 1) || isDigit(end));
        if (!inNumber) {
            met.add(needle.value());
        }
    }

    private boolean isDigit(int at) {
        return at >= 0 && at < filled && window[at] >= '0' && window[at] <= '9';
    }

    /** What was met, once the value has ended. */
    Set<IdentifyingValue> end() {
        scan(filled);
        return met;
    }
}
