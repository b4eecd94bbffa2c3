package org.sluice.net.engine.pdu;

import org.sluice.text.OneLine;

/** A PDU that is not as PS3.8 says; the association is aborted with the reason. The message carries no values. */
public final class PduException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AbortReason reason;

    /** With the reason of the abort that follows, and what was expected and found; the text is made fit for a line. */
    public PduException(AbortReason reason, String message) {
        super(OneLine.of(message));
        this.reason = reason;
    }

    /** The reason with which the association is to be aborted. */
    public AbortReason reason() {
        return reason;
    }
}
