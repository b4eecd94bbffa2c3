package org.sluice.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what {@code var:NAME} in the recipe of a route stands for. */
final class VariableReader {

    private static final int LONGEST_UID_ROOT = 24; // with a dot and 39 digits after it at most 64, PS3.5 9.1

    private VariableReader() {}

    /** By name, in the order of the file. */
    static Map<String, VariableConfig> readAll(Section section) {
        Map<String, VariableConfig> variables = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
                section.report(section.key(name), "variables: expected a name without blanks, found \"" + name + "\"");
            }
            Section variable = section.section(node, "variable " + name);
            source(variable).ifPresent(source -> variables.put(name, source));
        });
        return variables;
    }

    private static Optional<VariableConfig> source(Section variable) {
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
            variable.report(variable.at(), "a variable: expected one of the keys pseudonym, uid, value or lookup");
        }
        return Optional.empty();
    }

    private static List<String> values(Section variable) {
        Optional<Node> node = variable.find("value");
        if (node.isPresent() && node.get() instanceof SequenceNode) {
            return variable.items("value", node.get()).stream()
                    .map(item -> variable.text("value", item))
                    .toList();
        }
        return List.of(variable.text("value"));
    }

    private static String prefix(Section variable) {
        String prefix = variable.has("prefix") ? variable.text("prefix") : "";
        if (prefix.contains("\\")) {
            variable.report(
                    variable.at("prefix"), "prefix: expected a text without a backslash, which separates values");
        }
        return prefix;
    }

    private static String root(Section variable) {
        String root = variable.text("root", "2.25");
        if (root.length() > LONGEST_UID_ROOT || !root.matches("[0-2](\\.(0|[1-9][0-9]*))+")) {
            variable.report(
                    variable.at("root"),
                    "root: expected a UID of at most " + LONGEST_UID_ROOT + " characters, found \"" + root + "\"");
        }
        return root;
    }
}
