package org.sluice.config;

/** How a route's clean instances reach their destinations. */
public enum DeliveryMode {
    /** Spooled, forced to the disk and answered; then forwarded, and tried again until a destination has them. */
    DURABLE,
    /** Passed on to one archive while they arrive; the archive's answer is the caller's. */
    CUT_THROUGH
}
