package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.config.Callers;
import org.sluice.config.DestinationConfig;
import org.sluice.config.Disposition;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.recipe.CompiledRecipe;

/** Parts of a route in words. */
final class RouteText {
    private RouteText() {}

    static String callers(Callers from) {
        return from.equals(Callers.ANY)
                ? "any caller"
                : Stream.of(
                                from.aeTitles().stream().sorted(),
                                from.networks().stream().map(Object::toString),
                                from.certificates().stream().sorted().map(name -> "certificate " + name),
                                from.users().stream().sorted().map(name -> "user " + name))
                        .flatMap(parts -> parts)
                        .collect(Collectors.joining(", "));
    }

    static String destinations(List<String> names, Map<String, DestinationConfig> destinations) {
        return names.stream()
                .map(name -> name + " (" + where(requireNonNull(destinations.get(name))) + ")")
                .collect(Collectors.joining(" and "));
    }

    /** Through which recipe the instances go where, and what becomes of what it flags. */
    static String ways(Route route, Map<String, DestinationConfig> destinations) {
        if (route.branches().isEmpty()) {
            return " through " + route.recipe().name() + " to "
                    + destinations(route.destinations(), destinations)
                    + dispositions(route.recipe(), route.config()::disposition);
        }
        return route.branches().stream()
                .map(branch -> (branch.recipe() == route.recipe()
                                        && route.config().recipe().isEmpty()
                                ? " as received"
                                : " through " + branch.recipe().name())
                        + " to " + destinations(branch.destinations(), destinations)
                        + dispositions(branch.recipe(), branch.dispositions()))
                .collect(Collectors.joining(";"));
    }

    private static String dispositions(CompiledRecipe recipe, Function<String, Disposition> dispositions) {
        List<String> sections = RouteAssembly.sections(recipe);
        String each = sections.stream()
                .map(section -> section + " " + word(dispositions.apply(section)))
                .collect(Collectors.joining(", "));
        return sections.isEmpty() ? "; nothing is flagged" : "; flagged: " + each;
    }

    private static String word(Disposition disposition) {
        return switch (disposition) {
            case QUARANTINE -> "quarantined";
            case FORWARD -> "forwarded";
            case REFUSE -> "refused";
        };
    }

    private static String where(DestinationConfig destination) {
        if (destination instanceof DestinationConfig.Archive archive) {
            return archive.ae() + "@" + archive.host() + ":" + archive.port();
        }
        return destination instanceof DestinationConfig.Failover group
                ? "the first within reach of " + String.join(", ", group.members())
                : "folder " + ((DestinationConfig.Folder) destination).folder();
    }
}
