package org.sluice.net.dcm4che;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Engine;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Roles;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreHandler;

/** The engine {@code dcm4che}, of builds with its profile. {@code META-INF/services} names it. */
public final class Dcm4cheEngine implements Engine {
    /** For the service loader. */
    public Dcm4cheEngine() {}

    @Override
    public String name() {
        return "dcm4che";
    }

    /** A data set is copied on its way, and dcm4che shows no PDUs. */
    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.LIMITS_PER_SOURCE,
                Capability.REPORTS_ON_SAME_ASSOCIATION,
                Capability.OPERATIONS_WINDOW,
                Capability.COMMON_EXTENDED_NEGOTIATION);
    }

    @Override
    public Listener listen(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        return PortListener.open(options, policy, handler, events);
    }

    @Override
    public StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        return StoreScu.connect(options, proposals);
    }

    @Override
    public StoreClient connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException {
        return StoreScu.connectAs(options, proposed);
    }

    @Override
    public NormalizedClient connect(
            StoreClientOptions options, String sopClassUid, Roles role, NormalizedHandler handler) throws IOException {
        return NormalizedScu.connect(options, sopClassUid, role, handler);
    }
}
