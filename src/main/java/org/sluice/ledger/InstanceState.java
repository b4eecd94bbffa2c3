package org.sluice.ledger;

import java.util.Locale;

/** What became of an instance for one destination; exactly one of these at a time. */
public enum InstanceState {
    /** It is in the spool, or under way from there. */
    WAITING(0),
    /** The destination does not take it, or a person holds it: somebody must look. */
    HELD(1),
    /** It is in the quarantine. */
    QUARANTINED(2),
    /** The destination has it. */
    DELIVERED(3),
    /** Its sender was answered with a failure, and still has it. */
    REFUSED(4),
    /** A person has decided that it must not leave the quarantine. */
    REJECTED(5),
    /** A person has dropped it, or has given it to another destination. */
    DROPPED(6);

    private final int code;

    InstanceState(int code) {
        this.code = code;
    }

    /** As the database has it. Those of which files are kept are the first three there. */
    int code() {
        return code;
    }

    static InstanceState of(int code) {
        for (InstanceState fate : values()) {
            if (fate.code == code) {
                return fate;
            }
        }
        throw new IllegalArgumentException("expected 0 to 6 for what became of an instance, found " + code);
    }

    /** Whether files are still kept for it. */
    public boolean isOpen() {
        return this == WAITING || this == HELD || this == QUARANTINED;
    }

    /** As commands show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
