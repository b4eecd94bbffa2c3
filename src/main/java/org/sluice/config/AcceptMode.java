package org.sluice.config;

/** Which of the storage presentation contexts that a caller proposes a route accepts. */
public enum AcceptMode {
    /** All of them, each in the transfer syntax that the caller names first. */
    ALL,
    /** Those that all destinations of the route accept. */
    AS_DESTINATIONS
}
