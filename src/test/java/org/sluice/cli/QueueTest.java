package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.text.SourceText;

/** The queues of a running node whose archive is dead, from the command line. */
class QueueTest {
    private static final String CONFIGURATION = """
            listen: [ { port: %1$d, bind: 127.0.0.1 } ]
            routes:
              - { ae: SLUICE, from: [ANY], recipe: "%2$s/recipe.deid", to: [archive] }
              - { ae: OTHER, from: [ANY], recipe: "%2$s/other.deid", to: [research] }
            destinations:
              archive: { ae: DEAD, host: 127.0.0.1, port: %3$d }
              folder: { folder: "%2$s/out" }
              research: { folder: "%2$s/research" }
            data: "%2$s/var"
            quarantine: "%2$s/quarantine"
            spool: %4$s
            """;

    private final Path folder;
    private final Path conf;
    private final int port = FreePort.number();

    @SuppressWarnings("NullAway.Init")
    private Node node;

    QueueTest(@TempDir Path folder) {
        this.folder = folder;
        this.conf = folder.resolve("sluice.yaml");
    }

    /** How its spool keeps what waits. */
    String spool() {
        return "files";
    }

    @BeforeEach
    void start() throws IOException, ConfigException {
        Files.writeString(folder.resolve("recipe.deid"), "FORMAT dicom\n\n%header\n");
        Files.writeString(folder.resolve("other.deid"), "FORMAT dicom\n\n%header\nREMOVE PatientName\n");
        String text = CONFIGURATION.formatted(port, folder, FreePort.number(), spool());
        Files.writeString(conf, text);
        node = Node.start(ConfigLoader.parse(new SourceText("test.yaml", text)), TestEngine.ENGINES);
        Path study = Files.createDirectory(folder.resolve("study"));
        for (int i = 1; i <= 8; i++) {
            GeneratedInstance.ct(i).writeTo(study.resolve(i + ".dcm"));
        }
        CommandRun sent = CommandRun.of("send", "SLUICE@127.0.0.1:" + port, study);
        assertThat(sent.code()).as(sent.err()).isZero();
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private CommandRun queue(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "queue";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--conf";
        all[words.length + 2] = conf;
        return CommandRun.of(all);
    }

    /** The first that waits, by its id; the dead archive may have one of them under way just now. */
    private String first() {
        return queue("list").lines().stream()
                .filter(line -> line.startsWith("archive/") && line.contains("  waiting  "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }

    private CommandRun untilItIsNotUnderWay(Object... words) {
        CommandRun run = queue(words);
        while (run.err().contains("under way")) {
            run = queue(words);
        }
        return run;
    }

    @Test
    void whatWaitsIsListedAndShown() {
        CommandRun list = queue("list");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.lines()).anyMatch(line -> line.matches("archive: [1-9]\\d* waiting, 0 held.*"));
        CommandRun show = queue("show", first());
        assertThat(show.out())
                .contains("route: SLUICE")
                .contains("sopClassUid: ")
                .contains("callingAe: ");
        assertThat(queue("list", "--limit", 1, "--json").out()).contains("\"found\"");
    }

    @Test
    void oneIsHeldAndWaitsAgainAfterARetry() {
        String id = first();
        assertThat(untilItIsNotUnderWay("hold", id).out()).contains("held: 1 instance");
        assertThat(queue("show", id).out()).contains("state: held").contains("held by user");
        assertThat(queue("hold", id).err()).contains("is held already");
        assertThat(queue("retry", id).code()).isZero();
        assertThat(queue("list").lines()).anyMatch(line -> line.matches("archive: \\d+ waiting, 0 held.*"));
    }

    @Test
    void oneIsDroppedForAReasonThatIsOnRecord() throws IOException {
        String id = first();
        int before = node.waiting("archive");
        assertThat(queue("drop", id).code()).isEqualTo(ExitCode.USAGE);
        CommandRun drop = untilItIsNotUnderWay("drop", id, "--reason", "a test\timage");
        assertThat(drop.code()).as(drop.err()).isZero();
        assertThat(node.waiting("archive")).isEqualTo(before - 1);
        Path record = folder.resolve("var/dropped.tsv");
        assertThat(record).content().contains("\t" + id + "\t").contains("a test\\timage");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                .isEqualTo("rw-------");
        CommandRun again = queue("drop", id, "--reason", "again");
        assertThat(again.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(again.err()).contains("there is no instance " + id);
    }

    @Test
    void allOfADestinationGoToAnotherAndArriveThere() throws IOException {
        CommandRun asked = queue("move", "--destination", "archive", "--to", "folder");
        assertThat(asked.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(asked.err()).contains("--yes");
        while (node.waiting("archive") > 0) {
            queue("move", "--destination", "archive", "--to", "folder", "--yes", "--as-made");
        }
        while (node.waiting("folder") > 0) {
            Thread.onSpinWait();
        }
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".dcm"))).isNotEmpty();
        }
    }

    @Test
    void whatWasNotMadeForTheOtherDestinationGoesThereByTheWordOfAPersonAlone() {
        CommandRun move = untilItIsNotUnderWay("move", first(), "--to", "research");
        assertThat(move.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(move.err()).contains("--as-made says that research may have that");
    }

    @Test
    void mistakesAreToldInWords() throws IOException {
        assertThat(queue("show", "archve/1").err()).contains("did you mean archive?");
        assertThat(queue("show", "archive/9999999").err()).contains("there is no instance archive/9999999");
        assertThat(queue("show", "42").err()).contains("expected an ID such as archive/42");
        assertThat(queue("retry", "--status", "FFFFH").err()).contains("nothing matches");
        assertThat(queue("retry").code()).isEqualTo(ExitCode.USAGE);
        node.close();
        CommandRun stopped = queue("list");
        assertThat(stopped.code()).isEqualTo(ExitCode.NO_NODE);
        assertThat(stopped.err()).contains("no node runs");
    }
}
