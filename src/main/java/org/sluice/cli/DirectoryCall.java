package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.gateway.DirectoryLookup;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import picocli.CommandLine.Option;

/** The directory that a configuration names. A mixin. */
final class DirectoryCall {
    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description =
                    "The configuration (default: ${DEFAULT-VALUE}). Only its keys directory, destinations and data"
                            + " matter. Paths in it are relative to the working directory.")
    private Path configurationFile = Path.of("conf/sluice.yaml");

    /**
     * Asks nothing yet.
     *
     * @throws CommandFailure the configuration cannot be read, is wrong in what matters, or names no directory
     */
    DirectoryLookup lookup() {
        try {
            ConfigReading reading = ConfigLoader.read(configurationFile);
            Optional<Configuration> configuration = reading.configuration();
            if (configuration.isEmpty() || !reading.isSound("directory") || !reading.isSound("destinations")) {
                throw new ConfigException(reading.problems());
            }
            return DirectoryLookup.of(configuration.get())
                    .orElseThrow(() -> new CommandFailure(
                            configurationFile + " names no directory: expected the key directory at its top"));
        } catch (ConfigException e) {
            throw new CommandFailure("the configuration is wrong\n" + e.getMessage(), e);
        } catch (NotUtf8Exception e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            String fault = FileFault.whenReading(configurationFile).orElseGet(() -> FileFault.inWords(e));
            throw new CommandFailure("the configuration: " + fault + "; --conf names another", e);
        }
    }
}
