package org.sluice.gateway.commitment;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.config.CommitmentMode;
import org.sluice.gateway.route.Route;
import org.sluice.net.StoreRequest;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.InstanceReference;
import org.sluice.store.SpoolFacts;

/**
 * Notes what becomes of the instances of routes on which storage commitment is answered; for others it does nothing, and
 * nothing is written. Any thread.
 */
public final class CommitmentNotes {
    private final @Nullable CommitmentLedger ledger;

    /** Notes nothing without a ledger, which is when no route answers storage commitment. */
    public CommitmentNotes(@Nullable CommitmentLedger ledger) {
        this.ledger = ledger;
    }

    private static boolean answers(Route route) {
        return route.config().commitment() != CommitmentMode.OFF;
    }

    /** The SOP class under which the sender may ask for commitment; null when it may not. */
    public static @Nullable String committableAs(Route route, StoreRequest request) {
        return answers(route) ? request.sopClassUid() : null;
    }

    /** An instance is about to be spooled. */
    public void received(Route route, StoreRequest request, InstanceReference sent) throws IOException {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.received(reference(request), sent, route.destinations());
        }
    }

    /** Of one that is about to be spooled, not all destinations will have it: its sender will hear that it has failed. */
    public void notForAll(Route route, StoreRequest request) {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.failed(request.sopInstanceUid(), CommitmentPush.PROCESSING_FAILURE);
        }
    }

    /** As {@link #committableAs(Route, StoreRequest)}, for an instance that was received long ago. */
    public static @Nullable String committableAs(Route route, InstanceReference received) {
        return answers(route) ? received.sopClassUid() : null;
    }

    /** A person lets an instance of the quarantine go on: it is about to be spooled for these destinations. */
    public void released(Route route, InstanceReference received, InstanceReference sent, List<String> destinations)
            throws IOException {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.received(received, sent, destinations);
        }
    }

    /** It could not be spooled, and is in the quarantine as before. */
    public void notReleased(Route route, InstanceReference received) {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.failed(received, CommitmentPush.PROCESSING_FAILURE);
        }
    }

    /** It could not be spooled. */
    public void forget(Route route, StoreRequest request) {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.forget(request.sopInstanceUid());
        }
    }

    /** An instance has been passed through to its only destination, which has accepted it. */
    public void passedThrough(Route route, StoreRequest request, InstanceReference sent) {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            List<String> destinations = route.destinations();
            notes.passedThrough(reference(request), sent, destinations.get(0));
        }
    }

    /** An instance is in the quarantine: its sender will hear that it has failed. */
    public void quarantined(Route route, StoreRequest request) {
        CommitmentLedger notes = ledger;
        if (notes != null && answers(route)) {
            notes.failed(reference(request), CommitmentPush.PROCESSING_FAILURE);
        }
    }

    /** A destination has an instance. */
    public void delivered(SpoolFacts facts, String destination) {
        CommitmentLedger notes = ledger;
        if (notes != null && facts.commitmentSopClassUid() != null) {
            notes.delivered(facts.receivedSopInstanceUid(), destination);
        }
    }

    /** A destination will never take it. */
    public void held(SpoolFacts facts) {
        CommitmentLedger notes = ledger;
        if (notes != null && facts.commitmentSopClassUid() != null) {
            notes.failed(facts.receivedSopInstanceUid(), CommitmentPush.PROCESSING_FAILURE);
        }
    }

    /** One that was held waits again: for this destination at least, whatever was known of others. */
    public void waitsAgain(SpoolFacts facts, String destination) throws IOException {
        moved(facts, destination, destination);
    }

    /** A person has given it to another destination. */
    public void moved(SpoolFacts facts, String from, String to) throws IOException {
        CommitmentLedger notes = ledger;
        if (notes != null && facts.commitmentSopClassUid() != null) {
            notes.moved(facts.receivedSopInstanceUid(), from, to);
        }
    }

    private static InstanceReference reference(StoreRequest request) {
        return new InstanceReference(request.sopClassUid(), request.sopInstanceUid());
    }
}
