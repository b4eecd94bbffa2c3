package org.sluice.net.engine.pdu;

import org.sluice.text.OneLine;

/** A PDU that is not as PS3.8 says; the association is aborted with the reason. The message carries no values. */
public final class PduException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AbortReason reason;

    public PduException(AbortReason reason, String message) {
        super(OneLine.of(message));
        this.reason = reason;
    }

    public AbortReason reason() {
        return reason;
    }
}
