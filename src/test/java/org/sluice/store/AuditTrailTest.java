package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit's files: what is in them, and what a crash, a full file and time make of them. */
class AuditTrailTest {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path folder;

    AuditTrailTest(@TempDir Path directory) {
        this.folder = directory.resolve("audit");
    }

    private static ObjectNode event(String word) {
        return StoreJson.object().put("event", word);
    }

    private List<String> words(long before, int most) throws IOException {
        return new AuditFiles(folder)
                .last(before, Instant.EPOCH, most).stream()
                        .map(entry -> entry.path("n").asText() + " "
                                + entry.path("event").asText())
                        .toList();
    }

    private Path only() throws IOException {
        List<Path> files = new AuditFiles(folder).all();
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    @Test
    void entriesAreNumberedAndReadTheLastFirst() throws Exception {
        AuditTrail trail = AuditTrail.open(folder, YEAR);
        assertThat(words(Long.MAX_VALUE, 10)).isEmpty();
        for (String word : List.of("start", "release", "stop")) {
            trail.append(event(word));
        }
        assertThat(words(Long.MAX_VALUE, 10)).containsExactly("3 stop", "2 release", "1 start");
        assertThat(words(3, 1)).containsExactly("2 release");
        assertThat(AuditTrail.open(folder, YEAR).append(event("start"))).isEqualTo(4);
        assertThat(new AuditFiles(folder).last(Long.MAX_VALUE, Instant.now().plusSeconds(60), 10))
                .isEmpty();
    }

    @Test
    void nobodyButTheOwnerMayReadThem() throws Exception {
        AuditTrail.open(folder, YEAR).append(event("start"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatACrashHasLeftOfAnEntryIsCutOff() throws Exception {
        AuditTrail.open(folder, YEAR).append(event("start"));
        Files.writeString(only(), "{\"n\":2,\"ev", StandardOpenOption.APPEND);
        assertThat(words(Long.MAX_VALUE, 10)).containsExactly("1 start");

        AuditTrail again = AuditTrail.open(folder, YEAR);
        assertThat(again.append(event("stop"))).isEqualTo(2);
        assertThat(words(Long.MAX_VALUE, 10)).containsExactly("2 stop", "1 start");
        assertThat(Files.readString(only())).endsWith("\n").doesNotContain("\"ev\"");
    }

    @Test
    void whenAFileIsFullAnotherIsBegunAndThoseThatAreOldAreDeleted() throws Exception {
        AuditTrail trail = AuditTrail.open(folder, YEAR);
        String text = "x".repeat(60_000);
        int count = 0;
        while (new AuditFiles(folder).all().size() < 2) {
            trail.append(event("release").put("reason", text));
            count++;
        }
        assertThat(count).isBetween(60, 80);
        List<Path> files = new AuditFiles(folder).all();
        assertThat(files.get(1).getFileName()).hasToString("%012d.jsonl".formatted(count));
        assertThat(words(Long.MAX_VALUE, 2)).containsExactly(count + " release", count - 1 + " release");

        Files.setLastModifiedTime(
                files.get(0), FileTime.from(Instant.now().minus(YEAR).minusSeconds(60)));
        assertThat(AuditTrail.open(folder, YEAR).append(event("stop"))).isEqualTo(count + 1);
        assertThat(only()).isEqualTo(files.get(1));
    }

    @Test
    void anEntryThatIsTooLongIsNotWritten() throws Exception {
        AuditTrail trail = AuditTrail.open(folder, YEAR);
        assertThatThrownBy(() -> trail.append(event("release").put("reason", "x".repeat(70_000))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 65536 bytes");
        assertThat(trail.append(event("start"))).isEqualTo(1);
    }

    /** One that could not be written is not there, and the next takes its number. */
    @Test
    void anEntryThatTheDiskDoesNotTakeLeavesNothing() throws Exception {
        AuditTrail trail = AuditTrail.open(folder, YEAR);
        trail.append(event("start"));
        Path file = only();
        byte[] kept = Files.readAllBytes(file);
        Files.delete(file);
        Files.createDirectory(file); // nobody writes into that, whoever they are
        assertThatThrownBy(() -> trail.append(event("release"))).isInstanceOf(IOException.class);
        Files.delete(file);
        Files.write(file, kept);
        Files.writeString(file, "half of it", StandardOpenOption.APPEND);
        assertThat(trail.append(event("stop"))).isEqualTo(2);
        assertThat(words(Long.MAX_VALUE, 10)).containsExactly("2 stop", "1 start");
    }
}
