package org.sluice.config;

/** On what a route bases its answers to storage commitment requests. */
public enum CommitmentMode {
    /** Requests are not taken, and nothing is kept for them. */
    OFF,
    /** An instance is committed when each of its destinations has accepted it. */
    ANSWER,
    /** An instance is committed when each archive it went to has committed it. */
    RELAY
}
