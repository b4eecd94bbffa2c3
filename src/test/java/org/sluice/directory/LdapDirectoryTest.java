package org.sluice.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.listener.CannedResponseRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.directory.DicomConfiguration.NetworkAe;
import org.sluice.directory.DicomConfiguration.NetworkConnection;
import org.sluice.directory.DirectoryServer.Login;
import org.sluice.directory.DirectorySession.Limits;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.peers.DeviceTree;
import org.sluice.peers.FreePort;
import org.sluice.peers.LdapServer;
import org.sluice.peers.TestAuthority;

/** A directory by the schema of PS3.15 H.1.3 is read by LDAP and LDAPS; whatever it does, the reading ends soon and says why. */
@Timeout(60)
class LdapDirectoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(200);
    private static final String SUITE = "TLS_AES_128_GCM_SHA256";

    @TempDir
    private Path folder;

    private static DirectoryServer server(int port) {
        return new DirectoryServer("127.0.0.1", port, Optional.empty(), DeviceTree.BASE, Optional.empty(), SOON, SOON);
    }

    private Login login(String password) throws IOException {
        Path file = folder.resolve("password");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
        return new Login(LdapServer.USER, file);
    }

    private static DirectoryServer as(Login login, DirectoryServer server) {
        return new DirectoryServer(
                server.host(), server.port(), server.tls(), server.base(), Optional.of(login), SOON, SOON);
    }

    private static String failureOf(DirectoryServer server) {
        return failureOf(new LdapDirectory(server));
    }

    private static String failureOf(LdapDirectory directory) {
        return catchThrowableOfType(DirectoryException.class, directory::all).getMessage();
    }

    @Test
    void everyDeviceIsReadWithItsConnectionsAndAes() throws IOException {
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                .connection("pacs", "tls", "pacs.example.org", "2762", SUITE, "TLS_AES_256_GCM_SHA384")
                .device("ct", "FALSE")
                .connection("ct", "mute", "ct.example.org", "")
                .ae("ct", "CT1", "FALSE", "mute");
        try (LdapServer there = LdapServer.plain(tree)) {
            DicomConfiguration found = new LdapDirectory(server(there.port())).all();

            assertThat(found.devicesRoot()).isEqualTo(DeviceTree.DEVICES);
            assertThat(found.devices()).hasSize(2);
            DicomConfiguration.Device pacs = found.devices().get(1);
            assertThat(pacs.deviceName()).isEqualTo("pacs");
            assertThat(pacs.installed()).contains(true);
            assertThat(pacs.aes())
                    .containsExactly(new NetworkAe(
                            DeviceTree.ae("pacs", "ARCHIVE"),
                            "ARCHIVE",
                            Optional.of(true),
                            Optional.empty(),
                            List.of(DeviceTree.connection("pacs", "dicom"))));
            assertThat(pacs.connections())
                    .containsExactly(
                            new NetworkConnection(
                                    DeviceTree.connection("pacs", "dicom"),
                                    "pacs.example.org",
                                    "104",
                                    List.of(),
                                    Optional.empty()),
                            new NetworkConnection(
                                    DeviceTree.connection("pacs", "tls"),
                                    "pacs.example.org",
                                    "2762",
                                    List.of(SUITE, "TLS_AES_256_GCM_SHA384"),
                                    Optional.empty()));
            DicomConfiguration.Device ct = found.devices().get(0);
            assertThat(ct.installed()).contains(false);
            assertThat(ct.connections().get(0).port()).isEmpty();
            assertThat(ct.aes().get(0).acceptor()).contains(false);
        }
    }

    /** As dcm4che writes them. */
    @Test
    void aConnectionWithoutANameIsKnownByItsHostAndPort() throws IOException {
        String device = DeviceTree.device("pacs");
        DeviceTree tree = DeviceTree.empty()
                .device("pacs", "TRUE")
                .entry(
                        "dn: dicomHostname=pacs.example.org+dicomPort=11112," + device,
                        "objectClass: dicomNetworkConnection",
                        "dicomHostname: pacs.example.org",
                        "dicomPort: 11112")
                .entry(
                        "dn: " + DeviceTree.ae("pacs", "ARCHIVE"),
                        "objectClass: dicomNetworkAE",
                        "dicomAETitle: ARCHIVE",
                        "dicomNetworkConnectionReference: dicomPort=11112+dicomHostname=pacs.example.org," + device,
                        "dicomAssociationInitiator: TRUE",
                        "dicomAssociationAcceptor: TRUE");
        try (LdapServer there = LdapServer.plain(tree)) {
            DicomConfiguration found = new LdapDirectory(server(there.port())).devicesOf(List.of("ARCHIVE"));
            assertThat(Resolution.of(found, "ARCHIVE", false).place())
                    .contains(new Resolution.Place("pacs.example.org", 11112, false, "pacs"));
        }
    }

    @Test
    void onlyTheDevicesOfATitleAreRead() throws IOException {
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                .ae("pacs", "QUERY", "TRUE", "dicom")
                .device("ct", "TRUE")
                .connection("ct", "dicom", "ct.example.org", "104")
                .ae("ct", "CT1", "TRUE", "dicom");
        try (LdapServer there = LdapServer.plain(tree)) {
            LdapDirectory directory = new LdapDirectory(server(there.port()));
            assertThat(directory.devicesOf(List.of("ARCHIVE", "QUERY")).devices())
                    .singleElement()
                    .satisfies(device -> assertThat(device.aes()).hasSize(2));
            assertThat(directory.devicesOf(List.of("CT1", "ARCHIVE")).devices()).hasSize(2);
            assertThat(directory.devicesOf(List.of("NOBODY")).devices()).isEmpty();
        }
    }

    @Test
    void aTitleIsAValueOfTheFilterAndNoPartOfIt() throws IOException {
        DeviceTree tree =
                DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104).ae("pacs", "A*)(B", "TRUE", "dicom");
        try (LdapServer there = LdapServer.plain(tree)) {
            LdapDirectory directory = new LdapDirectory(server(there.port()));
            for (String title : List.of("*", "ARCH*", "A*)(dicomPort=*", "A)(|(cn=*", "*)(cn=*))(|(a=*", "A\\2a)(B")) {
                assertThat(directory.devicesOf(List.of(title)).devices())
                        .as(title)
                        .isEmpty();
            }
            assertThat(directory.devicesOf(List.of("A*)(B")).devices()).hasSize(1);
        }
    }

    @Test
    void overTlsItsCertificateHasToBeTrustedAndForItsHost() throws Exception {
        TestAuthority ours = new TestAuthority("Test CA", folder);
        TestAuthority other = new TestAuthority("Other CA", folder);
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104);
        try (LdapServer there = LdapServer.secure(tree, keys(ours.issue("directory", "localhost")))) {
            DirectoryServer trusting = as(login(LdapServer.PASSWORD), over(ours, true, "localhost", there.port()));
            assertThat(new LdapDirectory(trusting).all().devices()).hasSize(1);
            assertThat(failureOf(over(other, true, "localhost", there.port())))
                    .startsWith(
                            "ldaps://localhost:" + there.port() + " cannot be reached: the directory's certificate for")
                    .contains("is not trusted");
            assertThat(failureOf(over(ours, true, "127.0.0.1", there.port())))
                    .contains("the directory's certificate is for directory, localhost, not for 127.0.0.1");
            DirectoryServer unchecked = as(login(LdapServer.PASSWORD), over(ours, false, "127.0.0.1", there.port()));
            assertThat(new LdapDirectory(unchecked).all().devices()).hasSize(1);
        }
        try (LdapServer plain = LdapServer.plain(tree)) {
            DirectoryServer wrong = over(ours, true, "localhost", plain.port());
            assertThat(failureOf(new DirectoryServer(
                            wrong.host(), wrong.port(), wrong.tls(), wrong.base(), wrong.login(), BRIEF, SOON)))
                    .contains("cannot be reached: ");
        }
    }

    private static SSLContext keys(TestAuthority.Issued issued) throws Exception {
        TlsSettings settings = new TlsSettings(
                Optional.of(new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE)),
                Optional.empty(),
                ClientAuthentication.NONE,
                true);
        return new TlsContext("a directory", "the client", settings).context();
    }

    private static DirectoryServer over(TestAuthority trusted, boolean checkHostname, String host, int port)
            throws Exception {
        TlsSettings settings = new TlsSettings(
                Optional.empty(),
                Optional.of(new TrustSource(trusted.certificate(), Secret.NONE)),
                ClientAuthentication.NONE,
                checkHostname);
        TlsContext tls = new TlsContext("the directory", "the directory", settings);
        return new DirectoryServer(host, port, Optional.of(tls), DeviceTree.BASE, Optional.empty(), SOON, SOON);
    }

    @Test
    void whoWeAreHasToBeRight() throws IOException {
        try (LdapServer there = LdapServer.forKnown(DeviceTree.of("pacs", "ARCHIVE", "pacs", 104))) {
            DirectoryServer server = server(there.port());
            assertThat(new LdapDirectory(as(login(LdapServer.PASSWORD + "\nmore"), server))
                            .all()
                            .devices())
                    .hasSize(1);
            assertThat(failureOf(as(login("wrong"), server)))
                    .endsWith(": the bind as " + LdapServer.USER
                            + " is refused: bind or the password in bind-file is wrong");
            assertThat(failureOf(server)).contains("somebody without a bind");
        }
    }

    /** A server takes a bind without a password for one of nobody: RFC 4513 5.1.2. */
    @Test
    void aPasswordHasToBeThereAndItsOwnersAlone() throws IOException {
        Login login = login("");
        DirectoryServer server = as(login, server(FreePort.number()));
        assertThat(failureOf(server))
                .isEqualTo(
                        "bind-file: expected a password in the first line of " + login.passwordFile() + ", found none");
        Files.writeString(login.passwordFile(), LdapServer.PASSWORD);
        Files.setPosixFilePermissions(login.passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failureOf(server)).startsWith("bind-file: ").contains("expected permissions rw-------");
        Files.delete(login.passwordFile());
        assertThat(failureOf(server)).startsWith("bind-file: ");
    }

    @Test
    void aDirectoryWithoutTheConfigurationIsToldFromOneWithoutTheBase() throws IOException {
        DeviceTree bare = DeviceTree.empty();
        try (LdapServer there = LdapServer.plain(bare)) {
            there.remove(DeviceTree.ROOT);
            assertThat(failureOf(server(there.port())))
                    .endsWith(": expected one dicomConfigurationRoot below " + DeviceTree.BASE
                            + ", found none that somebody without a bind may read");
            assertThat(failureOf(new DirectoryServer(
                            "127.0.0.1",
                            there.port(),
                            Optional.empty(),
                            "ou=nowhere," + DeviceTree.BASE,
                            Optional.empty(),
                            SOON,
                            SOON)))
                    .endsWith(": there is no base ou=nowhere," + DeviceTree.BASE
                            + " that somebody without a bind may read");
        }
        String second = "cn=Second," + DeviceTree.BASE;
        try (LdapServer there = LdapServer.plain(
                DeviceTree.empty().entry("dn: " + second, "objectClass: dicomConfigurationRoot", "cn: Second"))) {
            assertThat(failureOf(server(there.port())))
                    .endsWith("expected one dicomConfigurationRoot below " + DeviceTree.BASE + ", found 2");
        }
    }

    @Test
    void whoCannotBeReachedIsToldOf() {
        int nobody = FreePort.number();
        assertThat(failureOf(server(nobody))).startsWith("ldap://127.0.0.1:" + nobody + " cannot be reached: ");
        assertThat(failureOf(new DirectoryServer(
                        "no-such-host.invalid", 389, Optional.empty(), DeviceTree.BASE, Optional.empty(), SOON, SOON)))
                .isEqualTo("ldap://no-such-host.invalid:389: host no-such-host.invalid has no address");
    }

    @Test
    void oneThatDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DirectoryServer server = new DirectoryServer(
                    "127.0.0.1", mute.getLocalPort(), Optional.empty(), DeviceTree.BASE, Optional.empty(), SOON, BRIEF);
            assertThat(failureOf(server)).endsWith("it has not answered within 200 ms");
            assertThat(failureOf(new LdapDirectory(
                            server(mute.getLocalPort()), new Limits(10, 1000, Duration.ofMillis(300)))))
                    .endsWith("the answers took longer than 300 ms in all");
        }
    }

    /** The platform's client would wait for it as long as for all of the reading. */
    @Test
    void oneThatDoesNotAnswerABindIsGivenUpAsSoon() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(failureOf(new DirectoryServer(
                            "127.0.0.1",
                            mute.getLocalPort(),
                            Optional.empty(),
                            DeviceTree.BASE,
                            Optional.of(login("secret")),
                            SOON,
                            BRIEF)))
                    .endsWith("it has not answered within 200 ms");
        }
    }

    @Test
    void oneThatBreaksOffIsToldOf() throws Exception {
        try (ServerSocket brief = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread closes = new Thread(() -> {
                try (Socket socket = brief.accept()) {
                    assertThat(socket.getInputStream().read()).isEqualTo(0x30);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            closes.start();
            assertThat(failureOf(server(brief.getLocalPort()))).contains("it broke off");
            closes.join();
        }
    }

    @Test
    void noMoreIsReadThanMayBe() throws IOException {
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104);
        for (int i = 0; i < 20; i++) {
            tree.connection("pacs", "more" + i, "pacs.example.org", "104");
        }
        try (LdapServer there = LdapServer.plain(tree)) {
            DirectoryServer server = server(there.port());
            assertThat(failureOf(new LdapDirectory(server, new Limits(12, 1 << 20, SOON))))
                    .endsWith(": there are more than 12 entries to be read; a base further down has fewer");
            assertThat(new LdapDirectory(server, new Limits(30, 1 << 20, SOON))
                            .all()
                            .devices())
                    .hasSize(1);
            assertThat(failureOf(new LdapDirectory(server, new Limits(30, 1 << 10, SOON))))
                    .endsWith(": the answers are longer than 1 KiB in all");
        }
    }

    @Test
    void whatOneServerSaysOfAnotherIsNotFollowed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String elsewhere = "ou=elsewhere," + DeviceTree.BASE;
            DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                    .entry(
                            "dn: " + elsewhere,
                            "objectClass: referral",
                            "objectClass: extensibleObject",
                            "ou: elsewhere",
                            "ref: ldap://127.0.0.1:" + other.getLocalPort() + "/" + DeviceTree.BASE);
            try (LdapServer there = LdapServer.plain(tree)) {
                assertThat(new LdapDirectory(server(there.port())).all().devices())
                        .hasSize(1);
                String failure = failureOf(new DirectoryServer(
                        "127.0.0.1", there.port(), Optional.empty(), elsewhere, Optional.empty(), SOON, SOON));
                assertThat(failure).contains(elsewhere);
            }
            LDAPListener referring = referring("ldap://127.0.0.1:" + other.getLocalPort() + "/" + DeviceTree.BASE);
            try {
                assertThat(new LdapDirectory(server(referring.getListenPort()))
                                .all()
                                .devices())
                        .hasSize(1);
            } finally {
                referring.shutDown(true);
            }
            other.setSoTimeout(1);
            assertThat(catchThrowableOfType(IOException.class, other::accept)).isNotNull();
        }
    }

    /** Answers whatever is looked for with one device and, for the rest of the tree, the address of another server. */
    private static LDAPListener referring(String elsewhere) throws IOException {
        Attribute[] attributes = {new Attribute("objectClass", "dicomDevice"), new Attribute("dicomDeviceName", "pacs")
        };
        LDAPListenerConfig config = new LDAPListenerConfig(
                0,
                new CannedResponseRequestHandler(
                        ResultCode.SUCCESS,
                        null,
                        null,
                        List.of(),
                        List.of(new SearchResultEntry(DeviceTree.device("pacs"), attributes)),
                        List.of(new SearchResultReference(new String[] {elsewhere}, new Control[0]))));
        config.setListenAddress(InetAddress.getLoopbackAddress());
        LDAPListener listener = new LDAPListener(config);
        listener.startListening();
        return listener;
    }
}
