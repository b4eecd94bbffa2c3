package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    private final Path file;

    KeyFileTest(@TempDir Path directory) {
        this.file = directory.resolve("conf/secret.key");
    }

    private static byte[] readOrCreate(Path file) throws IOException {
        return KeyFile.readOrCreate(new RealDisk(), file);
    }

    @Test
    void theKeyIsMadeOnceAndReadFromThenOn() throws Exception {
        byte[] key = readOrCreate(file);

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(readOrCreate(file)).isEqualTo(key);
        assertThat(file).hasContent(HexFormat.of().formatHex(key) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Samples.filesIn(file.getParent())).containsExactly(file);
    }

    @Test
    void allWhoMakeItAtOnceGetTheSame() {
        var keys = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return HexFormat.of().formatHex(readOrCreate(file));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        assertThat(keys.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        readOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> readOrCreate(file))
                .hasMessage(
                        file + ": expected permissions rw------- for a key, found rw-r-----; run chmod 600 " + file);
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutShowingIt() throws Exception {
        readOrCreate(file);
        Files.writeString(file, "hunter2");

        assertThatThrownBy(() -> readOrCreate(file))
                .hasMessage(file + ": expected a key of 64 hexadecimal digits, found 7 characters that are not that");
    }

    @Test
    void whateverFailsWhileItIsMadeLeavesNoHalfKey() throws Exception {
        for (int operation = 0; ; operation++) {
            FaultyDisk disk = new FaultyDisk(new RealDisk(), operation, FaultyDisk.Afterwards.WORKS);
            try {
                KeyFile.readOrCreate(disk, file);
            } catch (IOException expected) {
                // the gateway does not start
            }
            assertThat(readOrCreate(file)).hasSize(32);
            Files.delete(file);
            if (!disk.hasFailed()) {
                return;
            }
        }
    }
}
