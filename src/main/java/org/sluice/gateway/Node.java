package org.sluice.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.CommitmentMode;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.config.ListenConfig;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.commitment.StorageCommitment;
import org.sluice.gateway.control.ControlSocket;
import org.sluice.gateway.delivery.Perseverance;
import org.sluice.gateway.desk.QueueVerb;
import org.sluice.gateway.intake.InstanceStores;
import org.sluice.gateway.meters.CountsKeeper;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.meters.NodeMeters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RoutePolicy;
import org.sluice.gateway.route.TraceSwitch;
import org.sluice.gateway.route.Users;
import org.sluice.net.BindFailure;
import org.sluice.net.ConnectionLimits;
import org.sluice.net.ListenerOptions;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.engine.Listener;
import org.sluice.status.NodeStatus;
import org.sluice.store.DestinationQueue;
import org.sluice.store.DropRecord;
import org.sluice.store.Quarantine;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * A running node: its listeners, its stores, and a forwarder for each destination. Made of a checked configuration by
 * {@link #start}, and stopped by {@link #close}.
 */
public final class Node implements AutoCloseable {
    private static final Log LOG = Log.of(Node.class);
    private static final int BUFFER_SIZE = 256 << 10;

    private final Preparation ready;
    private final Configuration configuration;
    private final List<Route> routes;
    private final Spool spool;
    private final Quarantine quarantine;
    private final Meters meters;
    private final Backoff backoff;
    private final TlsContexts tls;
    private final Archives archives;
    private final StoreWatch stores;
    private final CountsKeeper counts;
    private final NodeWatch watch;
    private final StatusLook status;
    private final HighWaterWatch highWater;
    private final Forwarders forwarders;
    private final DropRecord dropped;
    private final List<Listener> listeners = new ArrayList<>();
    private Optional<StorageCommitment> commitments = Optional.empty();
    private Optional<ControlSocket> control = Optional.empty();
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
        this.archives = new Archives(
                configuration.destinations(), tls, Destinations.timeouts(configuration.timeouts()), backoff);
        this.stores = new StoreWatch(
                Map.of("the spool", spool::probe, "the quarantine", quarantine::probe),
                configuration.limits().diskRoom(),
                System::nanoTime);
        this.counts = CountsKeeper.open(configuration.data(), meters::counts, Clock.systemUTC());
        this.highWater = new HighWaterWatch(configuration, routes, spool);
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
     * @throws ConfigException something that the node needs cannot be had; all that is wrong is in it
     * @throws IOException what was there a moment ago has gone
     */
    public static Node start(Configuration configuration) throws ConfigException, IOException {
        return start(Preparation.of(configuration, false));
    }

    /** The same for a node whose secret keys may be missing, or others than before: patients get other pseudonyms. */
    public static Node startWithNewKeys(Configuration configuration) throws ConfigException, IOException {
        return start(Preparation.of(configuration, true));
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
    }

    private void show() {
        NodeMeters shown = meters.node();
        shown.limit(configuration.limits().associations());
        shown.watch(ready.memory());
        shown.watchCertificates(tls.all());
        spool.queues().forEach(shown::watch);
        shown.watch(watch);
        shown.watchHighWater(highWater.byTitle());
        shown.watchOpen(forwarders.open());
        shown.watchDropped(dropped::count);
        shown.watchUnclaimed(() ->
                spool.unclaimed().values().stream().mapToInt(Integer::intValue).sum());
    }

    private void open() throws ConfigException, IOException {
        tellWhatTheLastRunLeft();
        Timeouts timeouts = Destinations.timeouts(configuration.timeouts());
        commitments =
                StorageCommitment.open(configuration, spool, relayArchives(), timeouts, backoff, meters.commitments());
        CommitmentNotes notes =
                new CommitmentNotes(commitments.map(StorageCommitment::ledger).orElse(null));
        Destinations destinations = new Destinations(configuration, archives, tls, timeouts);
        Perseverance retry = new Perseverance(
                backoff, configuration.retry().attempts(), configuration.retry().alarm());
        forwarders.start(spool, destinations, retry, meters, notes);
        InstanceStores stores = new InstanceStores(spool, quarantine, notes);
        RoutePolicy policy = new RoutePolicy(
                routes,
                new Users(configuration.users()),
                new Admissions(stores, meters, archives, commitments, highWater),
                new TraceSwitch(configuration.data().resolve("trace-pdu")));
        ConnectionLimits limits = new ConnectionLimits(
                configuration.limits().associations(), configuration.limits().associationsPerSource());
        highWater.start();
        StartTrial ports = new StartTrial(configuration.places());
        for (int i = 0; i < configuration.listen().size(); i++) {
            ListenConfig listen = configuration.listen().get(i);
            try {
                listeners.add(Listener.open(
                        options(listen, limits, timeouts), policy, request -> noRoute(), meters.associations()));
            } catch (IOException takenMeanwhile) {
                BindFailure failure = BindFailure.of(listen.bind(), listen.port());
                PortTrial.note(failure, "listen", ports, "listen", i);
            }
        }
        if (!ports.isPassed()) {
            throw ports.failure();
        }
        watch.start();
        control = openControl(notes);
    }

    /** Instances go their way without it, too. */
    private Optional<ControlSocket> openControl(CommitmentNotes notes) {
        try {
            QueueVerb queues = new QueueVerb(spool, forwarders.byName(), notes, dropped);
            return Optional.of(ControlSocket.open(configuration.data(), List.of(new StatusVerb(status::look), queues)));
        } catch (IOException e) {
            LOG.warn("no control socket, so that commands such as \"sluice status\" cannot ask this node: {}", e);
            return Optional.empty();
        }
    }

    /** Never called: {@link RoutePolicy} names a handler for every association that it accepts. */
    private static StoreAnswer noRoute() {
        throw new IllegalStateException("an association was accepted without a route");
    }

    /** Those that have to commit before this node does, by name. */
    private Map<String, StoreClientOptions> relayArchives() {
        Map<String, StoreClientOptions> relay = new HashMap<>();
        for (Route route : routes) {
            for (String name : route.destinations()) {
                if (route.config().commitment() == CommitmentMode.RELAY
                        && configuration.destinations().get(name) instanceof DestinationConfig.Archive) {
                    relay.put(name, archives.behind(name).get(0).options());
                }
            }
        }
        return relay;
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

    private void tellWhatTheLastRunLeft() {
        if (spool.restoredAtOpen() > 0) {
            LOG.info(
                    "taken just before the last run broke off, and in their queues now: {}",
                    OneLine.count(spool.restoredAtOpen(), "instance"));
        }
        if (spool.removedAtOpen() > 0) {
            LOG.info(
                    "half received in the last run, and removed: {}", OneLine.count(spool.removedAtOpen(), "instance"));
        }
        for (DestinationQueue queue : spool.queues()) {
            if (queue.depth() > 0) {
                LOG.info(
                        "left by the last run for {}: {}",
                        queue.destination(),
                        OneLine.count(queue.depth(), "instance"));
            }
        }
        spool.unclaimed()
                .forEach((destination, count) -> LOG.warn(
                        "{} is not configured any more; in the spool for it: {}",
                        destination,
                        OneLine.count(count, "instance")));
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
                        forwarders.notes(),
                        unclaimed())
                .flatMap(List::stream)
                .toList();
    }

    private List<String> unclaimed() {
        return spool.unclaimed().entrySet().stream()
                .map(left -> "destination " + left.getKey() + " is not configured any more; in the spool for it: "
                        + OneLine.count(left.getValue(), "instance"))
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
        watch.close();
        highWater.close();
        long until = System.nanoTime() + configuration.timeouts().shutdown().toNanos();
        try (spool;
                meters;
                counts;
                quarantine;
                Closeable answers = this::closeCommitments;
                Closeable deliveries = () -> forwarders.awaitStop(left(until));
                Closeable associations = () -> archives.close(left(until));
                Closeable questions = this::closeControl) {
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

    private void closeControl() throws IOException {
        if (control.isPresent()) {
            control.get().close();
        }
    }
}
