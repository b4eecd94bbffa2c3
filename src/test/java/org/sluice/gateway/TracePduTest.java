package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;

/** What goes over the wire, in the log of a process, for who asks for it. */
class TracePduTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Not the one of the tests. */
    private static final String LOGGING = "-Dlogback.configurationFile=logback.xml";

    private final Path folder;

    TracePduTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFileInTheDataDirectorySwitchesTheTraceOnAndOffForAnAeTitle() throws IOException {
        int port = FreePort.number();
        GeneratedInstance instance = GeneratedInstance.ct(1);
        Path file = instance.writeTo(folder.resolve("ct.dcm"));
        Path trace = folder.resolve("var/trace-pdu");
        try (ServeProcess serve = serve(port)) {
            assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            Files.writeString(trace, "SOMEBODY\n");
            assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(serve.log()).doesNotContain("A-ASSOCIATE-RQ");

            Files.writeString(trace, "SOMEBODY\n MODALITY \n");
            assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            Await.until(() -> serve.log().contains(">> A-RELEASE-RP"), SOON, serve::log);
            assertThat(serve.log())
                    .contains("<< A-ASSOCIATE-RQ")
                    .contains("MODALITY>SLUICE version=1 application=1.2.840.10008.3.1.1.1 contexts=[1:")
                    .contains(">> A-ASSOCIATE-AC")
                    .contains("command last")
                    .contains("dataset last")
                    .doesNotContain("ID-1", "Operator^Invented");

            Files.delete(trace);
            int before = serve.log().split("A-ASSOCIATE-RQ", -1).length;
            assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            assertThat(serve.log().split("A-ASSOCIATE-RQ", -1)).hasSize(before);
        }
    }

    @Test
    void aCommandWithTheOptionShowsItsPdus() throws IOException {
        int port = FreePort.number();
        try (ServeProcess serve = serve(port)) {
            String shown = echo(port, "--trace-pdu");
            assertThat(shown.lines().filter(line -> line.contains("A-ASSOCIATE-RQ")))
                    .singleElement()
                    .asString()
                    .contains(">> A-ASSOCIATE-RQ", "SLUICE>SLUICE");
            assertThat(shown).contains("<< A-ASSOCIATE-AC", "<< P-DATA-TF", ">> A-RELEASE-RQ", "answered Success");
            assertThat(echo(port, "--verbose")).doesNotContain("A-ASSOCIATE-RQ");
            assertThat(serve.log()).doesNotContain("A-ASSOCIATE-RQ");
        }
    }

    private static String echo(int port, String option) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        PeerProcess.Ended ended = PeerProcess.run(
                List.of(
                        java,
                        LOGGING,
                        "-cp",
                        classPath,
                        "org.sluice.cli.Main",
                        "echo",
                        option,
                        "SLUICE@127.0.0.1:" + port),
                SOON);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    private ServeProcess serve(int port) throws IOException {
        ServeProcess.configure(folder, port, RunningNode.EMPTY_RECIPE);
        return ServeProcess.start(folder, port, LOGGING);
    }
}
