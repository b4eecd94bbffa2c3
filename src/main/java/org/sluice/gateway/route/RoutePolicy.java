package org.sluice.gateway.route;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationRequest;
import org.sluice.net.Rejection;
import org.sluice.net.tls.CertificateFacts;
import org.sluice.net.tls.TlsSession;

/**
 * Picks the route of an association: the first one with the called AE title that the caller may use. PS3.8 Table 9-21
 * has a reason for each way of finding none; what it does not tell apart is said in the log.
 */
public final class RoutePolicy implements AssociationPolicy {
    private static final int MOST_NAMES_SHOWN = 5;

    private final List<Route> routes;
    private final Users users;
    private final Admission admission;
    private final TraceSwitch trace;

    /** Accepts an association on a route, with the handler that serves it; or rejects it for the route's own reasons. */
    public interface Admission {
        Decision admit(Route route, AssociationRequest request);

        /** The decision about an association that no route is for. */
        default Decision withoutRoute(AssociationRequest request, Rejection rejection) {
            return AssociationPolicy.reject(rejection);
        }
    }

    /** Picks among these routes, in their order. */
    public RoutePolicy(List<Route> routes, Users users, Admission admission, TraceSwitch trace) {
        this.routes = List.copyOf(routes);
        this.users = users;
        this.admission = admission;
        this.trace = trace;
    }

    @Override
    public boolean traces(AssociationRequest request) {
        return trace.isOnFor(request);
    }

    @Override
    public Decision decide(AssociationRequest request) {
        List<Route> called = routes.stream()
                .filter(route -> route.calledAe().equals(request.calledAe()))
                .toList();
        if (called.isEmpty()) {
            return admission.withoutRoute(request, Rejection.CALLED_AE_NOT_RECOGNIZED);
        }
        List<Route> open = called.stream()
                .filter(route -> route.callers()
                        .allow(request.callingAe(), request.remote().getAddress()))
                .toList();
        return open.isEmpty()
                ? admission.withoutRoute(request, Rejection.CALLING_AE_NOT_RECOGNIZED)
                : withCertificate(open, request);
    }

    private Decision withCertificate(List<Route> open, AssociationRequest request) {
        Optional<CertificateFacts> certificate = request.tls().flatMap(TlsSession::peer);
        Collection<String> names = certificate.map(CertificateFacts::names).orElse(List.of());
        List<Route> left = open.stream()
                .filter(route -> route.callers().allowCertificate(names))
                .toList();
        if (left.isEmpty()) {
            String why = certificate.isEmpty()
                    ? "the route needs a client certificate, and there is none"
                    : "the route is not for the client certificate of "
                            + String.join(
                                    ", ", names.stream().limit(MOST_NAMES_SHOWN).toList());
            return withoutRoute(request, Rejection.CALLING_AE_NOT_RECOGNIZED, why);
        }
        return withUser(left, request);
    }

    private Decision withUser(List<Route> open, AssociationRequest request) {
        Users.CheckedUser checked = users.check(request.user());
        if (checked instanceof Users.Refused refused) {
            return AssociationPolicy.reject(Rejection.NO_REASON_GIVEN, refused.why());
        }
        Optional<String> user = checked instanceof Users.Known known ? Optional.of(known.name()) : Optional.empty();
        Optional<Route> route =
                open.stream().filter(one -> one.callers().allowUser(user)).findFirst();
        if (route.isEmpty()) {
            String why = user.map(name -> "the route is not for user " + name).orElse("the route needs a user");
            return withoutRoute(request, Rejection.NO_REASON_GIVEN, why);
        }
        Decision decision = admission.admit(route.get(), request);
        return decision instanceof Accept accept && user.isPresent() ? accept.believingUser() : decision;
    }

    private Decision withoutRoute(AssociationRequest request, Rejection rejection, String why) {
        Decision decision = admission.withoutRoute(request, rejection);
        return decision.equals(AssociationPolicy.reject(rejection))
                ? AssociationPolicy.reject(rejection, why)
                : decision;
    }
}
