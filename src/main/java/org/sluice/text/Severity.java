package org.sluice.text;

import java.util.Locale;

/** What a problem means for the text it is found in. */
public enum Severity {
    /** The text is refused. */
    ERROR,
    /** The text is accepted, but it probably does not say what its author means. */
    WARNING,
    /** The text is accepted; its author may want to know something about it. */
    NOTE;

    /** The word in lower case, as it is printed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
