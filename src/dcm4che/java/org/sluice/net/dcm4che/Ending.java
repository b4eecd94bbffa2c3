package org.sluice.net.dcm4che;

import java.util.Optional;
import javax.net.ssl.SSLException;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationException.Kind;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.TlsException;

/**
 * How an association ended.
 *
 * @param words for a log line
 */
record Ending(AssociationEnd kind, String words) {
    static final Ending RELEASED = new Ending(AssociationEnd.RELEASED, "released");
    static final Ending ABORTED_BY_PEER = new Ending(AssociationEnd.ABORTED_BY_PEER, "aborted by the peer");
    static final Ending ABORTED = new Ending(AssociationEnd.ABORTED, "aborted by this side");
    static final Ending BROKE_PROTOCOL =
            new Ending(AssociationEnd.PROTOCOL_ERROR, "aborted: the peer broke the protocol");
    static final Ending LOST = new Ending(AssociationEnd.CONNECTION_LOST, "the connection was lost");

    /** Some wait was over. */
    static Ending timedOut(String words) {
        return new Ending(AssociationEnd.TIMED_OUT, words);
    }

    /** What whoever asked something of the peer is told. */
    AssociationException exception(String peer, Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof TlsException tls) {
                return new AssociationException(Kind.TLS, peer + ": " + tls.getMessage(), Optional.empty(), tls);
            }
            if (inner instanceof SSLException failed) {
                TlsException tls = Handshakes.explain(failed, WatchedSocket.NOTHING.duplicate(), peer);
                return new AssociationException(Kind.TLS, peer + ": " + tls.getMessage(), Optional.empty(), tls);
            }
        }
        Kind told =
                switch (kind) {
                    case RELEASED, ABORTED -> Kind.CLOSED;
                    case ABORTED_BY_PEER -> Kind.ABORTED_BY_PEER;
                    case PROTOCOL_ERROR -> Kind.PROTOCOL_ERROR;
                    case TIMED_OUT -> Kind.TIMED_OUT;
                    case CONNECTION_LOST -> Kind.CONNECTION;
                };
        return new AssociationException(told, peer + ": " + words, Optional.empty(), cause);
    }
}
