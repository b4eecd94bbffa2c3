package org.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Span;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What happens to instances that are sent to one called AE title.
 *
 * @param at the place of the route in the file, for problems found later
 * @param ae the called AE title
 * @param from who may use the route
 * @param recipe the recipe's file; empty where destinations have recipes of their own, and the others get what was received
 * @param shadow the file of a recipe that is tried beside it, without effect
 * @param variables what {@code var:NAME} in the recipes stands for, by name, in the order of the file
 * @param dispositions by name of the {@code %filter} section; a section that is not in it is quarantined
 * @param scrubs how instances of the sections that have {@link Disposition#SCRUB} are blanked, by name of each
 * @param to the names of the destinations, at least one; just one, an archive or a fail-over group, for
 *     cut-through and for relayed echoes
 * @param own what some of these get by a recipe of their own, by their names
 * @param deliver how the clean ones get there
 * @param fallback whether cut-through goes by way of the spool while the archive is out of reach
 * @param echo who answers a C-ECHO
 * @param accept which presentation contexts are accepted
 * @param contradictions what becomes of data sets that contradict PS3.5
 * @param commitment on what storage commitment is based, if it is answered at all
 * @param highWater from where on it takes no more instances
 * @param crosswalk where it writes who became whom; empty for nowhere
 */
public record RouteConfig(
        Span at,
        String ae,
        Callers from,
        Optional<Path> recipe,
        Optional<Path> shadow,
        Map<String, VariableConfig> variables,
        Map<String, Disposition> dispositions,
        Map<String, ScrubConfig> scrubs,
        List<String> to,
        Map<String, OwnRecipeConfig> own,
        DeliveryMode deliver,
        boolean fallback,
        EchoMode echo,
        AcceptMode accept,
        ContradictionMode contradictions,
        CommitmentMode commitment,
        HighWaterConfig highWater,
        Optional<CrosswalkConfig> crosswalk) {

    /** Keeps its own copies of {@code variables}, {@code dispositions}, {@code scrubs}, {@code to} and {@code own}, in their order. */
    public RouteConfig {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        dispositions = Collections.unmodifiableMap(new LinkedHashMap<>(dispositions));
        scrubs = Collections.unmodifiableMap(new LinkedHashMap<>(scrubs));
        to = List.copyOf(to);
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    /** What becomes of an instance that the section of this name flags. */
    public Disposition disposition(String section) {
        return dispositions.getOrDefault(section, Disposition.QUARANTINE);
    }

    /** How an instance is blanked that the section of this name flags. */
    public ScrubConfig scrub(String section) {
        return scrubs.getOrDefault(section, ScrubConfig.DEFAULT);
    }

    /** Of the destinations and the users of the configuration, by their names, a route names some. */
    static List<RouteConfig> readAll(Section top, Set<String> destinations, Set<String> users) {
        List<RouteConfig> routes = new ArrayList<>();
        for (Node item : top.list("routes")) {
            routes.add(read(top.section(item, "a route"), destinations, users));
        }
        return routes;
    }

    private static RouteConfig read(Section section, Set<String> destinations, Set<String> users) {
        section.only(
                "ae",
                "from",
                "certificates",
                "users",
                "recipe",
                "shadow",
                "variables",
                "dispositions",
                "to",
                "deliver",
                "fallback",
                "echo",
                "accept",
                "contradictions",
                "commitment",
                "high-water",
                "crosswalk");
        RouteTargets targets = RouteTargets.read(section, destinations);
        Map<String, Disposition> dispositions = dispositions(section);
        Optional<Path> recipe = recipe(section, targets);
        return new RouteConfig(
                section.at(),
                section.aeTitle("ae"),
                Callers.read(section, users),
                recipe,
                shadow(section, targets, recipe),
                section.section("variables").map(VariableReader::readAll).orElse(Map.of()),
                dispositions,
                section.section("dispositions")
                        .map(written -> DispositionReader.readScrubs(written, dispositions))
                        .orElse(Map.of()),
                targets.names(),
                targets.own(),
                deliver(section),
                fallback(section),
                section.choice("echo", EchoMode.values()),
                accept(section),
                section.choice("contradictions", ContradictionMode.values()),
                section.choice("commitment", CommitmentMode.values()),
                section.section("high-water").map(HighWaterConfig::read).orElse(HighWaterConfig.NONE),
                section.section("crosswalk").map(CrosswalkConfig::read));
    }

    private static DeliveryMode deliver(Section route) {
        return route.choice("deliver", DeliveryMode.values());
    }

    private static AcceptMode accept(Section route) {
        if (route.has("accept") && deliver(route) == DeliveryMode.CUT_THROUGH) {
            route.report(
                    route.at("accept"),
                    "accept: expected it with deliver: durable only; cut-through accepts what its archive accepts");
        }
        return route.choice("accept", AcceptMode.values());
    }

    private static boolean fallback(Section route) {
        if (!route.has("fallback")) {
            return false;
        }
        if (!route.text("fallback").equals("spool")) {
            route.report(route.at("fallback"), "fallback: expected spool, found \"" + route.text("fallback") + "\"");
        } else if (deliver(route) != DeliveryMode.CUT_THROUGH) {
            route.report(route.at("fallback"), "fallback: expected it with deliver: cut-through only");
        }
        return true;
    }

    /** What destinations get that have no recipe of their own; without one, what was received. */
    private static Optional<Path> recipe(Section route, RouteTargets targets) {
        return targets.own().isEmpty() ? Optional.of(route.existingFile("recipe")) : route.optionalFile("recipe");
    }

    /** It is compared with what the route's own recipe says, which has to be asked for that. */
    private static Optional<Path> shadow(Section route, RouteTargets targets, Optional<Path> recipe) {
        Optional<Path> shadow = route.optionalFile("shadow");
        if (shadow.isEmpty()) {
            return shadow;
        }
        if (!route.has("recipe")) {
            route.report(route.at("shadow"), "shadow: expected it with a recipe of the route only");
        } else if (shadow.equals(recipe)) {
            route.report(route.at("shadow"), "shadow: expected another file than recipe, found the same");
        } else if (!targets.names().isEmpty() && targets.own().keySet().containsAll(targets.names())) {
            route.report(
                    route.at("shadow"),
                    "shadow: expected a destination that gets what the route's recipe makes, but each in to has a recipe of"
                            + " its own");
        }
        return shadow;
    }

    private static Map<String, Disposition> dispositions(Section route) {
        if (route.has("dispositions") && !route.has("recipe")) {
            route.report(route.at("dispositions"), "dispositions: expected them with a recipe of the route only");
        }
        return route.section("dispositions")
                .map(section -> DispositionReader.readAll(section, List.of(Disposition.values())))
                .orElse(Map.of());
    }
}
