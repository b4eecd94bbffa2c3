package org.sluice.net.engine;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.Engine;
import org.sluice.net.Engines;
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

/** Our engine, which every build has. {@code META-INF/services} names it. */
public final class SluiceEngine implements Engine {
    /** For the service loader. */
    public SluiceEngine() {}

    @Override
    public String name() {
        return Engines.STANDARD;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
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
