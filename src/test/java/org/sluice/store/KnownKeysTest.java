package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownKeysTest {
    private final Path data;
    private final Path file;
    private final Path other;

    KnownKeysTest(@TempDir Path folder) {
        this.data = folder.resolve("var");
        this.file = folder.resolve("conf/secret.key");
        this.other = folder.resolve("conf/other.key");
    }

    private byte[] run(boolean newKeysAllowed, Path... configured) throws IOException {
        KnownKeys keys = KnownKeys.read(data, List.of(configured), newKeysAllowed);
        byte[] last = {};
        for (Path each : configured) {
            last = keys.key(each);
        }
        keys.note();
        return last;
    }

    @Test
    void aKeyIsMadeAtFirstUseAndItsFingerprintTellsNothingOfIt() throws Exception {
        byte[] key = run(false, file);

        assertThat(run(false, file)).isEqualTo(key);
        assertThat(data.resolve("keys.tsv")).hasContent(KnownKeys.fingerprint(key) + "\t" + file + "\n");
        assertThat(KnownKeys.fingerprint(key))
                .matches("[0-9a-f]{16}")
                .isNotEqualTo(HexFormat.of().formatHex(key, 0, 8));
        assertThat(Samples.filesIn(data)).containsExactly(data.resolve("keys.tsv"));
    }

    @Test
    void aKeyThatIsGoneIsNotMadeAgain() throws Exception {
        String fingerprint = KnownKeys.fingerprint(run(false, file));
        Files.delete(file);

        assertThatThrownBy(() -> run(false, file))
                .hasMessageStartingWith(file + ": expected the key that this node has used, fingerprint " + fingerprint
                        + ", found none; put back its copy, or start with --new-key");
        assertThat(file).doesNotExist();
    }

    @Test
    void aKeyThatIsAnotherIsRefusedByBothFingerprints() throws Exception {
        String before = KnownKeys.fingerprint(run(false, file));
        Files.writeString(file, "ab".repeat(32) + "\n");
        String now = KnownKeys.fingerprint(HexFormat.of().parseHex("ab".repeat(32)));

        assertThatThrownBy(() -> run(false, file))
                .hasMessageContaining("fingerprint " + before + ", found one with fingerprint " + now)
                .hasMessageNotContaining("abab");
    }

    @Test
    void whoWantsANewKeyGetsOneAndItIsTheKnownOneFromThenOn() throws Exception {
        byte[] before = run(false, file);
        Files.delete(file);

        byte[] now = run(true, file);
        assertThat(now).isNotEqualTo(before);
        assertThat(run(false, file)).isEqualTo(now);
    }

    @Test
    void aKeyMayMoveButItsNewPlaceMayNotBeEmptyOrHoldAnother() throws Exception {
        byte[] key = run(false, file);
        assertThatThrownBy(() -> run(false, other)).hasMessageContaining("found none");

        Files.writeString(other, "ab".repeat(32) + "\n");
        Files.setPosixFilePermissions(other, Files.getPosixFilePermissions(file));
        assertThatThrownBy(() -> run(false, other)).hasMessageContaining("found one with fingerprint");

        Files.delete(other);
        Files.move(file, other);
        assertThat(run(false, other)).isEqualTo(key);
        assertThat(data.resolve("keys.tsv")).hasContent(KnownKeys.fingerprint(key) + "\t" + other + "\n");
    }

    @Test
    void anotherKeyBesideTheFirstIsMade() throws Exception {
        byte[] first = run(false, file);
        assertThat(run(false, file, other)).isNotEqualTo(first);
        assertThat(run(false, other, file)).isEqualTo(first);
    }

    @Test
    void aListThatIsNotOursIsRefused() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("keys.tsv"), "hunter2\n");

        assertThatThrownBy(() -> run(false, file))
                .hasMessage(data.resolve("keys.tsv")
                        + ": expected a fingerprint and a file in each line, found something else");
    }
}
