package org.sluice.config;

/** What becomes of an instance that an archive answers 0111H, duplicate SOP instance. */
public enum DuplicatesMode {
    /** The archive has an instance of this UID already: it is delivered. */
    DELIVERED,
    /** It is held, for people to look whether the archive has the same. */
    HELD
}
