package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderRoom;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;

/**
 * The road of an instance that cannot be decided while it arrives: its data set is deflated, or its route {@linkplain
 * Route#completesFirst asks for all of it}. It is written down as it comes, then read and decided; if actions change it, it is
 * written once more.
 */
final class CompleteFirst {
    private final Route route;
    private final Depot depot;
    private final Arrival arrival;
    private final Keeping keeping;
    private final Screening screening;

    CompleteFirst(Route route, Depot depot, Arrival arrival) {
        this.route = route;
        this.depot = depot;
        this.arrival = arrival;
        this.keeping = new Keeping(route, depot, arrival);
        this.screening = route.screening(arrival, new HeaderRoom());
    }

    Settlement settle() throws IOException {
        try (Incoming raw = depot.beginForward(arrival, route, Outgoing.asReceived(arrival))) {
            long dataSetAt = raw.length();
            arrival.body().drainTo(raw::write);
            DataSetPieces.Source source = () -> pieces(raw, dataSetAt);
            Decision decision = decide(source);
            if (decision instanceof Decision.Forward forward) {
                return forward(raw, dataSetAt, forward, source);
            }
            return decision instanceof Decision.Quarantine quarantine
                    ? quarantine(quarantine, raw, dataSetAt)
                    : Settlement.refused((Decision.Refuse) decision);
        }
    }

    private DataSetPieces pieces(Incoming raw, long dataSetAt) throws IOException {
        return new DataSetPieces(
                raw.reread(dataSetAt),
                ByteBuffer.allocate(0),
                FileBytes.buffer(),
                arrival.syntax().deflated(),
                route.instanceBytes());
    }

    private Decision decide(DataSetPieces.Source source) throws IOException {
        try {
            screening.read(source);
            return route.decide(arrival, screening);
        } catch (DataSetException e) {
            return route.decide(screening, e);
        }
    }

    private Settlement quarantine(Decision.Quarantine decision, Incoming raw, long dataSetAt) throws IOException {
        return keeping.quarantineWritten(decision, screening.header(), ByteBuffer.allocate(0), raw, dataSetAt);
    }

    private Settlement forward(Incoming raw, long dataSetAt, Decision.Forward decision, DataSetPieces.Source source)
            throws IOException {
        try {
            Outgoing outgoing = Outgoing.of(arrival.request(), decision.edits());
            if (!route.recipe().hasActions()) {
                depot.commitForward(raw, arrival, route, outgoing);
                return keeping.forwarded(decision);
            }
            try (Incoming file = depot.beginForward(arrival, route, outgoing)) {
                boolean changed = screening.write(decision.edits(), source, file::write);
                depot.commitForward(changed || !outgoing.meta().isEmpty() ? file : raw, arrival, route, outgoing);
                return keeping.forwarded(decision);
            }
        } catch (DataSetException e) {
            return quarantine(
                    Decision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage())), raw, dataSetAt);
        }
    }
}
