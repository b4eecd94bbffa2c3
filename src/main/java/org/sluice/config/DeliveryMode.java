package org.sluice.config;

import java.util.Locale;

/** How a route's clean instances reach their destinations. */
public enum DeliveryMode {
    /** Spooled, forced to the disk and answered; then forwarded, and tried again until a destination has them. */
    DURABLE,
    /** Passed on to one archive while they arrive; the archive's answer is the caller's. */
    CUT_THROUGH;

    /** The word in the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
