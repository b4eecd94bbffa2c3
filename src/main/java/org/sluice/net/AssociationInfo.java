package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.sluice.net.tls.TlsSession;

/**
 * An established association. Text is the peer's own: escape it before it is logged ({@link org.sluice.text.OneLine}).
 *
 * @param id the association's id in this process, for logs: {@code a00042}
 * @param remote the peer's address
 * @param local the address and port of this side
 * @param implementationVersionName the peer's, empty when it sent none
 * @param contexts what was accepted, in the order of the request
 * @param tls present when the connection has TLS
 */
public record AssociationInfo(
        String id,
        String callingAe,
        String calledAe,
        InetSocketAddress remote,
        InetSocketAddress local,
        String implementationClassUid,
        String implementationVersionName,
        List<AcceptedContext> contexts,
        Optional<TlsSession> tls) {
    /** Keeps its own copy of {@code contexts}. */
    public AssociationInfo {
        contexts = List.copyOf(contexts);
    }

    /** The first context that was accepted for an abstract syntax. */
    public Optional<AcceptedContext> contextFor(String abstractSyntax) {
        return contexts.stream()
                .filter(context -> context.abstractSyntax().equals(abstractSyntax))
                .findFirst();
    }
}
