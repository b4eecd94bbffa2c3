package org.sluice.net;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What speaks DICOM on the network for the rest of Sluice: it listens, and it connects. All that is above it knows these
 * types alone, so that the engine can be exchanged; {@link Engines} finds those that are there. Any thread.
 *
 * <p>An engine makes {@link AssociationException}, {@link BrokenBodyException}, {@link UserIdentity} and
 * {@link org.sluice.net.tls.TlsSession} itself, and gets the keys of a connection from a
 * {@link org.sluice.net.tls.TlsContext}. Its buffers are its own, but for the slices that {@link DataSetBody#next()} lends.
 */
public interface Engine {
    /** What not every engine does. What is not here, each of them does. */
    enum Capability {
        /** Whole PDUs of a data set go from one association to another where they lie: for speed alone. */
        WHOLE_PDU_PASSING("passes whole PDUs from one association to another without a copy"),
        /** What has come of an instance is acknowledged at once, by TCP_QUICKACK: for speed alone. */
        QUICK_ACKNOWLEDGEMENT("acknowledges at once what has come (TCP_QUICKACK)"),
        /** {@link ConnectionLimits} holds for the associations from one address too. */
        LIMITS_PER_SOURCE("limits the associations from one address"),
        /** {@link AssociationPolicy#traces} shows each PDU in the log. */
        PDU_TRACE("shows each PDU of an association in the log"),
        /** A {@link ReportChannel} sends; without it every report needs an association of its own. */
        REPORTS_ON_SAME_ASSOCIATION("reports storage commitment on the association of the request"),
        /** {@link StoreClientOptions#window()} may be more than 1: PS3.7 D.3.3.3. */
        OPERATIONS_WINDOW("sends several instances before the first answer"),
        /** {@link StoreClientOptions#commonExtended()} is heard: PS3.7 D.3.3.6. */
        COMMON_EXTENDED_NEGOTIATION("proposes private SOP classes as storage");

        private final String words;

        Capability(String words) {
            this.words = words;
        }

        /** What an engine with it does, in words. */
        public String words() {
            return words;
        }
    }

    /** By which the configuration calls it, in small letters. */
    String name();

    /** What it does beyond what every engine does. */
    Set<Capability> capabilities();

    /**
     * Listens for associations from now on.
     *
     * @param policy asked about each association
     * @param handler for instances, where the policy names no other
     * @throws IOException the port cannot be had; {@link BindFailure} says why
     */
    Listener listen(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException;

    /**
     * Connects and negotiates. At most 128 contexts under odd ids from 1; Verification is proposed where there is room for it.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals) throws IOException;

    /**
     * The same with contexts under given ids; none of them is Verification. One operation at a time.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    StoreClient connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException;

    /**
     * Connects for the normalized services of one SOP class.
     *
     * @param role that this side takes; a role other than SCU is proposed (PS3.7 D.3.3.4), and taken also if the peer
     *     is silent about it, as many are that accept the context
     * @param handler performs what the peer requests on this association
     * @throws AssociationException no connection, rejected, no answer in time, or the context was not accepted
     */
    NormalizedClient connect(StoreClientOptions options, String sopClassUid, Roles role, NormalizedHandler handler)
            throws IOException;
}
