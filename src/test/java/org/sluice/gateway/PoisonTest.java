package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Orthanc;
import org.sluice.peers.StoreScp;
import org.sluice.text.SourceText;

/** Instances that an archive chokes on stand in front of good ones, which arrive all the same. */
@Tag("heavy")
class PoisonTest {
    private static final Duration GOOD_ARRIVE_WITHIN = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int FIRST_GOOD = 10_000;
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private final Path folder;
    private final int archivePort = FreePort.number();
    /** How often each instance came. */
    private final Map<String, Integer> came = new ConcurrentHashMap<>();

    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final CountDownLatch never = new CountDownLatch(1);

    PoisonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // ---- A scripted archive

    @ParameterizedTest
    @CsvSource({
        "A700, out-of-resources",
        "0110, processing-failure",
        "0124, not-authorized",
        "A900, data-set-mismatch",
        "C000, cannot-understand",
        "0117, refused"
    })
    void whatIsRefusedIsHeldWithTheWordsOfTheArchiveAndTheOthersPass(String status, String failureClass)
            throws Exception {
        StoreAnswer refusal = StoreAnswer.of(Integer.parseInt(status, 16), "no such thing here");
        List<String> note = onePoisonAmong(60, request -> refusal);
        assertThat(note)
                .startsWith(
                        "answered " + status + "H \"no such thing here\"",
                        "class: " + failureClass,
                        "status: " + status + "H",
                        "words: \"no such thing here\"",
                        "tries: 5")
                .last()
                .asString()
                .startsWith("first-failure: 20");
    }

    @Test
    void whatMakesTheArchiveAbortIsHeldAndTheOthersPass() throws Exception {
        List<String> note = onePoisonAmong(60, request -> {
            // Of failures before others have passed only the first counts.
            Await.until(() -> taken.size() >= 10, LONG, "some good ones to pass");
            throw new AssertionError("the archive dies");
        });
        assertThat(note).contains("class: aborted", "tries: 5");
    }

