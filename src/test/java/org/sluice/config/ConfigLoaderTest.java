package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

class ConfigLoaderTest {

    private static final Path RECIPE = Path.of("recipes/dangerous-cookie.deid");

    private static final String SMALLEST = """
            listen: [{ port: 11112 }]
            routes: [{ ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [archive] }]
            destinations: { archive: { ae: ARCHIVE, host: pacs, port: 104 } }
            """;

    private static Configuration parse(String text) throws ConfigException {
        return ConfigLoader.parse(new SourceText("sluice.yaml", text));
    }

    @Test
    void whatIsNotSaidHasDefaults() throws Exception {
        Configuration configuration = parse(SMALLEST);

        assertThat(configuration)
                .isEqualTo(new Configuration(
                        "sluice",
                        "sluice",
                        List.of(new ListenConfig(11112, "127.0.0.1")),
                        List.of(new RouteConfig(
                                new Span("sluice.yaml", 2, 10, 68),
                                "SLUICE",
                                Callers.ANY,
                                Optional.of(RECIPE),
                                Optional.empty(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                List.of("archive"),
                                Map.of(),
                                DeliveryMode.DURABLE,
                                false,
                                EchoMode.NODE,
                                AcceptMode.ALL,
                                ContradictionMode.QUARANTINE,
                                CommitmentMode.OFF,
                                HighWaterConfig.NONE,
                                Optional.empty())),
                        Map.of(
                                "archive",
                                new DestinationConfig.Archive(
                                        "archive", "ARCHIVE", "pacs", 104, "SLUICE", PoolConfig.DEFAULT, 1)),
                        Path.of("var"),
                        SpoolMode.FILES,
                        Path.of("quarantine"),
                        Duration.ofDays(30),
                        new HttpConfig(8080, "127.0.0.1"),
                        new LimitsConfig(
                                64, 32, 16 << 20, LimitsConfig.memoryFor(16 << 20), 16L << 30, 256 << 20, 128 << 10),
                        new TimeoutsConfig(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30)),
                        new RetryConfig(Duration.ofSeconds(1), Duration.ofMinutes(5), 5, Duration.ofMinutes(15)),
                        new CommitmentConfig(Duration.ofHours(1), Duration.ofDays(7), Map.of()),
                        new LedgerConfig(Duration.ofDays(90)),
                        new AuditConfig(Duration.ofDays(365)),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        configuration.places()));
        assertThat(configuration.routes().get(0).disposition("anything")).isEqualTo(Disposition.QUARANTINE);
    }

