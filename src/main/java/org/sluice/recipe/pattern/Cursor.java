package org.sluice.recipe.pattern;

/** A place in the text of an expression; code points, never half a surrogate pair. */
final class Cursor {
    static final int END = -1;

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    void returnTo(int position) {
        at = position;
    }

    int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    int next() {
        int c = peek();
        if (c != END) {
            at += Character.charCount(c);
        }
        return c;
    }

    boolean take(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** Up to {@code most} characters that are digits of the radix. */
    String digits(int radix, int most) {
        int start = at;
        while (at < text.length() && at - start < most && isDigit(text.charAt(at), radix)) {
            at++;
        }
        return text.substring(start, at);
    }

    /** What stands before {@code end}, which is taken too. */
    String until(char end, String what) {
        int stop = text.indexOf(end, at);
        if (stop < 0) {
            throw error("missing " + end + ", unterminated " + what);
        }
        String found = text.substring(at, stop);
        at = stop + 1;
        return found;
    }

    PatternException error(String message) {
        return new PatternException(message, at);
    }

    static boolean isDigit(int c, int radix) {
        return c > 0 && c < 0x80 && Character.digit(c, radix) >= 0;
    }

    static boolean isAsciiLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
