package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.List;
import org.dcm4che3.conf.api.ConfigurationException;
import org.dcm4che3.conf.api.DicomConfiguration;
import org.dcm4che3.conf.ldap.LdapDicomConfiguration;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.TransferCapability;
import org.dcm4che3.net.WebApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.directory.DirectoryCopy;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.DeviceTree;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.LdapServer;
import org.sluice.peers.Slapd;
import org.sluice.peers.TestAuthority;

/** What dcm4che's own LdapDicomConfiguration wrote into a directory is read by ours, and followed when it changes it. */
@Timeout(120)
class Dcm4cheDirectoryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MR = GeneratedInstance.mr(1).sopClassUid();
    private static final String EXPLICIT = GeneratedInstance.mr(1).transferSyntaxUid();
    private static final String SUITE = "TLS_AES_128_GCM_SHA256";
    private static final String ARCHIVES =
            "archive: { ae: ARCHIVE, from: directory }\n  safe: { ae: SAFE, from: directory }";

    private final Path folder;
    private final int ldapPort = FreePort.number();

    Dcm4cheDirectoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** dcm4che, at a directory, as somebody who may write. */
    private interface Writing {
        void with(LdapDicomConfiguration configuration) throws ConfigurationException;
    }

    private static void asDcm4che(int port, String user, String password, Writing writing)
            throws ConfigurationException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put("java.naming.provider.url", "ldap://127.0.0.1:" + port + "/" + DeviceTree.BASE);
        environment.put("java.naming.security.principal", user);
        environment.put("java.naming.security.credentials", password);
        LdapDicomConfiguration configuration = new LdapDicomConfiguration(environment);
        try {
            writing.with(configuration);
        } finally {
            configuration.close();
        }
    }

    private void asDcm4che(Writing writing) throws ConfigurationException {
        asDcm4che(ldapPort, LdapServer.USER, LdapServer.PASSWORD, writing);
    }

    private static Connection connection(String name, String host, int port) {
        Connection connection = new Connection();
        connection.setCommonName(name);
        connection.setHostname(host);
        connection.setPort(port);
        return connection;
    }

    private static Device device(String name, Connection connection, String title) {
        Device device = new Device(name);
        device.setManufacturer("Nobody");
        device.addConnection(connection);
        ApplicationEntity ae = new ApplicationEntity(title);
        device.addApplicationEntity(ae);
        ae.setAssociationAcceptor(true);
        ae.addConnection(connection);
        ae.addTransferCapability(new TransferCapability("mr", MR, TransferCapability.Role.SCP, EXPLICIT));
        return device;
    }

    /** One whose connection has no name. */
    private static Device plain() {
        Connection connection = connection(null, "pacs.example.org", 11112);
        connection.setIdleTimeout(60_000);
        connection.setMaxOpsPerformed(8);
        Device device = device("pacs", connection, "ARCHIVE");
        device.setDescription("The archive");
        device.setSoftwareVersions("1", "2");
        device.setPrimaryDeviceTypes("ARCHIVE");
        return device;
    }

    /** Of a class that only dcm4che knows, under the AE's title. */
    private static WebApplication webApplication() {
        WebApplication web = new WebApplication("pacs-web");
        web.setAETitle("ARCHIVE");
        web.setServicePath("/rs");
        return web;
    }

    private static Device secure() {
        Connection connection = connection("tls", "safe.example.org", 2762);
        connection.setTlsCipherSuites(SUITE, "TLS_AES_256_GCM_SHA384");
        return device("safe", connection, "SAFE");
    }

    /** Which asks, and is not asked. */
    private static Device modality() {
        Device device = device("ct", connection("dicom", "ct.example.org", Connection.NOT_LISTENING), "CT1");
        device.setInstalled(false);
        device.getApplicationEntity("CT1").setAssociationAcceptor(false);
        device.getApplicationEntity("CT1").setAssociationInitiator(true);
        return device;
    }

    private CommandRun run(String directory, String word) throws IOException {
        Path conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [ { port: 104 } ]
                routes: [ { ae: SLUICE, recipe: none.deid, to: [archive] } ]
                destinations:
                  %s
                data: "%s"
                directory: { ldap: "%s", base: "%s"%s }
                """.formatted(
                        ARCHIVES,
                        folder,
                        directory.substring(0, directory.indexOf(' ')),
                        DeviceTree.BASE,
                        directory.substring(directory.indexOf(' ') + 1)));
        return CommandRun.of("directory", word, "--conf", conf);
    }

    private void isRead(String directory, String root) throws IOException {
        String devices = "cn=Devices," + root;
        CommandRun show = run(directory, "show");
        assertThat(show.err()).isEmpty();
        assertThat(show.out().lines().skip(1))
                .containsExactlyElementsOf("""
                        device ct, not installed (dicomDeviceName=ct,%1$s)
                          connection ct.example.org, no port (cn=dicom,dicomDeviceName=ct,%1$s)
                          AE CT1, accepts no associations, on 1 connection (dicomAETitle=CT1,dicomDeviceName=ct,%1$s)
                        device pacs (dicomDeviceName=pacs,%1$s)
                          connection pacs.example.org:11112 (dicomHostname=pacs.example.org+dicomPort=11112,dicomDeviceName=pacs,%1$s)
                          AE ARCHIVE, accepts associations, on 1 connection (dicomAETitle=ARCHIVE,dicomDeviceName=pacs,%1$s)
                        device safe (dicomDeviceName=safe,%1$s)
                          connection safe.example.org:2762, TLS: %2$s, TLS_AES_256_GCM_SHA384 (cn=tls,dicomDeviceName=safe,%1$s)
                          AE SAFE, accepts associations, on 1 connection (dicomAETitle=SAFE,dicomDeviceName=safe,%1$s)
                        """.formatted(devices, SUITE).lines().toList());
        CommandRun check = run(directory, "check");
        assertThat(check.err()).isEmpty();
        assertThat(check.code()).isZero();
        assertThat(check.out())
                .contains("archive: ARCHIVE is at pacs.example.org:11112 without TLS, of device pacs\n")
                .contains("safe: SAFE is at safe.example.org:2762 over TLS, of device safe\n");
    }

    private static void persistAll(LdapDicomConfiguration configuration) throws ConfigurationException {
        Device pacs = plain();
        if (configuration.isExtended()) {
            pacs.addWebApplication(webApplication());
        }
        for (Device device : List.of(pacs, secure(), modality())) {
            configuration.persist(device, EnumSet.of(DicomConfiguration.Option.REGISTER));
        }
    }

    /** Where the directory has the schema of PS3.15 H.1.3 and holds whoever writes to it. */
    @Test
    void whatItWritesByTheSchemaOfTheStandardIsRead() throws Exception {
        try (LdapServer there = LdapServer.plainOn(ldapPort, DeviceTree.empty())) {
            asDcm4che(configuration -> {
                configuration.setExtended(false);
                persistAll(configuration);
            });
            isRead("127.0.0.1:" + there.port() + " ", DeviceTree.ROOT);
        }
    }

    /** As it does unless it is told otherwise: object classes and attributes of its own beside those of the standard. */
    @Test
    void whatItWritesWithItsExtensionsInATreeOfItsOwnIsRead() throws Exception {
        try (LdapServer there = LdapServer.withoutSchemaOn(ldapPort, DeviceTree.none())) {
            asDcm4che(Dcm4cheDirectoryTest::persistAll);
            isRead("127.0.0.1:" + there.port() + " ", "cn=DICOM Configuration," + DeviceTree.BASE);
        }
    }

    @Test
    @Tag("peers")
    void whatItWritesIntoOpenLdapIsRead() throws Exception {
        TestAuthority authority = new TestAuthority("Test CA", folder);
        try (Slapd slapd = Slapd.start(folder, DeviceTree.empty(), authority.issue("directory", "127.0.0.1"))) {
            asDcm4che(slapd.port(), "cn=admin," + DeviceTree.BASE, "admin", configuration -> {
                configuration.setExtended(false);
                persistAll(configuration);
            });
            Path password = Files.createFile(
                    folder.resolve("bind.txt"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, LdapServer.PASSWORD);
            String login = ", bind: \"" + LdapServer.USER + "\", bind-file: \"" + password + "\"";
            isRead("127.0.0.1:" + slapd.port() + " " + login, DeviceTree.ROOT);
        }
    }

    /** dcm4che takes a connection without a name away and adds another when its port changes: its port is in its name. */
    @Test
    void whenItMovesAnArchiveInstancesGoToTheNewPlace() throws Exception {
        try (ListeningArchive before = ListeningArchive.on(FreePort.number());
                ListeningArchive after = ListeningArchive.on(FreePort.number());
                LdapServer there = LdapServer.withoutSchemaOn(ldapPort, DeviceTree.none())) {
            asDcm4che(configuration -> configuration.persist(archiveAt(before.port()), null));
            try (RunningNode node = node(there)) {
                send(node, 1);
                assertThat(before.requested()).hasSize(1);
                asDcm4che(configuration -> configuration.merge(archiveAt(after.port()), null));
                Await.until(() -> copy().contains(":" + after.port()), SOON, "the node to hear of it");
                send(node, 2);
                assertThat(after.requested()).hasSize(1);
                assertThat(before.requested()).hasSize(1);
            }
        }
    }

    private static Device archiveAt(int port) {
        return device("pacs", connection(null, "localhost", port), "ARCHIVE");
    }

    private RunningNode node(LdapServer there) {
        return RunningNode.with(
                folder,
                "deliver: durable",
                RunningNode.EMPTY_RECIPE,
                "{ ae: ARCHIVE, from: directory }",
                "engine: dcm4che\ndirectory: { ldap: \"127.0.0.1:" + there.port() + "\", base: \"" + DeviceTree.BASE
                        + "\", refresh: 1 s }");
    }

    private void send(RunningNode node, int number) {
        GeneratedInstance instance = GeneratedInstance.mr(number);
        Path file = instance.writeTo(folder.resolve(number + ".dcm"));
        assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
        node.awaitForwarded();
    }

    private String copy() throws IOException {
        return Files.readString(DirectoryCopy.file(folder.resolve("var")));
    }
}
