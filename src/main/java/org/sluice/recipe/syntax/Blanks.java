package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** White space as Python counts it, which is wider than Java's: a no-break space ends a word of a recipe. */
final class Blanks {
    private Blanks() {}

    static boolean isBlank(char c) {
        if (c > 0x7F) {
            return c == 0x85 || Character.isSpaceChar(c);
        }
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    }

    /** The first place from {@code from} on that is not blank, or {@code end}. */
    static int skip(String text, int from, int end) {
        int at = from;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The first blank from {@code from} on, or {@code end}. */
    static int wordEnd(String text, int from, int end) {
        int at = from;
        while (at < end && !isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of {@code text} up to {@code end} with blanks taken off, not before {@code from}. */
    static int trimEnd(String text, int from, int end) {
        int at = end;
        while (at > from && isBlank(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static String strip(String text) {
        int start = skip(text, 0, text.length());
        return text.substring(start, trimEnd(text, start, text.length()));
    }

    /** The stretch of a line that is left when blanks are taken off both its ends; an empty one stands at its end. */
    static Span stripped(String file, int line, String text) {
        int start = skip(text, 0, text.length());
        return new Span(file, line, start + 1, trimEnd(text, start, text.length()) - start);
    }
}