    @Test
    void whatTheDirectorySaysIsNotSaidHere(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "x");
        String text = SMALLEST.replace("host: pacs, port: 104", "from: directory");
        Configuration secure = parse(text + """
                directory:
                  ldaps: directory.example.org
                  base: "dc=example, dc=org"
                  bind: "cn=sluice,dc=example,dc=org"
                  bind-file: "%s"
                  refresh: 5 min
                  timeouts: { connect: 2 s }
                """.formatted(password));
        var archive = (DestinationConfig.Archive) secure.destinations().get("archive");
        assertThat(archive.isFromDirectory()).isTrue();
        DirectoryConfig directory = secure.directory().orElseThrow();
        assertThat(directory.url()).isEqualTo("ldaps://directory.example.org:636");
        assertThat(directory.base()).isEqualTo("dc=example, dc=org");
        assertThat(directory.login()).contains(new DirectoryConfig.Login("cn=sluice,dc=example,dc=org", password));
        assertThat(directory.tls().orElseThrow().trust()).isEmpty();
        assertThat(directory.refresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(directory.connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(directory.read()).isEqualTo(Duration.ofSeconds(10));

        DirectoryConfig near = parse(text + "directory: { ldap: \"[::1]:1389\", base: dc=org }")
                .directory()
                .orElseThrow();
        assertThat(near.url()).isEqualTo("ldap://[::1]:1389");
        assertThat(near.isCleartextOnNetwork()).isFalse();
        DirectoryConfig far = parse(text + "directory: { ldap: directory, base: dc=org, cleartext: allow }")
                .directory()
                .orElseThrow();
        assertThat(far.url()).isEqualTo("ldap://directory:389");
        assertThat(far.isCleartextOnNetwork()).isTrue();
    }

    @Test
    void everyKeyIsHeard(@TempDir Path directory) throws Exception {
        Path table = Files.writeString(directory.resolve("trial.csv"), "PatientID,trial_id\n");
        Configuration configuration = parse("""
                device: gate1
                listen:
                  - { port: 104, bind: 0.0.0.0 }
                  - { port: 0, bind: "::1" }
                routes:
                  - ae: GATE
                    from: [CT 1, MR_2, 10.1.0.0/16, "fd00::/8", 192.168.0.7]
                    recipe: recipes/dangerous-cookie.deid
                    variables:
                      id: { pseudonym: PatientID, key: a.key, prefix: "ANON-" }
                      bare: { pseudonym: PatientID, key: a.key }
                      uid: { uid: StudyInstanceUID, key: b.key, root: 1.2.276.0 }
                      site: { value: "NORTH" }
                      days: { value: 007 }
                      many: { value: [a, "b"] }
                      trial: { lookup: "TABLE", key: PatientID, column: trial_id }
                    dispositions: { white list: forward, never: refuse, plain: quarantine }
                    to: [archive, folder]
                    accept: as-destinations
                    commitment: relay
                destinations:
                  archive: { ae: ARCHIVE, host: pacs.example.org, port: 11113, calling-ae: GATE_OUT, window: 8 }
                  folder: { folder: out/files }
                data: /srv/data
                quarantine: { folder: /srv/quarantine, keep: 90 d }
                http: { port: 9090, bind: localhost }
                limits:
                  associations: 7
                  associations-per-source: 3
                  header-size: 1 MiB
                  header-memory: 200 MiB
                  instance-size: 4GiB
                  disk-room: 2 GiB
                  max-pdu: 16384
                timeouts: { artim: 1 s, idle: 2min, connect: 300 ms, associate: 4s, dimse: 5 s, write-stall: 6 s, release: 7 s,
                  shutdown: 1 h }
                retry: { first: 100ms, most: 10 s }
                ledger: { keep: 400 d }
                audit: { keep: 3650 d }
                commitment: { within: 5 min, remember: 30 d, callers: { CT_ROOM1: { host: ct1, port: 4242 } } }
                """.replace("TABLE", table.toString()));

        assertThat(configuration.device()).isEqualTo("gate1");
        assertThat(configuration.listen())
                .containsExactly(new ListenConfig(104, "0.0.0.0"), new ListenConfig(0, "::1"));
        assertThat(configuration.destinations().values())
                .containsExactly(
                        new DestinationConfig.Archive(
                                "archive", "ARCHIVE", "pacs.example.org", 11113, "GATE_OUT", PoolConfig.DEFAULT, 8),
                        new DestinationConfig.Folder("folder", Path.of("out/files")));
        assertThat(configuration.data()).isEqualTo(Path.of("/srv/data"));
        assertThat(configuration.quarantine()).isEqualTo(Path.of("/srv/quarantine"));
        assertThat(configuration.keepRejected()).isEqualTo(Duration.ofDays(90));
        assertThat(configuration.http()).isEqualTo(new HttpConfig(9090, "localhost"));
        assertThat(configuration.limits())
                .isEqualTo(new LimitsConfig(7, 3, 1 << 20, 200L << 20, 4L << 30, 2L << 30, 16384));
        assertThat(configuration.timeouts())
                .isEqualTo(new TimeoutsConfig(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ofHours(1)));
        assertThat(configuration.retry())
                .isEqualTo(new RetryConfig(Duration.ofMillis(100), Duration.ofSeconds(10), 5, Duration.ofMinutes(15)));
        assertThat(configuration.ledger().keep()).isEqualTo(Duration.ofDays(400));
        assertThat(configuration.audit().keep()).isEqualTo(Duration.ofDays(3650));
        assertThat(configuration.commitment())
                .isEqualTo(new CommitmentConfig(
                        Duration.ofMinutes(5),
                        Duration.ofDays(30),
                        Map.of("CT_ROOM1", new CommitmentConfig.Caller("ct1", 4242))));
        assertThat(configuration.routes().get(0).accept()).isEqualTo(AcceptMode.AS_DESTINATIONS);
        assertThat(configuration.routes().get(0).commitment()).isEqualTo(CommitmentMode.RELAY);
        everyKeyOfTheRouteIsHeard(configuration.routes().get(0), table);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "7, 3", "64, 32"})
    void oneAddressMayHaveHalfOfTheAssociationsUnlessTheFileSaysOtherwise(int all, int perSource) throws Exception {
        LimitsConfig limits =
                parse(SMALLEST + "limits: { associations: " + all + " }\n").limits();
        assertThat(limits.associations()).isEqualTo(all);
        assertThat(limits.associationsPerSource()).isEqualTo(perSource);
    }

