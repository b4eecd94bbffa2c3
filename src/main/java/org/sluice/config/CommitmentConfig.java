package org.sluice.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How storage commitment requests are answered, on the routes that take them.
 *
 * @param within how long an answer may wait for what is still on its way
 * @param remember how long it is kept what became of an instance
 * @param callers where those listen who ask, by AE title
 */
public record CommitmentConfig(Duration within, Duration remember, Map<String, Caller> callers) {

    static final CommitmentConfig DEFAULT = new CommitmentConfig(Duration.ofHours(1), Duration.ofDays(7), Map.of());

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
}
