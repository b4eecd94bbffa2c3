package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code conf/sluice.yaml} says, checked. Paths are as written, relative to the working directory.
 *
 * <pre>{@code
 * device: sluice                        # optional, "sluice"
 * engine: sluice                        # optional, sluice: what speaks DICOM on the network; or another that the build has
 * listen:
 *   - { port: 11112, bind: 127.0.0.1 }  # bind optional, 127.0.0.1
 *   - port: 2762
 *     tls:                              # optional
 *       key: conf/server.key            # PEM, PKCS#8; or key-store: a PKCS#12 file
 *       certificate: conf/server.pem    # PEM, with those above it
 *       password-file: conf/server.password   # or password-env: VARIABLE; for an encrypted key or a key-store
 *       trust: conf/clients.pem         # whose certificates are accepted; PEM or PKCS#12 (trust-password-file, -env)
 *       clients: need                   # want or none; optional, need with trust, else none
 * routes:                               # tried in order; the first that fits the association is its route
 *   - ae: SLUICE                        # called AE title
 *     from: [ANY]                       # optional, ANY; else calling AE titles and/or networks
 *     certificates: [ct1.example.org]   # optional: common or alternative names in the client's certificate
 *     users: [ct1]                      # optional: users who identified themselves
 *     recipe: recipes/dangerous-cookie.deid
 *     variables:                        # optional
 *       id:    { pseudonym: PatientID, key: conf/secret.key, prefix: "ANON-" }    # prefix optional, none
 *       uid:   { uid: SOPInstanceUID, key: conf/secret.key, root: "2.25" }        # root optional, 2.25
 *       site:  { value: "NORTH" }       # or a list
 *       trial: { lookup: conf/trial.csv, key: PatientID, column: trial_id }
 *     dispositions: { whitelist: forward }  # optional: quarantine (default), forward or refuse, by %filter section
 *     to: [archive, folder]             # or with a recipe of its own: - folder: { recipe: ..., variables: ..., dispositions: ... }
 *     deliver: durable                  # optional, durable; cut-through: straight to the one archive or group in "to"
 *     fallback: spool                   # optional, with cut-through only: spool while the archive is out of reach
 *     echo: node                        # optional, node: who answers C-ECHO; relay: the one archive in "to"
 *     accept: all                       # optional, all; as-destinations: the contexts that all destinations accept
 *     contradictions: quarantine        # optional, quarantine; report: only counted and logged; accept: what devices do
 *     commitment: off                   # optional, off; answer: what destinations accepted, relay: what archives committed
 *     high-water: { bytes: 50 GiB, disk-free: 1 GiB, age: 12 h }   # optional, each of them: takes no more from there on
 * destinations:
 *   archive: { ae: ARCHIVE, host: 127.0.0.1, port: 11113, calling-ae: SLUICE }   # calling-ae optional, SLUICE
 *   standby: { ae: STANDBY, host: 127.0.0.1, port: 11114, pool: { idle: 2 s, most: 4 } }   # pool optional, so
 *   either:  { failover: [archive, standby] }   # the first of them that can be reached
 *   fast:    { ae: FAST, host: 127.0.0.1, port: 11115, window: 8 }   # window optional, 1: instances without an answer
 *   vendor:  { ae: VENDOR, host: 127.0.0.1, port: 11116, common-extended: true }   # optional, false: private classes are storage
 *   night:   { ae: NIGHT, host: 127.0.0.1, port: 11116, hours: "19:00-06:00", zone: Europe/Berlin, mbit: 20 }   # optional
 *   listed:  { ae: LISTED, from: directory }   # host, port and whether over TLS are in the directory
 *   folder:  { folder: var/archive }
 * data: var                             # optional, var: spool and state
 * spool: files                          # optional, files; segments: a log, which is faster
 * quarantine: quarantine                # optional, quarantine; or { folder: quarantine, keep: 30 d }, each optional, so
 * http:                                 # optional, each of them
 *   port: 8080
 *   bind: 127.0.0.1
 *   tls: { key: conf/web.key, certificate: conf/web.pem }   # as of listen; without it plain HTTP
 *   metrics: open                       # or token: for the token in metrics.token of data, and for users
 *   without-login: viewer               # nobody, viewer, reviewer or admin: who is on this host; on loopback alone
 *   users: { alice: { role: admin, passcode: "pbkdf2-sha256$600000$..." } }   # besides users.yaml of data
 * limits:                               # optional, each of them
 *   associations: 64                    # open at once, on all ports together
 *   associations-per-source: 32         # ... from one address; half of them unless given
 *   header-size: 16 MiB                 # of one data set; a larger header is refused
 *   header-memory: 256 MiB              # of all at the same time; a quarter of the heap unless given
 *   instance-size: 16 GiB               # of one data set; a longer one is aborted
 *   disk-room: 256 MiB                  # with less on the disk of data or quarantine the node is not ready
 *   max-pdu: 128 KiB                    # that we receive; 0 is not allowed
 * timeouts:                             # optional, each of them
 *   artim: 30 s                         # PS3.8 9.1.5
 *   idle: 60 s                          # an association on which nothing happens is aborted
 *   connect: 5 s                        # TCP to a destination
 *   associate: 10 s                     # A-ASSOCIATE-AC of a destination
 *   dimse: 60 s                         # C-STORE-RSP of a destination
 *   write-stall: 60 s                   # a peer that takes no data for so long is given up
 *   release: 10 s                       # A-RELEASE-RP
 *   shutdown: 30 s                      # for instances in flight at SIGTERM
 * retry: { first: 1 s, most: 5 min }    # optional: pause after a failed delivery, doubled up to most
 * commitment:                           # optional, each of them
 *   within: 1 h                         # longest wait for instances on their way before an answer
 *   remember: 7 d                       # what became of an instance
 *   callers: { CT_ROOM1: { host: 10.1.0.7, port: 104 } }   # where those listen who ask
 * ledger: { keep: 90 d }                # optional: how long it is kept what became of each instance
 * users:                                # optional: who may identify themselves, with what "sluice passcode" prints
 *   ct1: "pbkdf2-sha256$600000$..."     # or username-only
 * directory:                            # optional: of the hospital's devices, PS3.15 Annex H
 *   ldaps: directory.example.org:636    # port optional, 636; or ldap, port 389
 *   base: "dc=example,dc=org"
 *   bind: "cn=sluice,dc=example,dc=org" # optional, with bind-file: conf/directory.password
 *   tls: { trust: conf/hospital-ca.pem } # optional, as of a destination
 *   refresh: 15 min                     # optional, so; and timeouts: { connect: 5 s, read: 10 s }
 * }</pre>
 *
 * @param device the device name, PS3.15 H.1.1.1
 * @param engine what speaks DICOM on the network, by its name
 * @param destinations by name, in the order of the file
 * @param data directory of the spool and other state
 * @param spool how instances are kept in it
 * @param quarantine directory of flagged instances
 * @param keepRejected how long an instance stays there after a person has rejected it
 * @param users who may identify themselves in associations, by name
 * @param directory of the hospital's devices, which says where archives are
 * @param places where all of this stands in the file
 */
