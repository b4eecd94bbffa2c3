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

    /**
     * Sends a request in a presentation context of its SOP class. False, and nothing will be answered, when the
     * association is over or an earlier request has no response yet (PS3.7 D.3.3.3: one operation at a time).
     */
    boolean send(NormalizedCommand report, ResponseListener answered);
}
