package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.sluice.gateway.intake.Intake;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.StoreScp;
import org.sluice.peers.Syntax;

/** What a modality is told of an instance that contradicts PS3.5, and where the instance is then. */
class ContradictionAnswersTest {
    private static final String RECIPE = """
            FORMAT dicom
            %filter flagme
            LABEL flag me
            equals PatientID FLAGME
            %filter research
            LABEL research
            equals StudyID R
            %header
            REMOVE PatientName
            """;
    private static final String UID = "2.25.1";
    private static final int PIXELS = 300_000;

    private final Path folder;
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

    ContradictionAnswersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static RawDataSet instance() {
        return RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, UID);
    }

    private static byte[] inTheHeader() {
        return instance()
                .text(0x00100020, "LO", "ID1")
                .text(0x00100010, "PN", "DOE^JANE")
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .bytes();
    }

    private static byte[] behindThePixels() {
        return instance()
                .text(0x00100020, "LO", "ID1")
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .text(0x00100010, "PN", "DOE^JANE")
                .bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through", "deliver: cut-through, fallback: spool"})
    void oneInTheHeaderIsQuarantinedAsItCameAndAnsweredSuccess(String deliver) throws Exception {
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, deliver, RECIPE, archive.port())) {
            assertThat(send(node, UID, inTheHeader())).isEqualTo(Status.SUCCESS);
            quarantinedAsItCame(node, inTheHeader());
            assertThat(arrived).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through, fallback: spool"})
    void oneBehindThePixelDataIsQuarantinedAsItCameWhereItsBytesAreAtHand(String deliver) throws Exception {
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, deliver, RECIPE, archive.port())) {
            assertThat(send(node, UID, behindThePixels())).isEqualTo(Status.SUCCESS);
            quarantinedAsItCame(node, behindThePixels());
            assertThat(arrived).isEmpty();
        }
    }

    /** Half of it has been sent by then: the archive's association ends in the middle, and the modality keeps the instance. */
    @Test
    void withoutAFallbackTheModalityIsToldAndNobodyElseHasIt() throws Exception {
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, "deliver: cut-through", RECIPE, archive.port())) {
            assertThat(send(node, UID, behindThePixels())).isEqualTo(Status.CANNOT_UNDERSTAND);
            assertThat(node.quarantined()).isEmpty();
            Await.until(() -> !archive.ended().isEmpty(), Duration.ofSeconds(20), "the archive's association to end");
            assertThat(arrived).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: cut-through", "deliver: cut-through, fallback: spool"})
    void theArchiveOfDcmtkKeepsNothingOfIt(String deliver, @TempDir Path kept) throws Exception {
        try (StoreScp archive = StoreScp.bitPreserving(kept);
                RunningNode node = RunningNode.delivering(folder, deliver, RECIPE, archive.port())) {
            send(node, UID, behindThePixels());
            byte[] honest = instance().value(0x7FE00010, "OW", new byte[PIXELS]).bytes();
            assertThat(send(node, UID, honest)).isEqualTo(Status.SUCCESS);
            List<Path> files = archive.awaitStored(1, Duration.ofSeconds(20));
            assertThat(files).hasSize(1);
            assertThat(DataSetBytes.of(files.get(0)).dataSet()).isEqualTo(honest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through"})
    void aRouteThatReportsCountsThemAndForwardsTheInstance(String deliver) throws Exception {
        try (ListeningArchive archive = archive();
                RunningNode node =
                        RunningNode.delivering(folder, deliver + ", contradictions: report", RECIPE, archive.port())) {
            assertThat(send(node, UID, inTheHeader())).isEqualTo(Status.SUCCESS);
            assertThat(next()).isNotEmpty();
            assertThat(send(node, UID, behindThePixels())).isEqualTo(Status.SUCCESS);
            assertThat(next()).isNotEmpty();
            assertThat(node.quarantined()).isEmpty();
            assertThat(counted(node, "out-of-order")).isEqualTo(2);
        }
    }

    /** So that it can be seen beforehand which devices would be stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through"})
    void aRouteThatReportsLogsEachWithTheCallingAeTitle(String deliver) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Intake.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        try (ListeningArchive archive = archive();
                RunningNode node =
                        RunningNode.delivering(folder, deliver + ", contradictions: report", RECIPE, archive.port())) {
            send(node, "CT_ROOM_7", UID, inTheHeader());
            send(node, "US_ROOM_9", UID, behindThePixels());
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        String found = ": out-of-order, not stopped: (0010,0010) at byte ";
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(UID + " from CT_ROOM_7" + found),
                        line -> assertThat(line).startsWith(UID + " from US_ROOM_9" + found))
                .allSatisfy(line -> assertThat(line).doesNotContain("DOE", "JANE", "ID1"));
    }

    @Test
    void theOtherRoutesCountContradictionsToo() throws Exception {
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, "deliver: durable", RECIPE, archive.port())) {
            send(node, UID, inTheHeader());
            send(node, UID, inTheHeader());
            assertThat(counted(node, "out-of-order")).isEqualTo(2);
        }
    }

    @Test
    void aCommandThatNamesAnotherInstanceIsAContradiction() throws Exception {
        byte[] honest = instance().value(0x7FE00010, "OW", new byte[PIXELS]).bytes();
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, "deliver: durable", RECIPE, archive.port())) {
            assertThat(send(node, "2.25.2", honest)).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(0)).contains("other-uid-in-command");
            assertThat(send(node, "2.25.3", new byte[0])).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(1)).contains("empty-data-set");
            byte[] unnamed = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                    .text(0x00100010, "PN", "DOE^JANE")
                    .bytes();
            assertThat(send(node, "2.25.4", unnamed)).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(2)).contains("missing-uid");
            assertThat(arrived).isEmpty();
        }
    }

    @Test
    void aRouteThatAcceptsContradictionsAsksEveryOccurrenceAndReachesEveryOne() throws Exception {
        String keys = "deliver: durable, contradictions: accept, dispositions: { research: forward }";
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, keys, RECIPE, archive.port())) {
            for (List<String> ids : List.of(List.of("FLAGME", "ID1"), List.of("ID1", "FLAGME"))) {
                int before = node.quarantined().size();
                send(node, UID + before, twice(UID + before, 0x00100020, "LO", ids));
                assertThat(node.quarantined()).as(ids.toString()).hasSize(before + 1);
                assertThat(node.reasons().get(before)).contains("flagme");
            }
            assertThat(send(node, UID, twice(UID, 0x00100010, "PN", List.of("DOE^JANE", "ROE^RICHARD"))))
                    .isEqualTo(Status.SUCCESS);
            assertThat(next())
                    .isEqualTo(
                            instance().value(0x7FE00010, "OW", new byte[PIXELS]).bytes());
            byte[] late = behindThePixels();
            assertThat(send(node, UID, late)).isEqualTo(Status.SUCCESS);
            assertThat(next())
                    .isEqualTo(instance()
                            .text(0x00100020, "LO", "ID1")
                            .value(0x7FE00010, "OW", new byte[PIXELS])
                            .bytes());
        }
    }

    /** A route that reads all of it takes it for what it is; the others do not know by what name it goes. */
    @Test
    void aUidBehindThePixelDataIsOutOfOrderOnlyWhereAllIsRead() throws Exception {
        byte[] late = named(UID);
        for (String keys : List.of("deliver: durable", "deliver: cut-through")) {
            try (ListeningArchive archive = archive();
                    RunningNode node = RunningNode.delivering(folder, keys, RECIPE, archive.port())) {
                assertThat(send(node, UID, late)).isEqualTo(Status.SUCCESS);
                assertThat(node.reasons().get(0)).contains("missing-uid");
            }
        }
        String keys = "deliver: durable, contradictions: accept";
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, keys, RECIPE, archive.port())) {
            assertThat(send(node, UID, late)).isEqualTo(Status.SUCCESS);
            assertThat(next()).isEqualTo(late);
            assertThat(counted(node, "out-of-order")).isEqualTo(1);
            assertThat(counted(node, "missing-uid")).isZero();
            assertThat(send(node, UID, named(UID + "7"))).isEqualTo(Status.SUCCESS);
            assertThat(next()).isEqualTo(named(UID + "7"));
            assertThat(counted(node, "other-uid-in-command")).isEqualTo(1);
            assertThat(send(node, UID, named("no UID"))).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(0)).contains("missing-uid");
        }
    }

    @Test
    void aUidBehindThePixelDataCannotBeChangedBecauseTheRequestIsMadeByThen() throws Exception {
        String recipe = "FORMAT dicom\n%header\nREPLACE SOPInstanceUID 2.25.99\n";
        String keys = "deliver: durable, contradictions: accept";
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, keys, recipe, archive.port())) {
            assertThat(send(node, UID, named(UID))).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(0)).contains("action-failed");
            assertThat(arrived).isEmpty();
        }
    }

    /** What is edited goes on under a valid UID or not at all; what is not edited goes on as it came. */
    @ParameterizedTest
    @ValueSource(strings = {"deliver: durable", "deliver: cut-through"})
    void withoutAValidUidAnEditedInstanceIsQuarantinedThoughTheContradictionIsOnlyReported(String deliver)
            throws Exception {
        byte[] edited = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.01")
                .text(0x00100010, "PN", "DOE^JANE")
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .bytes();
        byte[] unedited = RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, "2.25.01")
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .bytes();
        try (ListeningArchive archive = archive();
                RunningNode node =
                        RunningNode.delivering(folder, deliver + ", contradictions: report", RECIPE, archive.port())) {
            assertThat(send(node, UID, edited)).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(0)).contains("action-failed");
            assertThat(arrived).isEmpty();
            assertThat(send(node, UID, unedited)).isEqualTo(Status.SUCCESS);
            assertThat(next()).isEqualTo(unedited);
            assertThat(counted(node, "missing-uid")).isEqualTo(2);
        }
    }

    /** However large it says it is: the data set has ended before, and is not larger than a limit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "deliver: durable",
                "deliver: cut-through",
                "deliver: durable, contradictions: accept",
                "deliver: durable, contradictions: report",
                "deliver: cut-through, contradictions: report"
            })
    void aSequenceThatIsLongerThanTheDataSetIsQuarantined(String keys) throws Exception {
        byte[] item = new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00081150, "UI", "1.2")
                .item(RawDataSet.End.LENGTH);
        byte[] sequence = instance().saying(0x00081140, "SQ", 0x20000000, item).bytes();
        byte[] otherEncoding = instance()
                .delimiter(0x00100020, 0x20000000)
                .raw("implicit VR".getBytes(StandardCharsets.US_ASCII))
                .bytes();
        String kind = keys.endsWith("report") ? "data-set-unreadable" : "wrong-";
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(folder, keys, RECIPE, archive.port())) {
            for (byte[] sent : List.of(sequence, otherEncoding)) {
                assertThat(send(node, UID, sent)).isEqualTo(Status.SUCCESS);
            }
            assertThat(node.reasons()).hasSize(2).allSatisfy(row -> assertThat(row.get(2))
                    .startsWith(kind));
            assertThat(arrived).isEmpty();
        }
    }

    private static byte[] named(String late) {
        return new RawDataSet(Syntax.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00080016, "UI", RawDataSet.SOP_CLASS)
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .text(0x00080018, "UI", late)
                .bytes();
    }

    /** Only what a device is known to do is accepted. */
    @Test
    void aRouteThatAcceptsContradictionsStillStopsAnotherEncoding() throws Exception {
        byte[] mixed = instance()
                .delimiter(0x00100020, 4)
                .raw(new byte[] {'A', 'B', 'C', 'D'})
                .bytes();
        try (ListeningArchive archive = archive();
                RunningNode node = RunningNode.delivering(
                        folder, "deliver: durable, contradictions: accept", RECIPE, archive.port())) {
            assertThat(send(node, UID, mixed)).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(0)).contains("wrong-encoding");
            byte[] odd = instance()
                    .value(0x00100020, "LO", new byte[] {'A', 'B', 'C'})
                    .bytes();
            assertThat(send(node, UID, odd)).isEqualTo(Status.SUCCESS);
            assertThat(next()).isEqualTo(odd);
            byte[] reserved = instance().text(0x00020010, "UI", "1.2").bytes();
            assertThat(send(node, UID, reserved)).isEqualTo(Status.SUCCESS);
            assertThat(node.reasons().get(1)).contains("reserved-group");
        }
    }

    private static byte[] twice(String uid, int tag, String vr, List<String> values) {
        return RawDataSet.instance(Syntax.EXPLICIT_LITTLE_ENDIAN, uid)
                .text(tag, vr, values.get(0))
                .text(tag, vr, values.get(1))
                .value(0x7FE00010, "OW", new byte[PIXELS])
                .bytes();
    }

    private static double counted(RunningNode node, String kind) {
        return node.meter("sluice_contradictions_total{kind=\"" + kind + "\"}");
    }

    private static void quarantinedAsItCame(RunningNode node, byte[] sent) {
        assertThat(node.reasons()).hasSize(1);
        assertThat(node.reasons().get(0)).contains("out-of-order");
        assertThat(node.quarantined()).hasSize(1);
        assertThat(DataSetBytes.of(node.quarantined().get(0)).dataSet()).isEqualTo(sent);
    }

    private byte[] next() throws InterruptedException {
        return Optional.ofNullable(arrived.poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    private ListeningArchive archive() {
        return ListeningArchive.open(request -> {
            arrived.add(request.body().stream().readAllBytes());
            return StoreAnswer.SUCCESS;
        });
    }

    private static int send(RunningNode node, String uid, byte[] dataSet) throws IOException {
        return send(node, "MODALITY", uid, dataSet);
    }

    private static int send(RunningNode node, String calling, String uid, byte[] dataSet) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
        String syntax = Syntax.EXPLICIT_LITTLE_ENDIAN.uid();
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(to, calling, "SLUICE"),
                List.of(PresentationContextProposal.of(RawDataSet.SOP_CLASS, syntax)))) {
            return client.store(StoreCommand.of(RawDataSet.SOP_CLASS, uid, syntax), sink -> {
                        if (dataSet.length > 0) {
                            sink.write(ByteBuffer.wrap(dataSet));
                        }
                    })
                    .status();
        }
    }
}
