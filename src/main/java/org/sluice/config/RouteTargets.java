package org.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where a route leads: {@code to: [archive, research: { recipe: recipes/safe-header.deid }]}.
 *
 * @param names of the destinations, in the order of the file
 * @param own what some of them get by a recipe of their own, by their names
 */
record RouteTargets(List<String> names, Map<String, OwnRecipeConfig> own) {
    /** Refusing is between the route and the sender, whatever one of several destinations may want. */
    private static final List<Disposition> OF_A_DESTINATION =
            List.of(Disposition.QUARANTINE, Disposition.FORWARD, Disposition.REPORT);

    /** Of the destinations of the configuration, by their names. */
    static RouteTargets read(Section route, Set<String> destinations) {
        RouteTargets targets = new RouteTargets(new ArrayList<>(), new LinkedHashMap<>());
        for (Node item : route.list("to")) {
            if (item instanceof MappingNode) {
                targets.addOwn(route, route.section(item, "to"), item, destinations);
            } else {
                targets.add(route, route.text("to", item), item, destinations);
            }
        }
        return targets;
    }

    private void addOwn(Section route, Section target, Node item, Set<String> destinations) {
        if (target.entries().size() != 1) {
            route.report(
                    item,
                    "to: expected the name of one destination with its recipe, found "
                            + (target.entries().isEmpty()
                                    ? "no key"
                                    : "the keys "
                                            + String.join(", ", target.entries().keySet())));
            return;
        }
        target.entries().forEach((name, node) -> {
            add(route, name, target.key(name), destinations);
            own.putIfAbsent(name, ownRecipe(route.section(node, "destination " + name + " of a route")));
        });
    }

    private static OwnRecipeConfig ownRecipe(Section section) {
        section.only("recipe", "variables", "dispositions");
        return new OwnRecipeConfig(
                section.at(),
                section.existingFile("recipe"),
                section.section("variables").map(VariableReader::readAll).orElse(Map.of()),
                section.section("dispositions")
                        .map(one -> DispositionReader.readAll(one, OF_A_DESTINATION))
                        .orElse(Map.of()));
    }

    private void add(Section route, String name, Node at, Set<String> destinations) {
        if (names.contains(name)) {
            route.report(at, "to: destination \"" + name + "\" is there twice");
        } else if (!name.isBlank() && !destinations.contains(name)) {
            List<String> known = List.copyOf(destinations);
            List<String> sorted = known.stream().sorted().toList();
            Optional<String> expected =
                    known.isEmpty() ? Optional.empty() : Optional.of(", expected " + Section.listed(sorted));
            route.report(
                    at,
                    "to: unknown destination \"" + name + "\"" + expected.orElse(""),
                    Suggestions.near(name, known));
        }
        names.add(name);
    }
}
