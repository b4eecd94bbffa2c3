package org.sluice.config;

/** Who answers a C-ECHO on a route. */
public enum EchoMode {
    /** The node itself: it is there. */
    NODE,
    /** The route's one archive, asked at once: the whole way is open. */
    RELAY
}
