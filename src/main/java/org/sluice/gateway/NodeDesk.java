package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sluice.config.Configuration;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.control.ControlSocket;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.delivery.Forwarder;
import org.sluice.gateway.desk.AuditVerb;
import org.sluice.gateway.desk.Deed;
import org.sluice.gateway.desk.Desk;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.gateway.desk.LedgerVerb;
import org.sluice.gateway.desk.QuarantineVerb;
import org.sluice.gateway.desk.QueueVerb;
import org.sluice.gateway.intake.QuarantineRelease;
import org.sluice.gateway.meters.DeskMeters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.ledger.Ledger;
import org.sluice.status.NodeStatus;
import org.sluice.store.AuditFiles;
import org.sluice.store.AuditTrail;
import org.sluice.store.DropRecord;
import org.sluice.store.KeptRecipes;
import org.sluice.store.Quarantine;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QueueReview;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What people may do with a node: the verbs, and the socket on which they are asked for. Deletes on its own what was rejected
 * long ago.
 */
final class NodeDesk implements Closeable {
    private static final Log LOG = Log.of(NodeDesk.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Configuration configuration;
    private final Spool spool;
    private final CommitmentNotes notes;
    private final Ledger ledger;
    private final DropRecord dropped;
    private final Supplier<List<Route>> routes;
    private final KeptRecipes recipes;
    private final QuarantineReview review;
    private final QuarantineVerb quarantine;
    private final ScheduledThreadPoolExecutor keeper =
            new ScheduledThreadPoolExecutor(1, NodeDesk::thread, new ThreadPoolExecutor.DiscardPolicy());
    private final AuditTrail trail;
    private final DeskWitness witness;
    private volatile List<Verb> verbs = List.of();
    private Optional<ControlSocket> control = Optional.empty();
    private Optional<NoticeWatch> notices = Optional.empty();

    /**
     * Nothing is done yet.
     *
     * @param routes as they are now
     * @param meters of what people do; empty where nobody looks at them
     * @throws IOException when the audit cannot be opened
     */
    NodeDesk(
            Configuration configuration,
            Spool spool,
            Quarantine quarantine,
            CommitmentNotes notes,
            Ledger ledger,
            DropRecord dropped,
            Supplier<List<Route>> routes,
            Optional<DeskMeters> meters)
            throws IOException {
        this.configuration = configuration;
        this.spool = spool;
        this.notes = notes;
        this.ledger = ledger;
        this.dropped = dropped;
        this.routes = routes;
        this.recipes = new KeptRecipes(configuration.data());
        this.review = quarantine.review();
        this.quarantine = new QuarantineVerb(
                review,
                routes,
                new QuarantineRelease(spool, notes, ledger),
                recipes,
                configuration.destinations().keySet(),
                word -> meters.ifPresent(one -> one.decided(word)));
        this.trail = AuditTrail.open(
                AuditFiles.folderIn(configuration.data()), configuration.audit().keep());
        this.witness = new DeskWitness(trail, meters);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "quarantine-keeper");
        thread.setDaemon(true);
        return thread;
    }

    /** Of the quarantine; what is done with it is in the audit. */
    Verb watchedQuarantine() {
        return Desk.watched(List.of(quarantine), witness).get(0);
    }

    /** Keeps the texts of the recipes of routes, for whoever asks later what caught an instance. */
    void keepRecipes(List<Route> routes) {
        for (Route route : routes) {
            for (RouteBranch way : route.ways()) {
                try {
                    way.keepRecipe(recipes);
                } catch (IOException e) {
                    LOG.warn("the text of the recipe of route {} is not kept: {}", route.calledAe(), e);
                }
            }
        }
    }

    /** Ends what the last run has left of releases; before the first forwarder starts. */
    void finishReleases() throws IOException {
        quarantine.finish(this::released);
    }

    /** From which files of the quarantine what is in the spool was released, as far as its own can be read. */
    private Set<String> released() {
        Set<String> released = new HashSet<>();
        spool.reviews().forEach((name, review) -> {
            try {
                for (long[] numbers : List.of(review.waiting(), review.held())) {
                    for (long number : numbers) {
                        review.look(number)
                                .flatMap(QueueReview.Entry::instance)
                                .ifPresent(one -> released.add(one.facts().releasedFrom()));
                    }
                }
            } catch (IOException e) {
                LOG.warn("what waits for {} cannot be read: {}", name, e);
            }
        });
        return released;
    }

    /**
     * Answers from now on. Instances go their way without it, too.
     *
     * @param status how the node is, looked at anew at each call
     * @return the same verbs for those who ask over HTTP
     */
    Desk open(Map<String, Forwarder> forwarders, Collection<Verb> more, DeskUsers users, Supplier<NodeStatus> status)
            throws IOException {
        List<Verb> unwatched = new ArrayList<>(more);
        unwatched.add(new QueueVerb(spool, forwarders, notes, ledger, dropped, routes));
        unwatched.add(quarantine);
        unwatched.add(new LedgerVerb(configuration.data(), Clock.system(ZoneId.systemDefault())));
        unwatched.add(new AuditVerb(review, trail.files()));
        notices = configuration.notices().map(one -> NoticeWatch.start(configuration.device(), one, status));
        unwatched.add(new NoticeVerb(notices));
        verbs = Desk.watched(unwatched, witness);
        witness.started(version());
        try {
            control = Optional.of(ControlSocket.open(configuration.data(), verbs));
        } catch (IOException e) {
            LOG.warn("no control socket, so that commands such as \"sluice status\" cannot ask this node: {}", e);
        }
        long nanos = PAUSE.toNanos();
        var unused = keeper.scheduleWithFixedDelay(this::purge, 0, nanos, TimeUnit.NANOSECONDS);
        return new Desk(verbs, users, witness);
    }

    private static String version() {
        return Optional.ofNullable(NodeDesk.class.getPackage().getImplementationVersion())
                .orElse("not packaged");
    }

    /** The operating system has asked for the configuration to be read again. */
    void hangup() {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        for (Verb verb : verbs) {
            if (verb.name().equals(Deed.RELOAD.verb())) {
                try {
                    verb.answer(new Verb.Request(nothing, "SIGHUP", Verb.Request.SOCKET));
                } catch (IOException e) {
                    LOG.error("the configuration is not read again: {}", OneLine.message(e));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void purge() {
        try {
            int purged = quarantine.purgeRejected(Instant.now().minus(configuration.keepRejected()));
            if (purged > 0) {
                LOG.info(
                        "rejected longer ago than quarantine.keep, and deleted: {}", OneLine.count(purged, "instance"));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("what was rejected long ago cannot be deleted, and is tried again: {}", e);
        }
    }

    @Override
    public void close() throws IOException {
        keeper.shutdownNow();
        notices.ifPresent(NoticeWatch::close);
        if (!verbs.isEmpty()) {
            witness.stopped();
        }
        if (control.isPresent()) {
            control.get().close();
        }
    }
}
