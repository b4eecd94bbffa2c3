package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;

/**
 * Minutes of mixed load through cut-through, without and with a spool to fall back on, and with an archive that fails now
 * and then: what the node holds afterwards is what it held after the first half minute.
 */
@Tag("heavy")
class SoakTest {
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("soak.warm-up", 30));
    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("soak.load", 150));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MODALITIES = 6;
    /** Instances that a modality offers in a second, at most. */
    private static final int RATE = 300;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    SoakTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What a process holds while nobody uses it. */
    private record Holding(double heap, double direct, double threads, double files) {}

    @Test
    void memoryThreadsAndFilesStayAsTheyWere() throws Exception {
        int port = FreePort.number();
        int http = FreePort.number();
        try (ListeningArchive archive = ListeningArchive.open(this::answer);
                ServeProcess serve = serve(port, http, archive.port())) {
            load(port, WARM_UP);
            Holding before = atRest(serve, archive, http);
            long sentBefore = sent.get();
            load(port, LOAD);
            Holding after = atRest(serve, archive, http);

            assertThat(sent.get()).as(serve.log()).isGreaterThan(2 * sentBefore);
            assertThat(after.heap()).as(before + " " + after).isLessThan(before.heap() * 1.25 + (4 << 20));
            assertThat(after.direct()).as(before + " " + after).isLessThan(before.direct() + (4 << 20));
            assertThat(after.threads()).as(before + " " + after).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(after.files()).as(before + " " + after).isLessThanOrEqualTo(before.files() + 4);
            assertThat(serve.terminate()).isZero();
        }
    }

    /** Every 40th instance is refused, every 90th breaks the association. */
    private StoreAnswer answer(StoreRequest request) throws IOException {
        int number = requests.incrementAndGet();
        LargeBody.checksum(request.body());
        if (number % 90 == 0) {
            throw new AssertionError("the archive dies");
        }
        return number % 40 == 0 ? StoreAnswer.of(Status.OUT_OF_RESOURCES, "") : StoreAnswer.SUCCESS;
    }

    // ---- Load

    /**
     * Holds a modality to {@link #RATE}. The queue of the spool delivers some thirty instances in a second on any machine,
     * for after so many it meets with a refusal or a death of the archive and pauses for the second. If the modalities were
     * as fast as the machine, a fast one would spool more than that, for every 90th of their instances is: it would take as
     * long as the load to deliver it. At this rate they spool a third of it. This is the pace of a generator; nothing is
     * waited for here.
     */
    private static final class Pace {
        private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / RATE;

        private long due = System.nanoTime();

        /** Pauses until the next may be offered; what a slow machine has lost is not made up for. */
        void after(int instances) {
            due = Math.max(due + instances * NANOS_EACH, System.nanoTime());
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void load(int port, Duration length) throws Exception {
        long until = System.nanoTime() + length.toNanos();
        ExecutorService modalities = Executors.newFixedThreadPool(MODALITIES);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < MODALITIES; i++) {
                Random random = new Random(i);
                String called = i % 2 == 0 ? "SLUICE" : "KEPT";
                all.add(modalities.submit(() -> sendUntil(port, called, until, random)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            modalities.shutdownNow();
        }
    }

    /** Associations of some instances each; one in ten is broken off in the middle of an instance. */
    private void sendUntil(int port, String called, long until, Random random) {
        List<GeneratedInstance> kinds = List.of(
                GeneratedInstance.ct(1),
                GeneratedInstance.mr(2),
                GeneratedInstance.sr(3),
                GeneratedInstance.jpeg(4, 3),
                GeneratedInstance.mr(5).with(0xFFFCFFFC, "OB", new byte[512]));
        List<byte[]> bodies = kinds.stream()
                .map(kind -> DataSetBytes.of(kind.bytes()).dataSet())
                .toList();
        Pace pace = new Pace();
        while (System.nanoTime() < until) {
            int offered = 0;
            try (StoreClient modality = connect(port, called, kinds)) {
                for (int i = random.nextInt(60); i >= 0 && System.nanoTime() < until; i--) {
                    int kind = random.nextInt(kinds.size());
                    offered++;
                    store(modality, kinds.get(kind), bodies.get(kind), random.nextInt(600) == 0);
                }
            } catch (IOException brokenOff) {
                // as it was meant to be, by either side
            }
            pace.after(offered);
        }
    }

    private void store(StoreClient modality, GeneratedInstance kind, byte[] body, boolean breakOff) throws IOException {
        modality.store(StoreCommand.of(kind.sopClassUid(), kind.sopInstanceUid(), kind.transferSyntaxUid()), sink -> {
            sink.write(ByteBuffer.wrap(body, 0, breakOff ? body.length / 2 : body.length));
            if (breakOff) {
                throw new IOException("the modality dies");
            }
        });
        sent.incrementAndGet();
    }

    private static StoreClient connect(int port, String called, List<GeneratedInstance> kinds) throws IOException {
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", called),
                kinds.stream()
                        .map(kind -> PresentationContextProposal.of(kind.sopClassUid(), kind.transferSyntaxUid()))
                        .distinct()
                        .toList());
    }

    // ---- The node

    private ServeProcess serve(int port, int http, int archivePort) throws IOException {
        Files.writeString(folder.resolve("recipe.deid"), """
                FORMAT dicom

                %header

                ADD PatientIdentityRemoved YES
                REPLACE PatientID ANONYMOUS
                REMOVE DataSetTrailingPadding
                """);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: %d, bind: 127.0.0.1 }]
                routes:
                  - { ae: SLUICE, recipe: recipe.deid, to: [archive], deliver: cut-through }
                  - { ae: KEPT, recipe: recipe.deid, to: [archive], deliver: cut-through, fallback: spool }
                destinations: { archive: { ae: ARCHIVE, host: 127.0.0.1, port: %d, pool: { idle: 500 ms } } }
                http: { port: %d, bind: 127.0.0.1 }
                """.formatted(port, archivePort, http));
        return ServeProcess.start(folder, port, "-Xmx96m");
    }

    /** After everything has ended that was under way, and what is garbage is gone. */
    private Holding atRest(ServeProcess serve, ListeningArchive archive, int http) throws Exception {
        Await.until(() -> sample(http, "sluice_associations_open ") == 0, SOON, "all associations to end");
        Await.untilNoneIsLeft(() -> (long) sample(http, "sluice_spool_depth"), SOON, "instances in the spool");
        Await.until(() -> archive.open() == 0, SOON, "idle associations with the archive to end");
        for (int i = 0; i < 3; i++) {
            PeerProcess.Ended collected = PeerProcess.run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(serve.pid()),
                            "GC.run"),
                    SOON);
            assertThat(collected.exitCode()).as(collected.output()).isZero();
        }
        Holding holding = new Holding(
                sample(http, "jvm_memory_used_bytes{area=\"heap\""),
                sample(http, "jvm_buffer_memory_used_bytes{id=\"direct\""),
                sample(http, "jvm_threads_live_threads "),
                files(serve));
        System.err.println("soak: " + sent + " sent; " + holding);
        return holding;
    }

    private static long files(ServeProcess serve) throws IOException {
        try (var open = Files.list(Path.of("/proc/" + serve.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** The sum over a scrape's lines that begin so. */
    private static double sample(int http, String beginning) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/metrics"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
