package org.sluice.gateway;

import java.util.List;
import java.util.Optional;
import org.sluice.config.CommitmentMode;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.net.Engine;
import org.sluice.net.Engine.Capability;
import org.sluice.net.Engines;

/**
 * The engine that a configuration names. One that is not there, or cannot do what the configuration asks of it, is told at the
 * key. What it lacks for speed alone is nobody's mistake.
 */
public final class EngineChoice {
    private final Configuration configuration;
    private final Engine engine;
    private final StartTrial trial;

    private EngineChoice(Configuration configuration, Engine engine, StartTrial trial) {
        this.configuration = configuration;
        this.engine = engine;
        this.trial = trial;
    }

    /**
     * The engine, for whoever only calls an archive with it.
     *
     * @param engines that there are
     * @throws ConfigException the one that the configuration names is not among them
     */
    public static Engine toCallWith(Configuration configuration, Engines engines) throws ConfigException {
        StartTrial trial = new StartTrial(configuration.places());
        Optional<Engine> engine = named(configuration, engines, trial);
        if (engine.isEmpty()) {
            throw trial.failure();
        }
        return engine.get();
    }

    /** The engine, of those that there are; empty, and noted in the trial, when there is no such one. */
    static Optional<Engine> of(Configuration configuration, Engines engines, StartTrial trial) {
        Optional<Engine> engine = named(configuration, engines, trial);
        engine.ifPresent(found -> new EngineChoice(configuration, found, trial).check());
        return engine;
    }

    private static Optional<Engine> named(Configuration configuration, Engines engines, StartTrial trial) {
        String name = configuration.engine();
        Optional<Engine> engine = engines.named(name);
        if (engine.isEmpty()) {
            trial.note(
                    "engine: " + name + " is not in this build; build one with the Maven profile -P" + name
                            + ". Found: " + String.join(", ", engines.names()),
                    "engine");
        }
        return engine;
    }

    private void check() {
        if (configuration.places().has("limits", "associations-per-source")) {
            need(Capability.LIMITS_PER_SOURCE, "limits", "associations-per-source");
        }
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Archive archive) {
                check(name, archive);
            }
        });
        for (int i = 0; i < configuration.routes().size(); i++) {
            boolean asked = configuration.routes().get(i).commitment() != CommitmentMode.OFF;
            if (asked && configuration.commitment().callers().isEmpty()) {
                need(Capability.REPORTS_ON_SAME_ASSOCIATION, "routes", i, "commitment");
            }
        }
    }

    private void check(String name, DestinationConfig.Archive archive) {
        if (archive.window() > 1) {
            need(Capability.OPERATIONS_WINDOW, "destinations", name, "window");
        }
        if (archive.commonExtended()) {
            need(Capability.COMMON_EXTENDED_NEGOTIATION, "destinations", name, "common-extended");
        }
    }

    private void need(Capability capability, Object... path) {
        if (!engine.capabilities().contains(capability)) {
            List<Object> key = List.of(path);
            trial.note(
                    key.get(key.size() - 1) + ": the engine " + engine.name() + " cannot do this; one that "
                            + capability.words() + " is needed",
                    path);
        }
    }
}
