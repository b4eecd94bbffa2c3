package org.sluice.config;

/** What becomes of an instance whose data set contradicts PS3.5 or its C-STORE request. */
public enum ContradictionMode {
    /** It is quarantined. */
    QUARANTINE,
    /** It is counted and logged, and goes its way: a preview. */
    REPORT,
    /**
     * What devices are known to do is taken: order, duplicates, odd lengths and another UID in the request. All of an instance is
     * read before it is decided. Everything else is quarantined.
     */
    ACCEPT
}
