package org.sluice.net;

import java.util.OptionalInt;

/** An association on which the acceptor can send requests of its own while it stands. Any thread. */
public interface ReportChannel {
    /** Told once what became of a request. */
    @FunctionalInterface
    interface ResponseListener {
        /** The status of the response; empty when the association ended before it came. */
        void answered(OptionalInt status);
    }

    /** What came of the wish to send a request. */
    enum Sending {
        /** It is sent, and will be answered. */
        SENT,
        /** Not sent: an earlier request has no response yet (PS3.7 D.3.3.3: one operation at a time). Later it may be. */
        BUSY,
        /** Not sent, and never will be: the association is over, or has no presentation context of the SOP class. */
        OVER
    }

    /** Sends a request in a presentation context of its SOP class; nothing is answered unless it is {@code SENT}. */
    Sending send(NormalizedCommand report, ResponseListener answered);
}
