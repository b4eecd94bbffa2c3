package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.gateway.intake.ReplayMemory;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreRequest;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Syntax;

/**
 * What arrives by cut-through is what the same instance becomes on a durable route, byte for byte: for instances made
 * at random, through recipes that edit each part of a data set.
 */
class CutThroughDifferentialTest {
    private static final int INSTANCES = 30;
    /** Of 2 MiB each: many times {@link ReplayMemory#SIZE}. */
    private static final int LARGE_FRAMES = 8;

    private static final String CUT_THROUGH = "deliver: cut-through";
    private static final int DIGITAL_SIGNATURES = 0xFFFAFFFA;
    private static final int TRAILING_PADDING = 0xFFFCFFFC;
    private static final int LATE_PRIVATE_CREATOR = 0x7FE10010;
    private static final int LATE_PRIVATE = 0x7FE11001;

    private static final String LONG_VALUE = "a value that is rather longer than what stood there before";

    private final Path folder;
    private final Random random = new Random();

    CutThroughDifferentialTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What an archive got. */
    private record Arrived(String sopClass, String sopInstance, String syntax, int priority, long sum, long length) {
        static Arrived of(StoreRequest request) throws IOException {
            CRC32 sum = new CRC32();
            long length = 0;
            for (ByteBuffer bytes = request.body().next();
                    bytes != null;
                    bytes = request.body().next()) {
                length += bytes.remaining();
                sum.update(bytes);
            }
            return new Arrived(
                    request.sopClassUid(),
                    request.sopInstanceUid(),
                    request.transferSyntaxUid(),
                    request.priority(),
                    sum.getValue(),
                    length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ADD PatientIdentityRemoved YES",
                "REPLACE PatientID var:id\nREPLACE SOPInstanceUID var:source_id",
                "REPLACE SOPInstanceUID var:source_id\nREPLACE ReferencedSOPInstanceUID deid_func:pydicom_uuid",
                "REMOVE contains:^\\([0-9a-f]{3}[13579bdf],",
                "REMOVE (7FE1,1001)\nBLANK DataSetTrailingPadding",
                "REPLACE (7FE1,1001) " + LONG_VALUE + "\nREMOVE DigitalSignaturesSequence",
                "BLANK select:VR:PN\nREMOVE select:GROUP:0020\nADD PatientName " + LONG_VALUE,
                "REMOVE ALL\nKEEP SOPClassUID\nKEEP SOPInstanceUID\nKEEP PixelData",
                "REMOVE PixelData",
                "REPLACE StudyDate deid_func:jitter days=-30\nBLANK contains:UID$\nKEEP SOPInstanceUID\nKEEP SOPClassUID",
                "REPLACE DigitalSignatureUID deid_func:pydicom_uuid\nREPLACE PatientName A\\B",
            })
    void bothWaysGiveTheSame(String actions) throws Exception {
        long seed = random.nextLong();
        random.setSeed(seed);
        String recipe = "FORMAT dicom\n\n%header\n\n" + actions + "\n";
        BlockingQueue<Arrived> through = new LinkedBlockingQueue<>();
        BlockingQueue<Arrived> durable = new LinkedBlockingQueue<>();
        try (ListeningArchive one = collecting(through);
                ListeningArchive other = collecting(durable);
                RunningNode node = RunningNode.bothWays(folder, CUT_THROUGH, recipe, one.port(), other.port())) {
            for (int number = 1; number <= INSTANCES; number++) {
                GeneratedInstance instance = random(number);
                Path file = instance.writeTo(folder.resolve("sent.dcm"));
                String why = "seed " + seed + ", instance " + number + " in " + instance.transferSyntaxUid();
                StoreAnswer answer = new ExactSender(node.port()).send(instance, file);
                assertThat(new ExactSender(node.port(), "DURABLE").send(instance, file))
                        .as(why)
                        .isEqualTo(answer)
                        .isEqualTo(StoreAnswer.SUCCESS);
                Arrived expected = durable.poll(20, TimeUnit.SECONDS);
                assertThat(expected).as(why).isNotNull();
                assertThat(through.poll(20, TimeUnit.SECONDS)).as(why).isEqualTo(expected);
            }
        }
    }

