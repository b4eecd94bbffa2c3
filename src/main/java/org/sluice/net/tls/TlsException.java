package org.sluice.net.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;

/** A TLS connection that did not come about, or broke; the message says why, with names of the peer's choice in it. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TlsFailure failure;

    /** With the kind for a metric, and the reason in words, which are made fit for a line. */
    public TlsException(TlsFailure failure, String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.failure = failure;
    }

    /** The kind. */
    public TlsFailure failure() {
        return failure;
    }
}
