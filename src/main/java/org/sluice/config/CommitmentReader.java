package org.sluice.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads how storage commitment is answered. */
final class CommitmentReader {

    private static final Duration LONGEST_MEMORY = Duration.ofDays(90);

    private final ConfigProblems problems;

    CommitmentReader(ConfigProblems problems) {
        this.problems = problems;
    }

    CommitmentConfig read(Section section) {
        section.only("within", "remember", "callers");
        CommitmentConfig standard = CommitmentConfig.DEFAULT;
        Duration within = section.duration("within", standard.within());
        Duration remember = section.duration("remember", standard.remember(), LONGEST_MEMORY);
        if (within.compareTo(remember) > 0) {
            problems.add(section.at(), "commitment: expected remember to be no shorter than within");
        }
        return new CommitmentConfig(
                within, remember, section.section("callers").map(this::callers).orElse(standard.callers()));
    }

    private Map<String, CommitmentConfig.Caller> callers(Section section) {
        Map<String, CommitmentConfig.Caller> callers = new LinkedHashMap<>();
        section.entries().forEach((ae, node) -> {
            section.aeTitle("callers", section.key(ae));
            Section caller = new Section(problems, node, "caller " + ae).only("host", "port");
            callers.put(ae, new CommitmentConfig.Caller(caller.host("host", Optional.empty()), caller.port(1)));
        });
        return callers;
    }
}
