package org.sluice.gateway.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderRoom;
import org.sluice.gateway.meters.InstanceLog;
import org.sluice.gateway.meters.InstanceMeters;
import org.sluice.gateway.route.HighWaterMark;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.shadow.ShadowTrial;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreHandler;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.Screening;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The road of an instance on one association: its header is read while the rest is on the wire, the route's recipe
 * decides, and the bytes go where the decision says. Success is answered when the spool or the quarantine has the
 * instance for good; what cannot be decided goes to quarantine as it came.
 */
public final class Intake implements StoreHandler {
    private static final Log LOG = Log.of(Intake.class);

    private final Route route;
    private final InstanceStores stores;
    private final ForwardPath path;
    private final InstanceMeters meters;
    private final Echo echo;
    private final HighWaterMark mark;
    /** One instance at a time comes on an association. */
    private final HeaderRoom room = new HeaderRoom();

    /** Beside the recipe; null without. */
    private final @Nullable ShadowTrial shadow;
    /** What was answered and is still to be tried by the shadow: its header is held until then. */
    private @Nullable Arrival untried;

    private String lastUid = "";
    private long lastReceivedAt;

    /** Answers a C-ECHO. */
    public interface Echo {
        StoreAnswer answer();
    }

    /** For the instances of one association on a route. */
    public Intake(
            Route route,
            InstanceStores stores,
            ForwardPath path,
            InstanceMeters meters,
            Echo echo,
            HighWaterMark mark,
            @Nullable ShadowTrial shadow) {
        this.shadow = shadow;
        this.route = route;
        this.stores = stores;
        this.path = path;
        this.meters = meters;
        this.echo = echo;
        this.mark = mark;
    }

    @Override
    public StoreAnswer store(StoreRequest request) throws IOException {
        answered();
        Arrival arrival = new Arrival(request, receivedAt(request), route.limitsOfOne(), meters.inFlight());
        meters.begun();
        try {
            Settlement settlement = settle(arrival);
            report(arrival, settlement);
            reportMatches(arrival);
            log(arrival, settlement);
            meters.settled(settlement.decision(), arrival.body().received());
            if (!settlement.answer().isDone()) {
                stores.refused(arrival, route);
            }
            untried = shadow == null ? null : arrival;
            return settlement.answer();
        } catch (BrokenBodyException e) {
            LOG.warn(
                    "{} broke off after {} bytes; nothing of it is kept",
                    request.sopInstanceUid(),
                    arrival.body().received());
            throw e;
        } catch (IOException e) {
            meters.notKept(arrival.body().received());
            stores.refused(arrival, route);
            LOG.error("{} cannot be kept: {}", request.sopInstanceUid(), e);
            return StoreAnswer.of(Status.OUT_OF_RESOURCES, "cannot be kept");
        } catch (RuntimeException e) {
            meters.notKept(arrival.body().received());
            stores.refused(arrival, route);
            LOG.error("{} internal fault {}", request.sopInstanceUid(), OneLine.fault(e));
            return StoreAnswer.of(Status.PROCESSING_FAILURE, "internal fault");
        } finally {
            if (untried == null) {
                arrival.limits().memory().close();
            }
            meters.ended(arrival.age(), arrival.body().received());
        }
    }

    /** Nobody waits for what a shadow says. */
    @Override
    public void answered() {
        Arrival arrival = untried;
        untried = null;
        if (arrival != null && shadow != null) {
            try (HeaderMemory.Share held = arrival.limits().memory()) {
                arrival.tryOut(shadow);
            }
        }
    }

    /** Now, or a moment later: the same instance twice in a row on one association is two, for whoever counts. */
    private long receivedAt(StoreRequest request) {
        long now = System.currentTimeMillis();
        lastReceivedAt = request.sopInstanceUid().equals(lastUid) ? Math.max(now, lastReceivedAt + 1) : now;
        lastUid = request.sopInstanceUid();
        return lastReceivedAt;
    }

