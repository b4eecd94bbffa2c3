package org.sluice.gateway.intake;

import java.io.IOException;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.InstanceSpool;
import org.sluice.store.SpoolFacts;
import org.sluice.store.StoredOriginal;

/**
 * The road of an original of the spool that a person gives to another destination: the one of an instance that comes now, by the
 * recipe for that destination as it is now. Its filters are asked, too. Any thread.
 *
 * @param spool where it goes
 */
public record Redirection(InstanceSpool spool) {

    /**
     * Writes the original once more, with what this destination gets of it; that only needs to be committed. Closed before, it
     * vanishes.
     *
     * @throws HeldBackException when the filters flag it, when it contradicts PS3.5 or the request, when it cannot be read or
     *     edited, or when nothing says what the destination may have
     */
    public Incoming prepare(StoredOriginal original, Route route, String destination) throws IOException {
        RouteBranch way = QuarantineRelease.ways(route, List.of(destination)).get(0);
        try (KeptInstance kept = KeptInstance.of(original, route)) {
            Screening screening = kept.screened(way);
            InstanceDecision decision = way.decide(screening);
            if (decision instanceof InstanceDecision.Forward forward) {
                return written(kept, way, screening, forward);
            }
            throw new HeldBackException(way.inWords(decision));
        } catch (DataSetException e) {
            throw new HeldBackException(InstanceDecision.Quarantine.unreadable(e));
        }
    }

    private Incoming written(KeptInstance kept, RouteBranch way, Screening screening, InstanceDecision.Forward forward)
            throws IOException, DataSetException {
        SpoolFacts facts = kept.facts(KeptInstance.requireNames(kept.received()), way.destinations());
        Incoming file = spool.beginOriginal(facts, KeptInstance.beginning(facts));
        boolean whole = false;
        try {
            kept.copyTo(file::write);
            kept.addView(file, way, screening, forward.edits());
            whole = true;
            return file;
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }
}
