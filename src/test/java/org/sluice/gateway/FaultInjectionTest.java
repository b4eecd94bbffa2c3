package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.LoadTools;

/**
 * A load generator before the node and a faulty archive behind it, neither of our making: nothing is acknowledged that
 * the archive has not taken, bit for bit. {@link FaultyArchiveTest} has the like without them.
 */
class FaultInjectionTest {
    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final String WITH_FALLBACK = "deliver: cut-through, fallback: spool";
    /** The limit is for a load that does not end: what is counted below is how many of all are acknowledged. */
    private static final String[] LOAD = {"-n", "400", "-c", "4", "--per-assoc", "60", "--limit", "240"};

    private final Path folder;
    private final LoadTools tools = LoadTools.require();

    FaultInjectionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatPassesARecipeWithoutEditsIsWhatWasSent() {
        try (LoadTools.Sink archive = tools.sink(folder);
                RunningNode node =
                        RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port())) {
            SortedSet<String> acknowledged = tools.blast(node.port(), folder, files(), LOAD);
            assertThat(acknowledged).hasSize(400);
            assertThat(archive.stop()).isEqualTo(acknowledged);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--delay-ms 5",
                "--fail-every 5",
                "--fail-every 3 --fail-status C000",
                "--drop-after 3000000",
                "--abort-every 7",
                "--drop-after 5000000 --fail-every 4 --abort-every 11",
                "--reject",
                "--reject-transient"
            })
    void nothingIsAcknowledgedThatTheArchiveHasNotTaken(String faults) {
        try (LoadTools.Sink archive = tools.sink(folder, faults.split(" "));
                RunningNode node =
                        RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port())) {
            SortedSet<String> acknowledged = tools.blast(node.port(), folder, files(), LOAD);
            assertThat(archive.stop()).containsAll(acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(faults.startsWith("--reject") ? -1 : 100);
            assertThat(node.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fail-every 5",
                "--drop-after 3000000",
                "--abort-every 7",
                "--drop-after 5000000 --fail-every 4"
            })
    void withAFallbackAllThatIsAcknowledgedIsAtTheArchiveInTheEnd(String faults) {
        try (LoadTools.Sink archive = tools.sink(folder, faults.split(" "));
                RunningNode node =
                        RunningNode.delivering(folder, WITH_FALLBACK, RunningNode.EMPTY_RECIPE, archive.port())) {
            SortedSet<String> acknowledged = tools.blast(node.port(), folder, files(), LOAD);
            node.awaitForwarded();
            assertThat(acknowledged).hasSizeGreaterThan(250);
            assertThat(archive.stop()).containsAll(acknowledged);
        }
    }

    @Test
    void anArchiveThatRejectsAllIsMadeUpForByTheSpoolUntilItComesToItsSenses() {
        try (LoadTools.Sink sulking = tools.sink(folder, "--reject");
                RunningNode node =
                        RunningNode.delivering(folder, WITH_FALLBACK, RunningNode.EMPTY_RECIPE, sulking.port())) {
            SortedSet<String> acknowledged = tools.blast(node.port(), folder, files(), "-n", "40", "-c", "2");
            assertThat(acknowledged).hasSize(40);
            assertThat(sulking.stop()).isEmpty();
            try (LoadTools.Sink archive = tools.sinkOn(sulking.port(), folder)) {
                node.awaitForwarded();
                assertThat(archive.stop()).isEqualTo(acknowledged);
            }
        }
    }

    /** Their UIDs are long enough for the generator to make others of them in place. */
    private List<Path> files() {
        return List.of(
                file(GeneratedInstance.ct(1), "ct"),
                file(GeneratedInstance.mr(2), "mr"),
                file(GeneratedInstance.jpeg(3, 3), "jpeg"),
                file(GeneratedInstance.sr(4), "sr"));
    }

    private Path file(GeneratedInstance instance, String name) {
        return instance.with(0x00080018, "UI", "2.25.1234567890123456789012345678901234")
                .writeTo(folder.resolve(name + ".dcm"));
    }
}
