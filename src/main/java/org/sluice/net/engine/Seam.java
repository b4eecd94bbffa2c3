package org.sluice.net.engine;

import java.util.Optional;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.Rejection;
import org.sluice.net.Timeouts;
import org.sluice.net.engine.association.Limits;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.tls.TlsException;

/** What the upper layer and the seam in front of the engine name differently, each in the words of the other. */
final class Seam {
    private Seam() {}

    /** How long the upper layer waits, and how much it takes. */
    static Limits limits(Timeouts timeouts, int maxPduLength) {
        return new Limits(
                timeouts.artim(),
                timeouts.associate(),
                timeouts.dimse(),
                timeouts.idle(),
                timeouts.writeStall(),
                timeouts.release(),
                maxPduLength);
    }

    /** How an association ended. */
    static AssociationEnd end(UpperLayerException.End end) {
        return switch (end.kind()) {
            case RELEASED -> AssociationEnd.RELEASED;
            case ABORTED_BY_PEER -> AssociationEnd.ABORTED_BY_PEER;
            case ABORTED -> AssociationEnd.ABORTED;
            case PROTOCOL_ERROR, REJECTED -> AssociationEnd.PROTOCOL_ERROR;
            case TIMED_OUT -> AssociationEnd.TIMED_OUT;
            case CONNECTION_LOST -> AssociationEnd.CONNECTION_LOST;
        };
    }

    /** The exception for whoever asked something of the peer. */
    static AssociationException exception(String peer, UpperLayerException cause) {
        UpperLayerException.End end = cause.end();
        Optional<Rejection> rejection = end.rejection().map(rj -> new Rejection(rj.result(), rj.source(), rj.reason()));
        AssociationException.Kind kind = cause.getCause() instanceof TlsException
                ? AssociationException.Kind.TLS
                : switch (end.kind()) {
                    case REJECTED -> AssociationException.Kind.REJECTED;
                    case ABORTED_BY_PEER -> AssociationException.Kind.ABORTED_BY_PEER;
                    case PROTOCOL_ERROR -> AssociationException.Kind.PROTOCOL_ERROR;
                    case TIMED_OUT -> AssociationException.Kind.TIMED_OUT;
                    case CONNECTION_LOST -> AssociationException.Kind.CONNECTION;
                    case RELEASED, ABORTED -> AssociationException.Kind.CLOSED;
                };
        String why = rejection.map(r -> "rejected: " + r).orElse(end.message());
        return new AssociationException(kind, peer + ": " + why, rejection, cause);
    }
}
