package org.sluice.gateway.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.commitment.CommitmentNotes;
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

        private Prepared(Incoming instance, QuarantinedInstance of, KeptInstance kept, SpoolFacts facts) {
            this.instance = instance;
            this.route = kept.route();
            this.kept = of;
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
                ways.add(new RouteBranch(wanted, way.recipe(), way.variables(), way.dispositions(), way.crosswalk()));
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
            ways.add(new RouteBranch(
                    others, route.recipe(), route.variables(), route.config()::disposition, route.crosswalk()));
        }
        return ways;
    }

    /**
     * Writes what these destinations get, edited.
     *
     * @throws HeldBackException when it contradicts PS3.5 or the request, when it cannot be read or edited
     */
    public Prepared prepare(QuarantinedInstance instance, KeptInstance kept, List<String> destinations)
            throws IOException {
        List<RouteBranch> ways = ways(kept.route(), destinations);
        try {
            return ways.size() == 1 ? one(instance, kept, ways.get(0)) : views(instance, kept, ways, destinations);
        } catch (DataSetException e) {
            throw new HeldBackException(InstanceDecision.Quarantine.unreadable(e));
        }
    }

    private Prepared one(QuarantinedInstance instance, KeptInstance kept, RouteBranch way)
            throws IOException, DataSetException {
        Screening screening = kept.screened(way);
        HeaderEdits edits = KeptInstance.edited(screening, way);
        SpoolFacts facts = kept.facts(kept.sent(edits), way.destinations());
        Incoming file = spool.begin(facts, KeptInstance.beginning(facts));
        return whole(file, instance, kept, facts, () -> {
            if (way.recipe().hasActions()) {
                screening.write(edits, kept::pieces, file::write);
            } else {
                kept.copyTo(file::write);
            }
        });
    }

    /** As for an instance that arrives: its data set once, and behind it what each recipe makes of it. */
    private Prepared views(
            QuarantinedInstance instance, KeptInstance kept, List<RouteBranch> ways, List<String> destinations)
            throws IOException, DataSetException {
        SpoolFacts facts = kept.facts(KeptInstance.requireNames(kept.received()), destinations);
        Incoming file = spool.beginOriginal(facts, KeptInstance.beginning(facts));
        return whole(file, instance, kept, facts, () -> {
            kept.copyTo(file::write);
            for (RouteBranch way : ways) {
                Screening screening = kept.screened(way);
                kept.addView(file, way, screening, KeptInstance.edited(screening, way));
            }
        });
    }

    /**
     * Writes it as it came: with every patient value that the recipes would take away.
     *
     * @throws HeldBackException when nobody knows under which UIDs to send it
     */
    public Prepared prepareAsItCame(QuarantinedInstance instance, KeptInstance kept, List<String> destinations)
            throws IOException {
        SpoolFacts facts = kept.facts(KeptInstance.requireNames(kept.received()), destinations);
        Incoming file = spool.begin(facts, KeptInstance.beginning(facts));
        try {
            return whole(file, instance, kept, facts, () -> kept.copyTo(file::write));
        } catch (DataSetException e) {
            throw new IllegalStateException("bytes that are only copied are not read", e);
        }
    }

    private interface Writing {
        void run() throws IOException, DataSetException;
    }

    /** Leaves nothing of a file that cannot be written to its end. */
    private Prepared whole(
            Incoming file, QuarantinedInstance instance, KeptInstance kept, SpoolFacts facts, Writing writing)
            throws IOException, DataSetException {
        boolean written = false;
        try {
            writing.run();
            written = true;
            return new Prepared(file, instance, kept, facts);
        } finally {
            if (!written) {
                file.close();
            }
        }
    }
}
