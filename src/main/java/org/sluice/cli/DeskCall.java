package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sluice.config.ConfigException;
import org.sluice.gateway.StoppedNode;
import org.sluice.gateway.control.RefusalException;
import org.sluice.text.FileFault;
import picocli.CommandLine.Mixin;

/** The node of a configuration while it runs, and its folders when it does not. A mixin; to be closed. */
final class DeskCall implements Closeable {
    @Mixin
    private NodeCall node = new NodeCall();

    private @Nullable StoppedNode stopped;

    /**
     * Asks the node, or does what it would do.
     *
     * @throws NodeFailure when none answers, and yet somebody has its folders
     * @throws CommandFailure when the configuration cannot be read, or with what is said instead of doing it
     */
    JsonNode ask(ObjectNode request) {
        StoppedNode folders = stopped;
        if (folders != null) {
            return ask(folders, request);
        }
        try {
            return node.ask(request);
        } catch (NodeFailure nobody) {
            folders = open(nobody);
            stopped = folders;
            return ask(folders, request);
        }
    }

    private StoppedNode open(NodeFailure nobody) {
        try {
            return StoppedNode.open(node.configuration());
        } catch (ConfigException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new NodeFailure(nobody.getMessage() + "; and its folders: " + FileFault.inWords(e), e);
        }
    }

    private static JsonNode ask(StoppedNode folders, ObjectNode request) {
        try {
            return folders.ask(request, System.getProperty("user.name", "unknown"));
        } catch (RefusalException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure(FileFault.inWords(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        StoppedNode folders = stopped;
        if (folders != null) {
            folders.close();
        }
    }
}