public record Configuration(
        String device,
        String engine,
        List<ListenConfig> listen,
        List<RouteConfig> routes,
        Map<String, DestinationConfig> destinations,
        Path data,
        SpoolMode spool,
        Path quarantine,
        Duration keepRejected,
        HttpConfig http,
        LimitsConfig limits,
        TimeoutsConfig timeouts,
        RetryConfig retry,
        CommitmentConfig commitment,
        LedgerConfig ledger,
        AuditConfig audit,
        Optional<NoticesConfig> notices,
        Map<String, UserConfig> users,
        Optional<DirectoryConfig> directory,
        Places places) {

    private static final List<String> ENGINES = List.of("sluice", "dcm4che");

    /** Keeps its own copies of the lists and maps, in their order. */
    public Configuration {
        listen = List.copyOf(listen);
        routes = List.copyOf(routes);
        destinations = Collections.unmodifiableMap(new LinkedHashMap<>(destinations));
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    }

    /** Whether an archive at this place would be this node: what is sent there would go round for ever. */
    public boolean isOurselves(String ae, String host, int port) {
        return CrossChecks.isOurselves(this, ae, host, port);
    }

    /** The same with these destinations, and without ports: for whoever only calls them. */
    public Configuration withDestinationsAlone(Map<String, DestinationConfig> some) {
        return with(List.of(), routes, some, http, users, places);
    }

    /** This one with the routes and users of another, and the places of that. */
    public Configuration withRoutesOf(Configuration other) {
        return with(listen, other.routes, destinations, http.with(other.http.users()), other.users, other.places);
    }

    private Configuration with(
            List<ListenConfig> otherListen,
            List<RouteConfig> otherRoutes,
            Map<String, DestinationConfig> otherDestinations,
            HttpConfig otherHttp,
            Map<String, UserConfig> otherUsers,
            Places otherPlaces) {
        return new Configuration(
                device,
                engine,
                otherListen,
                otherRoutes,
                otherDestinations,
                data,
                spool,
                quarantine,
                keepRejected,
                otherHttp,
                limits,
                timeouts,
                retry,
                commitment,
                ledger,
                audit,
                notices,
                otherUsers,
                directory,
                otherPlaces);
    }

    /** The keys of the file under which another one says something else, but for those of routes and users. */
    public List<String> differencesButRoutes(Configuration other) {
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("device", device.equals(other.device));
        same.put("engine", engine.equals(other.engine));
        same.put("listen", listen.equals(other.listen));
        same.put("destinations", List.copyOf(destinations.values()).equals(List.copyOf(other.destinations.values())));
        same.put("data", data.equals(other.data));
        same.put("spool", spool == other.spool);
        same.put("quarantine", quarantine.equals(other.quarantine) && keepRejected.equals(other.keepRejected));
        same.put("http", http.equals(other.http.with(http.users())));
        same.put("limits", limits.equals(other.limits));
        same.put("timeouts", timeouts.equals(other.timeouts));
        same.put("retry", retry.equals(other.retry));
        same.put("commitment", commitment.equals(other.commitment));
        same.put("ledger", ledger.equals(other.ledger));
        same.put("audit", audit.equals(other.audit));
        same.put("notices", notices.equals(other.notices));
        same.put("directory", directory.equals(other.directory));
        return same.entrySet().stream()
                .filter(key -> !key.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    static Configuration read(Section top) {
        top.only(
                "device",
                "engine",
                "listen",
                "routes",
                "destinations",
                "data",
                "spool",
                "quarantine",
                "http",
                "limits",
                "timeouts",
                "retry",
                "commitment",
                "ledger",
                "audit",
                "notices",
                "users",
                "directory");
        Map<String, DestinationConfig> destinations = DestinationReader.readAll(top);
        Map<String, UserConfig> users =
                top.section("users").map(UserConfig::readAll).orElse(Map.of());
        QuarantineConfig quarantine = QuarantineConfig.read(top);
        Configuration configuration = new Configuration(
                top.text("device", "sluice"),
                top.word("engine", ENGINES, ENGINES.get(0)),
                ListenConfig.readAll(top),
                RouteConfig.readAll(top, destinations.keySet(), users.keySet()),
                destinations,
                top.path("data", Path.of("var")),
                top.choice("spool", SpoolMode.values()),
                quarantine.folder(),
                quarantine.keep(),
                top.section("http").map(HttpConfig::read).orElse(HttpConfig.DEFAULT),
                top.section("limits").map(LimitsConfig::read).orElse(LimitsConfig.DEFAULT),
                top.section("timeouts").map(TimeoutsConfig::read).orElse(TimeoutsConfig.DEFAULT),
                top.section("retry").map(RetryConfig::read).orElse(RetryConfig.DEFAULT),
                top.section("commitment").map(CommitmentConfig::read).orElse(CommitmentConfig.DEFAULT),
                top.section("ledger").map(LedgerConfig::read).orElse(LedgerConfig.DEFAULT),
                top.section("audit").map(AuditConfig::read).orElse(AuditConfig.DEFAULT),
                top.section("notices").map(NoticesConfig::read),
                users,
                top.section("directory").map(DirectoryConfig::read),
                top.places());
        new CrossChecks(top, configuration).check();
        return configuration;
    }
}
