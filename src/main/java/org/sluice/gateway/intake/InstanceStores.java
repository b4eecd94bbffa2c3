package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;
import org.sluice.dataset.Uids;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.Match;
import org.sluice.store.Finding;
import org.sluice.store.Incoming;
import org.sluice.store.Quarantine;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantineEntry.Identity;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;

/**
 * The two places where an instance can be kept for good. An {@link IOException} that is not the association's own is a
 * disk that is full or failing; then nothing of the instance is kept. Any thread.
 *
 * @param spool for what goes on to destinations
 * @param quarantine for what stays
 * @param notes for who asks later what became of it
 */
public record InstanceStores(Spool spool, Quarantine quarantine, CommitmentNotes notes) {

    /** Begins an instance that goes on, with the file meta information and the command that its edits call for. */
    Incoming beginForward(Arrival arrival, Route route, OutgoingIdentity outgoing) throws IOException {
        StoreRequest request = arrival.request();
        SpoolFacts facts = new SpoolFacts(
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
                arrival.origin());
        return spool.begin(facts, beginning(outgoing.sopClassUid(), outgoing.sopInstanceUid(), request));
    }

    /** Makes a complete instance durable in the queues of the route's destinations. */
    void commitForward(Incoming instance, Arrival arrival, Route route, OutgoingIdentity outgoing) throws IOException {
        notes.received(route, arrival.request(), outgoing.reference());
        boolean committed = false;
        try {
            spool.commit(instance);
            committed = true;
        } finally {
            if (!committed) {
                notes.forget(route, arrival.request());
            }
        }
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
        QuarantineEntry entry = new QuarantineEntry(
                decision.kind(),
                decision.detail(),
                decision.matches().stream().map(InstanceStores::finding).toList(),
                new QuarantineEntry.Recipe(route.recipe().name(), route.recipe().sha256()),
                arrival.origin(),
                identity(arrival.request(), header));
        QuarantinedInstance kept = quarantine.commit(instance, entry);
        notes.quarantined(route, arrival.request());
        return kept;
    }

    private static Finding finding(Match match) {
        return new Finding(
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
        int element = header.find(tag);
        return element < 0 ? "" : String.join("\\", header.texts(element));
    }
}
