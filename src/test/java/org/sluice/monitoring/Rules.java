package org.sluice.monitoring;

import java.nio.file.Path;
import java.util.List;

/** The rules that are shipped for Prometheus. */
final class Rules {
    static final Path ALERTS = Path.of("docker/alerts.yml");
    static final Path RECORDED = Path.of("docker/rules.yml");

    private Rules() {}

    /** All rules of a file: alerts, or expressions that are recorded. */
    static List<Tree> of(Path file) {
        return Tree.of(file).all("groups").stream()
                .flatMap(group -> group.all("rules").stream())
                .toList();
    }

    /** Under which name its answer is kept, or how it is called. */
    static String name(Tree rule) {
        return rule.text(rule.has("alert") ? "alert" : "record");
    }
}
