package org.sluice.config;

/** How instances are kept that wait for their destinations. */
public enum SpoolMode {
    /** Each in a file of its own. */
    FILES,
    /** Many in a segment of a log. */
    SEGMENTS
}
