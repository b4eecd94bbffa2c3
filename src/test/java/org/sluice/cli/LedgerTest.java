package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.SourceText;

/** The account of a node that gets eight instances: two are flagged, six go to a folder and to a dead archive. */
class LedgerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CONFIGURATION = """
            listen: [ { port: %1$d, bind: 127.0.0.1 } ]
            routes:
              - { ae: SLUICE, recipe: "%2$s/recipe.deid", to: [archive, folder] }
            destinations:
              archive: { ae: DEAD, host: 127.0.0.1, port: %3$d }
              folder: { folder: "%2$s/out" }
            data: "%2$s/var"
            quarantine: "%2$s/quarantine"
            """;

    private final Path folder;
    private final Path conf;
    private final int port = FreePort.number();

    @SuppressWarnings("NullAway.Init")
    private Node node;

    LedgerTest(@TempDir Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
    }

    @BeforeEach
    void eightAreReceived() throws IOException, ConfigException {
        Files.writeString(
                folder.resolve("recipe.deid"),
                "FORMAT dicom\n\n%filter male\n\nLABEL male\ncontains PatientSex M\n\n%header\n\nREPLACE StudyInstanceUID 1.2.9\n");
        Files.writeString(conf, CONFIGURATION.formatted(port, folder, FreePort.number()));
        start();
        Path study = Files.createDirectory(folder.resolve("study"));
        for (int i = 1; i <= 8; i++) {
            GeneratedInstance.ct(i).patientSex(i <= 2 ? "M" : "F").writeTo(study.resolve(i + ".dcm"));
        }
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, study);
        assertThat(sent.code()).as(sent.err()).isZero();
        Await.until(() -> node.waiting("folder") == 0, LONG, "the folder to have its six");
    }

    private void start() throws IOException, ConfigException {
        node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", Files.readString(conf))), TestEngine.ENGINES);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private CommandRun ledger(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "ledger";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--conf";
        all[words.length + 2] = conf;
        return CommandRun.of(all);
    }

    /** The line of a destination: received, delivered, quarantined, refused, waiting, held, rejected, dropped. */
    private List<String> sums(String destination) {
        return ledger("--since", "1 d").lines().stream()
                .filter(line -> line.contains("  " + destination + " "))
                .map(line -> List.of(line.strip().split(" +")))
                .map(cells -> cells.subList(3, cells.size()))
                .findFirst()
                .orElse(List.of());
    }

    private void awaitSums(String destination, String... sums) {
        Await.until(
                () -> sums(destination).equals(List.of(sums)),
                LONG,
                () -> String.join(" ", sums) + "\n" + ledger("--since", "1 d").out());
    }

    private void removeLedger() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("var/ledger"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Path> filesThatWait() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("var/spool/queues/archive"))) {
            return files.filter(file -> file.toString().endsWith(".dcm")).toList();
        }
    }

    @Test
    void whatWasReceivedAddsUpForEachDestinationAndAgreesWithTheFiles() throws IOException {
        awaitSums("folder", "8", "6", "2", "0", "0", "0", "0", "0");
        awaitSums("archive", "8", "0", "2", "0", "6", "0", "0", "0");
        CommandRun running = ledger("check");
        assertThat(running.out()).contains("6 waiting, 0 held, 4 quarantined; 0 differences");
        assertThat(running.code()).as(running.out() + running.err()).isZero();
        node.close();
        CommandRun stopped = ledger("check", "--json");
        assertThat(stopped.code()).as(stopped.out() + stopped.err()).isZero();
        assertThat(stopped.out()).contains("\"waiting\" : 6").contains("\"differences\" : [ ]");
    }

    @Test
    void itTellsWhereAStudyWentByTheUidUnderWhichItCame() {
        awaitSums("folder", "8", "6", "2", "0", "0", "0", "0", "0");
        String study = "2.25.7312.1.1";
        CommandRun run = ledger("--study", study);
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.lines())
                .anyMatch(line ->
                        line.contains(GeneratedInstance.ct(3).sopInstanceUid()) && line.contains("folder: delivered"));
        assertThat(run.lines())
                .anyMatch(line ->
                        line.contains(GeneratedInstance.ct(3).sopInstanceUid()) && line.contains("archive: waiting"));
        CommandRun one = ledger("--instance", GeneratedInstance.ct(1).sopInstanceUid(), "--json");
        assertThat(one.out()).contains("\"fate\" : \"quarantined\"").contains("\"studyUid\" : \"" + study);
        assertThat(ledger("--study", "1.2.9").code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(ledger("--since", "yesterday").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatPeopleDoWithAQueueIsInTheAccount() {
        awaitSums("archive", "8", "0", "2", "0", "6", "0", "0", "0");
        String id = CommandRun.of("queue", "list", "--destination", "archive", "--conf", conf).lines().stream()
                .filter(line -> line.startsWith("archive/"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .reduce((first, second) -> second)
                .orElseThrow();
        untilItIsNotUnderWay("queue", "hold", id, "--conf", conf);
        awaitSums("archive", "8", "0", "2", "0", "5", "1", "0", "0");
        untilItIsNotUnderWay("queue", "drop", id, "--reason", "a test image", "--conf", conf);
        awaitSums("archive", "8", "0", "2", "0", "5", "0", "0", "1");
        assertThat(ledger("check").code()).isZero();
    }

    private static void untilItIsNotUnderWay(Object... words) {
        CommandRun run = CommandRun.of(words);
        while (run.err().contains("under way")) {
            run = CommandRun.of(words);
        }
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    @Test
    void aLedgerThatIsGoneIsBuiltAgainFromTheFiles() throws Exception {
        node.close();
        removeLedger();
        CommandRun gone = ledger();
        assertThat(gone.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(gone.err()).contains("there is no ledger");
        start();
        awaitSums("archive", "8", "0", "2", "0", "6", "0", "0", "0");
        assertThat(ledger("--instance", GeneratedInstance.ct(3).sopInstanceUid())
                        .out())
                .contains("archive: waiting")
                .contains("found in the files");
        assertThat(ledger("check").code()).isZero();
    }

    @Test
    void aFileThatWasTakenAwayByHandIsADifferenceThatCanBeMended() throws Exception {
        node.close();
        Files.delete(filesThatWait().get(0));
        CommandRun found = ledger("check");
        assertThat(found.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(found.lines())
                .anyMatch(line -> line.contains("the ledger says waiting; there is no file"))
                .anyMatch(line -> line.contains("believe the files") && line.contains("--mend makes it dropped"))
                .anyMatch(line -> line.endsWith("; 1 difference"));
        assertThat(ledger("check", "--mend").code()).isZero();
        CommandRun mended = ledger("check");
        assertThat(mended.code()).as(mended.out()).isZero();
        assertThat(sums("archive")).containsExactly("8", "0", "2", "0", "5", "0", "0", "1");
    }

    @Test
    void whatWasTakenAwayWhileTheNodeStoodStillIsNoticedAtItsStart() throws Exception {
        node.close();
        Files.delete(filesThatWait().get(0));
        start();
        awaitSums("archive", "8", "0", "2", "0", "5", "0", "0", "1");
    }

    @Test
    void whatWaitsInTheLogOfTheSpoolIsInTheAccountAsWell() throws Exception {
        node.close();
        Files.writeString(conf, "spool: segments\n", StandardOpenOption.APPEND);
        start();
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, folder.resolve("study"));
        assertThat(sent.code()).as(sent.err()).isZero();
        awaitSums("folder", "16", "12", "4", "0", "0", "0", "0", "0");
        awaitSums("archive", "16", "0", "4", "0", "12", "0", "0", "0");
        assertThat(filesThatWait()).as("what came before").hasSize(6);
        assertAgrees("12 waiting, 0 held, 8 quarantined; 0 differences");
        node.close();
        assertAgrees("12 waiting, 0 held, 8 quarantined; 0 differences");
        removeLedger();
        start();
        awaitSums("archive", "16", "0", "4", "0", "12", "0", "0", "0");
        assertAgrees("12 waiting, 0 held, 8 quarantined; 0 differences");
    }

    private void assertAgrees(String found) {
        CommandRun run = ledger("check");
        assertThat(run.out()).contains(found);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }
}
