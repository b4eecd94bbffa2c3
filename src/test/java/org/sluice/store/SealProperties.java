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

class SealProperties {
    private static final int PREAMBLE = 128;

    private final Path file;

    SealProperties() throws IOException {
        file = Files.createTempFile("sealed", ".part");
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A file with its seal; the content has come in pieces of a length. */
    private static byte[] sealed(byte[] content, int piece, long number) {
        byte[] bytes = new byte[PREAMBLE + content.length];
        System.arraycopy(content, 0, bytes, PREAMBLE, content.length);
        Seal seal = new Seal();
        for (int at = 0; at < bytes.length; at += piece) {
            seal.add(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
        ByteBuffer head = seal.of(number);
        head.get(bytes, 0, head.remaining());
        return bytes;
    }

    @Property(tries = 200)
    void aWholeFileSaysItsNumber(
            @ForAll @Size(max = 2000) byte[] content,
            @ForAll @IntRange(min = 1, max = 700) int piece,
            @ForAll @LongRange(min = 0) long number)
            throws IOException {
        Files.write(file, sealed(content, piece, number));
        assertThat(Seal.numberIn(file)).hasValue(number);
    }

    @Property(tries = 500)
    void aFileThatIsCutOffLongerOrDamagedSaysNothing(
            @ForAll @Size(min = 1, max = 2000) byte[] content,
            @ForAll @IntRange(max = 5000) int where,
            @ForAll @IntRange(min = 1, max = 255) int flipped)
            throws IOException {
        byte[] whole = sealed(content, 64, 42);
        int at = where % whole.length;

        Files.write(file, Arrays.copyOf(whole, at));
        assertThat(Seal.numberIn(file)).isEmpty();

        Files.write(file, Arrays.copyOf(whole, whole.length + 1 + at));
        assertThat(Seal.numberIn(file)).isEmpty();

        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) flipped;
        Files.write(file, damaged);
        boolean inWhatTheSealLeavesOut = at >= 32 && at < PREAMBLE;
        assertThat(Seal.numberIn(file).isPresent()).isEqualTo(inWhatTheSealLeavesOut);
    }
}
