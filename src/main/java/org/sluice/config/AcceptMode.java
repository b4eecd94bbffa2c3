package org.sluice.config;

import java.util.Locale;

/** Which of the storage presentation contexts that a caller proposes a route accepts. */
public enum AcceptMode {
    /** All of them, each in the transfer syntax that the caller names first. */
    ALL,
    /** Those that all destinations of the route accept. */
    AS_DESTINATIONS;

    /** The word in the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
