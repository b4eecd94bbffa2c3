package org.sluice.net;

/** How an association ended. */
public enum AssociationEnd {
    /** By A-RELEASE, from either side. */
    RELEASED,
    /** The peer sent A-ABORT. */
    ABORTED_BY_PEER,
    /** This side sent A-ABORT because its own user wanted so. */
    ABORTED,
    /** This side sent A-ABORT because the peer broke the protocol. */
    PROTOCOL_ERROR,
    /** A timer ran out. */
    TIMED_OUT,
    /** The connection closed or failed without a word. */
    CONNECTION_LOST
}
