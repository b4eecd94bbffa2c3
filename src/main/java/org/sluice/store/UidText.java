package org.sluice.store;

/** UIDs as far as the stores must know them: which text is one, and may therefore name a file or stand in a log. */
public final class UidText {

    private static final int LONGEST = 64;

    private UidText() {}

    /** True for what PS3.5 9.1 allows: at most 64 characters, numbers without leading zeros, single dots between. */
    static boolean isValid(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean zeroFirst = digits == 1 && text.charAt(i - 1) == '0';
            if (c == '.' && digits > 0) {
                digits = 0;
            } else if (c >= '0' && c <= '9' && !zeroFirst) {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0;
    }

    /** The text if it is a UID. */
    public static String validOrEmpty(String text) {
        return isValid(text) ? text : "";
    }
}
