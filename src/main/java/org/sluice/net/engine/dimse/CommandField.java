package org.sluice.net.engine.dimse;

/** Command Field (0000,0100): PS3.7 Table E.1-1. A response has the number of its request with the highest bit set. */
public final class CommandField {
    /** An instance to keep: PS3.7 9.3.1.1. */
    public static final int C_STORE_RQ = 0x0001;

    /** A question whether the peer answers: PS3.7 9.3.5.1. */
    public static final int C_ECHO_RQ = 0x0030;

    /** A report of an event: PS3.7 10.3.1.1. */
    public static final int N_EVENT_REPORT_RQ = 0x0100;

    /** A request for an action: PS3.7 10.3.4.1. */
    public static final int N_ACTION_RQ = 0x0130;

    /** An end to an operation that has several responses, of which we serve none: PS3.7 9.3.2.3. */
    public static final int C_CANCEL_RQ = 0x0FFF;

    private static final int RESPONSE = 0x8000;

    private CommandField() {}

    static int responseTo(int request) {
        return request | RESPONSE;
    }
}
