package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.config.Callers;
import org.sluice.config.DestinationConfig;
import org.sluice.config.Disposition;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;

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
        return route.ways().stream()
                .map(way -> way.recipeName().map(name -> " through " + name).orElse(" as received") + " to "
                        + destinations(way.destinations(), destinations) + dispositions(way))
                .collect(Collectors.joining(
                        ";",
                        "",
                        route.config()
                                .shadow()
                                .map(file -> "; " + file + " is tried beside it")
                                .orElse("")));
    }

    private static String dispositions(RouteBranch way) {
        String each = way.sections().stream()
                .map(section -> section + " " + word(way.disposition(section)))
                .collect(Collectors.joining(", "));
        return way.sections().isEmpty() ? "; nothing is flagged" : "; flagged: " + each;
    }

    private static String word(Disposition disposition) {
        return switch (disposition) {
            case QUARANTINE -> "quarantined";
            case FORWARD -> "forwarded";
            case SCRUB -> "scrubbed";
            case REFUSE -> "refused";
            case REPORT -> "reported";
        };
    }

    private static String where(DestinationConfig destination) {
        if (destination instanceof DestinationConfig.Archive archive) {
            return archive.isFromDirectory()
                    ? archive.ae() + ", where the directory says"
                    : archive.ae() + "@" + archive.host() + ":" + archive.port();
        }
        if (destination instanceof DestinationConfig.Stow server) {
            return "STOW-RS at " + server.root();
        }
        return destination instanceof DestinationConfig.Failover group
                ? "the first within reach of " + String.join(", ", group.members())
                : "folder " + ((DestinationConfig.Folder) destination).folder();
    }
}
