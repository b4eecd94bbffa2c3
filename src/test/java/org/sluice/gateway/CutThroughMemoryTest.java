package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.FreePort;

/** Promise 3 for cut-through: through a JVM with a heap of 64 MiB pass instances of any size, many at once. */
class CutThroughMemoryTest {
    private final Path folder;

    CutThroughMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void fourInstancesLargerThanTheHeapPassAtOnce() throws Exception {
        pass(4, 128 << 20);
    }

    @Test
    @Tag("heavy")
    void sixteenInstancesOfOneGibibytePassAtOnce() throws Exception {
        pass(16, 1 << 30);
    }

    private void pass(int associations, long bytes) throws Exception {
        LargeBody body = new LargeBody(bytes);
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        ExecutorService senders = Executors.newFixedThreadPool(associations);
        int port = FreePort.number();
        try (ListeningArchive archive = ListeningArchive.open(request -> {
                    arrived.put(request.sopInstanceUid(), LargeBody.checksum(request.body()));
                    return StoreAnswer.SUCCESS;
                });
                ServeProcess serve = serve(port, archive.port())) {
            List<Future<StoreAnswer>> answers = new ArrayList<>();
            for (int i = 1; i <= associations; i++) {
                String uid = "2.25." + i;
                answers.add(senders.submit(() -> body.send(port, uid)));
            }
            for (Future<StoreAnswer> answer : answers) {
                assertThat(answer.get()).as(serve.log()).isEqualTo(StoreAnswer.SUCCESS);
            }
            assertThat(arrived).hasSize(associations);
            arrived.forEach((uid, sum) -> assertThat(sum).isEqualTo(body.checksum(uid)));
            assertThat(serve.terminate()).isZero();
            assertThat(serve.log()).doesNotContain("OutOfMemoryError");
        } finally {
            senders.shutdownNow();
        }
    }

    private ServeProcess serve(int port, int archivePort) throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: %d, bind: 127.0.0.1 }]
                routes: [{ ae: SLUICE, recipe: recipe.deid, to: [archive], deliver: cut-through }]
                destinations: { archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d } }
                http: { port: 0, bind: 127.0.0.1 }
                """.formatted(port, archivePort));
        return ServeProcess.start(folder, port, "-Xmx64m");
    }
}
