package org.sluice.gateway.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Uids;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.Ledger;
import org.sluice.ledger.Receipt;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.Incoming;
import org.sluice.store.InstanceReference;
import org.sluice.store.InstanceSpool;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.SpoolFacts;
import org.sluice.store.ViewWriter;

/**
 * The road of an instance that a person lets go from the quarantine: the one of a clean instance, by the recipes of its route as
 * they are now. Filters are not asked; what contradicts itself and what cannot be edited is held back. Any thread.
 *
 * @param spool where it goes
 * @param notes for who asks later what became of it
 * @param ledger that it is told to
 */
public record QuarantineRelease(InstanceSpool spool, CommitmentNotes notes, Ledger ledger) {

    /** An instance that only needs to be committed. Closed before, it vanishes. */
    public final class Prepared implements Closeable {
        private final Incoming instance;
        private final Route route;
        private final QuarantinedInstance kept;
        private final InstanceReference received;
        private final SpoolFacts facts;

        private Prepared(Incoming instance, KeptInstance kept, SpoolFacts facts) {
            this.instance = instance;
            this.route = kept.route();
            this.kept = kept.kept();
            this.received = kept.received();
            this.facts = facts;
        }

        /** Puts it into the queues of its destinations, durably. */
        public void commit() throws IOException {
            InstanceReference sent = new InstanceReference(facts.sopClassUid(), facts.sopInstanceUid());
            notes.released(route, received, sent, facts.destinations());
            tell(InstanceState.WAITING); // before anybody can say that it is delivered
            boolean committed = false;
            try {
                spool.commit(instance);
                committed = true;
            } finally {
                if (!committed) {
                    notes.notReleased(route, received);
                    tell(InstanceState.QUARANTINED);
                }
            }
        }

        private void tell(InstanceState fate) {
            Receipt receipt = Receipt.of(kept.entry(), instance.length());
            facts.destinations().forEach(name -> ledger.became(receipt, name, fate));
            keptFrom(kept, route).stream()
                    .filter(name -> !facts.destinations().contains(name))
                    .forEach(name ->
                            ledger.became(receipt, name, fate == InstanceState.WAITING ? InstanceState.DROPPED : fate));
        }

        @Override
        public void close() throws IOException {
            instance.close();
        }
    }

    /** It must not go on, for any of those that it was kept from. */
    public void rejected(QuarantinedInstance kept, List<Route> routes, long length) {
        Receipt receipt = Receipt.of(kept.entry(), length);
        routes.stream()
                .limit(1) // as the ledger's look at the files: the first route of an AE title says where its instances
                // go
                .flatMap(route -> keptFrom(kept, route).stream())
                .forEach(name -> ledger.became(receipt, name, InstanceState.REJECTED));
    }

    /** The destinations that an instance of the quarantine was kept from. */
    public static List<String> keptFrom(QuarantinedInstance kept, Route route) {
        List<String> some = kept.entry().destinations();
        return some.isEmpty() ? route.destinations() : some;
    }

    /**
     * What each of some destinations gets by the recipes of a route: those that are not of the route what the route's own recipe
     * makes.
     *
     * @throws HeldBackException when nothing says what one of them may have
     */
    public static List<RouteBranch> ways(Route route, List<String> destinations) throws HeldBackException {
        List<RouteBranch> ways = new ArrayList<>();
        for (RouteBranch way : route.ways()) {
            List<String> wanted =
                    way.destinations().stream().filter(destinations::contains).toList();
            if (!wanted.isEmpty()) {
                ways.add(new RouteBranch(wanted, way.recipe(), way.variables(), way.dispositions()));
            }
        }
        List<String> others = destinations.stream()
                .filter(name -> !route.destinations().contains(name))
                .toList();
        if (!others.isEmpty()) {
            if (route.config().recipe().isEmpty()) {
                throw new HeldBackException("route " + route.calledAe()
                        + " has no recipe of its own, so nothing says what " + String.join(", ", others) + " may have");
            }
            ways.add(new RouteBranch(others, route.recipe(), route.variables(), route.config()::disposition));
        }
        return ways;
    }

    /**
     * Writes what these destinations get, edited.
     *
     * @throws HeldBackException when it contradicts PS3.5 or the request, when it cannot be read or edited
     */
    public Prepared prepare(KeptInstance kept, List<String> destinations) throws IOException {
        List<RouteBranch> ways = ways(kept.route(), destinations);
        try {
            return ways.size() == 1 ? one(kept, ways.get(0)) : views(kept, ways, destinations);
        } catch (DataSetException e) {
            throw new HeldBackException(InstanceDecision.Quarantine.unreadable(e));
        }
    }

