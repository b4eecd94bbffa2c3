package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.Ledger;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.Match;
import org.sluice.store.FilterMatch;
import org.sluice.store.Incoming;
import org.sluice.store.InstanceReference;
import org.sluice.store.InstanceSpool;
import org.sluice.store.Quarantine;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantineEntry.Identity;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.SpoolFacts;

/**
 * The two places where an instance can be kept for good. An {@link IOException} that is not the association's own is a
 * disk that is full or failing; then nothing of the instance is kept. Any thread.
 *
 * @param spool for what goes on to destinations
 * @param quarantine for what stays
 * @param notes for who asks later what became of it
 * @param ledger gets its word on each instance
 */
public record InstanceStores(InstanceSpool spool, Quarantine quarantine, CommitmentNotes notes, Ledger ledger) {

    /** Begins an instance that goes on, with the file meta information and the command that its edits call for. */
    Incoming beginForward(Arrival arrival, Route route, OutgoingIdentity outgoing) throws IOException {
        ByteBuffer beginning = beginning(outgoing.sopClassUid(), outgoing.sopInstanceUid(), arrival.request());
        return spool.begin(facts(arrival, route, outgoing.reference()), beginning);
    }

    /** Begins an instance of which destinations get different views: what is written is the data set as it came. */
    Incoming beginOriginal(Arrival arrival, Route route) throws IOException {
        StoreRequest request = arrival.request();
        InstanceReference received = new InstanceReference(request.sopClassUid(), request.sopInstanceUid());
        ByteBuffer beginning = beginning(request.sopClassUid(), request.sopInstanceUid(), request);
        return spool.beginOriginal(facts(arrival, route, received), beginning);
    }

    private static SpoolFacts facts(Arrival arrival, Route route, InstanceReference outgoing) {
        StoreRequest request = arrival.request();
        return new SpoolFacts(
                outgoing.sopClassUid(),
                outgoing.sopInstanceUid(),
                request.transferSyntaxUid(),
                request.sopInstanceUid(),
                route.calledAe(),
                route.destinations(),
                request.priority(),
                CommitmentNotes.committableAs(route, request),
                request.moveOriginator()
                        .map(originator -> new SpoolFacts.MoveOriginator(originator.aeTitle(), originator.messageId()))
                        .orElse(null),
                arrival.origin(),
                arrival.studyUid(),
                "");
    }

    /** Makes a complete instance durable in the queues of the route's destinations. */
    void commitForward(Incoming instance, Arrival arrival, Route route, OutgoingIdentity outgoing) throws IOException {
        commit(instance, arrival, route, outgoing.reference(), route.destinations(), false);
    }

    /**
     * Makes an original durable in the queues of those who have a view of it.
     *
     * @param spooledFor who they are
     * @param partly whether it stays in the quarantine for others
     */
    void commitOriginal(Incoming instance, Arrival arrival, Route route, List<String> spooledFor, boolean partly)
            throws IOException {
        StoreRequest request = arrival.request();
        commit(
                instance,
                arrival,
                route,
                new InstanceReference(request.sopClassUid(), request.sopInstanceUid()),
                spooledFor,
                partly);
    }

    private void commit(
            Incoming instance,
            Arrival arrival,
            Route route,
            InstanceReference sent,
            List<String> spooledFor,
            boolean partly)
            throws IOException {
        notes.received(route, arrival.request(), sent);
        if (partly) {
            notes.notForAll(route, arrival.request());
        }
        boolean committed = false;
        try {
            spool.commit(instance);
            committed = true;
        } finally {
            if (!committed) {
                notes.forget(route, arrival.request());
            }
        }
        ledger.received(arrival.receipt(route), spooledFor, InstanceState.WAITING);
    }

    /** The archive has it, and nothing of it is kept here. */
    void passedThrough(Arrival arrival, Route route, OutgoingIdentity outgoing) {
        notes.passedThrough(route, arrival.request(), outgoing.reference());
        ledger.received(arrival.receipt(route), route.destinations(), InstanceState.DELIVERED);
    }

    /** Its sender is told that it has failed, and still has it. */
    void refused(Arrival arrival, Route route) {
        ledger.received(arrival.receipt(route), route.destinations(), InstanceState.REFUSED);
    }

