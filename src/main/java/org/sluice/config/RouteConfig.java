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
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What happens to instances that are sent to one called AE title.
 *
 * @param at the place of the route in the file, for problems found later
 * @param ae the called AE title
 * @param from who may use the route
 * @param recipe the recipe's file
 * @param variables what {@code var:NAME} in the recipe stands for, by name, in the order of the file
 * @param dispositions by name of the {@code %filter} section; a section that is not in it is quarantined
 * @param to the names of the destinations, at least one; just one, an archive or a fail-over group, for
 *     cut-through and for relayed echoes
 * @param deliver how the clean ones get there
 * @param fallback whether cut-through goes by way of the spool while the archive is out of reach
 * @param echo who answers a C-ECHO
 * @param accept which presentation contexts are accepted
 * @param contradictions what becomes of data sets that contradict PS3.5
 * @param commitment on what storage commitment is based, if it is answered at all
 * @param highWater from where on it takes no more instances
 */
public record RouteConfig(
        Span at,
        String ae,
        Callers from,
        Path recipe,
        Map<String, VariableConfig> variables,
        Map<String, Disposition> dispositions,
        List<String> to,
        DeliveryMode deliver,
        boolean fallback,
        EchoMode echo,
        AcceptMode accept,
        ContradictionMode contradictions,
        CommitmentMode commitment,
        HighWaterConfig highWater) {

    /** Keeps its own copies of {@code variables}, {@code dispositions} and {@code to}, in their order. */
    public RouteConfig {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        dispositions = Collections.unmodifiableMap(new LinkedHashMap<>(dispositions));
        to = List.copyOf(to);
    }

    /** What becomes of an instance that the section of this name flags. */
    public Disposition disposition(String section) {
        return dispositions.getOrDefault(section, Disposition.QUARANTINE);
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
                "variables",
                "dispositions",
                "to",
                "deliver",
                "fallback",
                "echo",
                "accept",
                "contradictions",
                "commitment",
                "high-water");
        return new RouteConfig(
                section.at(),
                section.aeTitle("ae"),
                Callers.read(section, users),
                section.existingFile("recipe"),
                section.section("variables").map(VariableReader::readAll).orElse(Map.of()),
                section.section("dispositions").map(RouteConfig::dispositions).orElse(Map.of()),
                to(section, destinations),
                deliver(section),
                fallback(section),
                section.choice("echo", EchoMode.values()),
                accept(section),
                section.choice("contradictions", ContradictionMode.values()),
                section.choice("commitment", CommitmentMode.values()),
                section.section("high-water").map(HighWaterConfig::read).orElse(HighWaterConfig.NONE));
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

    private static List<String> to(Section route, Set<String> destinations) {
        List<String> names = new ArrayList<>();
        for (Node item : route.list("to")) {
            String name = route.text("to", item);
            if (names.contains(name)) {
                route.report(item, "to: destination \"" + name + "\" is there twice");
            } else if (!name.isBlank() && !destinations.contains(name)) {
                List<String> known = List.copyOf(destinations);
                String expected = known.isEmpty() ? "" : ", expected " + Section.listed(sorted(known));
                route.report(
                        item, "to: unknown destination \"" + name + "\"" + expected, Suggestions.near(name, known));
            }
            names.add(name);
        }
        return names;
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }

    private static Map<String, Disposition> dispositions(Section section) {
        Map<String, Disposition> dispositions = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> disposition(section, name, node)
                .ifPresent(disposition -> dispositions.put(name, disposition)));
        return dispositions;
    }

    private static Optional<Disposition> disposition(Section section, String name, Node node) {
        String text = section.text("dispositions", node);
        if (text.isBlank()) {
            return Optional.empty(); // reported as no text
        }
        List<String> words = Section.words(Disposition.values());
        for (Disposition disposition : Disposition.values()) {
            if (Section.word(disposition).equals(text)) {
                return Optional.of(disposition);
            }
        }
        section.report(
                node,
                "dispositions: expected " + Section.listed(words) + " for section \"" + name + "\", found "
                        + Section.describe(node),
                Suggestions.near(text, words));
        return Optional.empty();
    }
}
