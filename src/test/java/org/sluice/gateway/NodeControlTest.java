package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.control.ControlClient;
import org.sluice.gateway.control.NoNodeException;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;

/** A node answers on the socket in its data folder for as long as it runs. */
class NodeControlTest {
    private final Path folder;

    NodeControlTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static boolean isReady(Path data) throws IOException {
        return ControlClient.ask(data, ControlClient.request("status"), Duration.ofSeconds(30))
                .path("status")
                .path("ready")
                .asBoolean();
    }

    private static void awaitReady(Path data) {
        Await.until(
                () -> {
                    try {
                        return isReady(data);
                    } catch (NoNodeException notYet) {
                        return false;
                    }
                },
                Duration.ofSeconds(30),
                "an answer");
    }

    @Test
    void aNodeThatWasKilledAnswersNoMoreAndTheNextOneDoes() throws IOException {
        int port = FreePort.number();
        Path data = folder.resolve("var");
        ServeProcess.configure(folder, port, RunningNode.EMPTY_RECIPE);
        try (ServeProcess first = ServeProcess.start(folder, port)) {
            awaitReady(data);
            first.kill();
            assertThat(data.resolve("control.sock")).exists();
            assertThatThrownBy(() -> isReady(data)).isInstanceOf(NoNodeException.class);
        }
        try (ServeProcess second = ServeProcess.start(folder, port)) {
            awaitReady(data);
            assertThat(second.terminate()).isZero();
            assertThat(data.resolve("control.sock")).doesNotExist();
        }
    }

    @Test
    void aNodeWhoseSocketCannotBeMadeRunsWithoutIt() throws IOException {
        Files.createDirectories(folder.resolve("var/control.sock/in the way"));
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.EMPTY_RECIPE)) {
            assertThat(node.hindrances()).isEmpty();
            assertThatThrownBy(() -> isReady(folder.resolve("var"))).isInstanceOf(IOException.class);
        }
    }
}
