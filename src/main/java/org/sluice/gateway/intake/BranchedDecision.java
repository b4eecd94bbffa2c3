package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.HeaderRoom;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.InstanceDecision.Forward;
import org.sluice.gateway.route.InstanceDecision.Quarantine;
import org.sluice.gateway.route.InstanceDecision.Refuse;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.ViewWriter;

/**
 * The road of an instance of which not all destinations get the same. It is written down as it comes, then read once, and
 * decided by each recipe; what a recipe makes of it stands behind it as a view, before anything is promised. For whom a recipe
 * stops it, it is in the quarantine; the others get theirs.
 */
final class BranchedDecision {
    /** Little is read of most instances: pixel data is passed over. */
    private static final int PIECE = 16 << 10;

    private final Route route;
    private final InstanceStores stores;
    private final Arrival arrival;
    private final Screening screening;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    /** What is to become of it for some destinations. */
    private record Decided(RouteBranch branch, InstanceDecision decision) {}

    /** What has become of it for them, in words. */
    private record Done(
            RouteBranch branch,
            InstanceDecision decision,
            @Nullable QuarantinedInstance kept) {
        String text() {
            if (decision instanceof Quarantine quarantine && kept != null) {
                return "for " + String.join(", ", branch.destinations()) + " " + ArrivalWriter.text(quarantine, kept);
            }
            return ArrivalWriter.text((Forward) decision, branch.destinations());
        }
    }

    BranchedDecision(Route route, InstanceStores stores, Arrival arrival, HeaderRoom room) {
        this.route = route;
        this.stores = stores;
        this.arrival = arrival;
        this.screening = arrival.screening(route, room);
    }

    Settlement settle() throws IOException {
        try (Incoming original = stores.beginOriginal(arrival, route)) {
            arrival.body().drainTo(original::write);
            DataSetPieces.Source source = () -> pieces(original);
            Optional<InstanceDecision> stopped = read(source);
            if (stopped.isPresent()) {
                return stop(stopped.get(), original);
            }
            List<Decided> decided = route.branches().stream()
                    .map(branch -> new Decided(branch, decided(branch)))
                    .toList();
            for (Decided one : decided) {
                if (one.decision() instanceof Refuse refusal) {
                    return Settlement.refused(refusal);
                }
            }
            return keep(original, source, decided);
        }
    }

    private InstanceDecision decided(RouteBranch branch) {
        InstanceDecision decision = branch.decide(screening, arrival::reported);
        if (branch.recipe() == route.recipe()) {
            arrival.decided(decision);
        }
        return decision;
    }

    private DataSetPieces pieces(Incoming original) throws IOException {
        return new DataSetPieces(
                original.rereadDataSet(),
                ByteBuffer.allocate(0),
                buffer,
                arrival.syntax().deflated(),
                route.instanceBytes());
    }

    /** What stops it for every destination, if anything does. */
    private Optional<InstanceDecision> read(DataSetPieces.Source source) throws IOException {
        try {
            screening.read(source);
            return route.stopped(arrival.request(), screening).map(stopped -> stopped);
        } catch (DataSetException e) {
            return Optional.of(route.decide(screening, e));
        }
    }

    private Settlement stop(InstanceDecision decision, Incoming original) throws IOException {
        if (decision instanceof Refuse refusal) {
            return Settlement.refused(refusal);
        }
        Quarantine quarantine = (Quarantine) decision;
        try (Incoming file = stores.beginQuarantine(arrival, screening.header())) {
            copy(original, file);
            QuarantinedInstance kept = stores.commitQuarantine(file, arrival, route, quarantine, screening.header());
            return Settlement.kept(quarantine, () -> ArrivalWriter.text(quarantine, kept));
        }
    }

    private void copy(Incoming original, Incoming file) throws IOException {
        try (DataSetPieces pieces =
                new DataSetPieces(original.rereadDataSet(), ByteBuffer.allocate(0), buffer, false, 0)) {
            for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
                file.write(bytes);
            }
        } catch (DataSetException e) {
            throw new IllegalStateException("bytes that are only copied are not read", e);
        }
    }

    /** The quarantine is first: what it has twice after a crash, somebody sees; what it lacked, nobody would miss. */
    private Settlement keep(Incoming original, DataSetPieces.Source source, List<Decided> decided) throws IOException {
        List<Decided> settled = new ArrayList<>();
        for (Decided one : decided) {
            InstanceDecision decision = one.decision() instanceof Forward forward
                    ? view(original, source, one.branch(), forward)
                    : one.decision();
            if (decision instanceof Refuse refusal) {
                return Settlement.refused(refusal);
            }
            settled.add(new Decided(one.branch(), decision));
        }
        List<Done> done = new ArrayList<>();
        @Nullable QuarantinedInstance kept = null;
        for (Decided one : settled) {
            if (one.decision() instanceof Quarantine quarantine) {
                kept = quarantined(original, kept, one.branch(), quarantine);
                done.add(new Done(one.branch(), quarantine, kept));
            } else {
                done.add(new Done(one.branch(), one.decision(), null));
            }
        }
        if (done.stream().anyMatch(one -> one.decision() instanceof Forward)) {
            List<String> spooledFor = done.stream()
                    .filter(one -> one.decision() instanceof Forward)
                    .flatMap(one -> one.branch().destinations().stream())
                    .toList();
            stores.commitOriginal(original, arrival, route, spooledFor, kept != null);
        }
        return settlement(done);
    }

    /** Writes what one recipe makes of it; what the recipe cannot do after all stops it for these destinations. */
    private InstanceDecision view(Incoming original, DataSetPieces.Source source, RouteBranch branch, Forward decision)
            throws IOException {
        OutgoingIdentity outgoing;
        try {
            outgoing = OutgoingIdentity.named(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage()));
        }
        try {
            ViewWriter view = original.view();
            if (!branch.recipe().hasActions() || !write(view, source, decision)) {
                view.keepAll();
            }
            view.end(branch.destinations(), outgoing.sopClassUid(), outgoing.sopInstanceUid());
            return decision;
        } catch (HeaderMemoryException e) {
            return Refuse.tooLarge(e);
        } catch (DataSetException e) {
            return route.stopped(screening.contradictions(), e);
        }
    }

    private boolean write(ViewWriter view, DataSetPieces.Source source, Forward decision)
            throws IOException, DataSetException {
        return arrival.syntax().deflated()
                ? screening.write(decision.edits(), source, view::write)
                : new ViewRecorder(screening, view).record(decision.edits(), source);
    }

    /** @param before the same instance for others, of which the file is used once more */
    private QuarantinedInstance quarantined(
            Incoming original, @Nullable QuarantinedInstance before, RouteBranch branch, Quarantine decision)
            throws IOException {
        try (Incoming file = before == null
                ? stores.beginQuarantine(arrival, screening.header())
                : stores.quarantine().beginSame(before)) {
            if (before == null) {
                copy(original, file);
            }
            return stores.commitQuarantine(file, arrival, route, decision, screening.header(), branch);
        }
    }

    /** One instance counts once: as stopped if it is for any destination, else as flagged if any recipe has flagged it. */
    private static Settlement settlement(List<Done> done) {
        Done first = done.stream()
                .filter(one -> one.decision() instanceof Quarantine)
                .findFirst()
                .or(() -> done.stream()
                        .filter(one -> !one.decision().matches().isEmpty())
                        .findFirst())
                .orElse(done.get(0));
        return Settlement.kept(
                first.decision(), () -> done.stream().map(Done::text).collect(Collectors.joining("; ")));
    }
}
