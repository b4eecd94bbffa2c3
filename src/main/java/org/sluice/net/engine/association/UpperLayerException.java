package org.sluice.net.engine.association;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.text.OneLine;

/** The association is over, and not by a release. */
public final class UpperLayerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient End end;

    UpperLayerException(End end, @Nullable Throwable cause) {
        super(end.message(), cause);
        this.end = end;
    }

    /** How it ended. */
    public End end() {
        return end;
    }

    /** How an association ended. */
    public enum Kind {
        RELEASED,
        REJECTED,
        ABORTED_BY_PEER,
        ABORTED,
        PROTOCOL_ERROR,
        TIMED_OUT,
        CONNECTION_LOST
    }

    /**
     * The end of an association.
     *
     * @param message fit for a log
     * @param rejection what the peer sent, or this side did, for {@link Kind#REJECTED}
     */
    public record End(Kind kind, String message, Optional<AssociateRj> rejection) {
        /** Makes the message fit for one line: it may hold words of the peer. */
        public End {
            message = OneLine.of(message);
        }
    }
}
