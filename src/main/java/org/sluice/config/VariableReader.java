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

    private static final int LONGEST_ACCESSION_PREFIX = 6;
    private static final int DECADE = 3650; // days
    private static final int CENTURY = 36500; // days
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
        if (variable.has("pseudonym") && isFormed(variable)) {
            variable.only("pseudonym", "key", "form", "lookup-first");
            return Optional.of(new VariableConfig.FormedPseudonym(
                    variable.at("pseudonym"),
                    fields(variable, "pseudonym"),
                    variable.path("key"),
                    form(variable),
                    variable.has("lookup-first")
                            ? Optional.of(variable.existingFile("lookup-first"))
                            : Optional.empty()));
        }
        if (variable.has("days")) {
            variable.only("days", "key", "from", "to");
            return Optional.of(days(variable));
        }
        if (variable.has("accession")) {
            variable.only("accession", "key", "prefix");
            return Optional.of(new VariableConfig.Accession(
                    variable.at("accession"),
                    fields(variable, "accession"),
                    variable.path("key"),
                    accessionPrefix(variable)));
        }
        if (variable.has("uids")) {
            variable.only("uids", "key", "root");
            variable.word("uids", List.of("keyed"), "keyed");
            return Optional.of(new VariableConfig.Uids(variable.at("uids"), variable.path("key"), root(variable)));
        }
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
        variable.only(
                "pseudonym", "uid", "value", "lookup", "days", "accession", "uids", "key", "prefix", "root", "column", "from",
                "to", "form", "lookup-first");
        if (variable.isMapping()) {
            variable.report(
                    variable.at(),
                    "a variable: expected one of the keys pseudonym, uid, value, lookup, days, accession or uids");
        }
        return Optional.empty();
    }

    private static boolean isFormed(Section variable) {
        boolean several = variable.find("pseudonym").filter(SequenceNode.class::isInstance).isPresent();
        return several || variable.has("form") || variable.has("lookup-first");
    }

    /** One field, or a list of them. */
    private static List<String> fields(Section variable, String key) {
        Optional<Node> node = variable.find(key);
        if (node.isEmpty() || !(node.get() instanceof SequenceNode)) {
            return List.of(variable.text(key));
        }
        List<String> fields = variable.items(key, node.get()).stream()
                .map(item -> variable.text(key, item))
                .toList();
        return fields.isEmpty() ? List.of("") : fields; // an empty list is reported
    }

    private static PseudonymForm form(Section variable) {
        String written = variable.has("form") ? variable.text("form") : "base32";
        Optional<PseudonymForm> form = PseudonymForm.of(written);
        if (form.isEmpty()) {
            variable.report(
                    variable.at("form"),
                    "form: expected base32, or a text with %s or with %06d to %018d in it, found \"" + written + "\"");
        }
        return form.orElse(PseudonymForm.BASE32);
    }

    private static VariableConfig days(Section variable) {
        int from = variable.number("from", -DECADE, -CENTURY, CENTURY);
        int to = variable.number("to", -1, -CENTURY, CENTURY);
        if (from > to) {
            variable.report(variable.at("days"), "days: expected from to be at most to, found " + from + " and " + to);
        }
        return new VariableConfig.Days(
                variable.at("days"), fields(variable, "days"), variable.path("key"), from, Math.max(from, to));
    }

    private static String accessionPrefix(Section variable) {
        String prefix = prefix(variable);
        if (prefix.length() > LONGEST_ACCESSION_PREFIX) {
            variable.report(
                    variable.at("prefix"),
                    "prefix: expected at most " + LONGEST_ACCESSION_PREFIX
                            + " characters, so that 10 of 16 are left, found " + prefix.length());
            return "";
        }
        return prefix;
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
