package org.sluice.verify;

import java.util.Locale;

/** What kind of thing a value that identifies somebody is; it decides in which forms it is looked for. */
public enum Category {
    NAME,
    IDENTIFIER,
    DATE,
    PHONE_NUMBER,
    ADDRESS,
    DESCRIPTION,
    UID;

    /** The word in reports: {@code phone number}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
