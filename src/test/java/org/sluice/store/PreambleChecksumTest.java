package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;

class PreambleChecksumTest {
    private static final int PREAMBLE = 128;

    private final Path file;

    PreambleChecksumTest() throws IOException {
        file = Files.createTempFile("whole", ".part");
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A file with its checksum; the content has come in pieces of a length. */
    private static byte[] whole(byte[] content, int piece, long number) {
        byte[] bytes = new byte[PREAMBLE + content.length];
        System.arraycopy(content, 0, bytes, PREAMBLE, content.length);
        PreambleChecksum checksum = new PreambleChecksum();
        for (int at = 0; at < bytes.length; at += piece) {
            checksum.add(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
        ByteBuffer head = checksum.of(number);
        head.get(bytes, 0, head.remaining());
        return bytes;
    }

    @Property(tries = 200)
    void aWholeFileSaysItsNumber(
            @ForAll @Size(max = 2000) byte[] content,
            @ForAll @IntRange(min = 1, max = 700) int piece,
            @ForAll @LongRange(min = 0) long number)
            throws IOException {
        Files.write(file, whole(content, piece, number));
        assertThat(PreambleChecksum.numberIn(file)).hasValue(number);
    }

    @Property(tries = 500)
    void aFileThatIsCutOffLongerOrDamagedSaysNothing(
            @ForAll @Size(min = 1, max = 2000) byte[] content,
            @ForAll @IntRange(max = 5000) int where,
            @ForAll @IntRange(min = 1, max = 255) int flipped)
            throws IOException {
        byte[] whole = whole(content, 64, 42);
        int at = where % whole.length;

        Files.write(file, Arrays.copyOf(whole, at));
        assertThat(PreambleChecksum.numberIn(file)).isEmpty();

        Files.write(file, Arrays.copyOf(whole, whole.length + 1 + at));
        assertThat(PreambleChecksum.numberIn(file)).isEmpty();

        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) flipped;
        Files.write(file, damaged);
        boolean inWhatTheChecksumLeavesOut = at >= 32 && at < PREAMBLE;
        assertThat(PreambleChecksum.numberIn(file).isPresent()).isEqualTo(inWhatTheChecksumLeavesOut);
    }
}
