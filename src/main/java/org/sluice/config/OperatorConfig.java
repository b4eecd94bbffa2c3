package org.sluice.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A person at the desk of a node, over HTTP.
 *
 * @param passcodeHash what {@code sluice passcode} made of the passcode
 */
public record OperatorConfig(String name, DeskRole role, String passcodeHash) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /** Whether a text can be the name of one: it stands in logs, in records and before the colon of HTTP Basic. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** By name, in the order of the file. */
    static Map<String, OperatorConfig> readAll(Section section) {
        Map<String, OperatorConfig> all = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            if (!isName(name)) {
                section.reportUnshown(
                        section.key(name),
                        "users: expected a name of 1 to 64 letters, digits, dots, hyphens, underscores and @");
            }
            all.put(name, read(section, name, node));
        });
        return all;
    }

    /** No line is shown of what is wrong, for there may be a passcode on it. */
    private static OperatorConfig read(Section users, String name, Node node) {
        Map<String, Node> keys = node instanceof MappingNode
                ? users.section(node, "a user of http").entries()
                : Map.of();
        if (!keys.keySet().equals(Set.of("role", "passcode"))) {
            users.reportUnshown(
                    node, "users: expected { role, passcode } for user \"" + name + "\", found something else");
            return new OperatorConfig(name, DeskRole.VIEWER, "");
        }
        Optional<DeskRole> role =
                Optional.ofNullable(keys.get("role")).flatMap(at -> DeskRole.of(users.text("role", at)));
        if (role.isEmpty()) {
            users.reportUnshown(node, "role: expected viewer, reviewer or admin, for user \"" + name + "\"");
        }
        String hash = Optional.ofNullable(keys.get("passcode"))
                .map(at -> users.text("passcode", at))
                .orElse("");
        if (!UserConfig.isHash(hash)) {
            users.reportUnshown(
                    node, "passcode: expected the line that \"sluice passcode\" prints, for user \"" + name + "\"");
        }
        return new OperatorConfig(name, role.orElse(DeskRole.VIEWER), hash);
    }
}
