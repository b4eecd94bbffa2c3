package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An A-ASSOCIATE-RQ as an {@link AssociationPolicy} sees it. Text is the peer's own: escape it before it is logged
 * ({@link AeTitle#escape}).
 *
 * @param id the association's id in this process, for logs: {@code a00042}
 * @param callingAe without leading and trailing spaces, otherwise as it was sent
 * @param calledAe likewise
 * @param implementationVersionName empty when the peer sent none
 */
public record AssociationRequest(
        String id,
        String callingAe,
        String calledAe,
        InetSocketAddress remote,
        InetSocketAddress local,
        String implementationClassUid,
        String implementationVersionName,
        List<ProposedContext> contexts) {
    public AssociationRequest {
        contexts = List.copyOf(contexts);
    }
}