    @Test
    void whatIsNotAnsweredIsHeldAndTheOthersPassMeanwhile() throws Exception {
        List<String> note = onePoisonAmong(60, request -> {
            while (request.body().next() != null) {}
            awaitQuietly(never);
            return StoreAnswer.SUCCESS;
        });
        assertThat(note).contains("class: no-answer", "tries: 5");
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The note beside the held instance. */
    private List<String> onePoisonAmong(int good, StoreHandler chokes) throws Exception {
        try (Node node = node("")) {
            send(node, 1, PoisonTest::poison);
            sendGood(node, good);
            try (ListeningArchive archive = archive(chokes)) {
                awaitGood(good);
                Await.until(() -> notes().size() == 1, LONG, "the bad one to be held");
                Await.until(() -> node.waiting("archive") == 0, LONG, "an empty queue");
                assertThat(came).containsEntry(poison(1).sopInstanceUid(), 5);
            } finally {
                never.countDown();
            }
        }
        assertThat(taken).hasSize(good);
        return Files.readAllLines(notes().get(0));
    }

    @Test
    void fiveHundredThatAreThereAlreadyAreDelivered() throws Exception {
        try (Node node = node("")) {
            send(node, 500, PoisonTest::poison);
            sendGood(node, 100);
            try (ListeningArchive archive =
                    archive(poison -> StoreAnswer.of(Status.DUPLICATE_SOP_INSTANCE, "have it"))) {
                awaitGood(100);
                Await.until(() -> node.waiting("archive") == 0, GOOD_ARRIVE_WITHIN, "an empty queue");
                Scrape scrape = new Scrape(node.meters().scrape());
                assertThat(scrape.value("sluice_instances_forwarded_total{destination=\"archive\"}"))
                        .isEqualTo(600);
                assertThat(scrape.value("sluice_forward_warnings_total{destination=\"archive\"}"))
                        .isEqualTo(500);
            }
        }
        assertThat(notes()).isEmpty();
    }

    @Test
    void whereDuplicatesAreHeldEachIsHeldAtOnceAndNobodyWaits() throws Exception {
        try (Node node = node(", duplicates: held")) {
            send(node, 50, PoisonTest::poison);
            sendGood(node, 50);
            try (ListeningArchive archive =
                    archive(poison -> StoreAnswer.of(Status.DUPLICATE_SOP_INSTANCE, "have it"))) {
                Await.until(() -> node.waiting("archive") == 0, GOOD_ARRIVE_WITHIN, "an empty queue");
            }
        }
        assertThat(notes()).hasSize(50);
        assertThat(Files.readAllLines(notes().get(0))).contains("class: duplicate", "status: 0111H", "tries: 1");
        assertThat(came.values()).containsOnly(1);
    }

    @Test
    void manyThatAbortInFrontOfMoreGoodOnesStopNobody() throws Exception {
        try (Node node = node("")) {
            send(node, 60, PoisonTest::poison);
            sendGood(node, 120);
            try (ListeningArchive archive = archive(poison -> {
                throw new AssertionError("the archive dies");
            })) {
                awaitGood(120);
            }
            assertThat(node.waiting("archive") + notes().size()).isEqualTo(60);
        }
    }

    @Test
    void whatIsTheOnlyOneAndMayYetBeTakenIsTriedForEver() throws Exception {
        try (Node node = node("")) {
            send(node, 1, PoisonTest::poison);
            StoreAnswer[] answer = {StoreAnswer.of(Status.PROCESSING_FAILURE, "")};
            try (ListeningArchive archive = archive(poison -> answer[0])) {
                Await.until(() -> came.getOrDefault(poison(1).sopInstanceUid(), 0) >= 12, LONG, "twelve tries");
                assertThat(notes()).isEmpty();
                answer[0] = StoreAnswer.SUCCESS;
                Await.until(() -> node.waiting("archive") == 0, LONG, "the delivery");
            }
        }
    }

    @Test
    void aDestinationThatTakesNothingRaisesTheAlarmUntilItDoes() throws Exception {
        try (Node node = node("", "alarm: 100 ms")) {
            send(node, 2, PoisonTest::poison);
            String alarm = "sluice_destination_alarm{destination=\"archive\"}";
            Await.until(() -> new Scrape(node.meters().scrape()).value(alarm) == 1, LONG, "the alarm");
            assertThat(node.notes()).last().asString().startsWith("destination archive does not take 2 instances");
            try (ListeningArchive archive = archive(poison -> StoreAnswer.SUCCESS)) {
                Await.until(() -> node.waiting("archive") == 0, LONG, "the delivery");
                Await.until(() -> new Scrape(node.meters().scrape()).value(alarm) == 0, LONG, "the end of the alarm");
                assertThat(node.notes()).noneMatch(note -> note.contains("does not take"));
            }
        }
    }

    private ListeningArchive archive(StoreHandler toPoison) {
        return ListeningArchive.open(
                ListeningArchive.options(archivePort), request -> AssociationPolicy.accept(), request -> {
                    came.merge(request.sopInstanceUid(), 1, Integer::sum);
                    return isGood(request) ? take(request) : toPoison.store(request);
                });
    }

    private static boolean isGood(StoreRequest request) {
        return !request.sopClassUid().equals(CT);
    }

    private StoreAnswer take(StoreRequest request) {
        taken.add(request.sopInstanceUid());
        return StoreAnswer.SUCCESS;
    }

    // ---- Real archives

    @Test
    void aThousandPassWhatMakesStorescpAbort() throws Exception {
        try (Node node = node("")) {
            send(node, 3, PoisonTest::oddLength);
            sendGood(node, 1000);
            Path received = Files.createDirectory(folder.resolve("received"));
            try (StoreScp archive = StoreScp.parsingOn(archivePort, received)) {
                Await.until(() -> archive.files().size() >= 1000, GOOD_ARRIVE_WITHIN, "1000 good ones");
                Await.until(() -> notes().size() == 3, LONG, "the bad ones to be held");
            }
        }
        assertThat(Files.readAllLines(notes().get(0))).contains("class: aborted");
    }

    @Test
    void aThousandPassWhatOrthancDoesNotTake() throws Exception {
        try (Orthanc archive = Orthanc.start(Files.createDirectory(folder.resolve("orthanc")));
                Node node = node("", archive.dicomPort(), "ORTHANC", "")) {
            send(node, 3, PoisonTest::withoutStudy);
            send(node, 1, number -> oddLength(number + 100));
            sendGood(node, 1000);
            Await.until(() -> archive.instances().size() >= 1000, GOOD_ARRIVE_WITHIN, "1000 good ones");
            Await.until(() -> node.waiting("archive") == 0, LONG, "the bad ones to be held");
        }
        assertThat(notes()).hasSizeBetween(3, 4);
        assertThat(Files.readAllLines(notes().get(0))).contains("status: A700H");
    }

    private static GeneratedInstance oddLength(int number) {
        return poison(number).with(0x00104000, "LT", new byte[] {'o', 'd', 'd'});
    }

    private static GeneratedInstance withoutStudy(int number) {
        return poison(number).with(0x0020000D, "UI", "");
    }

    // ---- The node

    private Node node(String keys) throws IOException, ConfigException {
        return node(keys, "");
    }

    private Node node(String keys, String retry) throws IOException, ConfigException {
        return node(keys, archivePort, "ARCHIVE", retry);
    }

    private Node node(String keys, int port, String ae, String retry) throws IOException, ConfigException {
        Path recipe = Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        String more = retry.isEmpty() ? "" : ", " + retry;
        return Node.start(
                ConfigLoader.parse(new SourceText("test.yaml", """
                listen: [{ port: 0, bind: 127.0.0.1 }]
                routes: [{ ae: SLUICE, recipe: "%s", to: [archive], contradictions: report }]
                destinations:
                  archive: { ae: %s, host: 127.0.0.1, port: %d%s }
                data: "%s/var"
                quarantine: "%5$s/quarantine"
                timeouts: { shutdown: 10 s, dimse: 1 s }
                retry: { first: 50 ms, most: 200 ms%s }
                """.formatted(recipe, ae, port, keys, folder, more))),
                TestEngine.ENGINES);
    }

    private static GeneratedInstance poison(int number) {
        return GeneratedInstance.ct(number).without(0x7FE00010);
    }

    private static void sendGood(Node node, int count) {
        send(node, count, number -> GeneratedInstance.sr(FIRST_GOOD + number));
    }

    private static void send(Node node, int count, IntFunction<GeneratedInstance> instances) {
        GeneratedInstance first = instances.apply(1);
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.addresses().get(0).getPort());
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(address, "MODALITY", "SLUICE"),
                List.of(PresentationContextProposal.of(first.sopClassUid(), first.transferSyntaxUid())))) {
            for (GeneratedInstance one :
                    IntStream.rangeClosed(1, count).mapToObj(instances).toList()) {
                StoreCommand command =
                        StoreCommand.of(one.sopClassUid(), one.sopInstanceUid(), one.transferSyntaxUid());
                assertThat(client.store(command, one::dataSet)).isEqualTo(StoreAnswer.SUCCESS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitGood(int count) {
        Await.until(
                () -> taken.size() == count,
                GOOD_ARRIVE_WITHIN,
                () -> count + " good ones, " + taken.size() + " so far");
    }

    private List<Path> notes() {
        try (Stream<Path> files = Files.list(folder.resolve("var/spool/queues/archive/failed"))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
