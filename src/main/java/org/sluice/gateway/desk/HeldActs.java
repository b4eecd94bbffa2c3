package org.sluice.gateway.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.intake.HeldBackException;
import org.sluice.gateway.intake.KeptInstance;
import org.sluice.gateway.intake.QuarantineRelease;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QuarantineReview.Act;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Does one thing with one instance of the quarantine. A {@link RefusalException} says why it cannot be done with this one; then
 * the instance is as it was. One thread at a time.
 */
final class HeldActs {
    private static final Log LOG = Log.of(HeldActs.class);
    private static final Set<QuarantineState> WAITING = EnumSet.of(QuarantineState.WAITING);
    private static final Set<QuarantineState> DECIDED =
            EnumSet.of(QuarantineState.RELEASED, QuarantineState.REJECTED, QuarantineState.ORIGINAL);

    private final HeldSight sight;
    private final QuarantineReview review;
    private final ReleaseRoutes routes;
    private final QuarantineRelease release;
    private final Set<String> destinations;
    private final Consumer<String> decided;

    /**
     * @param destinations the names of those that are configured
     * @param decided told of each decision by its word
     */
    HeldActs(
            HeldSight sight,
            QuarantineReview review,
            ReleaseRoutes routes,
            QuarantineRelease release,
            Set<String> destinations,
            Consumer<String> decided) {
        this.sight = sight;
        this.review = review;
        this.routes = routes;
        this.release = release;
        this.destinations = destinations;
        this.decided = decided;
    }

    /** An instance by what a person called it, and the name of its file. */
    record Named(String id, String file) {}

    /**
     * How a release is wanted.
     *
     * @param route by which, from 1; 0 for the one that it came by
     * @param to destinations; none for those that it was kept from
     * @param asItCame with every patient value, whatever the recipes say
     */
    record Wanted(int route, List<String> to, boolean asItCame) {}

    /** It goes on, by the recipes as they are now. */
    void release(Named named, Wanted wanted, String user, String reason) throws IOException {
        QuarantinedInstance instance = sight.require(named.id(), named.file(), WAITING);
        Route route = routes.of(instance.entry(), wanted.route());
        List<String> to = destinations(instance, route, wanted.to());
        Act act = new Act(user, (wanted.asItCame() ? "(as it came) " : "") + reason, to);
        try (KeptInstance kept = KeptInstance.of(instance, route);
                QuarantineRelease.Prepared prepared = prepared(instance, kept, to, wanted.asItCame())) {
            review.beginRelease(instance, act);
            commit(instance.file(), prepared, act);
        } catch (HeldBackException held) {
            throw new RefusalException(named.id() + " cannot go on: " + held.getMessage()
                    + (wanted.asItCame() ? "" : "; --as-it-came sends it all the same, with all that is in it"));
        }
        decided.accept("released");
        if (wanted.asItCame()) {
            LOG.warn("{}: released as it came to {} by user {}", instance.file(), String.join(", ", to), user);
        } else {
            LOG.info("{}: released to {} by user {}", instance.file(), String.join(", ", to), user);
        }
    }

    private QuarantineRelease.Prepared prepared(
            QuarantinedInstance instance, KeptInstance kept, List<String> to, boolean asItCame) throws IOException {
        return asItCame ? release.prepareAsItCame(instance, kept, to) : release.prepare(instance, kept, to);
    }

    /** In the spool first, then out of the quarantine: whatever breaks off between is looked after by {@link #finish}. */
    private void commit(String file, QuarantineRelease.Prepared prepared, Act act) throws IOException {
        boolean committed = false;
        try {
            prepared.commit();
            committed = true;
        } finally {
            if (!committed) {
                review.takeBack(file, new Act(act.user(), "the spool does not take it"));
            }
        }
        review.endRelease(file, act);
    }

