package org.sluice.net.engine.association;

/** The states of an association: PS3.8 Tables 9-1 to 9-5. */
enum State {
    /** Idle. */
    STA1,
    /** Connection open, awaiting A-ASSOCIATE-RQ. */
    STA2,
    /** Awaiting the local A-ASSOCIATE response. */
    STA3,
    /** Awaiting the connection. */
    STA4,
    /** Awaiting A-ASSOCIATE-AC or -RJ. */
    STA5,
    /** Established, ready for data. */
    STA6,
    /** Awaiting A-RELEASE-RP. */
    STA7,
    /** Awaiting the local A-RELEASE response. */
    STA8,
    /** Release collision, requestor side; awaiting the local A-RELEASE response. */
    STA9,
    /** Release collision, acceptor side; awaiting A-RELEASE-RP. */
    STA10,
    /** Release collision, requestor side; awaiting A-RELEASE-RP. */
    STA11,
    /** Release collision, acceptor side; awaiting the local A-RELEASE response. */
    STA12,
    /** Awaiting that the connection is closed. */
    STA13
}
