package org.sluice.net;

import org.sluice.text.OneLine;

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
                    "AE title: expected 1 to 16 printable ASCII characters and no backslash, found "
                            + OneLine.of(title));
        }
        return title.strip();
    }
}
