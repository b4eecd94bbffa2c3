package org.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the routes of a configuration. */
final class RouteReader {

    private static final String ANYBODY = "ANY";
    private static final int LONGEST_UID_ROOT = 24; // with a dot and 39 digits after it at most 64, PS3.5 9.1

    private final ConfigProblems problems;
    private final Set<String> destinations;
    private final Set<String> users;

    RouteReader(ConfigProblems problems, Set<String> destinations, Set<String> users) {
        this.problems = problems;
        this.destinations = destinations;
        this.users = users;
    }

    List<RouteConfig> routes(Section top) {
        List<RouteConfig> routes = new ArrayList<>();
        for (Node item : top.list("routes")) {
            routes.add(route(new Section(problems, item, "a route")));
        }
        return routes;
    }

    private RouteConfig route(Section section) {
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
                "commitment");
        return new RouteConfig(
                section.at(),
                section.aeTitle("ae"),
                callers(section),
                section.existingFile("recipe"),
                section.section("variables").map(this::variables).orElse(Map.of()),
                section.section("dispositions").map(this::dispositions).orElse(Map.of()),
                to(section),
                deliver(section),
                fallback(section),
                echo(section),
                accept(section),
                choice(section, "contradictions", ContradictionMode.values(), ContradictionMode::word),
                commitment(section));
    }

    private static DeliveryMode deliver(Section route) {
        return choice(route, "deliver", DeliveryMode.values(), DeliveryMode::word);
    }

    private static EchoMode echo(Section route) {
        return choice(route, "echo", EchoMode.values(), EchoMode::word);
    }

    private AcceptMode accept(Section route) {
        if (route.has("accept") && deliver(route) == DeliveryMode.CUT_THROUGH) {
            problems.add(
                    route.at("accept"),
                    "accept: expected it with deliver: durable only; cut-through accepts what its archive accepts");
        }
        return choice(route, "accept", AcceptMode.values(), AcceptMode::word);
    }

    private static CommitmentMode commitment(Section route) {
        return choice(route, "commitment", CommitmentMode.values(), CommitmentMode::word);
    }

    /** One of some values by its word; the first is the default. */
    private static <E> E choice(Section section, String key, E[] values, Function<E, String> word) {
        List<String> words = Arrays.stream(values).map(word).toList();
        return values[Math.max(0, words.indexOf(section.word(key, words, words.get(0))))];
    }

    private boolean fallback(Section route) {
        if (!route.has("fallback")) {
            return false;
        }
        if (!route.text("fallback").equals("spool")) {
            problems.add(route.at("fallback"), "fallback: expected spool, found \"" + route.text("fallback") + "\"");
        } else if (deliver(route) != DeliveryMode.CUT_THROUGH) {
            problems.add(route.at("fallback"), "fallback: expected it with deliver: cut-through only");
        }
        return true;
    }

    private Callers callers(Section route) {
        Callers from = route.find("from").map(node -> from(route, node)).orElse(Callers.ANY);
        Set<String> certificates = new LinkedHashSet<>();
        route.find("certificates").ifPresent(node -> route.items("certificates", node)
                .forEach(item -> certificates.add(route.text("certificates", item))));
        return new Callers(from.aeTitles(), from.networks(), certificates, users(route));
    }

    private Set<String> users(Section route) {
        Set<String> allowed = new LinkedHashSet<>();
        if (route.has("users")) {
            for (Node item : route.list("users")) {
                String name = route.text("users", item);
                if (!name.isBlank() && !users.contains(name)) {
                    problems.add(
                            item,
                            "users: unknown user \"" + name + "\", expected one of the users of the configuration",
                            Suggestions.near(name, List.copyOf(users)));
                }
                allowed.add(name);
            }
        }
        return allowed;
    }

    private Callers from(Section route, Node from) {
        Set<String> aeTitles = new LinkedHashSet<>();
        List<Network> networks = new ArrayList<>();
        boolean anybody = false;
        List<Node> items = route.items("from", from);
        for (Node item : items) {
            String text = route.text("from", item);
            if (text.equals(ANYBODY)) {
                anybody = true;
            } else if (Network.looksLikeOne(text)) {
                network(item, text).ifPresent(networks::add);
            } else {
                aeTitles.add(route.aeTitle("from", item));
            }
        }
        if (anybody && items.size() > 1) {
            problems.add(from, "from: expected ANY alone, or AE titles and networks without it");
        }
        return new Callers(aeTitles, networks, Set.of(), Set.of());
    }

    private Optional<Network> network(Node item, String text) {
        Optional<Network> network = Network.parse(text);
        if (network.isEmpty()) {
            problems.add(item, "from: expected a network such as 10.1.0.0/16 or fd00::/8, found \"" + text + "\"");
        } else if (!network.get().isAligned()) {
            problems.add(
                    item,
                    "from: expected a network whose address ends with its prefix, found \"" + text
                            + "\", which has bits beyond it");
        }
        return network;
    }

    private List<String> to(Section route) {
        List<String> names = new ArrayList<>();
        for (Node item : route.list("to")) {
            String name = route.text("to", item);
            if (names.contains(name)) {
                problems.add(item, "to: destination \"" + name + "\" is there twice");
            } else if (!name.isBlank() && !destinations.contains(name)) {
                List<String> known = List.copyOf(destinations);
                String expected = known.isEmpty() ? "" : ", expected " + Section.listed(sorted(known));
                problems.add(
                        item, "to: unknown destination \"" + name + "\"" + expected, Suggestions.near(name, known));
            }
            names.add(name);
        }
        return names;
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }

    private Map<String, Disposition> dispositions(Section section) {
        Map<String, Disposition> dispositions = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> disposition(section, name, node)
                .ifPresent(disposition -> dispositions.put(name, disposition)));
        return dispositions;
    }

    private Optional<Disposition> disposition(Section section, String name, Node node) {
        String word = section.text("dispositions", node);
        if (word.isBlank()) {
            return Optional.empty(); // reported as no text
        }
        for (Disposition disposition : Disposition.values()) {
            if (disposition.word().equals(word)) {
                return Optional.of(disposition);
            }
        }
        List<String> words =
                Arrays.stream(Disposition.values()).map(Disposition::word).toList();
        problems.add(
                node,
                "dispositions: expected " + Section.listed(words) + " for section \"" + name + "\", found "
                        + Section.describe(node),
                Suggestions.near(word, words));
        return Optional.empty();
    }

    private Map<String, VariableConfig> variables(Section section) {
        Map<String, VariableConfig> variables = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
                problems.add(section.key(name), "variables: expected a name without blanks, found \"" + name + "\"");
            }
            Section variable = new Section(problems, node, "variable " + name);
            source(variable).ifPresent(source -> variables.put(name, source));
        });
        return variables;
    }

    private Optional<VariableConfig> source(Section variable) {
        if (variable.has("pseudonym")) {
            variable.only("pseudonym", "key", "prefix");
            return Optional.of(new VariableConfig.Pseudonym(
                    variable.at("pseudonym"), variable.text("pseudonym"), variable.path("key"), prefix(variable)));
        }
        if (variable.has("uid")) {
            variable.only("uid", "key", "root");
            return Optional.of(new VariableConfig.Uid(
                    variable.at("uid"), variable.text("uid"), variable.path("key"), root(variable)));
        }
        if (variable.has("value")) {
            variable.only("value");
            return Optional.of(new VariableConfig.Value(variable.at("value"), values(variable)));
        }
        if (variable.has("lookup")) {
            variable.only("lookup", "key", "column");
            Path table = variable.existingFile("lookup");
            return Optional.of(new VariableConfig.Lookup(
                    variable.at("key"), table, variable.text("key"), variable.text("column")));
        }
        variable.only("pseudonym", "uid", "value", "lookup", "key", "prefix", "root", "column");
        if (variable.isMapping()) {
            problems.add(variable.at(), "a variable: expected one of the keys pseudonym, uid, value or lookup");
        }
        return Optional.empty();
    }

    private List<String> values(Section variable) {
        Optional<Node> node = variable.find("value");
        if (node.isPresent() && node.get() instanceof SequenceNode) {
            return variable.items("value", node.get()).stream()
                    .map(item -> variable.text("value", item))
                    .toList();
        }
        return List.of(variable.text("value"));
    }

    private String prefix(Section variable) {
        String prefix = variable.has("prefix") ? variable.text("prefix") : "";
        if (prefix.contains("\\")) {
            problems.add(variable.at("prefix"), "prefix: expected a text without a backslash, which separates values");
        }
        return prefix;
    }

    private String root(Section variable) {
        String root = variable.text("root", "2.25");
        if (root.length() > LONGEST_UID_ROOT || !root.matches("[0-2](\\.(0|[1-9][0-9]*))+")) {
            problems.add(
                    variable.at("root"),
                    "root: expected a UID of at most " + LONGEST_UID_ROOT + " characters, found \"" + root + "\"");
        }
        return root;
    }
}
