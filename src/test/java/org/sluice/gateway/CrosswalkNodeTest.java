package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.cli.CommandRun;
import org.sluice.crosswalk.CrosswalkKeys;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;

/** A node writes down who became whom before an instance goes on, or does not let it go on. */
@Timeout(120)
class CrosswalkNodeTest {
    private static final String RECIPE = """
            FORMAT dicom

            %header

            REPLACE PatientID var:id
            REPLACE SOPInstanceUID var:source_id
            """;

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aReaderHasAKey() throws IOException {
        CrosswalkKeys.make(keys.resolve("trustee.key"), keys.resolve("trustee.pub"), Optional.empty());
    }

    private Path crosswalk() {
        return folder.resolve("trust/crosswalk.pem");
    }

    private String keys(String deliver) {
        return "deliver: " + deliver + "\n    crosswalk:\n      to: \"" + crosswalk() + "\"\n      recipient: \""
                + keys.resolve("trustee.pub") + "\"";
    }

    private StoreAnswer send(RunningNode node, GeneratedInstance instance) throws IOException {
        Path file = instance.writeTo(folder.resolve("instance.dcm"));
        return new ExactSender(node.port()).send(instance, file);
    }

    private CommandRun reidentify() {
        return CommandRun.of("reidentify", "--key", keys.resolve("trustee.key"), "--tsv", crosswalk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"durable", "cut-through"})
    void whoBecameWhomIsWrittenOnceAndReadBackAfterARestartToo(String deliver) throws IOException {
        int port = FreePort.number();
        try (ListeningArchive archive = ListeningArchive.on(port)) {
            for (int start = 0; start < 2; start++) {
                try (RunningNode node = RunningNode.delivering(folder, keys(deliver), RECIPE, port)) {
                    assertThat(send(node, GeneratedInstance.mr(1)).status()).isEqualTo(Status.SUCCESS);
                    assertThat(send(node, GeneratedInstance.mr(1)).status()).isEqualTo(Status.SUCCESS);
                    node.awaitForwarded();
                }
            }
        }
        String messages = Files.readString(crosswalk());
        assertThat(messages.split("-----BEGIN CMS-----"))
                .as("one for each start")
                .hasSize(3);
        CommandRun run = reidentify();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .filteredOn(line -> line.contains("\tPatientID\t"))
                .singleElement()
                .asString()
                .matches("ANON-[0-9A-Z]{16}\t[0-9.]+\tPatientID\tANON-[0-9A-Z]{16}\tID-1");
    }

    @Test
    void aNodeWithoutTheKeyOfTheReaderDoesNotStart() {
        String route = keys("durable").replace("trustee.pub", "nobody.pub");
        assertThatThrownBy(() -> RunningNode.delivering(folder, route, RECIPE, FreePort.number()))
                .hasMessageContaining("error: crosswalk: ")
                .hasMessageContaining("nobody.pub");
    }

    @Test
    void nothingGoesOnWhosePairCannotBeWritten() throws IOException {
        int port = FreePort.number();
        try (ListeningArchive archive = ListeningArchive.on(port);
                RunningNode node = RunningNode.delivering(folder, keys("durable"), RECIPE, port)) {
            Files.delete(crosswalk());
            Files.createDirectory(crosswalk());
            StoreAnswer answer = send(node, GeneratedInstance.mr(1));
            assertThat(answer.status()).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(answer.errorComment()).isEqualTo("crosswalk cannot be written");
            assertThat(node.waiting()).isZero();

            Files.delete(crosswalk());
            assertThat(send(node, GeneratedInstance.mr(1)).status()).isEqualTo(Status.SUCCESS);
            node.awaitForwarded();
        }
        assertThat(reidentify().out()).contains("\tID-1\n");
    }
}
