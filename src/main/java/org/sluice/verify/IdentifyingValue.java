package org.sluice.verify;

/**
 * A value of an attribute that PS3.15 table E.1-1 takes away.
 *
 * @param source where it stands in the original, as a path of tags
 * @param tag of the attribute
 * @param text the value, decoded and without padding
 */
record IdentifyingValue(String source, int tag, Category category, String text) {
    private static final int LONGEST_SHAPE = 24;

    /** Letters as {@code A}, digits as {@code 9}, everything else as it is in ASCII, cut where it is long. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        text.codePoints().limit(LONGEST_SHAPE).forEach(c -> shape.append(shape(c)));
        return text.codePointCount(0, text.length()) > LONGEST_SHAPE ? shape + "\u2026" : shape.toString();
    }

    private static char shape(int c) {
        if (Character.isDigit(c)) {
            return '9';
        }
        if (Character.isLetter(c)) {
            return 'A';
        }
        return c > 0x20 && c < 0x7F ? (char) c : '_';
    }
}
