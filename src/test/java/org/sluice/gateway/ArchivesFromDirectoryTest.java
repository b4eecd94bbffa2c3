package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.directory.DirectoryCopy;
import org.sluice.peers.Await;
import org.sluice.peers.DeviceTree;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.LdapServer;
import org.sluice.peers.StoreScp;
import org.sluice.peers.TestAuthority;
import org.sluice.text.SourceText;

/** An archive is called where the directory says, also when that changes; and where it said, when it says nothing. */
@Timeout(120)
class ArchivesFromDirectoryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CONNECTION = DeviceTree.connection("pacs", "dicom");

    private final Path folder;
    private final int ldapPort = FreePort.number();
    private int sent;

    ArchivesFromDirectoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private LdapServer directory(int archivePort, String... cipherSuites) {
        return LdapServer.plainOn(ldapPort, DeviceTree.of("pacs", "STORESCP", "localhost", archivePort, cipherSuites));
    }

    private RunningNode node(String deliver) {
        return node(deliver, "");
    }

    private RunningNode node(String deliver, String keys) {
        return RunningNode.with(
                folder,
                "deliver: " + deliver,
                RunningNode.EMPTY_RECIPE,
                "{ ae: STORESCP, from: directory" + keys + " }",
                "directory: { ldap: \"127.0.0.1:" + ldapPort + "\", base: \"" + DeviceTree.BASE + "\", refresh: 1 s }");
    }

    private void send(RunningNode node) throws IOException {
        GeneratedInstance instance = GeneratedInstance.mr(++sent);
        assertThat(new ExactSender(node.port())
                        .send(instance, instance.writeTo(folder.resolve(sent + ".dcm")))
                        .isDone())
                .isTrue();
    }

    /** What is to be known of the node, without its secret keys. */
    private static List<String> notes(RunningNode node) {
        return node.notes().stream().filter(note -> !note.startsWith("key ")).toList();
    }

    private String copy() throws IOException {
        return Files.readString(DirectoryCopy.file(folder.resolve("var")));
    }

    @Test
    void whenItMovesWhatIsInTheSpoolGoesToTheNewPlace() throws IOException {
        moves("durable");
    }

    @Test
    void whenItMovesWhatPassesThroughGoesToTheNewPlace() throws IOException {
        moves("cut-through");
    }

    private void moves(String deliver) throws IOException {
        try (ListeningArchive before = ListeningArchive.on(FreePort.number());
                ListeningArchive after = ListeningArchive.on(FreePort.number());
                LdapServer directory = directory(before.port());
                RunningNode node = node(deliver)) {
            send(node);
            node.awaitForwarded();
            assertThat(before.requested()).hasSize(1);

            directory.replace(CONNECTION, "dicomPort", Integer.toString(after.port()));
            Await.until(() -> copy().contains(":" + after.port()), SOON, "the node to hear of it");
            send(node);
            node.awaitForwarded();
            assertThat(after.requested()).hasSize(1);
            assertThat(before.requested()).hasSize(1);
            Await.until(() -> before.open() == 0, SOON, "the association with the old place to end");
            assertThat(notes(node)).isEmpty();
        }
    }

    @Test
    void whatWaitsForAPlaceWhereNobodyIsGoesToTheNewOne() throws IOException {
        try (ListeningArchive after = ListeningArchive.on(FreePort.number());
                LdapServer directory = directory(FreePort.number());
                RunningNode node = node("durable")) {
            send(node);
            Await.until(() -> node.status().wrong().toString().contains("does not take"), SOON, "it to be missed");
            assertThat(node.waiting()).isOne();
            directory.replace(CONNECTION, "dicomPort", Integer.toString(after.port()));
            node.awaitForwarded();
            assertThat(after.requested()).isNotEmpty();
            assertThat(node.status().wrong().toString()).doesNotContain("does not take");
        }
    }

    @Test
    void whenItGoesOverToTlsItIsCalledOverTls() throws IOException {
        TestAuthority authority = new TestAuthority("Test CA", folder);
        TestAuthority.Issued keys = authority.issue("pacs", "localhost");
        Path received = Files.createDirectory(folder.resolve("received"));
        try (ListeningArchive before = ListeningArchive.on(FreePort.number());
                StoreScp after = StoreScp.bitPreserving(
                        received,
                        "+tls",
                        keys.key().toString(),
                        keys.certificate().toString(),
                        "-ic");
                LdapServer directory = directory(before.port())) {
            String trust = ", tls: { trust: \"" + authority.certificate() + "\" }";
            assertThat(catchThrowableOfType(AssertionError.class, () -> node("durable", trust)))
                    .hasMessageContaining("from: STORESCP is not to be had from the directory: " + CONNECTION
                            + " is without TLS: the destination has tls, but dicomTLSCipherSuite is missing");
            directory.replace(CONNECTION, "dicomTLSCipherSuite", "TLS_AES_128_GCM_SHA256");
            directory.replace(CONNECTION, "dicomPort", Integer.toString(after.port()));
            try (RunningNode node = node("durable", trust)) {
                send(node);
                node.awaitForwarded();
                assertThat(after.awaitStored(1, SOON)).hasSize(1);
            }
        }
    }

    @Test
    void whileTheDirectoryIsOutOfReachItStaysWhereItWas() throws IOException {
        try (ListeningArchive archive = ListeningArchive.on(FreePort.number())) {
            LdapServer directory = directory(archive.port());
            try (RunningNode node = node("durable")) {
                assertThat(notes(node)).isEmpty();
                directory.close();
                Await.until(() -> !notes(node).isEmpty(), SOON, "the outage to be told");
                assertThat(notes(node))
                        .singleElement()
                        .asString()
                        .startsWith("ldap://127.0.0.1:" + ldapPort + " cannot be reached: ")
                        .endsWith("; what it said before stays in force");
                assertThat(node.status().wrong()).containsAll(notes(node));
                send(node);
                node.awaitForwarded();
                assertThat(archive.requested()).hasSize(1);
                try (LdapServer again = directory(archive.port())) {
                    Await.until(() -> notes(node).isEmpty(), SOON, "the end of the outage on port " + again.port());
                }
            } finally {
                directory.close();
            }
        }
    }

    @Test
    void oneThatTheDirectoryHasNoMoreStaysWhereItWas() throws IOException {
        try (ListeningArchive archive = ListeningArchive.on(FreePort.number());
                LdapServer directory = directory(archive.port());
                RunningNode node = node("durable")) {
            String copy = copy();
            directory.remove(DeviceTree.ae("pacs", "STORESCP"));
            Await.until(() -> !notes(node).isEmpty(), SOON, "it to be told");
            assertThat(notes(node))
                    .containsExactly("destination stays at localhost:" + archive.port()
                            + " without TLS, of device pacs, but the directory has changed: no device below "
                            + DeviceTree.DEVICES + " has a dicomNetworkAE with the dicomAETitle STORESCP");
            send(node);
            node.awaitForwarded();
            assertThat(archive.requested()).hasSize(1);
            assertThat(copy()).isEqualTo(copy);
        }
    }

    @Test
    void aStartWithoutTheDirectoryIsOneWithWhatItSaidBefore() throws IOException {
        try (ListeningArchive archive = ListeningArchive.on(FreePort.number())) {
            try (LdapServer directory = directory(archive.port());
                    RunningNode node = node("durable")) {
                assertThat(notes(node)).isEmpty();
                assertThat(directory.port()).isEqualTo(ldapPort);
            }
            try (RunningNode node = node("durable")) {
                assertThat(notes(node))
                        .singleElement()
                        .asString()
                        .contains("cannot be reached: ")
                        .containsPattern("; what it said [0-9]+ s ago is in force$");
                send(node);
                node.awaitForwarded();
                assertThat(archive.requested()).hasSize(1);
            }
            String trust = ", tls: { hostname-check: off }";
            assertThat(catchThrowableOfType(AssertionError.class, () -> node("durable", trust)))
                    .hasMessageContaining("from: STORESCP is not to be had from the directory: ldap://127.0.0.1:")
                    .hasMessageContaining(" ago has no place for it over TLS");
        }
    }

    @Test
    void withNeitherThereIsNoStart() {
        assertThat(catchThrowableOfType(AssertionError.class, () -> node("durable")))
                .hasMessageContaining("error: directory: ldap://127.0.0.1:" + ldapPort + " cannot be reached: ")
                .hasMessageContaining("; and there is nothing that this directory said before, in "
                        + folder.resolve("var/directory.json"))
                .hasMessageContaining("    directory: { ldap: ");
    }

    @Test
    void aDirectoryThatNamesUsIsNotBelieved() throws Exception {
        int own = FreePort.number();
        try (LdapServer directory = directory(own)) {
            String text = """
                    listen: [ { port: %d } ]
                    routes: [ { ae: STORESCP, recipe: recipes/dangerous-cookie.deid, to: [archive] } ]
                    destinations: { archive: { ae: STORESCP, from: directory } }
                    directory: { ldap: "127.0.0.1:%d", base: "%s" }
                    """.formatted(own, directory.port(), DeviceTree.BASE);
            DirectoryLookup lookup = DirectoryLookup.of(ConfigLoader.parse(new SourceText("test.yaml", text)))
                    .orElseThrow();
            assertThat(lookup.resolutions().get("archive").problems())
                    .containsExactly("expected another application entity, found our own route STORESCP at localhost:"
                            + own + " without TLS, of device pacs");
        }
    }
}
