package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.peers.FreePort;
import org.sluice.peers.Orthanc;
import org.sluice.peers.StoreScp;
import org.sluice.peers.StowServer;
import org.sluice.peers.TestAuthority;

/** A destination of a configuration is tried as the node would call it. */
class DestinationEchoTest {
    private final Path folder;
    private final Path received;

    DestinationEchoTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.received = Files.createDirectory(folder.resolve("received"));
    }

    private CommandRun echo(String name, String destinations) throws IOException {
        Path conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [ { port: 104, tls: { key: not-mine.key, certificate: not-mine.pem } } ]
                routes: [ { ae: SLUICE, recipe: none.deid, to: [one] } ]
                destinations:
                  %s
                """.formatted(
                        destinations.replace("F/", folder + "/").replace("\n", "\n  ")));
        return CommandRun.of("echo", name, "--conf", conf);
    }

    private static String archive(int port) {
        return "one: { ae: STORESCP, host: localhost, port: " + port + ", calling-ae: GATE }";
    }

    /** What is wrong elsewhere in the configuration, and what only the service's user may read, is no matter here. */
    @Test
    void anArchiveIsTriedStepByStep() throws IOException {
        try (StoreScp archive = StoreScp.bitPreserving(received)) {
            CommandRun run = echo("one", archive(archive.port()));
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.lines().get(0))
                    .isEqualTo("one: STORESCP at localhost:" + archive.port() + ", called by GATE");
            assertThat(run.out())
                    .containsPattern("resolve +localhost is .* ms\\)")
                    .contains("connect    TCP connection to port " + archive.port() + " stands")
                    .contains("associate  STORESCP accepts GATE")
                    .contains("storage    13 of 13 classes in Implicit VR Little Endian")
                    .contains("echo       C-ECHO answered with status 0000H")
                    .containsPattern("one works, in .* ms\n$");
        }
    }

    @Test
    void itIsCalledWithItsTls() throws Exception {
        TestAuthority authority = new TestAuthority("Test CA", folder);
        TestAuthority.Issued keys = authority.issue("pacs", "localhost");
        authority.issue("gate");
        try (StoreScp archive = StoreScp.bitPreserving(
                received,
                "+tls",
                keys.key().toString(),
                keys.certificate().toString(),
                "+cf",
                authority.certificate().toString())) {
            String plain = archive(archive.port());
            String trusting = plain.replace(" }", ", tls: { trust: F/Test-CA.pem } }");
            String known = trusting.replace("trust:", "key: F/gate.key, certificate: F/gate.pem, trust:");
            CommandRun run = echo("one", known);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains(", over TLS\n").containsPattern("tls +TLSv1\\.[23], TLS_\\w+");
            CommandRun unknown = echo("one", trusting);
            assertThat(unknown.code()).isEqualTo(ExitCode.PROBLEM);
            assertThat(unknown.err()).contains("error: one, at ").contains("tls.key and tls.certificate");
            assertThat(echo("one", plain).err()).contains("error: one, at associate: ");
        }
    }

    @Test
    void theStepThatFailedIsTold() throws IOException {
        CommandRun nobody = echo("one", archive(FreePort.number()));
        assertThat(nobody.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(nobody.err()).contains("error: one, at connect: ").contains("likely cause: Nobody listens there");
        assertThat(echo("one", "one: { ae: A, host: no-such-host.invalid, port: 104 }")
                        .err())
                .contains("error: one, at resolve: no-such-host.invalid has no address");
        try (StoreScp archive = StoreScp.bitPreserving(received, "--refuse")) {
            assertThat(echo("one", archive(archive.port())).err()).contains("error: one, at associate: ");
        }
    }

    @Test
    void ofAGroupEachMemberIsTried() throws IOException {
        try (StoreScp archive = StoreScp.bitPreserving(received)) {
            CommandRun run = echo(
                    "either",
                    "either: { failover: [one, two] }\n" + archive(archive.port()) + "\ntwo: { folder: F/out }");
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("one works").contains("two works");
        }
    }

    @Test
    void intoAFolderAFileIsWritten() throws IOException {
        CommandRun run = echo("one", "one: { folder: F/out }");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("folder     " + folder + "/out can be written")
                .contains("MiB are free");
        assertThat(folder.resolve("out")).isEmptyDirectory();
        Files.writeString(folder.resolve("file"), "");
        CommandRun none = echo("one", "one: { folder: F/file }");
        assertThat(none.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(none.err()).startsWith("error: one: ");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 0, it takes them",
        "409, 0, it takes them",
        "401, 1, it does not let us in; auth of the destination says who we are",
        "404, 1, there is no STOW-RS at this URL",
        "503, 1, it takes nothing for now",
        "500, 1, something is wrong there"
    })
    void aDicomWebServerGetsARequestWithoutInstances(int answer, int code, String words) throws IOException {
        try (StowServer server = StowServer.start()) {
            server.answering(request -> new StowServer.Answer(answer, "text/plain", "no"));
            CommandRun run = echo("one", "one: { stow: \"" + server.root() + "\" }");
            assertThat(run.out() + run.err())
                    .contains("answered " + answer + " to a Store request")
                    .contains(words);
            assertThat(run.code()).isEqualTo(code);
            assertThat(server.requests()).hasSize(1).allSatisfy(request -> assertThat(request.files())
                    .isEmpty());
        }
    }

    @Test
    void orthancTakesNothingForBeingTried() throws IOException {
        try (Orthanc orthanc = Orthanc.startWithDicomWeb(folder, new Orthanc.WebAccess("sluice", "secret-7"))) {
            Path password = Files.writeString(folder.resolve("password"), "secret-7\n");
            assertThat(password.toFile().setReadable(false, false)
                            && password.toFile().setReadable(true, true))
                    .isTrue();
            String known = "one: { stow: \"" + orthanc.dicomWebRoot()
                    + "\", auth: { user: sluice, password-file: F/password, cleartext: allow } }";
            CommandRun run = echo("one", known);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(echo("one", known.replace("user: sluice", "user: nobody"))
                            .err())
                    .contains("it does not let us in");
            assertThat(orthanc.instances()).isEmpty();
        }
    }

    @Test
    void mistakesAreToldInWords() throws IOException {
        CommandRun unknown = echo("onee", archive(104));
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("found onee; did you mean one?");
        assertThat(CommandRun.of("echo", "folder", "--calling", "ME").err())
                .contains("--calling: expected none beside the name of a destination");
        assertThat(CommandRun.of("echo", "folder", "--conf", folder.resolve("none.yaml"))
                        .err())
                .contains("--conf names another");
        assertThat(echo("one", "one: { ae: A, host: localhost }").err()).contains("missing key \"port\"");
    }
}
