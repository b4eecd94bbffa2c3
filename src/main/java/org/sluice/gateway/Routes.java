package org.sluice.gateway;

import java.util.List;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationRequest;
import org.sluice.net.Rejection;

/**
 * Picks the route of an association: the first one with the called AE title that the caller may use. PS3.8 Table 9-21
 * has a reason for each way of finding none.
 */
final class Routes implements AssociationPolicy {
    private final List<Route> routes;
    private final Admission admission;

    /** Accepts an association on a route, with the handler that serves it; or rejects it for the route's own reasons. */
    interface Admission {
        Decision admit(Route route, AssociationRequest request);

        /** The decision about an association that no route is for. */
        default Decision withoutRoute(AssociationRequest request, Rejection rejection) {
            return AssociationPolicy.reject(rejection);
        }
    }

    Routes(List<Route> routes, Admission admission) {
        this.routes = List.copyOf(routes);
        this.admission = admission;
    }

    @Override
    public Decision decide(AssociationRequest request) {
        List<Route> called = routes.stream()
                .filter(route -> route.calledAe().equals(request.calledAe()))
                .toList();
        if (called.isEmpty()) {
            return admission.withoutRoute(request, Rejection.CALLED_AE_NOT_RECOGNIZED);
        }
        return called.stream()
                .filter(route ->
                        route.allows(request.callingAe(), request.remote().getAddress()))
                .findFirst()
                .map(route -> admission.admit(route, request))
                .orElseGet(() -> admission.withoutRoute(request, Rejection.CALLING_AE_NOT_RECOGNIZED));
    }
}
