package org.sluice.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;

class LookupTableTest {
    private final Path file;

    LookupTableTest(@TempDir Path folder) {
        this.file = folder.resolve("trial.csv");
    }

    private LookupTable table(String content) throws IOException {
        Files.writeString(file, content);
        return new LookupTable(file, "PatientID", "trial_id");
    }

    @Test
    void aValueStandsInTheRowOfItsKey() throws IOException {
        LookupTable table = table("trial_id,site,PatientID\nT-1,north,\"4711, old\"\nT-2,south, 4712 \n,east,4713\n");

        assertThat(table.value("4711, old")).contains("T-1");
        assertThat(table.value(" 4712")).contains("T-2");
        assertThat(table.value("4713")).as("an empty cell").isEmpty();
        assertThat(table.value("4714")).as("no such row").isEmpty();
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        LookupTable table = table("PatientID,trial_id\n4711,T-1\n");
        Files.writeString(file, "PatientID,trial_id\n4711,T-9\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        Await.until(
                () -> table.value("4711").orElse("").equals("T-9"),
                Duration.ofSeconds(10),
                "the file to be read again");
    }

    @Test
    void aFileThatBecomesWrongKeepsItsFormerValues() throws IOException {
        LookupTable table = table("PatientID,trial_id\n4711,T-1\n");
        Files.writeString(file, "nothing of use\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        Instant afterTheNextLook = Instant.now().plusMillis(1100);

        Await.until(() -> Instant.now().isAfter(afterTheNextLook), Duration.ofSeconds(10), "the next look at the file");
        assertThat(table.value("4711")).contains("T-1");
        assertThat(table.value("4711")).contains("T-1");
    }

    @Test
    void mistakesInTheFileAreNamedWithoutItsValues() {
        assertThatThrownBy(() -> table("PatientID,trial\n4711,T-1\n"))
                .hasMessage(file + ":1: expected a column \"trial_id\", found PatientID, trial");
        assertThatThrownBy(() -> table("PatientID,trial_id\n4711,T-1\n4711,T-2\n"))
                .hasMessage(file + ", row 2: a second row with the same PatientID");
        assertThatThrownBy(() -> table("PatientID,trial_id\n4711\n"))
                .hasMessage(file + ", row 1: expected 2 cells, found 1");
    }
}
