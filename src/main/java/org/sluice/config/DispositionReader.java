package org.sluice.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what becomes of flagged instances. */
final class DispositionReader {
    private DispositionReader() {}

    /** By name of the {@code %filter} section, in the order of the file; each one of those that are allowed. */
    static Map<String, Disposition> readAll(Section section, List<Disposition> allowed) {
        Map<String, Disposition> dispositions = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> disposition(section, name, node, allowed)
                .ifPresent(disposition -> dispositions.put(name, disposition)));
        return dispositions;
    }

    /** How instances are blanked, by name of each section that has that disposition. */
    static Map<String, ScrubConfig> readScrubs(Section section, Map<String, Disposition> dispositions) {
        Map<String, ScrubConfig> scrubs = new LinkedHashMap<>();
        section.entries().forEach((name, node) -> {
            if (dispositions.get(name) == Disposition.SCRUB) {
                scrubs.put(
                        name, scrub(section, name, node).map(ScrubConfig::read).orElse(ScrubConfig.DEFAULT));
            }
        });
        return scrubs;
    }

    /** What is said beside the word, where it is written as {@code { scrub: { ... } }}. */
    private static Optional<Section> scrub(Section section, String name, Node node) {
        if (!(node instanceof MappingNode)) {
            return Optional.empty();
        }
        Section one = section.section(node, "disposition of " + name);
        return one.only("scrub").require("scrub").map(value -> one.section(value, "scrub"));
    }

    private static Optional<Disposition> disposition(
            Section section, String name, Node node, List<Disposition> allowed) {
        if (node instanceof MappingNode && allowed.contains(Disposition.SCRUB)) {
            return Optional.of(Disposition.SCRUB); // what stands in it, readScrubs looks at
        }
        String text = section.text("dispositions", node);
        if (text.isBlank()) {
            return Optional.empty(); // reported as no text
        }
        List<String> words = allowed.stream().map(Section::word).toList();
        for (Disposition disposition : allowed) {
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
