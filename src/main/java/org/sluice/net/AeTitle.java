package org.sluice.net;

/** Application entity titles: PS3.5 Table 6.2-1 (AE) and PS3.8 9.3.2, at most 16 characters of the default repertoire. */
public final class AeTitle {
    private static final int MAX_LENGTH = 16;

    private AeTitle() {}

    /** Whether the text, without leading and trailing spaces, is a title that may be sent. */
    public static boolean isValid(String title) {
        String trimmed = title.strip();
        return !trimmed.isEmpty()
                && trimmed.length() <= MAX_LENGTH
                && trimmed.chars().allMatch(c -> c >= 0x20 && c <= 0x7E && c != '\\');
    }

    /** Returns the title without leading and trailing spaces. */
    public static String require(String title) {
        if (!isValid(title)) {
            throw new IllegalArgumentException(
                    "AE title: expected 1 to 16 printable ASCII characters and no backslash, found " + escape(title));
        }
        return title.strip();
    }

    /** Any text of a peer, made fit for one line of a log: what is not printable ASCII is shown as {@code \xx}. */
    public static String escape(String text) {
        return isPlain(text) ? text : escaped(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c <= 0x7E && c != '\\';
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\%02x", (int) c));
            }
        }
        return out.toString();
    }
}
