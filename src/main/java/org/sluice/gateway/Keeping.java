package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.TailEditor;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.store.QuarantinedInstance;

/**
 * Puts one arriving instance where the decision says, while it arrives: the header that is already here, then the rest
 * as it comes.
 */
final class Keeping {
    private final Route route;
    private final Depot depot;
    private final Arrival arrival;

    Keeping(Route route, Depot depot, Arrival arrival) {
        this.route = route;
        this.depot = depot;
        this.arrival = arrival;
    }

    /** Keeps the instance as it came. */
    Settlement quarantine(Decision.Quarantine decision, Optional<Header> header, ByteBuffer begun) throws IOException {
        try (Incoming file = depot.beginQuarantine(arrival, header)) {
            file.write(begun);
            arrival.body().drainTo(file::write);
            return quarantined(decision, depot.commitQuarantine(file, arrival, route, decision, header));
        }
    }

    /**
     * Passes the instance on: its edited header, then the rest. What follows the header is written as it comes, and
     * looked at on the way; in the rare case that actions change it, too, the file is written once more.
     *
     * @param overshoot bytes behind the header that the reader has taken
     */
    Settlement forward(Decision.Forward decision, ByteBuffer overshoot) throws IOException {
        Outgoing outgoing;
        try {
            outgoing = Outgoing.of(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return unnamable(decision, overshoot, e);
        }
        try (Incoming file = depot.beginForward(arrival, route, outgoing)) {
            file.write(bytes(decision.edits().dataSet()));
            long restAt = file.length();
            TailWatch watch = copyRest(decision, overshoot, file);
            if (watch.failure().isPresent()) {
                if (watch.failure().get() instanceof HeaderMemoryException e) {
                    return Settlement.refused(Decision.Refuse.tooLarge(e));
                }
                Header header = header(decision);
                return quarantineWritten(
                        Decision.Quarantine.unreadable(watch.failure().get()),
                        Optional.of(header),
                        ByteBuffer.wrap(header.bytes(), 0, header.length()),
                        file,
                        restAt);
            }
            if (watch.changed()) {
                return forwardEditingRest(decision, outgoing, file, restAt);
            }
            depot.commitForward(file, arrival, route, outgoing);
            return forwarded(decision);
        }
    }

    /** Keeps an instance as it came of which {@link Outgoing#of} cannot say under which name it would go on. */
    Settlement unnamable(Decision.Forward decision, ByteBuffer overshoot, DataSetException e) throws IOException {
        return quarantine(
                Decision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage())),
                Optional.of(header(decision)),
                together(header(decision), overshoot));
    }

    private TailWatch copyRest(Decision.Forward decision, ByteBuffer overshoot, Incoming file) throws IOException {
        TailWatch watch = new TailWatch(route, arrival.limits(), decision.edits());
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
            Decision.Quarantine decision, Optional<Header> header, ByteBuffer begun, Incoming written, long from)
            throws IOException {
        try (Incoming file = depot.beginQuarantine(arrival, header)) {
            file.write(begun);
            FileBytes.copy(written, from, file::write);
            return quarantined(decision, depot.commitQuarantine(file, arrival, route, decision, header));
        }
    }

    private Settlement forwardEditingRest(Decision.Forward decision, Outgoing outgoing, Incoming written, long restAt)
            throws IOException {
        TailEditor editor = new TailEditor(
                decision.edits().dataSet(), arrival.limits(), decision.edits().later());
        try (Incoming file = depot.beginForward(arrival, route, outgoing)) {
            file.write(bytes(decision.edits().dataSet()));
            ByteSink out = file::write;
            FileBytes.copy(written, restAt, bytes -> edit(editor, bytes, out));
            end(editor, out);
            depot.commitForward(file, arrival, route, outgoing);
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
    Settlement forwarded(Decision.Forward decision) {
        return Settlement.kept(decision, () -> {
            String to = String.join(", ", route.destinations());
            return decision.matches().isEmpty()
                    ? "clean, to " + to
                    : "flagged " + decision.matches().get(0).section() + ", forwarded all the same to " + to;
        });
    }

    private static Settlement quarantined(Decision.Quarantine decision, QuarantinedInstance kept) {
        String why = decision.kind() == Kind.FLAGGED
                ? "flagged " + decision.matches().get(0).section() + " ("
                        + decision.matches().get(0).reason() + ")"
                : decision.kind().word() + " (" + decision.detail() + ")";
        return Settlement.kept(decision, () -> why + ", quarantined as " + kept.file());
    }

    private static Header header(Decision.Forward decision) {
        return decision.edits().dataSet().header();
    }

    private static ByteBuffer bytes(HeaderEdit edited) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(edited.editedLength()));
        edited.writeTo(bytes::put);
        return bytes.flip();
    }

    private static ByteBuffer together(Header header, ByteBuffer overshoot) {
        return ByteBuffer.allocate(header.length() + overshoot.remaining())
                .put(header.bytes(), 0, header.length())
                .put(overshoot)
                .flip();
    }
}
