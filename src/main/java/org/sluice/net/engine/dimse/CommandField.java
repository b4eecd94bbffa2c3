package org.sluice.net.engine.dimse;

/** Command Field (0000,0100): PS3.7 Table E.1-1. A response has the number of its request with the highest bit set. */
public final class CommandField {
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int N_EVENT_REPORT_RQ = 0x0100;
    public static final int N_ACTION_RQ = 0x0130;
    public static final int C_CANCEL_RQ = 0x0FFF;

    private static final int RESPONSE = 0x8000;

    private CommandField() {}

    static int responseTo(int request) {
        return request | RESPONSE;
    }
}
