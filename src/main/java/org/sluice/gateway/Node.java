package org.sluice.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.ListenConfig;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.commitment.StorageCommitment;
import org.sluice.gateway.delivery.Perseverance;
import org.sluice.gateway.desk.Desk;
import org.sluice.gateway.intake.InstanceStores;
import org.sluice.gateway.meters.CountsKeeper;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.meters.NodeMeters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.shadow.ShadowKeeper;
import org.sluice.gateway.shadow.ShadowVerb;
import org.sluice.ledger.BufferedLedger;
import org.sluice.ledger.NodeLedger;
import org.sluice.net.BindFailure;
import org.sluice.net.ConnectionLimits;
import org.sluice.net.Engines;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.StoreAnswer;
import org.sluice.net.Timeouts;
import org.sluice.net.tls.TlsContext;
import org.sluice.status.NodeStatus;
import org.sluice.store.DropRecord;
import org.sluice.store.Quarantine;
import org.sluice.store.Spool;

/**
 * A running node: its listeners, its stores, and a forwarder for each destination. Made of a checked configuration by
 * {@link #start}, and stopped by {@link #close}.
 */
public final class Node implements AutoCloseable {
    private static final int BUFFER_SIZE = 256 << 10;

    private final Preparation ready;
    private final Configuration configuration;
    private volatile List<Route> routes;
    private final Spool spool;
    private final Quarantine quarantine;
    private final Meters meters;
    private final Backoff backoff;
    private final TlsContexts tls;
    private final Archives archives;
    private final Optional<DirectoryWatch> directory;
    private final StoreWatch stores;
    private final CountsKeeper counts;
    private final ShadowKeeper shadows;
    private final NodeWatch watch;
    private final StatusLook status;
    private final HighWaterWatch highWater;
    private final LeftInSpool left;
    private final BufferedLedger ledger;
    private final Forwarders forwarders;
    private final DropRecord dropped;
    private final List<Listener> listeners = new ArrayList<>();
    private Optional<StorageCommitment> commitments = Optional.empty();
    private Optional<NodeDesk> desk = Optional.empty();
    private Optional<Desk> asked = Optional.empty();
    private Optional<LiveRoutes> live = Optional.empty();
    private final Reload reload;
    private volatile boolean stopping;

    private Node(Preparation ready) {
        this.ready = ready;
        this.configuration = ready.configuration();
        this.routes = ready.routes();
        this.tls = ready.tls();
        this.spool = ready.spool();
        this.quarantine = ready.quarantine();
        this.meters = new Meters(NodeLabels.of(configuration, routes));
        this.backoff =
                new Backoff(configuration.retry().first(), configuration.retry().most());
        this.forwarders = new Forwarders(configuration, Clock.systemUTC());
        this.dropped = new DropRecord(configuration.data().resolve("dropped.tsv"));
        Timeouts timeouts = Destinations.timeouts(configuration.timeouts());
        this.archives = new Archives(
                ready.engine(),
                configuration.destinations(),
                ready.found().map(DirectoryLookup.Found::addresses).orElse(Map.of()),
                tls,
                timeouts,
                backoff);
        this.directory = ready.found()
                .map(found ->
                        new DirectoryWatch(found, archives, tls, timeouts, forwarders::resume, Clock.systemUTC()));
        this.stores = new StoreWatch(
                Map.of("the spool", spool::probe, "the quarantine", quarantine::probe),
                configuration.limits().diskRoom(),
                System::nanoTime);
        this.counts = CountsKeeper.open(configuration.data(), meters::counts, Clock.systemUTC());
        this.shadows = ShadowKeeper.open(configuration.data(), meters.shadow(), Clock.systemUTC());
        shadows.watch(routes);
        this.highWater = new HighWaterWatch(configuration, routes, spool);
        this.left = new LeftInSpool(spool);
        this.ledger = NodeLedger.start(
                LedgerFiles.of(configuration), configuration.ledger().keep());
        this.reload = new Reload(configuration, ready.memory(), meters.desk(), this::replace);
        this.watch = new NodeWatch(
                () -> hindrances().isEmpty(),
                this::lookAtMeters,
                Map.of("data", configuration.data(), "quarantine", configuration.quarantine()),
                quarantine,
                spool.queues());
        this.status = new StatusLook(
                new StatusLook.Seen(
                        this::hindrances,
                        highWater::reached,
                        () -> Stream.concat(reload.notesNow().stream(), directoryWrong())
                                .toList(),
                        watch,
                        spool.queues(),
                        spool.unclaimed(),
                        meters,
                        counts,
                        archives,
                        forwarders.times(),
                        dropped::count,
                        tls.all()),
                Clock.system(ZoneId.systemDefault()));
        show();
    }

