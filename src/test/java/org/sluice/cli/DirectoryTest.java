package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.DeviceTree;
import org.sluice.peers.FreePort;
import org.sluice.peers.LdapServer;
import org.sluice.peers.StoreScp;

/** {@code sluice directory}, and {@code sluice echo} to a destination that the directory knows. */
@Timeout(60)
class DirectoryTest {
    private final Path folder;
    private final int port = FreePort.number();

    DirectoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CommandRun run(String destinations, Object... words) throws IOException {
        Path conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [ { port: 104, tls: { key: not-mine.key, certificate: not-mine.pem } } ]
                routes: [ { ae: SLUICE, recipe: none.deid, to: [archive] } ]
                destinations:
                  %s
                data: "%s"
                directory: { ldap: "127.0.0.1:%d", base: "%s" }
                """.formatted(
                        destinations.replace("\n", "\n  "), folder, port, DeviceTree.BASE));
        Object[] all = new Object[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--conf";
        all[words.length + 1] = conf;
        return CommandRun.of(all);
    }

    private LdapServer directory(DeviceTree tree) {
        return LdapServer.plainOn(port, tree);
    }

    @Test
    void allDevicesAreShown() throws IOException {
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                .connection("pacs", "tls", "pacs.example.org", "2762", "TLS_AES_128_GCM_SHA256")
                .device("ct", "FALSE")
                .connection("ct", "mute", "ct.example.org", "")
                .ae("ct", "CT1", "FALSE", "mute");
        try (LdapServer there = directory(tree)) {
            CommandRun run = run("archive: { ae: ARCHIVE, from: directory }", "directory", "show");
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out()).isEqualTo("""
                    ldap://127.0.0.1:%1$d, below %2$s: 2 devices
                    device ct, not installed (dicomDeviceName=ct,%2$s)
                      connection ct.example.org, no port (cn=mute,dicomDeviceName=ct,%2$s)
                      AE CT1, accepts no associations, on 1 connection (dicomAETitle=CT1,dicomDeviceName=ct,%2$s)
                    device pacs (dicomDeviceName=pacs,%2$s)
                      connection pacs.example.org:104 (cn=dicom,dicomDeviceName=pacs,%2$s)
                      connection pacs.example.org:2762, TLS: TLS_AES_128_GCM_SHA256 (cn=tls,dicomDeviceName=pacs,%2$s)
                      AE ARCHIVE, accepts associations, on 1 connection (dicomAETitle=ARCHIVE,dicomDeviceName=pacs,%2$s)
                    """.formatted(there.port(), DeviceTree.DEVICES));
        }
    }

    @Test
    void eachDestinationIsExplained() throws IOException {
        DeviceTree tree = DeviceTree.of("pacs", "ARCHIVE", "pacs.example.org", 104)
                .connection("pacs", "tls", "pacs.example.org", "2762", "TLS_RSA_WITH_AES_128_CBC_SHA")
                .ae("pacs", "OLD", "TRUE", "tls")
                .ae("pacs", "MUTE", "FALSE", "dicom")
                .device("other", "TRUE")
                .connection("other", "dicom", "other.example.org", "0")
                .ae("other", "ODD", "TRUE", "dicom");
        try (LdapServer there = directory(tree)) {
            CommandRun run = run("""
                    archive: { ae: ARCHIVE, from: directory }
                    old: { ae: OLD, from: directory }
                    mute: { ae: MUTE, from: directory }
                    odd: { ae: ODD, from: directory }
                    none: { ae: NONE, from: directory }
                    fixed: { ae: FIXED, host: localhost, port: 104 }""", "directory", "check");
            assertThat(run.code()).isEqualTo(ExitCode.PROBLEM);
            assertThat(run.out()).isEqualTo("""
                    ldap://127.0.0.1:%d answers; 5 destinations with from: directory
                    archive: ARCHIVE is at pacs.example.org:104 without TLS, of device pacs
                    old: OLD is at pacs.example.org:2762 over TLS, of device pacs
                    old: note: %s: dicomTLSCipherSuite names none of the suites that are spoken here, found TLS_RSA_WITH_AES_128_CBC_SHA
                    kept for an outage: nothing
                    """.formatted(there.port(), DeviceTree.connection("pacs", "tls")));
            assertThat(run.err().lines())
                    .containsExactly(
                            "error: mute: " + DeviceTree.ae("pacs", "MUTE")
                                    + " takes no associations: dicomAssociationAcceptor is not TRUE",
                            "error: odd: " + DeviceTree.connection("other", "dicom")
                                    + " has no port: expected 1 to 65535 in dicomPort, found \"0\"",
                            "error: none: no device below " + DeviceTree.DEVICES
                                    + " has a dicomNetworkAE with the dicomAETitle NONE");
            CommandRun fine = run("archive: { ae: ARCHIVE, from: directory }", "directory", "check");
            assertThat(fine.err()).isEmpty();
            assertThat(fine.code()).isZero();
        }
    }

    @Test
    void aDirectoryThatIsOutOfReachIsToldOf() throws IOException {
        String archive = "archive: { ae: ARCHIVE, from: directory }";
        CommandRun check = run(archive, "directory", "check");
        assertThat(check.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(check.err()).startsWith("error: ldap://127.0.0.1:" + port + " cannot be reached: ");
        assertThat(check.out()).isEqualTo("kept for an outage: nothing\n");
        CommandRun show = run(archive, "directory", "show");
        assertThat(show.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(show.err()).startsWith("error: ldap://127.0.0.1:" + port + " cannot be reached: ");
    }

    @Test
    void aConfigurationWithoutADirectoryIsToldOf() throws IOException {
        Path conf = Files.writeString(folder.resolve("other.yaml"), """
                listen: [ { port: 104 } ]
                routes: [ { ae: SLUICE, recipe: none.deid, to: [folder] } ]
                destinations: { folder: { folder: out } }
                """);
        CommandRun run = CommandRun.of("directory", "check", "--conf", conf);
        assertThat(run.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err())
                .isEqualTo("error: " + conf + " names no directory: expected the key directory at its top\n");
        assertThat(CommandRun.of("directory").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anEchoGoesWhereTheDirectorySays() throws IOException {
        Path received = Files.createDirectory(folder.resolve("received"));
        try (StoreScp archive = StoreScp.bitPreserving(received);
                LdapServer there = directory(DeviceTree.of("pacs", "STORESCP", "localhost", archive.port()))) {
            CommandRun run = run("archive: { ae: STORESCP, from: directory }", "echo", "archive");
            assertThat(run.err()).isEmpty();
            assertThat(run.lines().get(0))
                    .isEqualTo("archive: STORESCP at localhost:" + archive.port() + ", called by SLUICE");
            there.remove(DeviceTree.ae("pacs", "STORESCP"));
            assertThat(run("archive: { ae: STORESCP, from: directory }", "echo", "archive")
                            .err())
                    .contains("from: STORESCP is not to be had from the directory: no device below ");
        }
    }
}
