package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderRoom;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;

/**
 * The road of an instance that cannot be decided while it arrives: its data set is deflated, or its route {@linkplain
 * Route#completesFirst asks for all of it}. It is written down as it comes, then read and decided; if actions change it, it is
 * written once more.
 */
final class DeferredDecision {
    private final Route route;
    private final InstanceStores stores;
    private final Arrival arrival;
    private final ArrivalWriter writer;
    private final Screening screening;

    DeferredDecision(Route route, InstanceStores stores, Arrival arrival) {
        this.route = route;
        this.stores = stores;
        this.arrival = arrival;
        this.writer = new ArrivalWriter(route, stores, arrival);
        this.screening = arrival.screening(route, new HeaderRoom());
    }

    Settlement settle() throws IOException {
        try (Incoming raw = stores.beginForward(arrival, route, OutgoingIdentity.asReceived(arrival))) {
            long dataSetAt = raw.length();
            arrival.body().drainTo(raw::write);
            DataSetPieces.Source source = () -> arrival.written(raw, dataSetAt, route);
            InstanceDecision decision = decide(source);
            if (decision instanceof InstanceDecision.Forward forward) {
                return forward(raw, dataSetAt, forward, source);
            }
            if (decision instanceof InstanceDecision.Scrub scrub) {
                return new ScrubPassage(route, stores, arrival, screening).settleWritten(scrub, raw, dataSetAt, source);
            }
            return decision instanceof InstanceDecision.Quarantine quarantine
                    ? quarantine(quarantine, raw, dataSetAt)
                    : Settlement.refused((InstanceDecision.Refuse) decision);
        }
    }

    private InstanceDecision decide(DataSetPieces.Source source) throws IOException {
        try {
            screening.read(source);
            InstanceDecision decision = route.decide(arrival.request(), screening, arrival::reported);
            arrival.decided(decision);
            return decision;
        } catch (DataSetException e) {
            return route.decide(screening, e);
        }
    }

    private Settlement quarantine(InstanceDecision.Quarantine decision, Incoming raw, long dataSetAt)
            throws IOException {
        return writer.quarantineWritten(decision, screening.header(), ByteBuffer.allocate(0), raw, dataSetAt);
    }

    private Settlement forward(
            Incoming raw, long dataSetAt, InstanceDecision.Forward decision, DataSetPieces.Source source)
            throws IOException {
        try {
            OutgoingIdentity outgoing = OutgoingIdentity.of(arrival.request(), decision.edits());
            if (!route.recipe().hasActions()) {
                stores.commitForward(raw, arrival, route, outgoing);
                return writer.forwarded(decision);
            }
            try (Incoming file = stores.beginForward(arrival, route, outgoing)) {
                boolean changed = screening.write(decision.edits(), source, file::write);
                stores.commitForward(changed || !outgoing.meta().isEmpty() ? file : raw, arrival, route, outgoing);
                return writer.forwarded(decision);
            }
        } catch (DataSetException e) {
            return quarantine(
                    InstanceDecision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage())),
                    raw,
                    dataSetAt);
        }
    }
}
