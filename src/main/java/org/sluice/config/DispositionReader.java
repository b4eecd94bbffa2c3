package org.sluice.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.Suggestions;
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

    private static Optional<Disposition> disposition(
            Section section, String name, Node node, List<Disposition> allowed) {
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
