package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.TailEditor;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.store.QuarantinedInstance;

/**
 * Puts one arriving instance where the decision says, while it arrives: the header that is already here, then the rest
 * as it comes.
 */
public final class ArrivalWriter {
    private final Route route;
    private final InstanceStores stores;
    private final Arrival arrival;

    /** Nothing of the arrival is written yet. */
    public ArrivalWriter(Route route, InstanceStores stores, Arrival arrival) {
        this.route = route;
        this.stores = stores;
        this.arrival = arrival;
    }

    /** Keeps the instance as it came. */
    Settlement quarantine(InstanceDecision.Quarantine decision, Optional<Header> header, ByteBuffer begun)
            throws IOException {
        try (Incoming file = stores.beginQuarantine(arrival, header)) {
            file.write(begun);
            arrival.body().drainTo(file::write);
            return quarantined(decision, stores.commitQuarantine(file, arrival, route, decision, header));
        }
    }

    /**
     * Passes the instance on: its edited header, then the rest. What follows the header is written as it comes, and
     * looked at on the way; in the rare case that actions change it, too, the file is written once more.
     *
     * @param screening that has read the header
     */
    public Settlement forward(InstanceDecision.Forward decision, Screening screening) throws IOException {
        OutgoingIdentity outgoing;
        try {
            outgoing = OutgoingIdentity.of(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return unnamable(screening, e);
        }
        try (Incoming file = stores.beginForward(arrival, route, outgoing)) {
            file.write(bytes(decision.edits().dataSet()));
            long restAt = file.length();
            TailWatch watch = copyRest(screening, decision, file);
            Optional<InstanceDecision> stopped = stopped(screening, watch);
            if (stopped.isPresent()) {
                return stop(stopped.get(), screening, file, restAt);
            }
            if (watch.changed()) {
                return forwardEditingRest(decision, screening, outgoing, file, restAt);
            }
            stores.commitForward(file, arrival, route, outgoing);
            return forwarded(decision);
        }
    }

    /** Why an instance does not go on of which all has been looked at. */
    private Optional<InstanceDecision> stopped(Screening screening, TailWatch watch) {
        if (watch.failure().isPresent()) {
            return Optional.of(stopped(screening, watch.failure().get()));
        }
        return route.stopped(screening.contradictions()).map(quarantined -> quarantined);
    }

    private InstanceDecision stopped(Screening screening, DataSetException failure) {
        return failure instanceof HeaderMemoryException full
                ? InstanceDecision.Refuse.tooLarge(full)
                : route.stopped(screening.contradictions(), failure);
    }

    /** Does so with the instance of which the edited header, and the rest as it came, are in a file. */
    private Settlement stop(InstanceDecision decision, Screening screening, Incoming written, long restAt)
            throws IOException {
        if (decision instanceof InstanceDecision.Refuse refusal) {
            return Settlement.refused(refusal);
        }
        Header header = screening.header().orElseThrow();
        return quarantineWritten(
                (InstanceDecision.Quarantine) decision,
                Optional.of(header),
                ByteBuffer.wrap(header.bytes(), 0, header.length()),
                written,
                restAt);
    }

    /**
     * Does with an instance what a failure behind its header calls for.
     *
     * @param written a file with the edited header and the rest as it came
     */
    Settlement stop(Screening screening, Optional<DataSetException> failure, Incoming written, long restAt)
            throws IOException {
        InstanceDecision decision = failure.isPresent()
                ? stopped(screening, failure.get())
                : route.stopped(screening.contradictions()).orElseThrow();
        return stop(decision, screening, written, restAt);
    }

    /** Keeps an instance as it came of which {@link OutgoingIdentity#of} cannot say under which name it would go on. */
    Settlement unnamable(Screening screening, DataSetException e) throws IOException {
        return quarantine(
                InstanceDecision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage())),
                screening.header(),
                screening.taken());
    }

    private TailWatch copyRest(Screening screening, InstanceDecision.Forward decision, Incoming file)
            throws IOException {
        TailWatch watch = new TailWatch(screening.tail(decision.edits()));
        ByteBuffer overshoot = screening.overshoot();
        watch.look(overshoot);
        file.write(overshoot);
        arrival.body().drainTo(bytes -> {
            watch.look(bytes);
            file.write(bytes);
        });
        watch.end();
        return watch;
    }

    /**
     * Keeps an instance as it came, of which all or all but the beginning is in a file of the spool already.
     *
     * @param begun the beginning that is not in the file as it came
     * @param from where in the file the rest is
     */
    Settlement quarantineWritten(
            InstanceDecision.Quarantine decision,
            Optional<Header> header,
            ByteBuffer begun,
            Incoming written,
            long from)
            throws IOException {
        try (Incoming file = stores.beginQuarantine(arrival, header)) {
            file.write(begun);
            FileBytes.copy(written, from, file::write);
            return quarantined(decision, stores.commitQuarantine(file, arrival, route, decision, header));
        }
    }

    /**
     * Passes an instance on whose edited header, and the rest as it came, are in a file, and whose rest is changed, too.
     *
     * @param restAt where in the file the rest is; it has been looked at
     */
    Settlement forwardEditingRest(
            InstanceDecision.Forward decision,
            Screening screening,
            OutgoingIdentity outgoing,
            Incoming written,
            long restAt)
            throws IOException {
        TailEditor editor = screening.tail(decision.edits());
        try (Incoming file = stores.beginForward(arrival, route, outgoing)) {
            file.write(bytes(decision.edits().dataSet()));
            ByteSink out = file::write;
            FileBytes.copy(written, restAt, bytes -> edit(editor, bytes, out));
            end(editor, out);
            stores.commitForward(file, arrival, route, outgoing);
            return forwarded(decision);
        }
    }

    /** The same bytes went through a {@link TailWatch} before, without complaint. */
    private static void edit(TailEditor editor, ByteBuffer bytes, ByteSink out) throws IOException {
        try {
            editor.accept(bytes, out);
        } catch (DataSetException e) {
            throw new IllegalStateException("what could be edited once cannot be edited again", e);
        }
    }

    private static void end(TailEditor editor, ByteSink out) throws IOException {
        try {
            editor.end(out);
        } catch (DataSetException e) {
            throw new IllegalStateException("what could be edited once cannot be edited again", e);
        }
    }

    /** Says that an instance went on. */
    Settlement forwarded(InstanceDecision.Forward decision) {
        return Settlement.kept(decision, () -> text(decision, route.destinations()));
    }

    /** Where an instance goes on to, in words for the log. */
    static String text(InstanceDecision.Forward decision, List<String> destinations) {
        String to = String.join(", ", destinations);
        return decision.matches().isEmpty()
                ? "clean, to " + to
                : "flagged " + decision.matches().get(0).section() + ", forwarded all the same to " + to;
    }

    private static Settlement quarantined(InstanceDecision.Quarantine decision, QuarantinedInstance kept) {
        return Settlement.kept(decision, () -> text(decision, kept));
    }

    /** Why an instance is in the quarantine, and where, in words for the log. */
    static String text(InstanceDecision.Quarantine decision, QuarantinedInstance kept) {
        String why = decision.kind() == Kind.FLAGGED
                ? "flagged " + decision.matches().get(0).section() + " ("
                        + decision.matches().get(0).reason() + ")"
                : decision.kind().word() + " (" + decision.detail() + ")";
        return why + ", quarantined as " + kept.file();
    }

    private static ByteBuffer bytes(HeaderEdit edited) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(edited.editedLength()));
        edited.writeTo(bytes::put);
        return bytes.flip();
    }
}
