package org.sluice.net.stow;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsFailure;
import org.sluice.text.OneLine;

/** A Store request without an answer. The message names the server and what happened; nothing is quoted of either side. */
public final class StowException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How far it came. */
    public enum Kind {
        /** No connection, or no TLS on it; see {@link StowException#tls()}. Nothing was sent. */
        CANNOT_CONNECT,
        /** What we need to say who we are cannot be read. Nothing was sent. */
        NO_CREDENTIALS,
        /** The server took nothing more of the request for a while. */
        STALLED,
        /** The connection broke, or what came was no HTTP. */
        BROKEN_OFF,
        /** The server had all of the request, and did not answer in time. */
        NO_ANSWER
    }

    private final Kind kind;

    StowException(Kind kind, String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.kind = kind;
    }

    /** How far it came. */
    public Kind kind() {
        return kind;
    }

    /** What TLS failed of, if that is why there is no connection. */
    public Optional<TlsFailure> tls() {
        return getCause() instanceof TlsException failed ? Optional.of(failed.failure()) : Optional.empty();
    }
}
