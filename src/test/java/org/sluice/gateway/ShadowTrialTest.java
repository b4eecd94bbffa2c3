package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;

/** A shadow is asked about each instance beside the recipe in force, and nothing comes of it but counts. */
class ShadowTrialTest {
    private static final String LIVE = """
            FORMAT dicom
            %filter male
            LABEL men
            equals PatientSex M
            %header
            """;

    private static final String SHADOW = """
            FORMAT dicom
            %filter paper
            LABEL green paper
            equals OperatorsName green paper
            %header
            """;

    private static final String OF_PIXELS = """
            FORMAT dicom
            %filter pixels
            LABEL men with pixels
            equals PatientSex M
              + present PixelData
            %header
            """;

    @TempDir
    private Path folder;

    private RunningNode node(String deliver, String shadow, ListeningArchive archive) throws IOException {
        Path file = Files.writeString(folder.resolve("shadow.deid"), shadow);
        return RunningNode.delivering(folder, deliver + ", shadow: \"" + file + "\"", LIVE, archive.port());
    }

    private void send(RunningNode node, int number, String sex, String operator) throws IOException {
        GeneratedInstance instance =
                GeneratedInstance.mr(number).patientSex(sex).operatorsName(operator);
        assertThat(new ExactSender(node.port())
                        .send(instance, instance.writeTo(folder.resolve("sent.dcm")))
                        .status())
                .isEqualTo(Status.SUCCESS);
    }

    /** The answer does not wait for it. */
    private static void awaitCompared(RunningNode node, int count) {
        Await.until(
                () -> node.meter("sluice_shadow_compared_total{route=\"SLUICE\"}") == count,
                Duration.ofSeconds(20),
                count + " comparisons");
    }

    private static double differences(RunningNode node, String kind, String section) {
        return node.meter(
                "sluice_shadow_differences_total{kind=\"" + kind + "\",route=\"SLUICE\",section=\"" + section + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through", "deliver: cut-through, fallback: spool"})
    void itCountsWhereItDiffersAndStopsNothing(String deliver) throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node(deliver, SHADOW, archive)) {
            send(node, 1, "F", "red paper");
            send(node, 2, "F", "green paper");
            send(node, 3, "M", "red paper");
            send(node, 4, "M", "green paper");
            awaitCompared(node, 4);
            node.awaitForwarded();

            assertThat(differences(node, "flagged", "paper")).isOne();
            assertThat(differences(node, "clean", "male")).isOne();
            assertThat(node.meter("sluice_instances_clean_total{route=\"SLUICE\"}"))
                    .isEqualTo(2);
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(2);
            assertThat(node.quarantined()).hasSize(2);
            assertThat(node.meter("sluice_shadow_failures_total{route=\"SLUICE\"}"))
                    .isZero();
        }
    }

    /** One that asks for pixel data would send a cut-through route by way of the spool if it were in force. */
    @Test
    void oneThatNeedsPixelDataLeavesACutThroughRouteAloneAndIsUndecided() throws Exception {
        try (ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS);
                RunningNode node = node("deliver: cut-through", OF_PIXELS, archive)) {
            send(node, 1, "F", "red paper");
            send(node, 2, "M", "red paper");
            awaitCompared(node, 2);

            assertThat(node.meter("sluice_delivery_latency_seconds_count{way=\"cut-through\"}"))
                    .isOne();
            assertThat(differences(node, "undecided", "pixels")).isOne();
            assertThat(differences(node, "flagged", "pixels")).isZero();
        }
    }
}
