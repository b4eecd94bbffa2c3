package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.net.StoreAnswer;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.Orthanc;
import org.sluice.peers.StowServer;
import org.sluice.peers.StowServer.Answer;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TlsRelay;

/** A DICOMweb server as a destination: what gets there, and what becomes of what does not. */
class StowTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String JSON = "application/dicom+json";

    @TempDir
    private Path folder;

    private RunningNode node(String root, String keys) {
        return RunningNode.start(folder, "ANY", RunningNode.EMPTY_RECIPE, "{ stow: \"" + root + "\"" + keys + " }");
    }

    private GeneratedInstance send(RunningNode node, GeneratedInstance instance) {
        Path file = instance.writeTo(folder.resolve(instance.sopInstanceUid() + ".dcm"));
        assertThat(new ExactSender(node.port()).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
        return instance;
    }

    private static byte[] dataSet(byte[] file) {
        return DataSetBytes.of(file).dataSet();
    }

    @Test
    void whatIsAcknowledgedArrivesByteForByteAndNothingThatTheNodeKeepsForItself() {
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            List<GeneratedInstance> sent = List.of(
                    send(node, GeneratedInstance.mr(1)),
                    send(node, GeneratedInstance.jpeg(2, 3)),
                    send(node, GeneratedInstance.sr(3)));
            node.awaitForwarded();

            assertThat(server.stored()).hasSize(3);
            for (GeneratedInstance instance : sent) {
                byte[] arrived = server.stored().get(instance.sopInstanceUid());
                assertThat(dataSet(arrived)).isEqualTo(dataSet(instance.bytes()));
                DataSetBytes file = DataSetBytes.of(arrived);
                assertThat(file.transferSyntaxUid()).isEqualTo(instance.transferSyntaxUid());
                assertThat(file.metaUid(0x00020100)).isEmpty();
                assertThat(file.meta()).startsWith(new byte[128]);
                assertThat(new String(file.meta(), StandardCharsets.ISO_8859_1)).doesNotContain("SLUICE\0", "calling");
            }
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(3);
        }
    }

    @Test
    void whatWaitsGoesInBatchesOfTheConfiguredSize() {
        int port = FreePort.number();
        String root = "http://127.0.0.1:" + port + "/dicom-web";
        try (RunningNode node = node(root, ", batch: { most: 4 }")) {
            for (int number = 1; number <= 10; number++) {
                send(node, GeneratedInstance.sr(number));
            }
            try (StowServer server = StowServer.startOn(port)) {
                node.awaitForwarded();
                assertThat(server.stored()).hasSize(10);
                assertThat(server.requests())
                        .hasSizeLessThan(10)
                        .allMatch(request -> request.files().size() <= 4);
            }
        }
    }

    @Test
    void ofABatchEachInstanceHasItsOwnResult() {
        int port = FreePort.number();
        String refused = GeneratedInstance.sr(2).sopInstanceUid();
        try (RunningNode node = node("http://127.0.0.1:" + port + "/dicom-web", "")) {
            for (int number = 1; number <= 3; number++) {
                send(node, GeneratedInstance.sr(number));
            }
            try (StowServer server = StowServer.startOn(port)) {
                server.answering(request -> {
                    Map<String, byte[]> others = new ConcurrentHashMap<>(request.files());
                    boolean fails = others.remove(refused) != null;
                    server.stores(new StowServer.Request(request.headers(), others));
                    return new Answer(
                            202,
                            JSON,
                            StowServer.json(List.copyOf(others.keySet()), fails ? Map.of(refused, 0xC000) : Map.of()));
                });
                node.awaitForwarded();

                assertThat(server.stored()).hasSize(2).doesNotContainKey(refused);
                assertThat(node.meter("sluice_instances_held_total{destination=\"destination\"}"))
                        .isEqualTo(1);
            }
        }
    }

    /** The server cannot tell which of a batch it does not like: it is found out by sending each alone. */
    @ParameterizedTest
    @ValueSource(ints = {400, 413, 500})
    void anInstanceThatSpoilsItsBatchKeepsNoneOfTheOthers(int code) {
        int port = FreePort.number();
        String poison = GeneratedInstance.sr(2).sopInstanceUid();
        try (RunningNode node = node("http://127.0.0.1:" + port + "/dicom-web", "")) {
            for (int number = 1; number <= 4; number++) {
                send(node, GeneratedInstance.sr(number));
            }
            try (StowServer server = StowServer.startOn(port)) {
                server.answering(request -> request.files().containsKey(poison)
                        ? new Answer(code, "text/plain", "no")
                        : server.stores(request));
                Await.until(() -> server.stored().size() == 3, LONG, "the three good ones");
                assertThat(server.stored()).doesNotContainKey(poison);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"00081199\":{\"vr\":\"SQ\",\"Val", "<html>fine</html>"})
    void anAnswerThatDoesNotSayItIsStoredIsNoDelivery(String body) {
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            server.answering(request -> new Answer(200, JSON, body));
            send(node, GeneratedInstance.sr(1));
            Await.until(() -> server.requests().size() >= 2, LONG, "a second try");
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isZero();
            server.answering(server::stores);
            node.awaitForwarded();
            assertThat(server.stored()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 429, 501, 503})
    void whatSpeaksOfTheServerIsTriedAgainUntilItTakesIt(int code) {
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            server.answering(request -> new Answer(code, "text/plain", "not now", Map.of("Retry-After", "0")));
            send(node, GeneratedInstance.sr(1));
            Await.until(() -> server.requests().size() >= 3, LONG, "a third try");
            server.answering(server::stores);
            node.awaitForwarded();
            assertThat(server.stored()).hasSize(1);
        }
    }

    @Test
    void aServerThatAsksForTimeIsLeftAlone() {
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            server.answering(request -> new Answer(503, "text/plain", "", Map.of("Retry-After", "2")));
            send(node, GeneratedInstance.sr(1));
            Await.until(() -> server.requests().size() == 1, LONG, "the first try");
            long answered = System.nanoTime();
            server.answering(server::stores);
            node.awaitForwarded();
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThan(Duration.ofMillis(1500));
        }
    }

    @Test
    void anInstanceThatTheServerHasAlreadyIsDelivered() {
        String uid = GeneratedInstance.sr(1).sopInstanceUid();
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            server.answering(request -> new Answer(409, JSON, StowServer.json(List.of(), Map.of(uid, 0x0111))));
            send(node, GeneratedInstance.sr(1));
            node.awaitForwarded();
            assertThat(node.meter("sluice_instances_forwarded_total{destination=\"destination\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsRefusedWithAnAnswerThatCannotBeReadIsHeldAsNotUnderstood() throws IOException {
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), "")) {
            server.answering(request -> new Answer(409, "text/plain", "no"));
            send(node, GeneratedInstance.sr(1));
            node.awaitForwarded();
        }
        Path held = folder.resolve("var/spool/queues/destination/failed");
        assertThat(RunningNode.files(held, ".txt").get(0)).content().contains("class: cannot-understand");
    }

    @Test
    void theFirstOfAGroupThatIsOutOfReachLeavesItToAFolder() {
        String group = "{ failover: [server, files] }\n  server: { stow: \"http://127.0.0.1:" + FreePort.number()
                + "/dicom-web\" }\n  files: { folder: \"" + folder.resolve("archive")
                + "\", name: \"{StudyInstanceUID}/{SOPInstanceUID}.dcm\" }";
        try (RunningNode node = RunningNode.start(folder, "ANY", RunningNode.EMPTY_RECIPE, group)) {
            GeneratedInstance instance = send(node, GeneratedInstance.mr(1));
            node.awaitForwarded();

            assertThat(node.archived()).hasSize(1);
            assertThat(node.archived().get(0)).endsWith(Path.of("2.25.7312.1.1", instance.sopInstanceUid() + ".dcm"));
            assertThat(DataSetBytes.of(node.archived().get(0)).dataSet()).isEqualTo(dataSet(instance.bytes()));
        }
    }

    @Test
    void aGroupPrefersTheServerAndLeavesOneThatFailsToAnArchive() {
        try (StowServer server = StowServer.start();
                ListeningArchive archive = ListeningArchive.open(request -> StoreAnswer.SUCCESS)) {
            String group = "{ failover: [server, archive] }\n  server: { stow: \"" + server.root() + "\" }\n  archive: "
                    + RunningNode.archive(archive.port());
            try (RunningNode node = RunningNode.start(folder, "ANY", RunningNode.EMPTY_RECIPE, group)) {
                send(node, GeneratedInstance.mr(1));
                node.awaitForwarded();
                assertThat(server.stored()).hasSize(1);
                server.answering(request -> new Answer(503, "text/plain", ""));
                send(node, GeneratedInstance.mr(2));
                node.awaitForwarded();
                assertThat(server.stored()).hasSize(1);
            }
        }
    }

    @Test
    void orthancHasEveryByteOfWhatWasAcknowledged() {
        List<GeneratedInstance> sent = List.of(
                GeneratedInstance.mr(1),
                GeneratedInstance.ct(2),
                GeneratedInstance.sr(3),
                GeneratedInstance.jpeg(4, 3));
        try (Orthanc orthanc = Orthanc.startWithDicomWeb(folder);
                RunningNode node = node(orthanc.dicomWebRoot(), "")) {
            sent.forEach(instance -> send(node, instance));
            node.awaitForwarded();
            assertArrived(orthanc, sent);
        }
    }

    @Test
    void orthancTakesThemOverTlsFromAUserWithAPassword() throws Exception {
        TestAuthority authority = new TestAuthority("hospital", folder);
        Path password = secret("secret-7\n");
        String keys = ", tls: { trust: \"" + authority.certificate() + "\" }, auth: { user: sluice, password-file: \""
                + password + "\" }";
        List<GeneratedInstance> sent = List.of(GeneratedInstance.mr(1), GeneratedInstance.sr(2));
        try (Orthanc orthanc = Orthanc.startWithDicomWeb(folder, new Orthanc.WebAccess("sluice", "secret-7"));
                TlsRelay relay = new TlsRelay(server(authority, "127.0.0.1"), false, orthanc.httpPort());
                RunningNode node = node("https://127.0.0.1:" + relay.port() + "/dicom-web", keys)) {
            sent.forEach(instance -> send(node, instance));
            node.awaitForwarded();
            assertArrived(orthanc, sent);
        }
    }

    @Test
    void aServerMayAskForACertificateOfOurs() throws Exception {
        TestAuthority authority = new TestAuthority("hospital", folder);
        TestAuthority.Issued own = authority.issue("gate");
        String tls = ", tls: { trust: \"" + authority.certificate() + "\", key: \"" + own.key() + "\", certificate: \""
                + own.certificate() + "\" }";
        try (StowServer server = StowServer.start();
                TlsRelay relay = new TlsRelay(server(authority, "127.0.0.1"), true, server.port());
                RunningNode node = node("https://127.0.0.1:" + relay.port() + "/dicom-web", tls)) {
            send(node, GeneratedInstance.sr(1));
            node.awaitForwarded();
            assertThat(server.stored()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void aCertificateForAnotherHostIsTakenOnlyWhereThatIsSwitchedOff(String check) throws Exception {
        TestAuthority authority = new TestAuthority("hospital", folder);
        String tls = ", tls: { trust: \"" + authority.certificate() + "\", hostname-check: " + check + " }";
        try (StowServer server = StowServer.start();
                TlsRelay relay = new TlsRelay(server(authority, "pacs.example.org"), false, server.port());
                RunningNode node = node("https://127.0.0.1:" + relay.port() + "/dicom-web", tls)) {
            send(node, GeneratedInstance.sr(1));
            if (check.equals("off")) {
                node.awaitForwarded();
                assertThat(server.stored()).hasSize(1);
            } else {
                Await.until(
                        () -> node.meter("sluice_tls_handshakes_failed_total{peer=\"archive\",reason=\"wrong-name\"}")
                                > 0,
                        LONG,
                        "a refused handshake");
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    private static SSLContext server(TestAuthority authority, String host) throws KeyFileException {
        TestAuthority.Issued keys = authority.issue("server", host);
        return new TlsContext(
                        "a server",
                        "the client",
                        new TlsSettings(
                                Optional.of(new TlsSettings.Pem(keys.key(), keys.certificate(), Secret.NONE)),
                                Optional.of(new TlsSettings.TrustSource(authority.certificate(), Secret.NONE)),
                                TlsSettings.ClientAuthentication.NONE,
                                true))
                .context();
    }

    @Test
    void aPasswordThatOthersMayReadKeepsTheNodeFromStarting() throws IOException {
        Path password = secret("secret-7");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
        String auth = ", auth: { user: sluice, password-file: \"" + password + "\" }";
        assertThatThrownBy(() -> node("https://127.0.0.1:1/dicom-web", auth))
                .hasMessageContaining("password-file: " + password + ": expected permissions rw-------")
                .hasMessageNotContaining("secret-7");
    }

    @Test
    void aTokenGoesInClearOnlyWhereThatIsAllowed() throws IOException {
        String auth = ", auth: { bearer-file: \"" + secret("token-7") + "\", cleartext: allow }";
        try (StowServer server = StowServer.start();
                RunningNode node = node(server.root(), auth)) {
            send(node, GeneratedInstance.sr(1));
            node.awaitForwarded();
            assertThat(server.header("Authorization")).contains("Bearer token-7");
        }
    }

    private Path secret(String text) throws IOException {
        Path file = Files.createFile(
                folder.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private static void assertArrived(Orthanc orthanc, List<GeneratedInstance> sent) {
        Map<String, byte[]> arrived = new ConcurrentHashMap<>();
        for (String id : orthanc.awaitInstances(sent.size(), LONG)) {
            byte[] file = orthanc.file(id);
            arrived.put(DataSetBytes.of(file).metaUid(0x00020003), dataSet(file));
        }
        assertThat(arrived.keySet())
                .isEqualTo(Set.copyOf(
                        sent.stream().map(GeneratedInstance::sopInstanceUid).toList()));
        sent.forEach(instance -> assertThat(arrived.get(instance.sopInstanceUid()))
                .as(instance.sopInstanceUid())
                .isEqualTo(dataSet(instance.bytes())));
    }
}
