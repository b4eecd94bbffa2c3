package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

class PrivateInformationTest {

    private final Path file;

    PrivateInformationTest() throws IOException {
        file = Files.createTempFile("facts", ".dcm");
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.deleteIfExists(file);
    }

    private PrivateInformation.FileStart read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return PrivateInformation.read(SpoolBytes.of(channel));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Property(tries = 200)
    void whatIsAddedIsRead(@ForAll String uid, @ForAll String ae, @ForAll int priority, @ForAll int seconds)
            throws IOException {
        SpoolFacts facts = new SpoolFacts(
                "1.2",
                uid,
                "1.3",
                uid,
                ae,
                List.of("archive", ae),
                priority,
                priority == 0 ? null : "1.2.4",
                new SpoolFacts.MoveOriginator(ae, 7),
                new Origin("a1", ae, ae, Instant.ofEpochSecond(seconds, 123_456_789)));

        byte[] start = bytes(PrivateInformation.add(Samples.prefix(), facts));

        assertThat(read(start))
                .isEqualTo(new PrivateInformation.FileStart(facts, false, start.length, OptionalLong.empty()));
    }

    @Example
    void theMetaInformationGroupKeepsItsElementsAndHasItsRightLength() {
        ByteBuffer prefix = Samples.prefix();
        byte[] start = bytes(PrivateInformation.add(prefix, Samples.facts("1.1")));

        int groupLength = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
        assertThat(groupLength).isEqualTo(start.length - 144);
        assertThat(groupLength).isEven();
        assertThat(ByteBuffer.wrap(start, 144, prefix.limit() - 144))
                .isEqualTo(prefix.slice(144, prefix.limit() - 144));
    }

    @Property(tries = 300)
    void aDamagedFileIsCalledSo(@ForAll @IntRange(max = 600) int at, @ForAll byte value, @ForAll boolean cut)
            throws IOException {
        byte[] start = bytes(PrivateInformation.add(Samples.prefix(), Samples.facts("1.1")));
        int place = Math.min(at, start.length - 1);
        start[place] = value;
        try {
            read(cut ? Arrays.copyOf(start, place) : start);
        } catch (PrivateInformation.MalformedFileException expected) {
            assertThat(expected).hasMessageNotContaining("1.1");
        }
    }

    @Example
    void aPrefixThatIsNoFileMetaInformationIsRefused() {
        ByteBuffer shortened = Samples.prefix();
        shortened.limit(shortened.limit() - 1);
        assertThatThrownBy(() -> PrivateInformation.add(shortened, Samples.facts("1.1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrivateInformation.add(ByteBuffer.allocate(200), Samples.facts("1.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
