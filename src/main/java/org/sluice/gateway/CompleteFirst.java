package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Deflation;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TailEditor;
import org.sluice.recipe.HeaderEdits;
import org.sluice.recipe.Instance;
import org.sluice.store.Incoming;

/**
 * The road of an instance that cannot be decided while it arrives: its data set is deflated, or the recipe asks for what
 * follows the pixel data. It is written down as it comes, then read and decided; if actions change it, it is written
 * once more.
 */
final class CompleteFirst {
    private final Route route;
    private final Depot depot;
    private final Arrival arrival;
    private final Keeping keeping;
    private final HeaderReader reader;

    CompleteFirst(Route route, Depot depot, Arrival arrival) {
        this.route = route;
        this.depot = depot;
        this.arrival = arrival;
        this.keeping = new Keeping(route, depot, arrival);
        this.reader = new HeaderReader(
                arrival.syntax(), arrival.limits(), route.recipe().lastFilterTag());
    }

    Settlement settle() throws IOException {
        try (Incoming raw = depot.beginForward(arrival, route, Outgoing.asReceived(arrival))) {
            long dataSetAt = raw.length();
            arrival.body().drainTo(raw::write);
            try (StoredDataSet dataSet = stored(raw, dataSetAt)) {
                return settle(raw, dataSetAt, dataSet);
            }
        }
    }

    private StoredDataSet stored(Incoming raw, long dataSetAt) throws IOException {
        return new StoredDataSet(raw, dataSetAt, arrival.syntax().deflated(), route.instanceBytes());
    }

    private Settlement settle(Incoming raw, long dataSetAt, StoredDataSet dataSet) throws IOException {
        try {
            ByteBuffer left = readHeader(reader, dataSet);
            Instance instance = new Instance(arrival.meta(), reader.header());
            Decision decision = route.recipe().needsWholeDataSet()
                    ? route.decide(whole(raw, dataSetAt), instance)
                    : route.decide(instance);
            if (decision instanceof Decision.Forward forward) {
                return forward(raw, forward, dataSet, left);
            }
            return decision instanceof Decision.Quarantine quarantine
                    ? keeping.quarantineWritten(quarantine, reader.complete(), ByteBuffer.allocate(0), raw, dataSetAt)
                    : Settlement.refused((Decision.Refuse) decision);
        } catch (HeaderTooLargeException e) {
            return Settlement.refused(Decision.Refuse.tooLarge(e));
        } catch (DataSetException e) {
            return keeping.quarantineWritten(
                    Decision.Quarantine.unreadable(e), reader.complete(), ByteBuffer.allocate(0), raw, dataSetAt);
        }
    }

    /** The instance as filters see it that ask for what follows the pixel data. */
    private Instance whole(Incoming raw, long dataSetAt) throws IOException, DataSetException {
        try (StoredDataSet again = stored(raw, dataSetAt)) {
            HeaderReader header = new HeaderReader(
                    arrival.syntax(), arrival.limits(), route.recipe().lastFilterTag());
            ByteBuffer left = readHeader(header, again);
            return new Instance(arrival.meta(), WholeHeader.read(header, left, again, arrival.limits()));
        }
    }

    /** Reads the header and returns what is left of the last piece. */
    private static ByteBuffer readHeader(HeaderReader reader, StoredDataSet dataSet)
            throws IOException, DataSetException {
        for (ByteBuffer bytes = dataSet.next(); bytes != null; bytes = dataSet.next()) {
            if (reader.accept(bytes)) {
                return bytes;
            }
        }
        reader.end();
        return ByteBuffer.allocate(0);
    }

    private Settlement forward(Incoming raw, Decision.Forward decision, StoredDataSet dataSet, ByteBuffer left)
            throws IOException, DataSetException {
        Outgoing outgoing = Outgoing.of(arrival.request(), decision.edits());
        if (!route.recipe().hasActions()) {
            depot.commitForward(raw, arrival, route, outgoing);
            return keeping.forwarded(decision);
        }
        try (Incoming file = depot.beginForward(arrival, route, outgoing)) {
            boolean changed = writeEdited(decision.edits(), dataSet, left, file);
            depot.commitForward(changed || !outgoing.meta().isEmpty() ? file : raw, arrival, route, outgoing);
            return keeping.forwarded(decision);
        }
    }

    /** Writes the instance with all edits; returns whether there were any. */
    private boolean writeEdited(HeaderEdits edits, StoredDataSet dataSet, ByteBuffer left, Incoming file)
            throws IOException, DataSetException {
        boolean[] changed = {!edits.dataSet().isEmpty()};
        try (Deflation deflating = new Deflation(file::write)) {
            ByteSink out = arrival.syntax().deflated() ? deflating : file::write;
            edits.dataSet().writeTo(out);
            TailEditor editor = new TailEditor(edits.dataSet(), arrival.limits(), element -> {
                edits.later().edit(element);
                changed[0] |= !element.isEmpty();
            });
            editor.accept(reader.overshoot(), out);
            for (@Nullable ByteBuffer bytes = left; bytes != null; bytes = dataSet.next()) {
                editor.accept(bytes, out);
            }
            editor.end(out);
            if (arrival.syntax().deflated()) {
                deflating.finish();
            }
        }
        return changed[0];
    }
}
