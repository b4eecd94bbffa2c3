package org.sluice.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.gateway.ServeProcess;
import org.sluice.net.DataSetBody;
import org.sluice.net.Listener;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Sides;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.TestAuthority;

/**
 * {@code sluice serve} with two routes and both ways of delivery, to an archive that takes everything, one that declines
 * everything and one that is away; and modalities that send it everything that its metrics count.
 */
final class LoadedNode implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;

    private static final String RECIPE = """
            FORMAT dicom

            %filter men

            LABEL Men are flagged in this recipe
            contains PatientSex M

            %filter large

            LABEL Refused by disposition
            equals Rows 2048

            %header

            REPLACE PatientID var:id
            ADD DeidentificationMethod var:id
            """;

    private static final String CONFIGURATION = """
            listen:
              - { port: %1$d, bind: 127.0.0.1 }
              - { port: %2$d, bind: 127.0.0.1, tls: { key: gate.key, certificate: gate.pem } }
            routes:
              - ae: SLUICE
                from: [CT_ROOM1, MR_ROOM2]
                recipe: recipe.deid
                shadow: shadow.deid
                variables: { id: { pseudonym: PatientID, key: secret.key } }
                dispositions: { large: refuse }
                to: [archive, declining, away]
              - ae: STRAIGHT
                from: [MR_ROOM2]
                recipe: recipe.deid
                variables: { id: { pseudonym: PatientID, key: secret.key } }
                dispositions: { large: report }
                to: [direct]
                deliver: cut-through
            destinations:
              archive:   { ae: ARCHIVE, host: 127.0.0.1, port: %3$d }
              direct:    { ae: ARCHIVE, host: 127.0.0.1, port: %3$d }
              declining: { ae: ARCHIVE, host: 127.0.0.1, port: %4$d }
              away:      { ae: ARCHIVE, host: 127.0.0.1, port: %5$d }
            data: var
            quarantine: quarantine
            http: { port: %6$d, bind: 127.0.0.1 }
            retry: { first: 50 ms, most: 200 ms }
            """;

    private final Listener archive;
    private final Listener declining;
    private final ServeProcess serve;
    private final int port;
    private final int tlsPort;
    private final int httpPort;
    private final ScheduledExecutorService modalities = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    private LoadedNode(Path folder) throws IOException {
        Sides peers = new Sides(TestEngine.ENGINE);
        archive = peers.listen(request -> answer(request.body(), StoreAnswer.SUCCESS));
        declining = peers.listen(
                request -> answer(request.body(), StoreAnswer.of(Status.DATA_SET_DOES_NOT_MATCH, "not for us")));
        port = FreePort.number();
        tlsPort = FreePort.number();
        httpPort = FreePort.number();
        new TestAuthority("authority", folder)
                .issue("gate", TestAuthority.inDays(-1), TestAuthority.inDays(10), "127.0.0.1");
        Files.writeString(folder.resolve("recipe.deid"), RECIPE);
        Files.writeString(
                folder.resolve("shadow.deid"), RECIPE.replace("contains PatientSex M", "contains PatientSex F"));
        Files.writeString(
                folder.resolve("sluice.yaml"),
                CONFIGURATION.formatted(
                        port,
                        tlsPort,
                        archive.address().getPort(),
                        declining.address().getPort(),
                        FreePort.number(),
                        httpPort));
        // a heap that is collected now and then
        serve = ServeProcess.start(folder, port, "-Xmx256m", "-Xmn8m");
    }

    static LoadedNode start(Path folder) {
        try {
            return new LoadedNode(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreAnswer answer(DataSetBody body, StoreAnswer answer) throws IOException {
        Sides.read(body);
        return answer;
    }

    /** Where Prometheus finds it. */
    String target() {
        return "127.0.0.1:" + httpPort;
    }

    /** The modalities begin, and go on until the end. */
    void load() {
        modalities.scheduleWithFixedDelay(this::sendSome, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the modalities met that they should not have. */
    Queue<Exception> failures() {
        return failures;
    }

    String log() {
        return serve.log();
    }

    /** The process is ended at once, and so are the modalities. */
    void kill() {
        modalities.shutdownNow();
        serve.kill();
    }

    private void sendSome() {
        try {
            GeneratedInstance clean = instance();
            store("CT_ROOM1", "SLUICE", clean, clean.sopInstanceUid());
            GeneratedInstance straight = instance();
            store("MR_ROOM2", "STRAIGHT", straight, straight.sopInstanceUid());
            GeneratedInstance flagged = instance().patientSex("M");
            store("MR_ROOM2", "SLUICE", flagged, flagged.sopInstanceUid());
            GeneratedInstance refused = instance().unsignedShort(0x00280010, 2048);
            store("CT_ROOM1", "SLUICE", refused, refused.sopInstanceUid());
            GeneratedInstance undecided = instance().without(0x00100020);
            store("CT_ROOM1", "SLUICE", undecided, undecided.sopInstanceUid());
            store("CT_ROOM1", "SLUICE", instance(), "1.2.3"); // contradicts its request
            try (StoreClient client = connect(port, "CT_ROOM1", "SLUICE", instance())) {
                client.echo();
                client.abort();
            }
            refusedAssociation(port, "NOBODY");
            refusedAssociation(tlsPort, "SLUICE"); // without TLS
        } catch (IOException | RuntimeException e) {
            if (!modalities.isShutdown()) {
                failures.add(e);
            }
        }
    }

    private GeneratedInstance instance() {
        return GeneratedInstance.sr(number.incrementAndGet());
    }

    private void store(String calling, String called, GeneratedInstance instance, String uid) throws IOException {
        StoreCommand command = StoreCommand.of(instance.sopClassUid(), uid, instance.transferSyntaxUid());
        try (StoreClient client = connect(port, calling, called, instance)) {
            client.store(command, instance::dataSet);
        }
    }

    private void refusedAssociation(int where, String called) {
        try (StoreClient client = connect(where, "CT_ROOM1", called, instance())) {
            failures.add(new IOException(called + " was accepted: " + client.association()));
        } catch (IOException expected) {
            // that is what is counted
        }
    }

    private static StoreClient connect(int where, String calling, String called, GeneratedInstance instance)
            throws IOException {
        return TestEngine.ENGINE.connect(
                StoreClientOptions.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), calling, called),
                List.of(PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid())));
    }

    @Override
    public void close() {
        modalities.shutdownNow();
        serve.close();
        archive.close(Duration.ofMillis(200));
        declining.close(Duration.ofMillis(200));
    }
}
