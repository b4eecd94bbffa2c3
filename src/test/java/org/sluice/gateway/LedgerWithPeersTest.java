package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.LedgerView;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.ledger.LedgerView.Sum;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StoreScu;

/** What DCMTK's sender and receiver have done with a node stands in its ledger. */
class LedgerWithPeersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RECIPE = """
            FORMAT dicom

            %filter male

            LABEL male
            contains PatientSex M

            %filter large

            LABEL large
            equals Rows 2048

            %header
            """;

    private final Path folder;
    private final List<Path> study;

    LedgerWithPeersTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path files = Files.createDirectory(folder.resolve("study"));
        study = List.of(
                GeneratedInstance.mr(1).writeTo(files.resolve("1.dcm")),
                GeneratedInstance.mr(2).writeTo(files.resolve("2.dcm")),
                GeneratedInstance.mr(3).writeTo(files.resolve("3.dcm")),
                GeneratedInstance.mr(4).patientSex("M").writeTo(files.resolve("4.dcm")),
                GeneratedInstance.mr(5).unsignedShort(0x00280010, 2048).writeTo(files.resolve("5.dcm")));
    }

    /** By what became of them. */
    private Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (LedgerView view = LedgerView.open(folder.resolve("var"))) {
            for (Sum sum : view.sums(Selection.since(0))) {
                for (InstanceState fate : InstanceState.values()) {
                    if (sum.count(fate) > 0) {
                        counts.merge(fate.word(), sum.count(fate), Long::sum);
                    }
                }
            }
        } catch (NoSuchFileException notYet) {
            return counts;
        }
        return counts;
    }

    private void await(Map<String, Long> counts) {
        Await.until(() -> counts().equals(counts), LONG, () -> {
            try {
                return counts + "; found " + counts();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void threeAreDeliveredOneIsQuarantinedAndOneIsRefused() throws IOException {
        try (StoreScp archive = StoreScp.bitPreserving(Files.createDirectory(folder.resolve("received")));
                RunningNode node =
                        RunningNode.delivering(folder, "dispositions: { large: refuse }", RECIPE, archive.port())) {
            StoreScu.storescu(node.port()).attempt(study);
            await(Map.of("delivered", 3L, "quarantined", 1L, "refused", 1L));
            assertThat(node.meter("sluice_ledger_lost_total")).isZero();
        }
    }

    @Test
    void whatIsPassedStraightThroughIsInItToo() throws IOException {
        try (StoreScp archive = StoreScp.bitPreserving(Files.createDirectory(folder.resolve("received")));
                RunningNode node = RunningNode.delivering(folder, "deliver: cut-through", RECIPE, archive.port())) {
            StoreScu.storescu(node.port()).send(study);
            await(Map.of("delivered", 3L, "quarantined", 2L));
            try (LedgerView view = LedgerView.open(folder.resolve("var"))) {
                assertThat(view.sums(new Selection(0, Long.MAX_VALUE, "2.25.7312.1.1", "", "")))
                        .extracting(Sum::callingAe, Sum::received)
                        .containsExactly(tuple("STORESCU", 5L));
            }
        }
    }

    @Test
    void whatADeadArchiveDoesNotTakeWaits() throws IOException {
        try (RunningNode node = RunningNode.delivering(folder, "deliver: durable", RECIPE, FreePort.number())) {
            StoreScu.storescu(node.port()).send(study);
            await(Map.of("waiting", 3L, "quarantined", 2L));
        }
    }
}