    /** The connection with the archive is cut somewhere, before, in or behind the instance; what is left comes later. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "REPLACE PatientID var:id\nREPLACE SOPInstanceUID var:source_id",
                "REPLACE (7FE1,1001) " + LONG_VALUE + "\nREMOVE DigitalSignaturesSequence",
                "REMOVE PixelData",
            })
    void whatIsCutOffComesByWayOfTheSpoolAsItWouldHave(String actions) throws Exception {
        long seed = random.nextLong();
        random.setSeed(seed);
        String recipe = "FORMAT dicom\n\n%header\n\n" + actions + "\n";
        BlockingQueue<Arrived> spooled = new LinkedBlockingQueue<>();
        BlockingQueue<Arrived> durable = new LinkedBlockingQueue<>();
        try (ListeningArchive one = collecting(spooled);
                CuttingRelay network = new CuttingRelay(one.port(), new Random(seed), 2 * ReplayMemory.SIZE);
                ListeningArchive other = collecting(durable);
                RunningNode node = RunningNode.bothWays(
                        folder, CUT_THROUGH + ", fallback: spool", recipe, network.port(), other.port())) {
            for (int number = 1; number <= INSTANCES / 2; number++) {
                GeneratedInstance instance = number % 5 == 0 ? large(number) : random(number);
                Path file = instance.writeTo(folder.resolve("sent.dcm"));
                String why = "seed " + seed + ", instance " + number + " in " + instance.transferSyntaxUid();
                network.cut();
                assertThat(new ExactSender(node.port()).send(instance, file))
                        .as(why)
                        .isEqualTo(StoreAnswer.SUCCESS);
                network.heal();
                assertThat(new ExactSender(node.port(), "DURABLE").send(instance, file))
                        .as(why)
                        .isEqualTo(StoreAnswer.SUCCESS);
                Arrived expected = durable.poll(20, TimeUnit.SECONDS);
                assertThat(expected).as(why).isNotNull();
                assertThat(spooled.poll(20, TimeUnit.SECONDS)).as(why).isEqualTo(expected);
                node.awaitForwarded();
                assertThat(spooled).as(why + " again").allMatch(expected::equals);
                spooled.clear();
            }
        }
    }

    @Test
    void withoutEditsWhatArrivesIsWhatWasSent() throws Exception {
        BlockingQueue<Arrived> through = new LinkedBlockingQueue<>();
        try (ListeningArchive archive = collecting(through);
                RunningNode node =
                        RunningNode.delivering(folder, CUT_THROUGH, RunningNode.EMPTY_RECIPE, archive.port())) {
            for (int number = 1; number <= INSTANCES; number++) {
                GeneratedInstance instance = random(number);
                Path file = instance.writeTo(folder.resolve("sent.dcm"));
                assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
                byte[] sent = DataSetBytes.of(file).dataSet();
                CRC32 sum = new CRC32();
                sum.update(sent);
                assertThat(through.poll(20, TimeUnit.SECONDS))
                        .isEqualTo(new Arrived(
                                instance.sopClassUid(),
                                instance.sopInstanceUid(),
                                instance.transferSyntaxUid(),
                                0,
                                sum.getValue(),
                                sent.length));
            }
        }
    }

    private static ListeningArchive collecting(BlockingQueue<Arrived> into) {
        return ListeningArchive.open(request -> {
            into.add(Arrived.of(request));
            return StoreAnswer.SUCCESS;
        });
    }

    // ---- Instances

    private static GeneratedInstance large(int number) {
        return GeneratedInstance.multiFrame(number, LARGE_FRAMES);
    }

    private GeneratedInstance random(int number) {
        GeneratedInstance instance =
                switch (random.nextInt(4)) {
                    case 0 -> GeneratedInstance.ct(number);
                    case 1 -> GeneratedInstance.sr(number);
                    case 2 -> GeneratedInstance.jpeg(number, 1 + random.nextInt(4));
                    default -> GeneratedInstance.mr(number);
                };
        if (!instance.transferSyntaxUid().equals(Syntax.JPEG_BASELINE.uid())) {
            Syntax[] native_ = {
                Syntax.IMPLICIT_LITTLE_ENDIAN,
                Syntax.EXPLICIT_LITTLE_ENDIAN,
                Syntax.EXPLICIT_BIG_ENDIAN,
                Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN
            };
            instance.syntax(native_[random.nextInt(native_.length)]);
        }
        sometimes(() -> instance.with(TRAILING_PADDING, "OB", new byte[2 * random.nextInt(40_000)]));
        sometimes(() -> instance.with(LATE_PRIVATE_CREATOR, "LO", "LATE")
                .with(LATE_PRIVATE, "LO", "late private text".repeat(1 + random.nextInt(3))));
        sometimes(() -> instance.with(DIGITAL_SIGNATURES, Map.of(0x04000100, "2.25.1234", 0x04000110, "RIPEMD160")));
        sometimes(() -> instance.with(0x00291010, "OB", new byte[2 * random.nextInt(60_000)]));
        sometimes(() -> instance.without(0x00100010));
        sometimes(() -> instance.without(0x00080020));
        return instance;
    }

    private void sometimes(Runnable change) {
        if (random.nextBoolean()) {
            change.run();
        }
    }
}