    private List<String> destinations(QuarantinedInstance instance, Route route, List<String> wanted)
            throws RefusalException {
        List<String> to = wanted.isEmpty() ? QuarantineRelease.keptFrom(instance, route) : wanted;
        for (String name : to) {
            if (!destinations.contains(name)) {
                throw new RefusalException("there is no destination " + OneLine.of(name, 80) + "; there are "
                        + String.join(", ", destinations));
            }
            if (wanted.isEmpty() && !route.destinations().contains(name)) {
                throw new RefusalException(name + ", which it was kept from, is not among the destinations of route "
                        + route.calledAe() + " any more; --to says where it goes");
            }
        }
        return to.stream().distinct().toList();
    }

    /** It must not go on. */
    void reject(Named named, String user, String reason) throws IOException {
        QuarantinedInstance instance = sight.require(named.id(), named.file(), WAITING);
        long length = Files.size(instance.path());
        review.reject(instance, new Act(user, reason));
        release.rejected(instance, routes.all(instance.entry()), length);
        decided.accept("rejected");
        LOG.info("{}: rejected by user {}", instance.file(), user);
    }

    /** One about which somebody has decided is deleted. */
    void purge(Named named, String user, String reason) throws IOException {
        Set<QuarantineState> any = EnumSet.allOf(QuarantineState.class);
        QuarantinedInstance instance = sight.require(named.id(), named.file(), any);
        QuarantineState state = review.stateOf(instance).orElseThrow(() -> sight.unknown(named.id()));
        if (!DECIDED.contains(state)) {
            throw new RefusalException(HeldSight.not(named.id(), state));
        }
        review.purge(instance.file(), state, new Act(user, reason));
        decided.accept("purged");
        LOG.info("{}: purged by user {}", instance.file(), user);
    }

    /** What would become of an instance if it came now, and whether nothing would keep it. */
    record Verdict(String words, boolean goesOn) {}

    /** Looks at it by the recipes of its route as they are now. */
    Verdict reevaluate(Named named, int routeNumber) throws IOException {
        QuarantinedInstance instance = sight.require(named.id(), named.file(), WAITING);
        Route route = routes.of(instance.entry(), routeNumber);
        List<String> to = destinations(instance, route, List.of());
        try (KeptInstance kept = KeptInstance.of(instance, route)) {
            List<RouteBranch> ways = QuarantineRelease.ways(route, to);
            StringBuilder words = new StringBuilder();
            boolean goesOn = true;
            for (RouteBranch way : ways) {
                InstanceDecision decision = kept.decision(way);
                goesOn &= decision instanceof InstanceDecision.Forward;
                words.append(words.isEmpty() ? "" : "; ")
                        .append(ways.size() == 1 ? "" : "for " + String.join(", ", way.destinations()) + " ")
                        .append(way.inWords(decision));
            }
            return new Verdict(words.toString(), goesOn);
        } catch (HeldBackException held) {
            return new Verdict(String.valueOf(held.getMessage()), false);
        }
    }

    /** Deletes what was rejected so long ago that nobody will want it back; says how many. */
    int purgeRejected(Instant before) throws IOException {
        int purged = 0;
        for (String file : review.rejectedBefore(before)) {
            review.purge(file, QuarantineState.REJECTED, new Act("sluice", "quarantine.keep has passed"));
            decided.accept("purged");
            purged++;
        }
        return purged;
    }

    /**
     * Ends what a crash has left of releases, before anything of the spool is delivered.
     *
     * @param spooled from which of them the spool has what was released
     */
    void finish(Set<String> spooled) throws IOException {
        for (String file : review.unfinished()) {
            if (spooled.contains(file)) {
                review.endRelease(file, new Act("sluice", "the node broke off; the spool has it"));
                LOG.info("{}: released just before the last run broke off, and in the spool", file);
            } else {
                review.takeBack(file, new Act("sluice", "the node broke off; the spool does not have it"));
                LOG.warn("{}: its release broke off with the last run; it waits for a decision again", file);
            }
        }
    }
}