    @Test
    void everyKeyOfTlsAndOfUsersIsHeard(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a file"), "");
        String hash = "pbkdf2-sha256$600000$c2FsdHNhbHRzYWx0c2FsdA==$" + "A".repeat(43) + "=";
        Configuration configuration =
                parse("""
                listen:
                  - port: 2762
                    tls: { key: FILE, certificate: FILE, password-env: KEY_PASSWORD, trust: FILE, clients: want }
                  - port: 2763
                    tls: { key-store: FILE, password-file: FILE, trust: FILE, trust-password-file: FILE }
                  - { port: 2764, tls: { key-store: FILE } }
                routes:
                  - ae: GATE
                    certificates: [ct1.example.org, CT 2]
                    users: [ct1, ct2]
                    recipe: recipes/dangerous-cookie.deid
                    to: [archive, other]
                destinations:
                  archive:
                    { ae: ARCHIVE, host: pacs, port: 2762, tls: { trust: FILE, hostname-check: off }, user: { name: gate } }
                  other:
                    { ae: OTHER, host: pacs, port: 2763, tls: {}, user: { name: gate, passcode-file: FILE } }
                users: { ct1: HASH, ct2: username-only }
                """.replace("FILE", "\"" + file + "\"").replace("HASH", "\"" + hash + "\""));

        TlsConfig.Password none = TlsConfig.Password.NONE;
        TlsConfig.Password inFile = new TlsConfig.Password(Optional.of(file), Optional.empty());
        TlsConfig first = configuration.listen().get(0).tls().orElseThrow();
        assertThat(first.keys())
                .contains(new TlsConfig.PemKeys(
                        file, file, new TlsConfig.Password(Optional.empty(), Optional.of("KEY_PASSWORD"))));
        assertThat(first.trust()).contains(file);
        assertThat(first.clients()).isEqualTo(TlsConfig.ClientCertificates.WANT);
        TlsConfig second = configuration.listen().get(1).tls().orElseThrow();
        assertThat(second.keys()).contains(new TlsConfig.KeyStore(file, inFile));
        assertThat(second.trustPassword()).isEqualTo(inFile);
        assertThat(second.clients()).isEqualTo(TlsConfig.ClientCertificates.NEED);
        TlsConfig third = configuration.listen().get(2).tls().orElseThrow();
        assertThat(third.keys()).contains(new TlsConfig.KeyStore(file, none));
        assertThat(third.clients()).isEqualTo(TlsConfig.ClientCertificates.NONE);

        Callers callers = configuration.routes().get(0).from();
        assertThat(callers.certificates()).isEqualTo(Set.of("ct1.example.org", "CT 2"));
        assertThat(callers.users()).isEqualTo(Set.of("ct1", "ct2"));
        assertThat(configuration.users())
                .containsOnly(
                        Map.entry("ct1", new UserConfig("ct1", Optional.of(hash))),
                        Map.entry("ct2", new UserConfig("ct2", Optional.empty())));

        var archive = (DestinationConfig.Archive) configuration.destinations().get("archive");
        assertThat(archive.tls().orElseThrow().hostnameCheck()).isFalse();
        assertThat(archive.tls().orElseThrow().trust()).contains(file);
        assertThat(archive.user()).contains(new UserConfig.Calling("gate", Optional.empty()));
        var other = (DestinationConfig.Archive) configuration.destinations().get("other");
        assertThat(other.tls().orElseThrow().hostnameCheck()).isTrue();
        assertThat(other.tls().orElseThrow().keys()).isEmpty();
        assertThat(other.user()).contains(new UserConfig.Calling("gate", Optional.of(file)));
    }

