package org.sluice.gateway.shadow;

import java.time.Instant;
import org.sluice.gateway.meters.ShadowMeters;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.recipe.Screening;
import org.sluice.recipe.filter.Verdict;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** Tries the shadow of one route. Nothing that goes wrong here reaches an instance. Any thread. */
public final class ShadowTrial {
    private static final Log LOG = Log.of(ShadowTrial.class);

    private final Route route;
    private final ShadowTally tally;
    private final ShadowMeters meters;

    ShadowTrial(Route route, ShadowTally tally, ShadowMeters meters) {
        this.route = route;
        this.tally = tally;
        this.meters = meters;
    }

    /**
     * Compares what the shadow says of an instance with what was decided. One about which the recipe in force could say nothing is
     * left out.
     *
     * @param screening that has read it, as far as its route reads
     * @param live what was decided by the recipe in force
     */
    public void compare(String sopInstanceUid, Instant receivedAt, Screening screening, InstanceDecision live) {
        boolean flagged = !live.matches().isEmpty();
        if (!flagged && !(live instanceof InstanceDecision.Forward)) {
            return;
        }
        try {
            Verdict tried = route.shadowVerdict(screening).orElse(Verdict.CLEAN);
            ShadowTally.Outcome outcome = tally.note(live.matches(), tried, sopInstanceUid, receivedAt);
            meters.compared(route.calledAe(), outcome.word(), outcome.section());
        } catch (RuntimeException e) {
            tally.failed();
            meters.failed(route.calledAe());
            LOG.error("{} shadow: internal fault {}", sopInstanceUid, OneLine.fault(e));
        }
    }
}
