package org.sluice.config;

/** What becomes of an instance that a {@code %filter} section flags. */
public enum Disposition {
    /** It is kept in the quarantine and answered Success. */
    QUARANTINE,
    /** It goes on as if it were clean; the match is recorded. */
    FORWARD,
    /** Its pixel data is blanked where the section's labels say, then it goes on as if it were clean. */
    SCRUB,
    /** It is answered with a failure status; only a log line is kept. */
    REFUSE,
    /** It goes on as if the section were not there; the match is counted and logged. */
    REPORT
}