    @Test
    void aRouteMayDeliverCutThroughAndFallBackToTheSpool() throws Exception {
        String cutThrough = SMALLEST.replace("to: [archive] }", "to: [archive], deliver: cut-through%s }");

        RouteConfig alone = parse(cutThrough.formatted("")).routes().get(0);
        assertThat(alone.deliver()).isEqualTo(DeliveryMode.CUT_THROUGH);
        assertThat(alone.fallback()).isFalse();
        assertThat(parse(cutThrough.formatted(", fallback: spool"))
                        .routes()
                        .get(0)
                        .fallback())
                .isTrue();
    }

    @Test
    void aRouteMayLeaveTheEchoToItsArchive() throws Exception {
        assertThat(parse(SMALLEST.replace("to: [archive] }", "to: [archive], echo: relay }"))
                        .routes()
                        .get(0)
                        .echo())
                .isEqualTo(EchoMode.RELAY);
    }

    @Test
    void anArchiveHasAPoolAndSeveralArchivesCanBeAGroup() throws Exception {
        Map<String, DestinationConfig> destinations = parse("""
                listen: [{ port: 11112 }]
                routes: [{ ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [either], deliver: cut-through }]
                destinations:
                  either: { failover: [archive, standby] }
                  archive: { ae: ARCHIVE, host: pacs, port: 104, pool: { idle: 9 s, most: 0 } }
                  standby: { ae: STANDBY, host: pacs, port: 105, pool: { most: 64 } }
                """).destinations();
        assertThat(destinations.values())
                .containsExactly(
                        new DestinationConfig.Failover("either", List.of("archive", "standby")),
                        new DestinationConfig.Archive(
                                "archive",
                                "ARCHIVE",
                                "pacs",
                                104,
                                "SLUICE",
                                new PoolConfig(Duration.ofSeconds(9), 0),
                                1),
                        new DestinationConfig.Archive(
                                "standby",
                                "STANDBY",
                                "pacs",
                                105,
                                "SLUICE",
                                new PoolConfig(Duration.ofSeconds(2), 64),
                                1));
    }

    @Test
    void anArchiveMayWantToHearThatPrivateClassesAreStorage() throws Exception {
        DestinationConfig.Archive archive =
                (DestinationConfig.Archive) parse("""
                listen: [{ port: 11112 }]
                routes: [{ ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [archive] }]
                destinations:
                  archive: { ae: ARCHIVE, host: pacs, port: 104, common-extended: true }
                """).destinations().get("archive");
        assertThat(archive.commonExtended()).isTrue();
    }

    private static void everyKeyOfTheRouteIsHeard(RouteConfig route, Path table) {
        assertThat(route.at()).hasToString("sluice.yaml:6:5");
        assertThat(route.ae()).isEqualTo("GATE");
        assertThat(route.from().aeTitles()).isEqualTo(Set.of("CT 1", "MR_2"));
        assertThat(route.from().networks()).hasToString("[10.1.0.0/16, fd00:0:0:0:0:0:0:0/8, 192.168.0.7/32]");
        assertThat(route.recipe()).contains(RECIPE);
        assertThat(route.dispositions())
                .containsOnly(
                        Map.entry("white list", Disposition.FORWARD),
                        Map.entry("never", Disposition.REFUSE),
                        Map.entry("plain", Disposition.QUARANTINE));
        assertThat(route.to()).containsExactly("archive", "folder");
        String variables = route.variables().values().toString().replaceAll("at=[^,]*, ", "");
        assertThat(variables)
                .isEqualTo("[Pseudonym[field=PatientID, key=a.key, prefix=ANON-],"
                        + " Pseudonym[field=PatientID, key=a.key, prefix=],"
                        + " Uid[field=StudyInstanceUID, key=b.key, root=1.2.276.0],"
                        + " Value[values=[NORTH]], Value[values=[007]], Value[values=[a, b]],"
                        + " Lookup[table=" + table + ", key=PatientID, column=trial_id]]");
        assertThat(route.variables().keySet()).containsExactly("id", "bare", "uid", "site", "days", "many", "trial");
    }

