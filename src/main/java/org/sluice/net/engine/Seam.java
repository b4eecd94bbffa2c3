package org.sluice.net.engine;

import java.util.Optional;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.Rejection;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.tls.TlsException;

/** The engine's ends and exceptions in the words of the seam. */
final class EndOf {
    private EndOf() {}

    static AssociationEnd kind(UpperLayerException.End end) {
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
