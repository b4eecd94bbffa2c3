package org.sluice.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.config.SpoolMode;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.gateway.delivery.FolderDelivery;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.net.Engine;
import org.sluice.net.Engines;
import org.sluice.store.KnownKeys;
import org.sluice.store.OwnerOnly;
import org.sluice.store.Quarantine;
import org.sluice.store.Spool;
import org.sluice.store.StoreInUseException;
import org.sluice.text.FileFault;

/**
 * All that a node needs before its first association: recipes, keys, certificates, stores and ports. Everything is tried, and
 * what is wrong is reported together, so that nobody has to start a node five times to hear of five mistakes. What is opened
 * here stays open for the node, but for the ports, which are let go of until it listens on them.
 */
public final class Preparation implements Closeable {
    private final Configuration configuration;
    private final Engine engine;
    private final HeaderMemory memory;
    private final List<Route> routes;
    private final TlsContexts tls;
    private final Spool spool;
    private final Quarantine quarantine;
    private final Map<String, String> keys;
    private final Optional<DirectoryLookup.Found> found;
    private final DeskUsers users;
    private final Optional<String> metricsToken;

    private Preparation(
            Configuration configuration,
            Engine engine,
            HeaderMemory memory,
            List<Route> routes,
            TlsContexts tls,
            Spool spool,
            Quarantine quarantine,
            Map<String, String> keys,
            Optional<DirectoryLookup.Found> found,
            DeskUsers users,
            Optional<String> metricsToken) {
        this.configuration = configuration;
        this.engine = engine;
        this.memory = memory;
        this.routes = routes;
        this.tls = tls;
        this.spool = spool;
        this.quarantine = quarantine;
        this.keys = keys;
        this.found = found;
        this.users = users;
        this.metricsToken = metricsToken;
    }

    /**
     * Prepares a node that is also seen over HTTP.
     *
     * @param engines of which the configuration names one
     * @param newKeysAllowed whether a secret key may be missing or another than before: patients get other pseudonyms
     * @throws ConfigException with all that is wrong, with the configuration by itself and with what it names; then nothing is
     *     open, and what was made is what a start makes
     */
    public static Preparation of(ConfigReading reading, Engines engines, boolean newKeysAllowed)
            throws ConfigException {
        if (reading.configuration().isEmpty()) {
            throw new ConfigException(reading.problems());
        }
        Configuration configuration = reading.configuration().get();
        if (!reading.isRight()) {
            throw SoundParts.problemsWithThoseToo(reading, configuration);
        }
        return of(configuration, engines, newKeysAllowed, true);
    }

    /** Prepares a node that nobody sees over HTTP. */
    static Preparation of(Configuration configuration, Engines engines, boolean newKeysAllowed) throws ConfigException {
        return of(configuration, engines, newKeysAllowed, false);
    }

    private static Preparation of(Configuration configuration, Engines engines, boolean newKeysAllowed, boolean http)
            throws ConfigException {
        StartTrial trial = new StartTrial(configuration.places());
        Optional<Engine> engine = EngineChoice.of(configuration, engines, trial);
        HeaderMemory memory = new HeaderMemory(configuration.limits().headerMemory());
        Optional<KnownKeys> keys = trial.of("data", () -> keys(configuration, newKeysAllowed), "data");
        Optional<List<Route>> routes = keys.flatMap(
                known -> trial.of("routes", () -> new RouteAssembly(configuration, memory, known).routes(), "routes"));
        if (keys.isEmpty()) {
            trial.noteAll(RouteAssembly.problemsOfRecipes(configuration, place -> true));
        }
        Optional<TlsContexts> tls = trial.of("tls", () -> new TlsContexts(configuration), "listen");
        Optional<DirectoryLookup.Found> found = directory(configuration, trial);
        Optional<Spool> spool = trial.of("data", () -> spool(configuration), "data");
        Optional<Quarantine> quarantine =
                trial.of("quarantine", () -> opened(configuration.quarantine(), Quarantine::open), "quarantine");
        Optional<DeskUsers> users = trial.of("users", () -> new DeskUsers(DeskUsers.read(configuration)), "data");
        Optional<String> token = configuration.http().metricsOpen() || spool.isEmpty()
                ? Optional.empty()
                : trial.of("http", () -> MetricsToken.in(configuration.data()), "http", "metrics");
        tryFolders(configuration, trial);
        PortTrial.of(ConfigReading.of(configuration), configuration, http, trial);
        if (trial.isPassed()) {
            trial.of("data", () -> noted(keys.orElseThrow()), "data");
        }
        if (!trial.isPassed()) {
            spool.ifPresent(open -> trial.of("data", () -> closed(open), "data"));
            quarantine.ifPresent(open -> trial.of("quarantine", () -> closed(open), "quarantine"));
            throw trial.failure();
        }
        Map<String, String> fingerprints = keys.orElseThrow().fingerprints();
        return new Preparation(
                configuration,
                engine.orElseThrow(),
                memory,
                routes.orElseThrow(),
                tls.orElseThrow(),
                spool.orElseThrow(),
                quarantine.orElseThrow(),
                fingerprints,
                found,
                users.orElseThrow(),
                token);
    }

