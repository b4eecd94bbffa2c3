package org.sluice.net;

import java.io.IOException;
import java.util.Optional;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsFailure;
import org.sluice.text.OneLine;

/** An association could not be made, or is over. The message carries AE titles, addresses and reasons, all escaped. */
public final class AssociationException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** No connection, or it broke. */
        CONNECTION,
        /** The connection stood, but not TLS on it; see {@link #tls()}. */
        TLS,
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

    /**
     * For engines.
     *
     * @param message names the peer and what happened; it is made fit for a line
     * @param rejection result, source and reason, when it was rejected
     */
    public AssociationException(Kind kind, String message, Optional<Rejection> rejection, Throwable cause) {
        super(OneLine.of(message), cause);
        this.kind = kind;
        this.rejection = rejection;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** What TLS failed of when the {@link #kind()} is {@link Kind#TLS}. */
    public Optional<TlsFailure> tls() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsException failed) {
                return Optional.of(failed.failure());
            }
        }
        return Optional.empty();
    }

    /** Result, source and reason when the {@link #kind()} is {@link Kind#REJECTED}. */
    public Optional<Rejection> rejection() {
        return rejection;
    }
}
