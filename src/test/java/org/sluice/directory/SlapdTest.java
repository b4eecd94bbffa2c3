package org.sluice.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.directory.DirectoryServer.Login;
import org.sluice.directory.Resolution.Place;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.DeviceTree;
import org.sluice.peers.LdapServer;
import org.sluice.peers.Slapd;
import org.sluice.peers.TestAuthority;

/** The same with a directory that hospitals have: OpenLDAP. */
@Tag("peers")
@Timeout(120)
class SlapdTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static DirectoryServer server(int port, Optional<TlsContext> tls, Optional<Login> login, String base) {
        return new DirectoryServer("127.0.0.1", port, tls, base, login, SOON, SOON);
    }

    private Optional<Login> login(String password) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Optional.of(new Login(LdapServer.USER, file));
    }

    private static String failureOf(DirectoryServer server) {
        return catchThrowableOfType(DirectoryException.class, () -> new LdapDirectory(server).all())
                .getMessage();
    }

    @Test
    void openLdapIsReadWithAndWithoutTls() throws Exception {
        TestAuthority authority = new TestAuthority("Test CA", folder);
        TestAuthority other = new TestAuthority("Other CA", folder);
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                .connection("pacs", "tls", "pacs.example.org", "2762", "TLS_AES_128_GCM_SHA256")
                .ae("pacs", "BOTH", "TRUE", "dicom", "tls")
                .ae("pacs", "A*)(B", "TRUE", "dicom");
        try (Slapd slapd = Slapd.start(folder, tree, authority.issue("directory", "127.0.0.1"))) {
            Optional<TlsContext> tls = Optional.of(trusting(authority));
            for (DirectoryServer server : List.of(
                    server(slapd.port(), Optional.empty(), login(LdapServer.PASSWORD), DeviceTree.BASE),
                    server(slapd.securePort(), tls, login(LdapServer.PASSWORD), DeviceTree.BASE))) {
                LdapDirectory directory = new LdapDirectory(server);
                assertThat(directory.all().devices()).hasSize(1);
                assertThat(Resolution.of(directory.devicesOf(List.of("BOTH")), "BOTH", true)
                                .place())
                        .contains(new Place("pacs.example.org", 2762, true, "pacs"));
                assertThat(directory.devicesOf(List.of("*", "A*", "A)(cn=*")).devices())
                        .isEmpty();
                assertThat(directory.devicesOf(List.of("A*)(B")).devices()).hasSize(1);
            }
            assertThat(failureOf(server(slapd.port(), Optional.empty(), login("wrong"), DeviceTree.BASE)))
                    .endsWith("is refused: bind or the password in bind-file is wrong");
            assertThat(failureOf(server(slapd.port(), Optional.empty(), Optional.empty(), DeviceTree.BASE)))
                    .endsWith("that somebody without a bind may read");
            Optional<Login> login = login(LdapServer.PASSWORD);
            assertThat(failureOf(server(slapd.port(), Optional.empty(), login, "ou=x," + DeviceTree.BASE)))
                    .endsWith("there is no base ou=x," + DeviceTree.BASE + " that " + LdapServer.USER + " may read");
            assertThat(failureOf(server(slapd.securePort(), Optional.of(trusting(other)), login, DeviceTree.BASE)))
                    .contains("is not trusted");
        }
    }

    private static TlsContext trusting(TestAuthority authority) throws Exception {
        return new TlsContext(
                "the directory",
                "the directory",
                new TlsSettings(
                        Optional.empty(),
                        Optional.of(new TrustSource(authority.certificate(), Secret.NONE)),
                        ClientAuthentication.NONE,
                        true));
    }
}
