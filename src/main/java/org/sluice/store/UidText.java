package org.sluice.store;

import java.util.regex.Pattern;

/** UIDs as far as the stores must know them: which text is one, and may therefore name a file or stand in a log. */
final class UidText {

    private static final int LONGEST = 64;
    private static final Pattern UID = Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))*");

    private UidText() {}

    /** True for what PS3.5 9.1 allows: at most 64 characters, numbers without leading zeros, single dots between. */
    static boolean isValid(String text) {
        return text.length() <= LONGEST && UID.matcher(text).matches();
    }

    static String validOrEmpty(String text) {
        return isValid(text) ? text : "";
    }
}
