package org.sluice.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.DeliveryMode;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationPolicy.Decision;
import org.sluice.net.AssociationRequest;
import org.sluice.net.ContextChoice;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.StoreClientOptions;

/**
 * Accepts associations in the way their route delivers: any storage context for the spool; for cut-through what the
 * archive accepts, asked before the modality is answered.
 */
final class Admissions implements Routes.Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final Depot depot;
    private final Meters meters;
    private final Map<String, StoreClientOptions> archives;

    /** Uses these archives, by destination name, for cut-through. */
    Admissions(Depot depot, Meters meters, Map<String, StoreClientOptions> archives) {
        this.depot = depot;
        this.meters = meters;
        this.archives = Map.copyOf(archives);
    }

    @Override
    public Decision admit(Route route, AssociationRequest request) {
        return route.config().deliver() == DeliveryMode.CUT_THROUGH ? throughTo(route, request) : spooled(route);
    }

    private Decision spooled(Route route) {
        Onward onward =
                (arrival, decision, overshoot) -> new Keeping(route, depot, arrival).forward(decision, overshoot);
        return accept(ContextChoice.ALL_STORAGE, route, onward);
    }

    private Decision throughTo(Route route, AssociationRequest request) {
        String destination = route.destinations().get(0);
        StoreClientOptions options = archives.get(destination);
        if (options == null) {
            throw new IllegalStateException("cut-through to " + destination + ", which is no archive");
        }
        List<ProposedContext> storage = request.contexts().stream()
                .filter(context -> ContextChoice.ALL_STORAGE.choose(context).result() == 0)
                .toList();
        if (storage.isEmpty()) {
            return spooled(route); // nothing will be sent: an echo
        }
        try {
            ArchiveLink link = new ArchiveLink(options, storage);
            return accept(link.choice(), route, new CutThrough(route, depot, link, meters));
        } catch (IOException e) {
            LOG.warn("{} is out of reach: {}", destination, e.getMessage());
            return route.config().fallBackToSpool()
                    ? spooled(route)
                    : AssociationPolicy.reject(Rejection.TEMPORARY_CONGESTION);
        }
    }

    private Decision accept(ContextChoice contexts, Route route, Onward onward) {
        return new AssociationPolicy.Accept(contexts, Optional.of(new Intake(route, depot, onward, meters)));
    }
}
