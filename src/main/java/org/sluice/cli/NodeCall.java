package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.gateway.control.ControlClient;
import org.sluice.gateway.control.NoNodeException;
import org.sluice.gateway.control.RefusalException;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import picocli.CommandLine.Option;

/** The node of a configuration, for commands that ask it while it runs. A mixin. */
final class NodeCall {
    /** Whatever a node has to look at, it has looked at by then, unless a disk does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description =
                    "The configuration of the node that is asked (default: ${DEFAULT-VALUE}). Only its data folder"
                            + " matters; a relative one is relative to the working directory.")
    private Path configurationFile = Path.of("conf/sluice.yaml");

    /**
     * Asks the node.
     *
     * @throws NodeFailure when none answers
     * @throws CommandFailure when the configuration cannot be read, or with what the node says instead of doing it
     */
    JsonNode ask(ObjectNode request) {
        Path data = data();
        try {
            return ControlClient.ask(data, request, PATIENCE);
        } catch (NoNodeException e) {
            throw new NodeFailure(e.getMessage() + " (data of " + configurationFile + "; --conf names another)", e);
        } catch (RefusalException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new NodeFailure(
                    "the node with the data folder " + data + " does not answer: " + FileFault.inWords(e), e);
        }
    }

    /** The data folder of the node, which need not exist. */
    Path data() {
        return read().configuration()
                .map(Configuration::data)
                .orElseThrow(() -> new CommandFailure(
                        "the configuration: " + configurationFile + " is not YAML; sluice serve --check says why"));
    }

    /**
     * The configuration of the node.
     *
     * @throws CommandFailure when anything is wrong with it
     */
    Configuration configuration() {
        ConfigReading reading = read();
        if (!reading.isRight()) {
            ConfigException wrong = new ConfigException(reading.problems());
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
        return reading.configuration().orElseThrow();
    }

    private ConfigReading read() {
        try {
            return ConfigLoader.read(configurationFile);
        } catch (NotUtf8Exception e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            String fault = FileFault.whenReading(configurationFile).orElseGet(() -> FileFault.inWords(e));
            throw new CommandFailure("the configuration: " + fault + "; --conf names another", e);
        }
    }
}
