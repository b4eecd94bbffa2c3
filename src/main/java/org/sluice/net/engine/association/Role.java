package org.sluice.net.engine.association;

/** Which side of an association this is; it decides who answers first when both release at once: PS3.8 9.2.3 AR-8. */
public enum Role {
    /** The side that sends A-ASSOCIATE-RQ. */
    REQUESTOR,
    /** The side that answers it. */
    ACCEPTOR
}