    /**
     * Starts everything; when this returns, associations are accepted.
     *
     * @param engines of which the configuration names one
     * @throws ConfigException something that the node needs cannot be had; all that is wrong is in it
     * @throws IOException what was there a moment ago has gone
     */
    public static Node start(Configuration configuration, Engines engines) throws ConfigException, IOException {
        return start(Preparation.of(configuration, engines, false));
    }

    /** The same for a node whose secret keys may be missing, or others than before: patients get other pseudonyms. */
    public static Node startWithNewKeys(Configuration configuration, Engines engines)
            throws ConfigException, IOException {
        return start(Preparation.of(configuration, engines, true));
    }

    /** Starts with what is prepared, which the node closes. */
    public static Node start(Preparation ready) throws ConfigException, IOException {
        Node node = new Node(ready);
        boolean started = false;
        try {
            node.open();
            started = true;
        } finally {
            if (!started) {
                node.close();
            }
        }
        return node;
    }

    private void lookAtMeters() {
        meters.refresh();
        counts.look();
        shadows.look();
        reload.look();
    }

    private Stream<String> directoryWrong() {
        return directory.stream().flatMap(one -> one.wrong().stream());
    }

    private void show() {
        NodeMeters shown = meters.node();
        shown.limit(configuration.limits().associations());
        shown.watch(ready.memory());
        shown.watchCertificates(tls.all());
        spool.queues().forEach(shown::watch);
        shown.watch(watch);
        shown.watchHighWater(highWater::byTitle);
        shown.watchLedger(ledger::lag, ledger::rows, ledger::lost);
        shown.watchOpen(forwarders.open());
        shown.watchDropped(dropped::count);
        shown.watchUnclaimed(() ->
                spool.unclaimed().values().stream().mapToInt(Integer::intValue).sum());
    }

    private void open() throws ConfigException, IOException {
        left.tell();
        Timeouts timeouts = Destinations.timeouts(configuration.timeouts());
        commitments = StorageCommitment.open(
                configuration,
                ready.engine(),
                spool,
                archives.relays(routes.stream().map(Route::config).toList()),
                timeouts,
                backoff,
                meters.commitments());
        CommitmentNotes notes =
                new CommitmentNotes(commitments.map(StorageCommitment::ledger).orElse(null));
        NodeDesk opened = new NodeDesk(
                configuration, spool, quarantine, notes, ledger, dropped, () -> routes, Optional.of(meters.desk()));
        desk = Optional.of(opened);
        opened.keepRecipes(routes);
        opened.finishReleases();
        Destinations destinations = new Destinations(configuration, archives, tls, timeouts, ready.memory());
        Perseverance retry = new Perseverance(
                backoff, configuration.retry().attempts(), configuration.retry().alarm());
        forwarders.start(spool, destinations, retry, meters, notes, ledger);
        InstanceStores stores = new InstanceStores(spool, quarantine, notes, ledger);
        LiveRoutes policy = new LiveRoutes(
                configuration, routes, new Admissions(stores, meters, archives, commitments, highWater, shadows));
        live = Optional.of(policy);
        ConnectionLimits limits = new ConnectionLimits(
                configuration.limits().associations(), configuration.limits().associationsPerSource());
        highWater.start();
        StartTrial ports = new StartTrial(configuration.places());
        for (int i = 0; i < configuration.listen().size(); i++) {
            ListenConfig listen = configuration.listen().get(i);
            try {
                listeners.add(ready.engine()
                        .listen(
                                options(listen, limits, timeouts),
                                policy,
                                request -> noRoute(),
                                meters.associations()));
            } catch (IOException takenMeanwhile) {
                BindFailure failure = BindFailure.of(listen.bind(), listen.port());
                PortTrial.note(failure, "listen", ports, "listen", i);
            }
        }
        if (!ports.isPassed()) {
            throw ports.failure();
        }
        directory.ifPresent(DirectoryWatch::start);
        watch.start();
        asked = Optional.of(opened.open(
                forwarders.byName(),
                List.of(
                        new StatusVerb(status::look),
                        new ReloadVerb(reload),
                        new ShadowVerb(shadows, new ShadowPromotion(() -> routes, reload, quarantine.review()))),
                ready.users(),
                status::look));
    }

