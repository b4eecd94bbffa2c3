package org.sluice.gateway;

import java.util.List;
import org.sluice.config.Configuration;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RoutePolicy;
import org.sluice.gateway.route.TraceSwitch;
import org.sluice.gateway.route.Users;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationRequest;

/**
 * What may change of a node while it runs: its routes, their recipes, and who may use them. An association ends on the route that
 * it began on. Any thread; one replaces.
 */
final class LiveRoutes implements AssociationPolicy {
    private final RoutePolicy.Admission admission;
    private final TraceSwitch trace;
    private volatile Current current;

    private record Current(List<Route> routes, RoutePolicy policy) {}

    LiveRoutes(Configuration configuration, List<Route> routes, RoutePolicy.Admission admission) {
        this.admission = admission;
        this.trace = new TraceSwitch(configuration.data().resolve("trace-pdu"));
        this.current = made(configuration, routes);
    }

    private Current made(Configuration configuration, List<Route> routes) {
        return new Current(
                List.copyOf(routes), new RoutePolicy(routes, new Users(configuration.users()), admission, trace));
    }

    /** Those for associations that begin from now on. */
    void replace(Configuration configuration, List<Route> routes) {
        current = made(configuration, routes);
    }

    @Override
    public boolean traces(AssociationRequest request) {
        return current.policy().traces(request);
    }

    @Override
    public AssociateResponse decide(AssociationRequest request) {
        return current.policy().decide(request);
    }
}
