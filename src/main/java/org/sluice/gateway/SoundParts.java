package org.sluice.gateway;

import java.nio.file.Path;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.text.FileFault;

/**
 * What is sound of a configuration that is wrong by itself, tried without making anything: no folder is made that a misspelt
 * key has not named.
 */
final class SoundParts {
    private final ConfigReading reading;
    private final Configuration configuration;
    private final StartTrial trial;

    private SoundParts(ConfigReading reading, Configuration configuration) {
        this.reading = reading;
        this.configuration = configuration;
        this.trial = new StartTrial(configuration.places());
    }

    /** What is wrong with the configuration by itself, and with the recipes, folders and ports that it names. */
    static ConfigException problemsWithThoseToo(ConfigReading reading, Configuration configuration) {
        SoundParts parts = new SoundParts(reading, configuration);
        parts.trial.noteAll(reading.problems());
        parts.trial.noteAll(RouteAssembly.problemsOfRecipes(configuration, parts::isNamedAndSound));
        parts.look(configuration.data(), "data");
        parts.look(configuration.quarantine(), "quarantine");
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Folder folder) {
                parts.look(folder.folder(), "destinations", name, "folder");
            }
        });
        PortTrial.of(reading, configuration, true, parts.trial);
        return parts.trial.failure();
    }

    private void look(Path folder, Object... path) {
        if (isNamedAndSound(path)) {
            FileFault.whenWritingInto(folder)
                    .ifPresent(fault -> trial.note(path[path.length - 1] + ": " + fault, path));
        }
    }

    private boolean isNamedAndSound(Object... path) {
        return configuration.places().has(path) && reading.isSound(path);
    }
}