    private Settlement settle(Arrival arrival) throws IOException {
        Optional<String> above = mark.reached();
        if (above.isPresent()) {
            return Settlement.refused(InstanceDecision.Refuse.aboveHighWater(above.get()));
        }
        if (!route.branches().isEmpty()) {
            return new BranchedDecision(route, stores, arrival, room).settle();
        }
        if (arrival.syntax().deflated() || route.completesFirst()) {
            return new DeferredDecision(route, stores, arrival).settle();
        }
        Screening screening = arrival.screening(route, room);
        InstanceDecision decision = decide(arrival, screening);
        if (decision instanceof InstanceDecision.Forward forward) {
            return path.forward(arrival, forward, screening);
        }
        if (decision instanceof InstanceDecision.Scrub scrub) {
            return path.scrub(arrival, scrub, screening, new ScrubPassage(route, stores, arrival, screening));
        }
        if (decision instanceof InstanceDecision.Quarantine quarantine) {
            return new ArrivalWriter(route, stores, arrival)
                    .quarantine(quarantine, screening.header(), screening.taken());
        }
        return Settlement.refused((InstanceDecision.Refuse) decision);
    }

    private InstanceDecision decide(Arrival arrival, Screening screening) throws IOException {
        try {
            arrival.body().readFor(screening);
            InstanceDecision decision = route.decide(arrival.request(), screening, arrival::reported);
            arrival.decided(decision);
            return decision;
        } catch (DataSetException e) {
            return route.decide(screening, e);
        }
    }

    /** What is found on a route that only reports it, or accepts it. */
    private void report(Arrival arrival, Settlement settlement) {
        for (Contradiction found : arrival.contradictions()) {
            meters.contradiction(found.kind());
            if (!(settlement.decision() instanceof InstanceDecision.Quarantine)) {
                LOG.info(
                        "{} from {}: {}, not stopped: {}",
                        arrival.request().sopInstanceUid(),
                        arrival.origin().callingAe(),
                        found.kind().word(),
                        found.text());
            }
        }
    }

    /** What sections say that have the disposition report: once for each section, and of what could not say. */
    private void reportMatches(Arrival arrival) {
        Map<String, Match> bySection = new LinkedHashMap<>();
        for (Verdict said : arrival.reported()) {
            said.matches().forEach(match -> bySection.putIfAbsent(match.section(), match));
            said.undecided()
                    .forEach(label -> logReported(
                            arrival,
                            "{} from {}: {} only reports, and its label in line {} cannot say, not stopped by it",
                            label.section(),
                            label.line()));
        }
        bySection.forEach((section, match) -> {
            meters.reported(section);
            logReported(
                    arrival,
                    "{} from {}: reported {} ({}), not stopped by it",
                    section,
                    match.reason().strip());
        });
    }

    /** Each instance may be one of these: a line for some. */
    private static void logReported(Arrival arrival, String words, String section, Object detail) {
        if (InstanceLog.SHARED.wantsLine()) {
            LOG.info(words, arrival.request().sopInstanceUid(), arrival.origin().callingAe(), section, detail);
        }
    }

    /** An instance that is clean and accepted is one of many, and gets a line only now and then. Any other always gets its line. */
    private static void log(Arrival arrival, Settlement settlement) {
        boolean ordinary = settlement.decision() instanceof InstanceDecision.Forward
                && settlement.decision().matches().isEmpty()
                && settlement.answer().status() == Status.SUCCESS;
        if (!ordinary || InstanceLog.SHARED.wantsLine()) {
            // A modality that is turned away for want of room is something to look after.
            Level level = settlement.answer().status() == Status.OUT_OF_RESOURCES ? Level.WARN : Level.INFO;
            InstanceLog.SHARED.settled(
                    level,
                    arrival.request().sopInstanceUid(),
                    settlement.text().get(),
                    arrival.body().received(),
                    arrival.age());
        }
    }

    @Override
    public StoreAnswer echo() {
        return echo.answer();
    }

    @Override
    public void associationEnded() {
        answered();
        path.close();
    }
}
