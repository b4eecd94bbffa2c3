package org.sluice.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.directory.Resolution.Place;

/** What a directory said last is on the disk for an outage. */
class DirectoryCopyTest {
    private static final String SOURCE = "ldaps://directory:636 dc=example,dc=org";
    private static final DirectoryCopy COPY = new DirectoryCopy(
            Instant.parse("2026-11-30T12:00:00Z"),
            Map.of(
                    "ARCHIVE", new Place("pacs.example.org", 2762, true, "pacs"),
                    "A*)(B", new Place("10.1.0.7", 104, false, "old \"pacs\"")));

    @TempDir
    private Path data;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        COPY.write(data, SOURCE);
        COPY.write(data, SOURCE);
        assertThat(DirectoryCopy.read(data, SOURCE)).contains(COPY);
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(DirectoryCopy.file(data));
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        COPY.write(data, SOURCE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DirectoryCopy.file(data))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatAnotherDirectorySaidDoesNotCount() throws IOException {
        assertThat(DirectoryCopy.read(data, SOURCE)).isEmpty();
        COPY.write(data, SOURCE);
        assertThat(DirectoryCopy.read(data, "ldaps://other:636 dc=example,dc=org"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"directory\":\"" + SOURCE + "\",\"readAt\":\"yesterday\"}"})
    void aDamagedOneDoesNotCount(String text) throws IOException {
        Files.writeString(DirectoryCopy.file(data), text);
        assertThat(DirectoryCopy.read(data, SOURCE)).isEmpty();
    }

    @Test
    void ofADamagedPlaceNothingIsTaken() throws IOException {
        COPY.write(data, SOURCE);
        Path file = DirectoryCopy.file(data);
        for (String damaged : List.of("\"port\":0", "\"port\":70000", "\"port\":\"x\"")) {
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst("\"port\":[^,]+,\"secure\":true", damaged + ",\"secure\":true"));
            assertThat(DirectoryCopy.read(data, SOURCE).orElseThrow().places()).containsOnlyKeys("A*)(B");
        }
    }
}
