package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.sluice.net.tls.TlsSession;

/**
 * An A-ASSOCIATE-RQ as an {@link AssociationPolicy} sees it. Text is the peer's own: escape it before it is logged
 * ({@link org.sluice.text.OneLine}).
 *
 * @param id the association's id in this process, for logs: {@code a00042}
 * @param callingAe without leading and trailing spaces, otherwise as it was sent
 * @param calledAe likewise
 * @param implementationVersionName empty when the peer sent none
 * @param tls present when the connection has TLS
 * @param user who the requestor says that it is; not checked yet
 */
public record AssociationRequest(
        String id,
        String callingAe,
        String calledAe,
        InetSocketAddress remote,
        InetSocketAddress local,
        String implementationClassUid,
        String implementationVersionName,
        List<ProposedContext> contexts,
        Optional<TlsSession> tls,
        Optional<UserIdentity> user) {
    /** Keeps its own copy of {@code contexts}. */
    public AssociationRequest {
        contexts = List.copyOf(contexts);
    }

    /** The association that comes of it with these contexts. */
    public AssociationInfo accepted(List<AcceptedContext> accepted) {
        return new AssociationInfo(
                id,
                callingAe,
                calledAe,
                remote,
                local,
                implementationClassUid,
                implementationVersionName,
                accepted,
                tls);
    }
}
