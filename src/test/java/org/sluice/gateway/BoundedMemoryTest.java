package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.BodyWriter;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/** Promise 3: memory is the same whether the instance is small or huge. Each through a JVM with a heap of 96 MiB. */
class BoundedMemoryTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Path folder;

    BoundedMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aMultiFrameInstanceLargerThanTheHeapPasses() throws IOException {
        GeneratedInstance instance = GeneratedInstance.multiFrame(1, 64);
        Path file = instance.writeTo(folder.resolve("mf.dcm"));
        passThrough(instance, file);
    }

    @Test
    @Tag("heavy")
    void aMultiFrameInstanceOfOneGibibytePasses() throws IOException {
        GeneratedInstance instance = GeneratedInstance.multiFrame(1, 512);
        passThrough(instance, instance.writeTo(folder.resolve("mf.dcm")));
    }

    private void passThrough(GeneratedInstance instance, Path file) throws IOException {
        int port = FreePort.number();
        try (ServeProcess serve = serve(port)) {
            assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            Path archived = folder.resolve("var/archive/" + instance.sopInstanceUid() + ".dcm");
            Await.until(() -> Files.exists(archived), LONG, serve::log);
            assertThat(DataSetBytes.sha256(archived)).isEqualTo(DataSetBytes.sha256(file));
            assertThat(serve.terminate()).isZero();
            assertThat(serve.log()).doesNotContain("OutOfMemoryError");
        }
    }

    @Test
    @Tag("heavy")
    void sixteenAssociationsOfTwoHundredMebibytesAtOncePass() throws Exception {
        int port = FreePort.number();
        try (ServeProcess serve = serve(port)) {
            sendAtOnce(port, 16);
            Path archive = folder.resolve("var/archive");
            Await.untilNoneIsLeft(
                    () -> 16 - RunningNode.files(archive, ".dcm").size(),
                    LONG,
                    () -> "instances on their way\n" + serve.log());
            for (int i = 1; i <= 16; i++) {
                GeneratedInstance sent = twoHundredMebibytes(i);
                Path file = sent.writeTo(folder.resolve("sent.dcm"));
                assertThat(DataSetBytes.sha256(archive.resolve(sent.sopInstanceUid() + ".dcm")))
                        .isEqualTo(DataSetBytes.sha256(file));
            }
            assertThat(serve.terminate()).isZero();
            assertThat(serve.log()).doesNotContain("OutOfMemoryError");
        }
    }

    private static GeneratedInstance twoHundredMebibytes(int number) {
        return GeneratedInstance.multiFrame(number, 100);
    }

    private static void sendAtOnce(int port, int associations) throws InterruptedException, ExecutionException {
        ExecutorService senders = Executors.newFixedThreadPool(associations);
        try {
            List<Future<StoreAnswer>> answers = new ArrayList<>();
            for (int i = 1; i <= associations; i++) {
                GeneratedInstance instance = twoHundredMebibytes(i);
                answers.add(senders.submit(() -> new ExactSender(port).send(instance)));
            }
            for (Future<StoreAnswer> answer : answers) {
                assertThat(answer.get()).isEqualTo(StoreAnswer.SUCCESS);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    /** Each header alone is within the limits; all of them would be six times the heap. */
    @Test
    void largeHeadersOnManyAssociationsAtOnceAreStoredOrToldToComeAgain() throws Exception {
        int port = FreePort.number();
        ExecutorService senders = Executors.newFixedThreadPool(24);
        try (ServeProcess serve = serve(port, RunningNode.EMPTY_RECIPE + "REMOVE 00091002\nBLANK PatientName\n")) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String uid = "1.2.3." + i;
                BodyWriter bomb = i % 2 == 0 ? Bombs.elements(uid, 500_000) : Bombs.text(uid, 15 << 20);
                answers.add(senders.submit(() -> new ExactSender(port).send(uid, bomb)));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(new ExactSender(port).send(GeneratedInstance.mr(i))).isEqualTo(StoreAnswer.SUCCESS);
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(Status.SUCCESS, Status.OUT_OF_RESOURCES);
            }
            assertThat(serve.log()).contains("no memory for").doesNotContain("OutOfMemoryError", "internal fault");
            assertThat(serve.terminate()).isZero();
        } finally {
            senders.shutdownNow();
        }
    }

    /** As many bombs as half of the associations that may be open, in the smallest heap for the default limits. */
    @Test
    @Tag("heavy")
    void thirtyTwoHeaderBombsAtOnceDoNotEndANodeWithAHeapOf64Mebibytes() throws Exception {
        for (int round = 1; round <= 12; round++) {
            int port = FreePort.number();
            ExecutorService senders = Executors.newFixedThreadPool(32);
            try (ServeProcess serve = startForSourcesOf40(port, "-Xmx64m")) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 32; i++) {
                    String uid = "1.2.3." + i;
                    BodyWriter bomb = i % 2 == 0 ? Bombs.elements(uid, 400_000) : Bombs.text(uid, 15 << 20);
                    answers.add(senders.submit(() -> new ExactSender(port).send(uid, bomb)));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).as(serve.log()).isIn(Status.SUCCESS, Status.OUT_OF_RESOURCES);
                }
                GeneratedInstance honest = GeneratedInstance.mr(1);
                assertThat(new ExactSender(port).send(honest, honest.writeTo(folder.resolve("mr.dcm"))))
                        .isEqualTo(StoreAnswer.SUCCESS);
                assertThat(serve.terminate()).as("round " + round).isZero();
                assertThat(serve.log()).doesNotContain("OutOfMemoryError", "internal fault");
            } finally {
                senders.shutdownNow();
            }
        }
    }

    /** From one address more than the bombs: the connection that asked whether it listens may not be over yet. */
    private ServeProcess startForSourcesOf40(int port, String heap) throws IOException {
        ServeProcess.configure(folder, port, RunningNode.EMPTY_RECIPE + "BLANK PatientName\n");
        Files.writeString(
                folder.resolve("sluice.yaml"), "limits: { associations-per-source: 40 }\n", StandardOpenOption.APPEND);
        return ServeProcess.start(folder, port, heap);
    }

    private ServeProcess serve(int port) throws IOException {
        return serve(port, RunningNode.EMPTY_RECIPE);
    }

    private ServeProcess serve(int port, String recipe) throws IOException {
        return start(port, recipe, "-Xmx96m");
    }

    private ServeProcess start(int port, String recipe, String heap) throws IOException {
        ServeProcess.configure(folder, port, recipe);
        return ServeProcess.start(folder, port, heap);
    }
}
