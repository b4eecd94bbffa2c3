package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of a spool of files; the contract, and what is particular to the files. */
class SpoolViewsTest extends InstanceSpoolContractTest {
    @Override
    InstanceSpool open(Path directory, String... destinations) throws IOException {
        return Spool.open(directory, List.of(destinations));
    }

    @Override
    void damage(SpooledInstance instance, Damage damage) throws IOException {
        SpoolView view = SpoolFile.read(instance.file()).views().stream()
                .filter(one -> one.newBytes().length() > 0)
                .findFirst()
                .orElseThrow();
        long newBytesAt = view.newBytes().offset();
        long at = damage == Damage.NEW_BYTES
                ? newBytesAt
                : newBytesAt + view.newBytes().length() + 5;
        try (FileChannel file = FileChannel.open(instance.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'#'}), at);
        }
    }

    private static Spool withOne(Path directory) throws IOException {
        Spool spool = Spool.open(directory, List.of("archive", "research"));
        Samples.spoolOriginal(spool, "1.1", "archive", "research");
        return spool;
    }

    @Test
    void thereIsOneCopyOfThePayloadAndTheFileIsRemovedWithTheInstance(@TempDir Path directory) throws Exception {
        try (Spool spool = withOne(directory)) {
            SpooledInstance one = spool.queue("archive").take();
            SpooledInstance other = spool.queue("research").take();
            assertThat(Files.isSameFile(one.file(), other.file())).isTrue();
            assertThat(spool.queue("archive").bytes()).isEqualTo(Files.size(one.file()));
            spool.queue("archive").done(one);
            spool.queue("research").done(other);
            assertThat(spool.queue("archive").bytes()).isZero();
            assertThat(spool.queue("research").bytes()).isZero();
        }
        Spool.open(directory, List.of("archive", "research")).close();
        assertThat(Samples.filesIn(directory).stream()
                        .filter(file -> file.toString().endsWith(".dcm")))
                .isEmpty();
    }

    /** What a release from before views looks for, which is all that it goes by, is the private information's creator. */
    @Test
    void aReleaseThatKnowsNoViewsFindsNoFactsInTheFile(@TempDir Path directory) throws Exception {
        try (Spool spool = withOne(directory)) {
            byte[] file = Files.readAllBytes(spool.queue("archive").take().file());
            String text = new String(file, StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .doesNotContain(PrivateInformation.CREATOR_UID)
                    .contains(PrivateInformation.CREATOR_UID_OF_ORIGINALS);
        }
    }

    @Test
    void aLaterFormatIsRefusedInWords(@TempDir Path directory) throws Exception {
        try (Spool spool = withOne(directory)) {
            SpooledInstance instance = spool.queue("archive").peek(1).get(0);
            String file = Files.readString(instance.file(), StandardCharsets.ISO_8859_1);
            assertThat(file).contains("\"format\":2");
            Files.writeString(
                    instance.file(), file.replace("\"format\":2", "\"format\":3"), StandardCharsets.ISO_8859_1);

            assertThat(spool.queue("archive").poll(Duration.ZERO)).isEmpty();
            assertThat(spool.queue("archive").lastReason())
                    .isEqualTo("a later release has written the spool file: expected format 2, found 3");
        }
    }

    @Test
    void aFileThatEndsBeforeItsViewsIsDamaged(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("one.dcm");
        byte[] start = new byte[2000];
        ByteBuffer facts = PrivateInformation.addToOriginal(Samples.prefix(), Samples.facts("1.1", "archive"));
        facts.get(start, 0, facts.remaining());
        for (int length : new int[] {facts.limit(), facts.limit() + 15, facts.limit() + 16, 2000}) {
            Files.write(file, Arrays.copyOf(start, length));
            assertThatThrownBy(() -> SpoolFile.instance(1, file, "archive"))
                    .as("%d bytes", length)
                    .isInstanceOf(PrivateInformation.MalformedFileException.class)
                    .hasMessageContaining("expected at its end what each destination is to get");
        }
    }

    @Test
    void manySmallPiecesMakeOnlyLargerOnesWorthIt(@TempDir Path directory) throws Exception {
        try (Spool spool = Spool.open(directory, List.of("archive"));
                Incoming original = spool.beginOriginal(Samples.facts("1.1", "archive"), Samples.prefix())) {
            original.write(ByteBuffer.wrap(Samples.dataSet("1.1")));
            ViewWriter view = original.view();
            long before = view.leastKept();
            for (int i = 0; i < 10_000; i++) {
                view.keep(i % 2 == 0 ? 0 : 100, 10);
            }
            assertThat(view.leastKept()).isEqualTo(4 * before);
        }
    }
}
