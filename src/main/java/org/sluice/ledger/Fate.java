package org.sluice.ledger;

import java.util.Locale;

/** What became of an instance for one destination; exactly one of these at a time. The order is that of the database. */
public enum Fate {
    /** It is in the spool, or under way from there. */
    WAITING,
    /** The destination does not take it, or a person holds it: somebody must look. */
    HELD,
    /** It is in the quarantine. */
    QUARANTINED,
    /** The destination has it. */
    DELIVERED,
    /** Its sender was answered with a failure, and still has it. */
    REFUSED,
    /** A person has decided that it must not leave the quarantine. */
    REJECTED,
    /** A person has dropped it, or has given it to another destination. */
    DROPPED;

    /** Whether files are still kept for it. */
    public boolean isOpen() {
        return this == WAITING || this == HELD || this == QUARANTINED;
    }

    /** As commands show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
