package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;

/**
 * Work that takes long shows its first results at once, and on a terminal how far it is. Each command is a process of its own,
 * and meets a pipe among its files: it waits there until somebody writes into the pipe, as for a slow disk.
 */
class LongWorkTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PROGRESS = "\r\u001B[K";

    private final Path folder;
    private final Path pipe;

    LongWorkTest(@TempDir Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.pipe = folder.resolve("9.dcm");
        assertThat(new ProcessBuilder(Peers.require("mkfifo").toString(), pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(folder.resolve("r.deid"), "FORMAT dicom\n%filter men\nLABEL Men\ncontains PatientSex M\n");
    }

    private Path instance(int number) throws IOException {
        return GeneratedInstance.sr(number).writeTo(folder.resolve(number + ".dcm"));
    }

    private List<String> command(Object... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add("org.sluice.cli.Main");
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }

    /** The first line of a command that is not at its end, because nobody has written into the pipe. */
    private String firstLine(Object... words) throws IOException {
        Process process = new ProcessBuilder(command(words))
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).as(Files.readString(folder.resolve("err"))).isNotNull();
            assertThat(process.isAlive()).isTrue();
            return line;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Only Linux's {@code script} gives a process a terminal. */
    private String onTerminal(Object... words) {
        Peers.require("script");
        String line = command(words).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        PeerProcess.Ended ended = PeerProcess.run(List.of("script", "-qec", line, "/dev/null"), SOON);
        assertThat(ended.exitCode()).as(ended.output()).isLessThan(2);
        return ended.output();
    }

    @Test
    void evaluateShowsItsFirstResultBeforeItHasTheSecond() throws IOException {
        assertThat(firstLine("evaluate", "--recipe", folder.resolve("r.deid"), instance(1), pipe))
                .startsWith("{\"flagged\":");
    }

    @Test
    void recipeTestShowsAFailureBeforeTheNextCaseHasRun() throws IOException {
        instance(1);
        Path test = Files.writeString(folder.resolve("r.test"), """
                recipe r.deid

                case first
                file 1.dcm
                expect flagged men

                case second
                file 9.dcm
                expect clean
                """);
        assertThat(firstLine("recipe", "test", test)).contains("r.test:").contains("flagged men");
    }

    @Test
    void onATerminalEvaluateSaysHowFarItIs() throws IOException {
        List<Object> words = new ArrayList<>(List.of("evaluate", "--recipe", folder.resolve("r.deid")));
        Path file = instance(1);
        for (int i = 0; i < 3000; i++) {
            words.add(file);
        }
        String shown = onTerminal(words.toArray());
        assertThat(shown)
                .contains(PROGRESS + "[")
                .containsPattern("\\d+ % of 3,000: [\\d,]+ files, [\\d,]+/s, \\d+:\\d\\d left");
        assertThat(shown.split("\r?\n"))
                .filteredOn(line -> line.contains("{\"flagged\""))
                .hasSize(3000)
                .allMatch(line -> line.startsWith("{") || line.contains(PROGRESS + "{"));
    }

    @Test
    void onATerminalInspectWritesItsResultsBesideTheProgressAndNotIntoIt() throws IOException {
        Files.delete(pipe);
        for (int i = 0; i < 1500; i++) {
            GeneratedInstance.sr(i).patientSex("M").writeTo(folder.resolve("f" + i + ".dcm"));
        }
        String shown = onTerminal("inspect", "--deid", folder.resolve("r.deid"), folder);
        assertThat(shown).containsPattern("[\\d,]+ files, [\\d,]+/s");
        assertThat(shown.split("\r?\n"))
                .filteredOn(line -> line.contains("FLAGGED"))
                .allMatch(line -> line.startsWith("FLAGGED") || line.contains(PROGRESS + "FLAGGED"));
    }

    @Test
    void withoutATerminalNothingIsShownOfIt() throws Exception {
        Files.delete(pipe);
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command("inspect", "--deid", folder.resolve("r.deid"), instance(1)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(err).isEmptyFile();
    }

    /** The pipe stands for a folder with so many files that it takes its time. */
    @Test
    void aNodeSaysThatItIsStillReadingWhatTheLastRunLeft() throws Exception {
        Path slow = Files.createDirectories(folder.resolve("var")).resolve("keys.tsv");
        Files.move(pipe, slow);
        Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [ { port: 0 } ]
                routes: [ { ae: SLUICE, recipe: r.deid, to: [folder] } ]
                destinations: { folder: { folder: archive } }
                http: { port: 0 }
                """);
        Path log = folder.resolve("log");
        List<String> command = command("serve", "--conf", folder.resolve("sluice.yaml"));
        command.add(1, "-Dlogback.configurationFile=logback.xml");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until(() -> Files.readString(log).contains("var is being opened: "), SOON, () -> "a line about it");
            assertThat(log).content().doesNotContain("Listening");
            Files.write(slow, new byte[0]);
            Await.until(() -> Files.readString(log).contains("Try: "), SOON, () -> "the node to start");
            assertThat(log).content().contains("var: done after ");
        } finally {
            process.destroyForcibly();
        }
    }
}
