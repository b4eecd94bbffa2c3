package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.store.Incoming;
import org.sluice.store.Origin;
import org.sluice.store.Quarantine;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;

/** A node that broke off in the middle of a release: the instance goes on once, or waits for a decision again. */
class ReleaseCrashTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String UID = "2.25.1";
    private static final QuarantineReview.Act ACT = new QuarantineReview.Act("jdoe", "clean", List.of("destination"));

    private final Path folder;

    ReleaseCrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static ByteBuffer beginning() {
        return ByteBuffer.wrap(FileBytes.beginning(CT, UID, EXPLICIT));
    }

    /** A release is begun, as the last act of a node. */
    private String begin() throws IOException {
        QuarantineEntry entry = new QuarantineEntry(
                QuarantineEntry.Kind.ACTION_FAILED,
                "of no matter",
                List.of(),
                new QuarantineEntry.AppliedRecipe("recipe.deid", "ab".repeat(32)),
                new Origin("a1", "CT1", "SLUICE", Instant.now()),
                new QuarantineEntry.Identity(EXPLICIT, CT, "2.25.2", "2.25.3", UID));
        try (Quarantine quarantine = Quarantine.open(folder.resolve("quarantine"));
                Incoming file = quarantine.begin(beginning())) {
            QuarantinedInstance kept = quarantine.commit(file, entry);
            quarantine.review().beginRelease(kept, ACT);
            return kept.file();
        }
    }

    private void spool(String file, Spool.Keeping keeping) throws IOException {
        SpoolFacts facts = new SpoolFacts(
                CT,
                UID,
                EXPLICIT,
                UID,
                "SLUICE",
                List.of("destination"),
                0,
                null,
                null,
                new Origin("a00001", "CT1", "SLUICE", Instant.now()),
                "",
                file);
        try (Spool spool = Spool.open(folder.resolve("var/spool"), List.of("destination"), keeping);
                Incoming instance = spool.begin(facts, beginning())) {
            spool.commit(instance);
        }
    }

    private List<QuarantineState> states() throws IOException {
        try (Quarantine quarantine = Quarantine.open(folder.resolve("quarantine"))) {
            QuarantineReview review = quarantine.review();
            EnumSet<QuarantineState> any = EnumSet.allOf(QuarantineState.class);
            String day = review.days(any).get(0);
            return review.day(day, any).stream().map(item -> item.state()).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheSpoolHasIsReleasedAndGoesOnOnce(Spool.Keeping keeping) throws Exception {
        Files.createDirectories(folder.resolve("var"));
        spool(begin(), keeping);
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.EMPTY_RECIPE)) {
            node.awaitForwarded();
            assertThat(node.archived()).hasSize(1);
        }
        assertThat(states()).containsExactly(QuarantineState.RELEASED);
        assertThat(Files.readString(folder.resolve("quarantine/reviews.tsv")))
                .contains("\treleasing\tjdoe\t")
                .contains("\treleased\tsluice\t");
    }

    @Test
    void whatTheSpoolDoesNotHaveWaitsForADecisionAgain() throws Exception {
        begin();
        try (RunningNode node = RunningNode.toFolder(folder, RunningNode.EMPTY_RECIPE)) {
            assertThat(node.archived()).isEmpty();
        }
        assertThat(states()).containsExactly(QuarantineState.WAITING);
    }
}
