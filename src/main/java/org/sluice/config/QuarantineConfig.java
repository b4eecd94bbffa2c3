package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * The quarantine: its folder alone, or with keys.
 *
 * @param folder of flagged instances
 * @param keep how long what a person has rejected stays before it is deleted, 1 ms to 100 years
 */
record QuarantineConfig(Path folder, Duration keep) {
    private static final Path FOLDER = Path.of("quarantine");
    private static final Duration KEEP = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static QuarantineConfig read(Section top) {
        Optional<Section> keys = top.find("quarantine")
                .filter(MappingNode.class::isInstance)
                .flatMap(mapping -> top.section("quarantine"));
        return keys.map(section -> section.only("folder", "keep"))
                .map(section ->
                        new QuarantineConfig(section.path("folder", FOLDER), section.duration("keep", KEEP, LONGEST)))
                .orElseGet(() -> new QuarantineConfig(top.path("quarantine", FOLDER), KEEP));
    }
}
