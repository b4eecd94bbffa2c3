package org.sluice.gateway.route;

import java.net.InetAddress;
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
        AssociateResponse admit(Route route, AssociationRequest request);

        /** The decision about an association that no route is for. */
        default AssociateResponse withoutRoute(AssociationRequest request, Reject rejection) {
            return rejection;
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
    public AssociateResponse decide(AssociationRequest request) {
        List<Route> called = routes.stream()
                .filter(route -> route.calledAe().equals(request.calledAe()))
                .toList();
        if (called.isEmpty()) {
            return withoutRoute(
                    request, Rejection.CALLED_AE_NOT_RECOGNIZED, "no route has the called AE title (routes[].ae)");
        }
        List<Route> open = called.stream()
                .filter(route -> route.callers()
                        .allow(request.callingAe(), request.remote().getAddress()))
                .toList();
        return open.isEmpty()
                ? withoutRoute(request, Rejection.CALLING_AE_NOT_RECOGNIZED, whyNotFrom(called, request))
                : withCertificate(open, request);
    }

    /** Which of title and address {@code routes[].from} does not list. */
    private static String whyNotFrom(List<Route> called, AssociationRequest request) {
        InetAddress address = request.remote().getAddress();
        boolean title = called.stream().anyMatch(route -> route.callers().allowTitle(request.callingAe()));
        boolean place = called.stream().anyMatch(route -> route.callers().allowAddress(address));
        String lists;
        if (title && place) {
            lists = "lists the calling AE title and the address, but not for the same route";
        } else if (title) {
            lists = "does not list the address";
        } else {
            lists = place ? "does not list the calling AE title" : "lists neither the calling AE title nor the address";
        }
        return "routes[].from of " + request.calledAe() + " " + lists;
    }

    private AssociateResponse withCertificate(List<Route> open, AssociationRequest request) {
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

    private AssociateResponse withUser(List<Route> open, AssociationRequest request) {
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
        AssociateResponse decision = admission.admit(route.get(), request);
        return decision instanceof Accept accept && user.isPresent() ? accept.believingUser() : decision;
    }

    private AssociateResponse withoutRoute(AssociationRequest request, Rejection rejection, String why) {
        return admission.withoutRoute(request, new Reject(rejection, why));
    }
}
