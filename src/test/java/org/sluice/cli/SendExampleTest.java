package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.ServeProcess;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;

/** The command that a node prints at its start works as it is pasted, also where every listener speaks TLS. */
class SendExampleTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final TestAuthority authority;

    SendExampleTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("the node's folder"));
        this.authority = new TestAuthority("Test CA", folder);
    }

    /** A node with one listener, over TLS, with a certificate for another host than the one that is called. */
    private ServeProcess node(String more) throws IOException {
        Issued own = authority.issue("gate", "gate.example.org");
        Files.writeString(folder.resolve("recipe.deid"), "FORMAT dicom\n");
        int port = FreePort.number();
        Files.writeString(
                folder.resolve("sluice.yaml"), """
                listen: [ { port: %d, tls: { key: "%s", certificate: "%s"%s } } ]
                routes: [ { ae: GATE, from: [CT1, CT2], recipe: recipe.deid, to: [folder] } ]
                destinations: { folder: { folder: archive } }
                http: { port: 0 }
                """.formatted(port, own.key(), copied(own.certificate()), more));
        return ServeProcess.start(folder, port);
    }

    private Path copied(Path certificate) throws IOException {
        return Files.copy(certificate, folder.resolve("gate.pem"));
    }

    private String printed(ServeProcess serve) {
        Await.until(() -> serve.log().contains("Try: "), SOON, serve::log);
        return serve.log()
                .lines()
                .filter(line -> line.startsWith("Try: "))
                .map(line -> line.substring("Try: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasArrived() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
            return files.anyMatch(file -> file.toString().endsWith(".dcm"));
        }
    }

    /** In a shell, as somebody would who has put {@code sluice} on the PATH. */
    private PeerProcess.Ended paste(String command) {
        String sluice = "sluice() { '%s/bin/java' -cp '%s' org.sluice.cli.Main \"$@\"; }; "
                .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));
        return PeerProcess.run(List.of("sh", "-c", sluice + command), SOON);
    }

    @Test
    void theExampleForAListenerOverTlsSendsAFile() throws Exception {
        Path file = GeneratedInstance.ct(1).writeTo(folder.getParent().resolve("FILE.dcm"));
        try (ServeProcess serve = node("")) {
            PeerProcess.Ended ended = paste(printed(serve).replace("FILE.dcm", file.toString()));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            Await.until(this::hasArrived, SOON, serve::log);
        }
    }

    @Test
    void whereTheListenerAsksForCertificatesOnlyOnesOwnAreToBeFilledIn() throws Exception {
        Path file = GeneratedInstance.ct(1).writeTo(folder.getParent().resolve("FILE.dcm"));
        Issued client = authority.issue("ct1");
        try (ServeProcess serve = node(", trust: \"" + authority.certificate() + "\"")) {
            PeerProcess.Ended ended = paste(printed(serve)
                    .replace("FILE.dcm", file.toString())
                    .replace("YOUR-KEY.pem", client.key().toString())
                    .replace("YOUR-CERTIFICATE.pem", client.certificate().toString()));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            Await.until(this::hasArrived, SOON, serve::log);
        }
    }
}
