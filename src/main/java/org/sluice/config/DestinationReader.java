package org.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the destinations of a configuration. */
final class DestinationReader {

    private static final int MOST_IN_WINDOW = 64;
    private static final int MOST_ASSOCIATIONS = 64;

    private DestinationReader() {}

    /** By name, in the order of the file. */
    static Map<String, DestinationConfig> readAll(Section top) {
        Map<String, DestinationConfig> destinations = new LinkedHashMap<>();
        Optional<Section> all = top.require("destinations").map(node -> top.section(node, "destinations"));
        if (all.isEmpty()) {
            return destinations;
        }
        Map<String, Section> groups = new LinkedHashMap<>();
        all.get().entries().forEach((name, node) -> {
            checkName(name, all.get());
            Section section = top.section(node, "destination " + name);
            destinations.put(name, destination(name, section));
            if (section.has("failover")) {
                groups.put(name, section);
            }
        });
        groups.forEach((name, section) -> checkMembers(name, section, destinations));
        return destinations;
    }

    private static void checkName(String name, Section all) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
            all.report(
                    all.key(name),
                    "destinations: expected a name of at most 64 letters, digits, hyphens, underscores and dots, "
                            + "not starting with a dot, found \"" + name + "\"");
        }
    }

    private static DestinationConfig destination(String name, Section section) {
        if (section.has("folder")) {
            section.only("folder", "name", "hours", "zone", "mbit");
            return new DestinationConfig.Folder(
                    name, section.path("folder"), NameTemplate.read(section), TrafficConfig.read(section));
        }
        if (section.has("stow")) {
            return StowConfig.read(name, section);
        }
        if (section.has("failover")) {
            section.only("failover", "hours", "zone");
            return new DestinationConfig.Failover(name, members(section), TrafficConfig.read(section));
        }
        section.only(
                "ae",
                "host",
                "port",
                "from",
                "calling-ae",
                "pool",
                "window",
                "associations",
                "duplicates",
                "common-extended",
                "adapt",
                "tls",
                "user",
                "hours",
                "zone",
                "mbit",
                "folder",
                "stow",
                "failover");
        boolean listed = isFromDirectory(section);
        String callingAe = section.has("calling-ae") ? section.aeTitle("calling-ae") : "SLUICE";
        return new DestinationConfig.Archive(
                name,
                section.aeTitle("ae"),
                listed ? "" : section.host("host", Optional.empty()),
                listed ? 0 : section.port(1),
                callingAe,
                section.section("pool").map(PoolConfig::read).orElse(PoolConfig.DEFAULT),
                section.number("window", 1, 1, MOST_IN_WINDOW),
                section.find("associations")
                        .map(there -> section.number(
                                "associations", DestinationConfig.Archive.ASSOCIATIONS, 1, MOST_ASSOCIATIONS)),
                section.choice("duplicates", DuplicatesMode.values()),
                section.word("common-extended", List.of("true", "false"), "false")
                        .equals("true"),
                section.has("adapt") ? Optional.of(section.choice("adapt", AdaptMode.values())) : Optional.empty(),
                section.section("tls").map(TlsConfig::ofDestination),
                section.section("user").map(UserConfig.Calling::read),
                TrafficConfig.read(section));
    }

    private static boolean isFromDirectory(Section section) {
        section.word("from", List.of("directory"), "directory");
        for (String key : List.of("host", "port")) {
            if (section.has("from") && section.has(key)) {
                section.report(section.at(key), key + ": is in the directory, by from; expected one of the two");
            }
        }
        return section.has("from");
    }

    private static List<String> members(Section section) {
        return section.list("failover").stream()
                .map(item -> section.text("failover", item))
                .toList();
    }

    /** Members can only be looked up when all destinations are read. */
    private static void checkMembers(String group, Section section, Map<String, DestinationConfig> destinations) {
        List<String> possible = destinations.values().stream()
                .filter(one -> !(one instanceof DestinationConfig.Failover))
                .map(DestinationConfig::name)
                .toList();
        List<String> seen = new ArrayList<>();
        for (Node item : section.list("failover")) {
            String name = section.text("failover", item);
            if (seen.contains(name)) {
                section.report(item, "failover: \"" + name + "\" is there twice");
            } else if (!name.isBlank() && !possible.contains(name)) {
                String expected = possible.isEmpty() ? "" : ": " + Section.listed(possible);
                section.report(
                        item,
                        "failover: expected a destination that is no group" + expected + ", found \"" + name + "\"",
                        Suggestions.near(name, possible));
            }
            seen.add(name);
        }
        if (seen.size() == 1) {
            section.report(
                    section.at("failover"), "destination " + group + ": expected at least two destinations, found one");
        }
    }
}
