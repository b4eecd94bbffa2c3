package org.sluice.net.engine.pdu;

/** Why a service provider aborts: PS3.8 Table 9-26, for source 2. */
public enum AbortReason {
    NOT_SPECIFIED(0),
    UNRECOGNIZED_PDU(1),
    UNEXPECTED_PDU(2),
    UNRECOGNIZED_PARAMETER(4),
    UNEXPECTED_PARAMETER(5),
    INVALID_PARAMETER(6);

    private final int code;

    AbortReason(int code) {
        this.code = code;
    }

    /** The number in the reason field. */
    public int code() {
        return code;
    }
}
