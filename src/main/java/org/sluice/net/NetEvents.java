package org.sluice.net;

import java.net.InetSocketAddress;
import org.sluice.net.tls.TlsFailure;

/** Told what happens on the network, for counters; called on the thread it happens on, and must not block or throw. */
public interface NetEvents {
    NetEvents NONE = new NetEvents() {};

    /** A connection was accepted; nothing has been said on it yet. */
    default void connectionOpened(InetSocketAddress remote) {}

    /** A connection was closed at once, because even those that are to be told of the limit are too many. */
    default void connectionRefused(InetSocketAddress remote) {}

    /** A connection ended with its TLS handshake. */
    default void handshakeFailed(InetSocketAddress remote, TlsFailure failure) {}

    /** A connection ended before an association was requested on it. */
    default void connectionWithoutAssociation(InetSocketAddress remote, AssociationEnd end) {}

    default void associationAccepted(AssociationInfo association) {}

    default void associationRejected(AssociationRequest request, Rejection rejection) {}

    /** Follows each {@link #associationAccepted}. */
    default void associationEnded(AssociationInfo association, AssociationEnd end) {}

    default void echoed(AssociationInfo association) {}

    /** A request that is not supported was answered with a failure. */
    default void requestRefused(AssociationInfo association, int commandField, int status) {}
}
