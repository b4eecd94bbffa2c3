package org.sluice.net.engine.association;

/** The states of an association: PS3.8 Tables 9-1 to 9-5. */
enum State {
    /** Idle. */
    STA1("with no connection"),
    /** Connection open, awaiting A-ASSOCIATE-RQ. */
    STA2("before an association was requested"),
    /** Awaiting the local A-ASSOCIATE response. */
    STA3("before the association request was answered"),
    /** Awaiting the connection. */
    STA4("before there was a connection"),
    /** Awaiting A-ASSOCIATE-AC or -RJ. */
    STA5("before the peer answered the association request"),
    /** Established, ready for data. */
    STA6("while the association was open"),
    /** Awaiting A-RELEASE-RP. */
    STA7("before the peer answered the release request"),
    /** Awaiting the local A-RELEASE response. */
    STA8("before the release request was answered"),
    /** Release collision, requestor side; awaiting the local A-RELEASE response. */
    STA9("while both sides released the association"),
    /** Release collision, acceptor side; awaiting A-RELEASE-RP. */
    STA10("while both sides released the association"),
    /** Release collision, requestor side; awaiting A-RELEASE-RP. */
    STA11("while both sides released the association"),
    /** Release collision, acceptor side; awaiting the local A-RELEASE response. */
    STA12("while both sides released the association"),
    /** Awaiting that the connection is closed. */
    STA13("after the association had ended");

    private final String when;

    State(String when) {
        this.when = when;
    }

    /** When that is, in words for a log line: <i>connection lost</i> … */
    String when() {
        return when;
    }
}
