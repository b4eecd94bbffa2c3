package org.sluice.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How storage commitment requests are answered, on the routes that take them.
 *
 * @param within how long an answer may wait for what is still on its way
 * @param remember how long it is kept what became of an instance
 * @param callers where those listen who ask, by AE title
 */
public record CommitmentConfig(Duration within, Duration remember, Map<String, Caller> callers) {

    static final CommitmentConfig DEFAULT = new CommitmentConfig(Duration.ofHours(1), Duration.ofDays(7), Map.of());
    private static final Duration LONGEST_MEMORY = Duration.ofDays(90);

    /** Keeps its own copy of {@code callers}, in its order. */
    public CommitmentConfig {
        callers = Collections.unmodifiableMap(new LinkedHashMap<>(callers));
    }

    /**
     * Where an application entity listens.
     *
     * @param host its host name or address
     * @param port its TCP port, 1 to 65535
     */
    public record Caller(String host, int port) {}

    static CommitmentConfig read(Section section) {
        section.only("within", "remember", "callers");
        CommitmentConfig standard = DEFAULT;
        Duration within = section.duration("within", standard.within());
        Duration remember = section.duration("remember", standard.remember(), LONGEST_MEMORY);
        if (within.compareTo(remember) > 0) {
            section.report(section.at("within"), "commitment: expected remember to be no shorter than within");
        }
        return new CommitmentConfig(
                within,
                remember,
                section.section("callers").map(CommitmentConfig::callers).orElse(standard.callers()));
    }

    private static Map<String, Caller> callers(Section section) {
        Map<String, Caller> callers = new LinkedHashMap<>();
        section.entries().forEach((ae, node) -> {
            section.aeTitle("callers", section.key(ae));
            Section caller = section.section(node, "caller " + ae).only("host", "port");
            callers.put(ae, new Caller(caller.host("host", Optional.empty()), caller.port(1)));
        });
        return callers;
    }
}
