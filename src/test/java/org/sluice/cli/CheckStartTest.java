package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;

/** {@code serve --check}: what would start, or all that is wrong at once. */
class CheckStartTest {
    private final Path folder;
    private final Path configuration;

    CheckStartTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.configuration = folder.resolve("sluice.yaml");
        Files.writeString(folder.resolve("site.deid"), "FORMAT dicom\n\n%header\n\nREMOVE PatientName\n");
    }

    private String text(int port, int http) {
        return """
                listen: [{ port: %d }]
                routes:
                  - ae: SLUICE
                    recipe: %s/site.deid
                    to: [archive, files]
                destinations:
                  archive: { ae: ARCHIVE, host: pacs.example.org, port: 104 }
                  files: { folder: %2$s/files }
                data: %2$s/var
                quarantine: %2$s/quarantine
                http: { port: %3$d }
                """.formatted(port, folder, http);
    }

    private CommandRun check(String text) throws IOException {
        Files.writeString(configuration, text);
        return CommandRun.of("serve", "--conf", configuration, "--check");
    }

    /** The places that problems are told at, without the folder. */
    private List<String> places(CommandRun run) {
        return Pattern.compile("(?m)^" + Pattern.quote(folder + "/") + "(.*?:[0-9]+:[0-9]+): error: ([a-z]*)")
                .matcher(run.err())
                .results()
                .map((MatchResult place) -> place.group(1) + " " + place.group(2))
                .toList();
    }

    @Test
    void aConfigurationThatIsRightIsOkAndTellsWhatWouldStart() throws Exception {
        int port = FreePort.number();
        int http = FreePort.number();
        CommandRun run = check(text(port, http));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "ok: " + configuration + "; \"sluice serve\" would listen and forward as follows",
                        "Listener 127.0.0.1:" + port + " for DICOM",
                        "Listener http://127.0.0.1:" + http + "/ for metrics and health",
                        "Destination archive (ARCHIVE@pacs.example.org:104)",
                        "Destination files (folder " + folder + "/files)",
                        "Route SLUICE from any caller through " + folder
                                + "/site.deid to archive (ARCHIVE@pacs.example.org:104) and files (folder " + folder
                                + "/files); nothing is flagged; quarantine in " + folder + "/quarantine");
    }

    @Test
    void whichDestinationHasWhichRecipeIsTold() throws Exception {
        Files.writeString(
                folder.resolve("research.deid"), "FORMAT dicom\n\n%filter male\n\nLABEL m\ncontains PatientSex M\n");
        String text = text(FreePort.number(), 0);
        String route = "  - { ae: SECOND, to: [archive, { files: { recipe: " + folder
                + "/research.deid, dispositions: { male: forward } } }] }\ndestinations:";
        CommandRun run = check(text.replace("destinations:", route));
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .contains(
                        "Route SECOND from any caller as received to archive (ARCHIVE@pacs.example.org:104); nothing is"
                                + " flagged; through " + folder + "/research.deid to files (folder " + folder
                                + "/files); flagged: male forwarded; quarantine in " + folder + "/quarantine");
    }

    @Test
    void afterwardsEverythingIsFreeForTheNode() throws Exception {
        assertThat(check(text(FreePort.number(), 0)).code()).isZero();
        assertThat(CommandRun.of("serve", "--conf", configuration, "--check").code())
                .isZero();
        try (Node node = Node.start(ConfigLoader.load(configuration), TestEngine.ENGINES)) {
            assertThat(node.hindrances()).isEmpty();
        }
    }

    @Test
    void portsFoldersFilesAndRecipesAreToldTogether() throws Exception {
        Files.writeString(folder.resolve("site.deid"), "FORMAT dicom\n\n%header\n\nREMOVE PatientsName\n");
        Files.createFile(folder.resolve("var"));
        Files.createFile(folder.resolve("quarantine"));
        Files.createFile(folder.resolve("files"));
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = check(text(one.getLocalPort(), other.getLocalPort()));
            assertThat(run.code()).isEqualTo(ExitCode.PROBLEM);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("error: the node does not start\n");
            assertThat(places(run))
                    .containsExactly(
                            "sluice.yaml:1:18 listen",
                            "sluice.yaml:8:20 folder",
                            "sluice.yaml:9:7 data",
                            "sluice.yaml:10:13 quarantine",
                            "sluice.yaml:11:15 http",
                            "site.deid:5:8 expected");
        }
    }

    @Test
    void whatIsSoundOfAConfigurationThatIsWrongIsTriedToo() throws Exception {
        Files.writeString(folder.resolve("site.deid"), "FORMAT dicom\n\n%header\n\nREMOVE PatientsName\n");
        Files.createFile(folder.resolve("var"));
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run =
                    check(text(one.getLocalPort(), other.getLocalPort()).replace("104 }", "0 }") + "devise: x\n");
            assertThat(places(run))
                    .containsExactly(
                            "sluice.yaml:1:18 listen",
                            "sluice.yaml:7:57 port",
                            "sluice.yaml:9:7 data",
                            "sluice.yaml:11:15 http",
                            "sluice.yaml:12:1 the",
                            "site.deid:5:8 expected");
        }
    }

    @Test
    void aConfigurationThatIsWrongMakesNothing() throws Exception {
        assertThat(check(text(0, 0).replace("[archive, files]", "[archiv]")).code())
                .isEqualTo(ExitCode.PROBLEM);
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("site.deid", "sluice.yaml");
        }
    }

    @Test
    void oneValueIsToldOfOnce() throws Exception {
        CommandRun run = check(text(0, 0)
                .replace("port: 0 }]", "port: x, bind: gate.invalid }]")
                .replace("/site.deid", "/none.deid"));
        assertThat(places(run)).containsExactly("sluice.yaml:1:18 port", "sluice.yaml:4:13 recipe");
    }

    @Test
    void aFailedStartLetsGoOfWhatItHad() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(configuration, text(other.getLocalPort(), 0));
            assertThat(CommandRun.of("serve", "--conf", configuration).code()).isEqualTo(ExitCode.PROBLEM);
        }
        assertThat(check(text(0, 0)).code()).isZero();
    }
}
