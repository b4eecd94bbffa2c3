package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** {@code echo} and {@code send} over TLS, and the hash of a passcode. */
class TlsCommandsTest {
    private final Path folder;
    private final TestAuthority authority;
    private final Issued archiveKeys;
    private final Issued own;

    TlsCommandsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.archiveKeys = authority.issue("pacs", "localhost");
        this.own = authority.issue("workstation");
    }

    private StoreScp archive(Issued keys) throws IOException {
        return StoreScp.bitPreserving(
                Files.createDirectories(folder.resolve("archive")),
                "+tls",
                keys.key().toString(),
                keys.certificate().toString(),
                "+cf",
                authority.certificate().toString());
    }

    /** A command to the archive, with what TLS needs, and more words behind that. */
    private CommandRun run(String command, StoreScp archive, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command, "--tls-trust", authority.certificate()));
        words.addAll(List.of("--tls-key", own.key(), "--tls-cert", own.certificate()));
        words.add("STORESCP@localhost:" + archive.port());
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }

    @Test
    void echoExplainsTheTlsStep() throws Exception {
        try (StoreScp archive = archive(archiveKeys)) {
            CommandRun run = run("echo", archive, "-v");
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .containsPattern("tls +TLSv1\\.[23], TLS_\\w+")
                    .contains("certificate of CN=pacs")
                    .contains("issued by CN=Test CA")
                    .contains("for pacs, localhost")
                    .contains("expires " + TestAuthority.inDays(30).toString().substring(0, 10));
        }
    }

    @Test
    void sendSendsOverTls() throws Exception {
        Path file = GeneratedInstance.ct(1).writeTo(folder.resolve("1.dcm"));
        try (StoreScp archive = archive(archiveKeys)) {
            CommandRun run = run("send", archive, file);
            assertThat(run.code()).as(run.err()).isZero();
            archive.awaitStored(1, Duration.ofSeconds(20));
        }
    }

    @Test
    void anExpiredCertificateIsNamedWithWhatToDo() throws Exception {
        Issued old = authority.issue("pacs", TestAuthority.inDays(-9), TestAuthority.inDays(-2), "localhost");
        try (StoreScp archive = archive(old)) {
            CommandRun run = run("echo", archive);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the peer's certificate expired on "
                            + TestAuthority.inDays(-2).toString().substring(0, 10))
                    .contains("likely cause: The peer needs a new certificate");
        }
    }

    @Test
    void aNameThatTheCertificateIsNotForIsNamedAndCanBePassedOver() throws Exception {
        Issued other = authority.issue("pacs", "pacs.example.org");
        try (StoreScp archive = archive(other)) {
            assertThat(run("echo", archive, "--tls").err())
                    .contains("is for pacs, pacs.example.org, not for localhost");
            assertThat(run("echo", archive, "--tls-no-hostname-check").code()).isZero();
        }
    }

    @Test
    void halfAKeyIsAUsageError() {
        assertThat(CommandRun.of("echo", "--tls-key", own.key(), "A@localhost:104")
                        .err())
                .contains("--tls-key: expected --tls-cert beside it");
        assertThat(CommandRun.of("echo", "--passcode-file", own.key(), "A@localhost:104")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void passcodePrintsAHashForTheConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("passcode"), "secret\n");
        CommandRun run = CommandRun.of("passcode", "--file", file);
        assertThat(run.code()).isZero();
        assertThat(run.lines()).singleElement().asString().matches("pbkdf2-sha256\\$600000\\$\\S{24}\\$\\S{44}");
        assertThat(CommandRun.of("passcode").err()).contains("name a file with --file");
    }
}