    private Prepared one(KeptInstance kept, RouteBranch way) throws IOException, DataSetException {
        Screening screening = kept.screened(way);
        HeaderEdits edits = KeptInstance.edited(screening, way);
        InstanceReference sent =
                requireNames(OutgoingIdentity.named(kept.received(), edits).reference());
        SpoolFacts facts = facts(kept.kept(), kept.route(), sent, way.destinations());
        Incoming file = spool.begin(facts, beginning(facts));
        return whole(file, kept, facts, () -> {
            if (way.recipe().hasActions()) {
                screening.write(edits, kept::pieces, file::write);
            } else {
                kept.copyTo(file::write);
            }
        });
    }

    /** As for an instance that arrives: its data set once, and behind it what each recipe makes of it. */
    private Prepared views(KeptInstance kept, List<RouteBranch> ways, List<String> destinations)
            throws IOException, DataSetException {
        SpoolFacts facts = facts(kept.kept(), kept.route(), requireNames(kept.received()), destinations);
        Incoming file = spool.beginOriginal(facts, beginning(facts));
        return whole(file, kept, facts, () -> {
            kept.copyTo(file::write);
            for (RouteBranch way : ways) {
                Screening screening = kept.screened(way);
                HeaderEdits edits = KeptInstance.edited(screening, way);
                InstanceReference sent = requireNames(
                        OutgoingIdentity.named(kept.received(), edits).reference());
                ViewWriter view = file.view();
                if (!way.recipe().hasActions() || !write(view, screening, edits, kept)) {
                    view.keepAll();
                }
                view.end(way.destinations(), sent.sopClassUid(), sent.sopInstanceUid());
            }
        });
    }

    private static boolean write(ViewWriter view, Screening screening, HeaderEdits edits, KeptInstance kept)
            throws IOException, DataSetException {
        return kept.isDeflated()
                ? screening.write(edits, kept::pieces, view::write)
                : new ViewRecorder(screening, view).record(edits, kept::pieces);
    }

    /**
     * Writes it as it came: with every patient value that the recipes would take away.
     *
     * @throws HeldBackException when nobody knows under which UIDs to send it
     */
    public Prepared prepareAsItCame(KeptInstance kept, List<String> destinations) throws IOException {
        SpoolFacts facts = facts(kept.kept(), kept.route(), requireNames(kept.received()), destinations);
        Incoming file = spool.begin(facts, beginning(facts));
        try {
            return whole(file, kept, facts, () -> kept.copyTo(file::write));
        } catch (DataSetException e) {
            throw new IllegalStateException("bytes that are only copied are not read", e);
        }
    }

    private interface Writing {
        void run() throws IOException, DataSetException;
    }

    /** Leaves nothing of a file that cannot be written to its end. */
    private Prepared whole(Incoming file, KeptInstance kept, SpoolFacts facts, Writing writing)
            throws IOException, DataSetException {
        boolean written = false;
        try {
            writing.run();
            written = true;
            return new Prepared(file, kept, facts);
        } finally {
            if (!written) {
                file.close();
            }
        }
    }

    private static InstanceReference requireNames(InstanceReference sent) throws HeldBackException {
        if (!Uids.isValid(sent.sopClassUid()) || !Uids.isValid(sent.sopInstanceUid())) {
            throw new HeldBackException("it has no valid SOP Class UID and SOP Instance UID to be sent by");
        }
        return sent;
    }

    private static ByteBuffer beginning(SpoolFacts facts) {
        return ByteBuffer.wrap(
                FileBytes.beginning(facts.sopClassUid(), facts.sopInstanceUid(), facts.transferSyntaxUid()));
    }

    private static SpoolFacts facts(
            QuarantinedInstance kept, Route route, InstanceReference sent, List<String> destinations) {
        InstanceReference received = new InstanceReference(
                kept.entry().identity().sopClassUid(), kept.entry().identity().sopUid());
        return new SpoolFacts(
                sent.sopClassUid(),
                sent.sopInstanceUid(),
                kept.entry().identity().transferSyntaxUid(),
                received.sopInstanceUid(),
                route.calledAe(),
                destinations,
                0,
                CommitmentNotes.committableAs(route, received),
                null,
                kept.entry().origin(),
                kept.entry().identity().studyUid(),
                kept.file());
    }
}
