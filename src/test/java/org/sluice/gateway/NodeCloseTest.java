package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.text.SourceText;

/** A node that is closed gives everything one and the same time, and has nothing open afterwards. */
class NodeCloseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    private final Path folder;

    NodeCloseTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Node start() throws Exception {
        Path recipe = Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        return Node.start(
                ConfigLoader.parse(new SourceText(
                        "test.yaml", """
                listen: [{ port: 0, bind: 127.0.0.1 }, { port: 0, bind: 127.0.0.2 }, { port: 0, bind: 127.0.0.3 }]
                routes: [{ ae: SLUICE, recipe: "RECIPE", to: [one, two, three] }]
                destinations:
                  one: { folder: "FOLDER/one" }
                  two: { folder: "FOLDER/two" }
                  three: { folder: "FOLDER/three" }
                data: "FOLDER/var"
                quarantine: "FOLDER/quarantine"
                timeouts: { shutdown: 2 s }
                """.replace("RECIPE", recipe.toString()).replace("FOLDER", folder.toString()))),
                TestEngine.ENGINES);
    }

    /** A modality that has sent half of an instance, and says nothing more before the latch is open. */
    private static Thread stuck(InetSocketAddress address, CountDownLatch half, CountDownLatch latch) {
        Thread modality = new Thread(() -> {
            try (StoreClient client = TestEngine.ENGINE.connect(
                    StoreClientOptions.of(address, "MODALITY", "SLUICE"),
                    List.of(PresentationContextProposal.of(CT, IMPLICIT)))) {
                client.store(StoreCommand.of(CT, "1.2.3", IMPLICIT), sink -> {
                    sink.write(ByteBuffer.allocate(200_000));
                    half.countDown();
                    awaitUninterrupted(latch);
                });
            } catch (IOException abortedAsExpected) {
                return;
            }
        });
        modality.start();
        return modality;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A port is closed when the call that waits on it for the next connection has returned, a moment after the close. */
    private static void awaitClosed(List<InetSocketAddress> addresses) {
        Await.until(() -> addresses.stream().noneMatch(NodeCloseTest::isOpen), SOON, "the ports to be closed");
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    @Timeout(120)
    void listenersShareOneGraceHoweverManyThereAre() throws Exception {
        Node node = start();
        List<InetSocketAddress> addresses = node.addresses();
        CountDownLatch half = new CountDownLatch(addresses.size());
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> modalities = new ArrayList<>();
        addresses.forEach(address -> modalities.add(stuck(address, half, end)));
        half.await();

        long began = System.nanoTime();
        node.close();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        end.countDown();
        for (Thread modality : modalities) {
            modality.join();
        }

        assertThat(took).isBetween(GRACE, GRACE.multipliedBy(3).minusMillis(1));
        awaitClosed(addresses);
        start().close(); // its stores are free
    }

    /** A thread that is interrupted cannot write to files: each of the steps that does fails, and the others are done. */
    @Test
    @Timeout(120)
    void aStepThatFailsKeepsNothingOpen() throws Exception {
        Node node = start();
        List<InetSocketAddress> addresses = node.addresses();
        Thread closing = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                node.close();
            } catch (IOException failedAsExpected) {
                return;
            }
        });
        closing.start();
        closing.join();

        awaitClosed(addresses);
        Await.until(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().matches("forward-(one|two|three)")),
                SOON,
                "the forwarders to end");
        start().close();
    }
}
