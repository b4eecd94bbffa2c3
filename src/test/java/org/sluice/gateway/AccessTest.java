package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.AssociationException;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Rejection;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.net.UserCredentials;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.StoreScp;
import org.sluice.peers.TestAuthority;
import org.sluice.peers.TestAuthority.Issued;
import org.sluice.text.SourceText;

/** Who may use a node with TLS and users, and what a node does at an archive that asks for both. */
class AccessTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Few iterations, so that tests are quick. */
    private static final String HASH_OF_SECRET =
            "pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA==$dClvKSmj66n6MdMWNv3Go4mvH1Ym2WIGiJvquqa+mfE=";

    private final Path folder;
    private final TestAuthority authority;
    private final Issued gate;
    private int mostFromOneAddress = 20;

    AccessTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.authority = new TestAuthority("Test CA", folder);
        this.gate = authority.issue("gate", "localhost");
        Files.writeString(folder.resolve("recipe.deid"), RunningNode.EMPTY_RECIPE);
        Files.writeString(folder.resolve("passcode"), "secret\n");
    }

    private Node start(String routes, String destination) throws Exception {
        String configuration = """
                listen:
                  - { port: 0 }
                  - port: 0
                    tls: { key: "F/gate.key", certificate: "F/gate.pem", trust: "F/Test-CA.pem", clients: want }
                routes:
                ROUTES
                destinations:
                  archive: DESTINATION
                data: "F/var"
                quarantine: "F/quarantine"
                timeouts: { shutdown: 2 s }
                retry: { first: 50 ms, most: 200 ms }
                limits: { associations: 20, associations-per-source: MOST }
                users:
                  ct1: "HASH"
                  ct2: username-only
                """.replace("ROUTES", routes.indent(2).stripTrailing())
                .replace("DESTINATION", destination)
                .replace("HASH", HASH_OF_SECRET)
                .replace("MOST", Integer.toString(mostFromOneAddress))
                .replace("F/", folder + "/");
        return Node.start(ConfigLoader.parse(new SourceText("test.yaml", configuration)), TestEngine.ENGINES);
    }

    private static String route(String ae, String access) {
        return "- { ae: " + ae + ", recipe: \"F/recipe.deid\", to: [archive], " + access + " }\n";
    }

    private Node withRoutes(String... routes) throws Exception {
        return start(String.join("", routes), "{ folder: \"F/archive\" }");
    }

    private StoreClientOptions plain(Node node, String called) {
        return StoreClientOptions.of(node.addresses().get(0), "MODALITY", called);
    }

    private StoreClientOptions overTls(Node node, String called, Optional<Issued> own) throws Exception {
        TlsSettings settings = new TlsSettings(
                own.map(issued -> new TlsSettings.Pem(issued.key(), issued.certificate(), Secret.NONE)),
                Optional.of(new TlsSettings.TrustSource(authority.certificate(), Secret.NONE)),
                TlsSettings.ClientAuthentication.NONE,
                true);
        InetSocketAddress address = InetSocketAddress.createUnresolved(
                "localhost", node.addresses().get(1).getPort());
        return StoreClientOptions.of(address, "MODALITY", called)
                .withTls(Optional.of(new TlsContext("test", "the node", settings)));
    }

    private static UserCredentials user(String name) {
        return new UserCredentials(name, Optional.empty());
    }

    private UserCredentials user(String name, String passcode) throws IOException {
        Path file = Files.writeString(folder.resolve("passcode-of-" + name), passcode);
        return new UserCredentials(name, Optional.of(new Secret.InFile(file)));
    }

    private static void assertServed(StoreClientOptions options) throws IOException {
        try (StoreClient client = TestEngine.ENGINE.connect(options, List.of())) {
            assertThat(client.echo()).isZero();
        }
    }

    /** A place is free again when the node has seen the end of an association, which the requestor does not wait for. */
    private static boolean hasAPlaceFor(StoreClientOptions options) throws IOException {
        try {
            assertServed(options);
            return true;
        } catch (AssociationException e) {
            assertThat(e.rejection()).as(e.getMessage()).contains(Rejection.LOCAL_LIMIT_EXCEEDED);
            return false;
        }
    }

    private static void assertRejected(StoreClientOptions options, Rejection rejection) {
        assertThatThrownBy(() -> TestEngine.ENGINE.connect(options, List.of()))
                .isInstanceOfSatisfying(
                        AssociationException.class,
                        e -> assertThat(e.rejection()).as(e.getMessage()).contains(rejection));
    }

    private static double meter(Node node, String sample) {
        return node.meters()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    // ---- Certificates

    @Test
    void aRouteForCertificatesIsForThemAlone() throws Exception {
        Issued ct = authority.issue("ct1", "ct1.example.org");
        Issued mr = authority.issue("mr1", "mr1.example.org");
        try (Node node = withRoutes(route("SLUICE", "certificates: [CT1.example.org]"))) {
            assertServed(overTls(node, "SLUICE", Optional.of(ct)));
            assertRejected(overTls(node, "SLUICE", Optional.of(mr)), Rejection.CALLING_AE_NOT_RECOGNIZED);
            assertRejected(overTls(node, "SLUICE", Optional.empty()), Rejection.CALLING_AE_NOT_RECOGNIZED);
            assertRejected(plain(node, "SLUICE"), Rejection.CALLING_AE_NOT_RECOGNIZED);
            assertThat(meter(node, "sluice_associations_rejected_total{reason=\"calling-ae-title-not-recognized\"}"))
                    .isEqualTo(3);
        }
    }

    @Test
    void metersTellHowLongTheCertificateIsValidAndWhichHandshakesFailed() throws Exception {
        try (Node node = withRoutes(route("SLUICE", "from: [ANY]"))) {
            double remaining = node.meters()
                    .scrape()
                    .lines()
                    .filter(line -> line.startsWith("sluice_tls_certificate_remaining_seconds{connection=\"port 0"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                    .findFirst()
                    .orElse(0);
            assertThat(Duration.ofSeconds((long) remaining).toDays()).isBetween(29L, 30L);

            InetSocketAddress tls = node.addresses().get(1);
            assertThatThrownBy(() -> TestEngine.ENGINE.connect(StoreClientOptions.of(tls, "A", "SLUICE"), List.of()))
                    .isInstanceOf(AssociationException.class);
            String failed = "sluice_tls_handshakes_failed_total{peer=\"client\",reason=\"plain-dicom\"}";
            Await.until(() -> meter(node, failed) == 1, SOON, "the failed handshake to be counted");
        }
    }

    // ---- Users

    @Test
    void aRouteForUsersIsForThemAlone() throws Exception {
        try (Node node = withRoutes(route("SLUICE", "users: [ct1]"), route("OPEN", "from: [ANY]"))) {
            StoreClientOptions options = plain(node, "SLUICE");
            for (int i = 0; i < 3; i++) {
                assertServed(options.withUser(Optional.of(user("ct1", "secret"))));
            }
            assertRejected(options, Rejection.NO_REASON_GIVEN);
            assertRejected(options.withUser(Optional.of(user("ct1", "Secret"))), Rejection.NO_REASON_GIVEN);
            assertRejected(options.withUser(Optional.of(user("ct1"))), Rejection.NO_REASON_GIVEN);
            assertRejected(options.withUser(Optional.of(user("ct2"))), Rejection.NO_REASON_GIVEN);
            assertRejected(options.withUser(Optional.of(user("nobody", "secret"))), Rejection.NO_REASON_GIVEN);
            StoreClientOptions open = plain(node, "OPEN");
            assertServed(open);
            assertServed(open.withUser(Optional.of(user("ct2"))));
            assertRejected(open.withUser(Optional.of(user("ct1", "wrong"))), Rejection.NO_REASON_GIVEN);
        }
    }

    // ---- Limits

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 0"})
    void connectionsFromOneAddressAreCountedOverAllPorts(int first, int second) throws Exception {
        mostFromOneAddress = 2;
        try (Node node = withRoutes(route("SLUICE", "from: [ANY]"))) {
            List<StoreClientOptions> ports = List.of(plain(node, "SLUICE"), overTls(node, "SLUICE", Optional.empty()));
            try (StoreClient one = TestEngine.ENGINE.connect(ports.get(first), List.of());
                    StoreClient two = TestEngine.ENGINE.connect(ports.get(second), List.of())) {
                assertRejected(ports.get(0), Rejection.LOCAL_LIMIT_EXCEEDED);
                assertRejected(ports.get(1), Rejection.LOCAL_LIMIT_EXCEEDED);
                assertThat(one.echo() + two.echo()).isZero();
                String rejected = "sluice_associations_rejected_total{reason=\"local-limit-exceeded\"}";
                Await.until(() -> meter(node, rejected) == 2, SOON, "two rejections to be counted");
            }
            Await.until(() -> hasAPlaceFor(ports.get(0)), SOON, "a place");
        }
    }

    // ---- Archives

    @Test
    void instancesReachAnArchiveOverTls() throws Exception {
        String[] flags = {
            "+tls",
            gate.key().toString(),
            gate.certificate().toString(),
            "+cf",
            folder.resolve("Test-CA.pem").toString()
        };
        for (String deliver : List.of("durable", "cut-through")) {
            Path archived = Files.createDirectory(folder.resolve(deliver));
            try (StoreScp archive = StoreScp.bitPreserving(archived, flags);
                    Node node = start(
                            route("SLUICE", "deliver: " + deliver),
                            "{ ae: STORESCP, host: localhost, port: " + archive.port() + ", tls: { key: \"F/gate.key\","
                                    + " certificate: \"F/gate.pem\", trust: \"F/Test-CA.pem\" } }")) {
                assertThat(node.notes()).isEmpty();
                GeneratedInstance ct = GeneratedInstance.ct(deliver.length());
                send(node, ct);
                Path stored = archive.awaitStored(1, SOON).get(0);
                assertThat(DataSetBytes.of(stored).dataSet())
                        .isEqualTo(DataSetBytes.of(ct.bytes()).dataSet());
            }
        }
    }

    private void send(Node node, GeneratedInstance instance) throws Exception {
        try (StoreClient client = TestEngine.ENGINE.connect(
                overTls(node, "SLUICE", Optional.empty()),
                List.of(PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid())))) {
            byte[] dataSet = DataSetBytes.of(instance.bytes()).dataSet();
            assertThat(client.store(
                                    StoreCommand.of(
                                            instance.sopClassUid(),
                                            instance.sopInstanceUid(),
                                            instance.transferSyntaxUid()),
                                    sink -> sink.write(ByteBuffer.wrap(dataSet)))
                            .isDone())
                    .isTrue();
        }
    }

    @Test
    void anArchiveOnlyCalledByUsersIsCalledAsOne() throws Exception {
        try (Node archive = withRoutes(route("ARCHIVE", "users: [ct1]"))) {
            String destination = "{ ae: ARCHIVE, host: localhost, port: "
                    + archive.addresses().get(1).getPort()
                    + ", tls: { trust: \"F/Test-CA.pem\", hostname-check: off },"
                    + " user: { name: ct1, passcode-file: \"F/passcode\" } }";
            String routes = route("SLUICE", "from: [ANY]").replace("F/", folder + "/");
            Path own = Files.createDirectory(folder.resolve("own"));
            String configuration = """
                    listen: [ { port: 0 }, { port: 0, tls: { key: "F/gate.key", certificate: "F/gate.pem" } } ]
                    routes:
                    ROUTES
                    destinations:
                      archive: DESTINATION
                    data: "OWN/var"
                    quarantine: "OWN/quarantine"
                    timeouts: { shutdown: 2 s }
                    """.replace("ROUTES", routes.indent(2).stripTrailing())
                    .replace("DESTINATION", destination)
                    .replace("OWN", own.toString())
                    .replace("F/", folder + "/");
            try (Node node =
                    Node.start(ConfigLoader.parse(new SourceText("test.yaml", configuration)), TestEngine.ENGINES)) {
                assertThat(node.notes()).singleElement().asString().contains("archive: hostname-check is off");
                send(node, GeneratedInstance.ct(1));
                Await.until(
                        () -> node.waiting("archive") + archive.waiting("archive") == 0,
                        SOON,
                        "the instance to be forwarded");
                assertThat(RunningNode.files(folder.resolve("archive"), ".dcm")).hasSize(1);
            }
        }
    }

    // ---- Starting

    @Test
    void keysThatCannotBeUsedKeepTheNodeFromStarting() throws Exception {
        Files.writeString(folder.resolve("gate.key"), """
                -----BEGIN RSA PRIVATE KEY-----
                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertThatThrownBy(() -> withRoutes(route("SLUICE", "from: [ANY]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test.yaml:4:10: error: tls of port 0:")
                .hasMessageContaining("convert it with: openssl pkcs8 -topk8");
    }
}
