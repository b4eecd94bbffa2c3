package org.sluice.net;

import java.io.IOException;
import java.util.Optional;

/** An association could not be made, or is over. The message carries AE titles, addresses and reasons, all escaped. */
public final class AssociationException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** No connection, or it broke. */
        CONNECTION,
        /** The peer rejected the association; see {@link #rejection()}. */
        REJECTED,
        /** The peer aborted. */
        ABORTED_BY_PEER,
        /** The peer broke the protocol, and was told so by A-ABORT. */
        PROTOCOL_ERROR,
        /** The peer did not answer in time. */
        TIMED_OUT,
        /** The association was aborted or released by this side. */
        CLOSED
    }

    private final Kind kind;
    private final transient Optional<Rejection> rejection;

    AssociationException(Kind kind, String message, Optional<Rejection> rejection, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.rejection = rejection;
    }

    public Kind kind() {
        return kind;
    }

    /** Result, source and reason when the {@link #kind()} is {@link Kind#REJECTED}. */
    public Optional<Rejection> rejection() {
        return rejection;
    }
}