    /** From now on, and for associations that begin. */
    private void replace(Reload.Loaded loaded) {
        meters.add(NodeLabels.of(loaded.configuration(), loaded.routes()));
        highWater.watch(loaded.routes());
        shadows.watch(loaded.routes());
        desk.ifPresent(one -> one.keepRecipes(loaded.routes()));
        live.ifPresent(one -> one.replace(loaded.configuration(), loaded.routes()));
        routes = loaded.routes();
        ready.users().replace(loaded.users());
        meters.node().configurationLoaded();
    }

    /** Says from which file the configuration was read, just now, so that it can be {@linkplain #reload read again}. */
    public void readFrom(Path file) {
        reload.readFrom(file);
    }

    /** Reads the configuration again, with its recipes and tables; what is wrong is logged, and all stays as it is. */
    public void reload() {
        desk.ifPresent(NodeDesk::hangup);
    }

    /** Never called: {@link LiveRoutes} names a handler for every association that it accepts. */
    private static StoreAnswer noRoute() {
        throw new IllegalStateException("an association was accepted without a route");
    }

    private ListenerOptions options(ListenConfig listen, ConnectionLimits limits, Timeouts timeouts) {
        return new ListenerOptions(
                new InetSocketAddress(listen.bind(), listen.port()),
                limits,
                configuration.limits().maxPdu(),
                configuration.limits().instanceSize(),
                BUFFER_SIZE,
                timeouts,
                tls.of(listen));
    }

    /** Where associations are accepted, with the ports that were picked. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** Every meter of this node. */
    public Meters meters() {
        return meters;
    }

    /** What keeps the node from taking instances, in words; empty when it is ready. */
    public List<String> hindrances() {
        if (stopping || listeners.isEmpty()) {
            return List.of("stopping");
        }
        List<String> hindrances = new ArrayList<>();
        listeners.forEach(listener -> listener.hindrance().ifPresent(hindrances::add));
        hindrances.addAll(stores.hindrances());
        if (hindrances.isEmpty() && highWater.stopsAll()) { // else a disk without room would be told twice
            hindrances.addAll(highWater.reached());
        }
        return hindrances;
    }

    /** What people may do with it from afar. */
    public Desk desk() {
        return asked.orElseThrow();
    }

    /** The TLS of the port for HTTP; empty without. */
    public Optional<TlsContext> httpTls() {
        return tls.http();
    }

    /** How it is, for people. */
    public NodeStatus status() {
        return status.look();
    }

    /**
     * What is configured less safe than it could be, which keys are used, which routes take no instances while others do,
     * which destinations do not take what waits for them and which are closed by their hours, in words; none of it keeps the node from being ready.
     */
    public List<String> notes() {
        return Stream.of(
                        tls.notes(),
                        ready.describeKeys(),
                        highWater.stopsAll() ? List.<String>of() : highWater.reached(),
                        reload.notes(),
                        directory.map(DirectoryWatch::notes).orElse(List.of()),
                        forwarders.notes(),
                        left.unclaimed(),
                        ledger.trouble().stream().toList())
                .flatMap(List::stream)
                .toList();
    }

    /** How many instances wait for a destination, those in flight included. */
    public int waiting(String destination) {
        return spool.queue(destination).depth();
    }

    /**
     * Stops: no new associations, instances in flight are finished, associations released; meanwhile the forwarders finish
     * the instance they are at. All of them have the same time for it, and what fails on the way keeps nothing else open.
     * What is left waits in the spool for the next start.
     */
    @Override
    public void close() throws IOException {
        stopping = true;
        directory.ifPresent(DirectoryWatch::close);
        watch.close();
        highWater.close();
        long until = System.nanoTime() + configuration.timeouts().shutdown().toNanos();
        try (spool;
                ledger;
                meters;
                counts;
                shadows;
                quarantine;
                Closeable answers = this::closeCommitments;
                Closeable deliveries = () -> forwarders.awaitStop(left(until));
                Closeable associations = () -> archives.close(left(until));
                Closeable questions = this::closeDesk) {
            forwarders.stop();
            Listener.close(listeners, left(until));
        }
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    private void closeCommitments() throws IOException {
        if (commitments.isPresent()) {
            commitments.get().close();
        }
    }

    private void closeDesk() throws IOException {
        if (desk.isPresent()) {
            desk.get().close();
        }
    }
}
