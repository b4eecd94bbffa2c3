package org.sluice.gateway.desk;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.route.Route;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.SpoolFacts;

/**
 * By which route an instance of the quarantine, or an original of the spool, goes on: the one that it came by, as it is now. Which that was, is told from the
 * AE titles and, where these leave several, from the recipe.
 */
record ReleaseRoutes(Supplier<List<Route>> routes) {

    /**
     * That of an entry.
     *
     * @param number which a person has said, from 1; 0 when nobody has
     * @throws RefusalException when it cannot be told
     */
    Route of(QuarantineEntry entry, int number) throws RefusalException {
        List<Route> all = routes.get();
        if (number != 0) {
            if (number < 0 || number > all.size()) {
                throw new RefusalException("--route: expected a number from 1 to " + all.size() + ", found " + number);
            }
            return all.get(number - 1);
        }
        String called = entry.origin().calledAe();
        List<Route> left = narrowed(byTitles(called, entry.origin().callingAe()), route -> hasRecipe(route, entry));
        if (left.isEmpty()) {
            throw new RefusalException("no route has the called AE title " + called
                    + " any more; --route says by which of the others it goes on");
        }
        if (left.size() > 1) {
            throw new RefusalException(left.size() + " routes have the called AE title " + called
                    + ", and it cannot be told by which it came; --route says by which it goes on");
        }
        return left.get(0);
    }

    /**
     * That of one in the spool.
     *
     * @throws RefusalException when it cannot be told
     */
    Route of(SpoolFacts facts) throws RefusalException {
        List<Route> left =
                narrowed(byTitles(facts.route(), facts.origin().callingAe()), route -> route.destinations().stream()
                        .anyMatch(facts.destinations()::contains));
        if (left.size() != 1) {
            String why = left.isEmpty()
                    ? "no route has the called AE title " + facts.route() + " any more"
                    : left.size() + " routes have the called AE title " + facts.route()
                            + ", and it cannot be told by which it came";
            throw new RefusalException(why);
        }
        return left.get(0);
    }

    private List<Route> byTitles(String called, String calling) {
        List<Route> left = routes.get().stream()
                .filter(route -> route.calledAe().equals(called))
                .toList();
        return narrowed(left, route -> route.config().from().allowTitle(calling));
    }

    /** All with the called AE title of an instance; of one of them it was kept from its destinations. */
    List<Route> all(QuarantineEntry entry) {
        return routes.get().stream()
                .filter(route -> route.calledAe().equals(entry.origin().calledAe()))
                .toList();
    }

    private static List<Route> narrowed(List<Route> routes, Predicate<Route> which) {
        List<Route> fewer = routes.stream().filter(which).toList();
        return routes.size() < 2 || fewer.isEmpty() ? routes : fewer;
    }

    private static boolean hasRecipe(Route route, QuarantineEntry entry) {
        return route.ways().stream()
                .anyMatch(way -> way.recipe().name().equals(entry.recipe().name()));
    }
}