    /** Empty where nothing is looked up, and when that failed. */
    private static Optional<DirectoryLookup.Found> directory(Configuration configuration, StartTrial trial) {
        return trial.of("directory", () -> DirectoryLookup.of(configuration), "directory")
                .flatMap(there -> there)
                .filter(lookup -> !lookup.archives().isEmpty())
                .flatMap(lookup -> trial.of("directory", () -> lookup.found(Clock.systemUTC()), "directory"));
    }

    private static KnownKeys keys(Configuration configuration, boolean newKeysAllowed) throws IOException {
        return opened(
                configuration.data(), data -> KnownKeys.read(data, RouteAssembly.keys(configuration), newKeysAllowed));
    }

    private static KnownKeys noted(KnownKeys keys) throws IOException {
        keys.note();
        return keys;
    }

    private static Spool spool(Configuration configuration) throws IOException {
        return opened(
                configuration.data(),
                data -> Spool.open(
                        data.resolve("spool"),
                        configuration.destinations().keySet(),
                        configuration.spool() == SpoolMode.SEGMENTS ? Spool.Keeping.SEGMENTS : Spool.Keeping.FILES));
    }

    private interface Opening<T> {
        T open(Path folder) throws IOException;
    }

    /** It is tried whatever permissions seem to say; only when it fails are they looked at, for the reason. */
    private static <T> T opened(Path folder, Opening<T> opening) throws IOException {
        Optional<String> full = FileFault.whenNoRoom(folder);
        if (full.isPresent()) {
            throw new IOException(full.get());
        }
        try (LongOpening told = new LongOpening(folder)) {
            return opening.open(folder);
        } catch (StoreInUseException e) {
            throw e;
        } catch (IOException e) {
            Optional<String> fault = FileFault.whenWritingInto(folder);
            throw fault.isPresent() ? new IOException(fault.get(), e) : e;
        }
    }

    private static <T extends Closeable> T closed(T open) throws IOException {
        open.close();
        return open;
    }

    private static void tryFolders(Configuration configuration, StartTrial trial) {
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Folder folder) {
                trial.of(
                        "folder", () -> opened(folder.folder(), FolderDelivery::tried), "destinations", name, "folder");
            } else if (destination instanceof DestinationConfig.Stow server) {
                server.more()
                        .authorization()
                        .ifPresent(auth -> trial.of(
                                auth.key(), () -> ownersAlone(auth.file()), "destinations", name, "auth", auth.key()));
            }
        });
    }

    private static Path ownersAlone(Path secret) throws IOException {
        OwnerOnly.requireForKey(secret);
        return secret;
    }

    /** What the node is started with. */
    public Configuration configuration() {
        return configuration;
    }

    Engine engine() {
        return engine;
    }

    HeaderMemory memory() {
        return memory;
    }

    List<Route> routes() {
        return routes;
    }

    TlsContexts tls() {
        return tls;
    }

    Spool spool() {
        return spool;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    /** Where the archives are that the directory knows; empty when there are none. */
    Optional<DirectoryLookup.Found> found() {
        return found;
    }

    DeskUsers users() {
        return users;
    }

    /** What is shown for the metrics; empty where they are open. */
    public Optional<String> metricsToken() {
        return metricsToken;
    }

    /** Each route in one line, for people. */
    public List<String> describeRoutes() {
        return routes.stream().map(this::describe).toList();
    }

    private String describe(Route route) {
        return route.calledAe() + " from " + RouteText.callers(route.config().from())
                + RouteText.ways(route, configuration.destinations()) + "; quarantine in "
                + configuration.quarantine();
    }

    /** Each destination in one line, for people. */
    public List<String> describeDestinations() {
        return configuration.destinations().keySet().stream()
                .map(name -> RouteText.destinations(List.of(name), configuration.destinations())
                        + found.map(one -> one.places().get(name))
                                .map(place -> ": " + place)
                                .orElse(""))
                .toList();
    }

    /** What is spoken on each of the ports, for people. */
    public List<String> protocols() {
        return configuration.listen().stream()
                .map(listen -> listen.tls().isPresent() ? "DICOM over TLS" : "DICOM")
                .toList();
    }

    /** The secret keys in use, each with its fingerprint in one line, for people. */
    public List<String> describeKeys() {
        return keys.entrySet().stream()
                .map(key -> "key " + key.getKey() + " has fingerprint " + key.getValue())
                .sorted()
                .toList();
    }

    /** Lets go of what is open, for a node that is not started after all. */
    @Override
    public void close() throws IOException {
        try (spool) {
            quarantine.close();
        }
    }
}