    /** Begins an instance that stays: its data set as it came, behind file meta information of our own. */
    Incoming beginQuarantine(Arrival arrival, Optional<Header> header) throws IOException {
        StoreRequest request = arrival.request();
        String sopClass = header.map(it -> uid(it, Tag.SOP_CLASS_UID)).orElse("");
        String sopInstance = header.map(it -> uid(it, Tag.SOP_INSTANCE_UID)).orElse("");
        return quarantine.begin(beginning(
                Uids.isValid(sopClass) ? sopClass : request.sopClassUid(),
                Uids.isValid(sopInstance) ? sopInstance : request.sopInstanceUid(),
                request));
    }

    private static ByteBuffer beginning(String sopClassUid, String sopInstanceUid, StoreRequest request) {
        return ByteBuffer.wrap(FileBytes.beginning(sopClassUid, sopInstanceUid, request.transferSyntaxUid()));
    }

    /** Makes a complete instance durable in the quarantine, with its reasons. */
    QuarantinedInstance commitQuarantine(
            Incoming instance,
            Arrival arrival,
            Route route,
            InstanceDecision.Quarantine decision,
            Optional<Header> header)
            throws IOException {
        return commitQuarantine(instance, arrival, route, decision, header, route.recipe(), List.of());
    }

    /** The same for some destinations alone, by the recipe for them. */
    QuarantinedInstance commitQuarantine(
            Incoming instance,
            Arrival arrival,
            Route route,
            InstanceDecision.Quarantine decision,
            Optional<Header> header,
            RouteBranch branch)
            throws IOException {
        return commitQuarantine(instance, arrival, route, decision, header, branch.recipe(), branch.destinations());
    }

    private QuarantinedInstance commitQuarantine(
            Incoming instance,
            Arrival arrival,
            Route route,
            InstanceDecision.Quarantine decision,
            Optional<Header> header,
            CompiledRecipe recipe,
            List<String> destinations)
            throws IOException {
        QuarantinedInstance kept = quarantine.commit(instance, entry(arrival, decision, header, recipe, destinations));
        notes.quarantined(route, arrival.request());
        ledger.received(
                arrival.receipt(route),
                destinations.isEmpty() ? route.destinations() : destinations,
                InstanceState.QUARANTINED);
        return kept;
    }

    /** Makes an instance durable in the quarantine that goes on all the same, with pixel data blanked. */
    QuarantinedInstance commitOriginal(
            Incoming instance, Arrival arrival, Route route, InstanceDecision.Scrub decision, Optional<Header> header)
            throws IOException {
        return quarantine.commit(instance, entry(arrival, decision.original(), header, route.recipe(), List.of()));
    }

    private static QuarantineEntry entry(
            Arrival arrival,
            InstanceDecision.Quarantine decision,
            Optional<Header> header,
            CompiledRecipe recipe,
            List<String> destinations) {
        return new QuarantineEntry(
                decision.kind(),
                decision.detail(),
                decision.matches().stream().map(InstanceStores::filterMatch).toList(),
                new QuarantineEntry.AppliedRecipe(recipe.name(), recipe.sha256()),
                arrival.origin(),
                identity(arrival.request(), header),
                destinations);
    }

    private static FilterMatch filterMatch(Match match) {
        return new FilterMatch(
                match.section(),
                match.label(),
                match.reason(),
                match.line(),
                match.coordinates().stream().flatMap(InstanceStores::regions).toList());
    }

    private static Stream<String> regions(Coordinate coordinate) {
        String effect = coordinate.effect() == Coordinate.Effect.KEEP ? "keep " : "";
        return coordinate.regions().stream().map(region -> effect + region);
    }

    private static Identity identity(StoreRequest request, Optional<Header> header) {
        return new Identity(
                request.transferSyntaxUid(),
                request.sopClassUid(),
                header.map(it -> uid(it, Tag.STUDY_INSTANCE_UID)).orElse(""),
                header.map(it -> uid(it, Tag.SERIES_INSTANCE_UID)).orElse(""),
                request.sopInstanceUid());
    }

    private static String uid(Header header, int tag) {
        return Arrival.uid(header, tag);
    }
}
