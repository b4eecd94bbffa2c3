package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Orthanc;

/** Storage commitment with Orthanc, as the one who asks and as the archive that is asked. */
@Tag("peers")
class CommitmentWithPeersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String UNKNOWN = "1.2.826.0.1.3680043.2.1143.1";

    private final Path folder;

    CommitmentWithPeersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Orthanc orthanc(String name) throws IOException {
        return Orthanc.start(Files.createDirectory(folder.resolve(name)));
    }

    private static String callers(Orthanc modality) {
        return "commitment: { callers: { ORTHANC: { host: 127.0.0.1, port: " + modality.dicomPort() + " } } }";
    }

    private String send(RunningNode node, int number) {
        GeneratedInstance instance = GeneratedInstance.mr(number);
        Path file = instance.writeTo(folder.resolve("sent.dcm"));
        assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
        return instance.sopInstanceUid();
    }

    private static JsonNode awaitAnswer(Orthanc modality, String transactionUid) {
        Await.until(
                () -> !modality.commitment(transactionUid)
                        .path("Status")
                        .asText()
                        .equals("Pending"),
                LONG,
                "Orthanc to have the report");
        return modality.commitment(transactionUid);
    }

    private static String sopClass() {
        return GeneratedInstance.mr(1).sopClassUid();
    }

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#names")
    void orthancAsksAndIsToldOnAnAssociationOfOurs(String engine) throws IOException {
        try (Orthanc modality = orthanc("modality");
                RunningNode node = RunningNode.with(
                        folder,
                        "commitment: answer",
                        RunningNode.COOKIE_RECIPE,
                        "{ folder: \"" + folder.resolve("archive") + "\" }",
                        callers(modality) + "\nengine: " + engine)) {
            modality.knows("sluice", "SLUICE", node.port());
            List<String> sent = List.of(send(node, 1), send(node, 2));
            node.awaitForwarded();
            String good = modality.askCommitment("sluice", sopClass(), sent);
            assertThat(awaitAnswer(modality, good).path("Status").asText()).isEqualTo("Success");

            String bad = modality.askCommitment("sluice", sopClass(), List.of(sent.get(0), UNKNOWN));
            JsonNode answer = awaitAnswer(modality, bad);
            assertThat(answer.path("Status").asText()).isEqualTo("Failure");
            assertThat(answer.path("Success")).hasSize(1);
            assertThat(answer.path("Failures").path(0).path("SOPInstanceUID").asText())
                    .isEqualTo(UNKNOWN);
            assertThat(answer.path("Failures").path(0).path("FailureReason").asInt())
                    .isEqualTo(0x0112);
        }
    }

    @ParameterizedTest
    @MethodSource("org.sluice.net.TestEngine#names")
    void orthancIsTheArchiveThatCommitsFirst(String engine) throws IOException {
        try (Orthanc archive = orthanc("archive");
                Orthanc modality = orthanc("modality");
                RunningNode node = RunningNode.with(
                        folder,
                        "commitment: relay",
                        RunningNode.COOKIE_RECIPE,
                        "{ ae: ORTHANC, host: 127.0.0.1, port: " + archive.dicomPort() + " }",
                        callers(modality) + "\nengine: " + engine)) {
            archive.knows("sluice", "SLUICE", node.port());
            modality.knows("sluice", "SLUICE", node.port());
            List<String> sent = List.of(send(node, 1), send(node, 2));
            node.awaitForwarded();
            String transaction = modality.askCommitment("sluice", sopClass(), sent);
            JsonNode answer = awaitAnswer(modality, transaction);
            assertThat(answer.path("Status").asText()).isEqualTo("Success");
            assertThat(answer.path("Success")).hasSize(2);
        }
    }
}