    @Test
    void theShippedConfigurationIsRight() throws Exception {
        Configuration configuration = ConfigLoader.load(Path.of("conf/sluice.yaml"));

        assertThat(configuration.listen()).containsExactly(new ListenConfig(11112, "127.0.0.1"));
        assertThat(configuration.routes().get(0).variables().keySet()).containsExactly("id", "source_id");
        assertThat(configuration.destinations().values())
                .containsExactly(new DestinationConfig.Folder("folder", Path.of("var/archive")));
    }

    @Test
    void aServerIsReadWithAllThatBelongsToIt() throws Exception {
        Configuration configuration = parse("""
                listen: [ { port: 11112 } ]
                routes: [ { ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [full, plain] } ]
                destinations:
                  full:
                    stow: https://pacs.example.org:8443/dicom-web/
                    auth: { user: sluice, password-file: LICENSE }
                    tls: { trust: LICENSE, hostname-check: off }
                    batch: { most: 7, bytes: 2 MiB }
                    duplicates: held
                    timeouts: { connect: 1 s, write-stall: 2 s, answer: 3 s }
                  plain: { stow: "https://pacs.example.org/dicom-web" }
                  token: { stow: "http://10.0.0.1", auth: { bearer-file: LICENSE, cleartext: allow } }
                """);
        DestinationConfig.Stow full =
                (DestinationConfig.Stow) configuration.destinations().get("full");
        assertThat(full.root()).hasToString("https://pacs.example.org:8443/dicom-web");
        assertThat(full.more().authorization()).contains(new StowConfig.Basic("sluice", Path.of("LICENSE")));
        assertThat(full.more().tls().orElseThrow().hostnameCheck()).isFalse();
        assertThat(full.more().batch()).isEqualTo(new StowConfig.Batch(7, 2 << 20));
        assertThat(full.more().duplicates()).isEqualTo(DuplicatesMode.HELD);
        assertThat(full.more().timeouts())
                .isEqualTo(new StowConfig.Timeouts(
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(Duration.ofSeconds(3))));
        DestinationConfig.Stow plain =
                (DestinationConfig.Stow) configuration.destinations().get("plain");
        assertThat(plain.more().tls())
                .hasValueSatisfying(tls -> assertThat(tls.hostnameCheck()).isTrue());
        assertThat(plain.more().batch()).isEqualTo(StowConfig.Batch.DEFAULT);
        DestinationConfig.Stow token =
                (DestinationConfig.Stow) configuration.destinations().get("token");
        assertThat(token.more().tls()).isEmpty();
        assertThat(token.more().authorization()).contains(new StowConfig.Bearer(Path.of("LICENSE")));
    }

    @Test
    void whatTheShippedConfigurationKeepsInCommentsIsRightToo() throws Exception {
        String text = Files.readString(Path.of("conf/sluice.yaml"))
                .replaceAll("(?m)^( *)# ([a-z]+: \\{.*)$", "$1$2")
                .replaceAll("(?m)^ *trial: .*$", "");
        Configuration configuration = parse(text);

        assertThat(configuration.destinations()).containsKeys("folder", "archive");
        assertThat(configuration.limits()).isEqualTo(LimitsConfig.DEFAULT);
        assertThat(configuration.timeouts()).isEqualTo(TimeoutsConfig.DEFAULT);
        assertThat(configuration.retry()).isEqualTo(RetryConfig.DEFAULT);
        assertThat(configuration.routes().get(0).disposition("bigimage")).isEqualTo(Disposition.FORWARD);
    }

    @Test
    void aMissingFileIsAnIoException() {
        assertThatThrownBy(() -> ConfigLoader.load(Path.of("conf/no-such.yaml")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
