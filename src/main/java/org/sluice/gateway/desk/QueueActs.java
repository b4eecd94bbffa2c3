package org.sluice.gateway.desk;

import java.io.IOException;
import java.util.Optional;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.delivery.Forwarder;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.Ledger;
import org.sluice.ledger.Receipt;
import org.sluice.store.DestinationQueue;
import org.sluice.store.DropRecord;
import org.sluice.store.HeldNote;
import org.sluice.store.QueueReview;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;

/**
 * Does one thing with one instance. A {@link RefusalException} says why it cannot be done with this one; then the instance is as
 * it was. One thread at a time.
 */
final class QueueActs {
    private static final Log LOG = Log.of(QueueActs.class);

    private final QueueSight sight;
    private final CommitmentNotes notes;
    private final Ledger ledger;
    private final DropRecord dropped;
    private final QueueMoves moves;

    QueueActs(QueueSight sight, CommitmentNotes notes, Ledger ledger, DropRecord dropped, QueueMoves moves) {
        this.ledger = ledger;
        this.moves = moves;
        this.sight = sight;
        this.notes = notes;
        this.dropped = dropped;
    }

    private interface Use {
        void of(SpooledInstance taken) throws IOException;
    }

    /** Does something with one that waits, and puts it back where that fails. */
    private void withTaken(QueueReview review, Selection.Id id, Use use) throws IOException {
        DestinationQueue queue = review.queue();
        Optional<SpooledInstance> taken = queue.pollThis(id.number());
        if (taken.isEmpty()) {
            throw review.look(id.number()).isPresent()
                    ? new RefusalException(id + " is under way to its destination at this moment; try again")
                    : sight.unknown(id);
        }
        // Before anybody else can have it again: what is forgotten later could be of a new try.
        sight.forwarder(id.destination()).ifPresent(one -> one.forget(id.number()));
        boolean done = false;
        try {
            use.of(taken.get());
            done = true;
        } finally {
            if (!done) {
                queue.putBack(taken.get());
            }
        }
    }

    private static boolean isHeld(QueueReview review, Selection.Id id) throws IOException {
        return review.why(id.number()).isPresent();
    }

    /** It waits as if it had never failed. */
    void retry(Selection.Id id) throws IOException {
        QueueReview review = sight.review(id.destination());
        requireForwarder(id);
        if (isHeld(review, id)) {
            Optional<SpooledInstance> held = review.readHeld(id.number());
            if (held.isEmpty()) {
                throw new RefusalException(id + " is damaged: nobody can send it; drop it");
            }
            notes.waitsAgain(held.get().facts(), id.destination());
            review.release(id.number());
            say(held.get(), id.destination(), InstanceState.WAITING);
        } else {
            withTaken(review, id, review.queue()::putBack);
        }
        sight.forwarder(id.destination()).ifPresent(Forwarder::resume);
    }

    private void requireForwarder(Selection.Id id) throws RefusalException {
        if (sight.forwarder(id.destination()).isEmpty()) {
            throw new RefusalException(id.destination()
                    + " is not configured any more, so nothing goes there; sluice queue move gives it to another");
        }
    }

    void hold(Selection.Id id, String user) throws IOException {
        QueueReview review = sight.review(id.destination());
        if (isHeld(review, id)) {
            throw new RefusalException(id + " is held already");
        }
        QueueSight.Failure failure = sight.failure(review, id.number());
        HeldNote note = new HeldNote(
                "held by user " + user,
                failure.failureClass(),
                failure.status(),
                failure.words(),
                failure.tries(),
                failure.first());
        withTaken(review, id, taken -> {
            review.queue().hold(taken, note);
            notes.held(taken.facts());
            say(taken, id.destination(), InstanceState.HELD);
        });
        LOG.warn("{}: held by user {}", id, user);
    }

    void skip(Selection.Id id) throws IOException {
        QueueReview review = sight.review(id.destination());
        if (isHeld(review, id)) {
            throw new RefusalException(id + " is held: it keeps no other waiting");
        }
        requireForwarder(id);
        withTaken(review, id, review::putLast);
    }

    void drop(Selection.Id id, String user, String reason) throws IOException {
        QueueReview review = sight.review(id.destination());
        if (isHeld(review, id)) {
            Optional<SpooledInstance> held = review.readHeld(id.number());
            noteDrop(id, user, reason, held.map(SpooledInstance::facts));
            review.dropHeld(id.number());
            held.ifPresent(gone -> say(gone, id.destination(), InstanceState.DROPPED));
        } else {
            withTaken(review, id, taken -> {
                noteDrop(id, user, reason, Optional.of(taken.facts()));
                review.drop(taken);
                notes.held(taken.facts());
                say(taken, id.destination(), InstanceState.DROPPED);
            });
        }
        LOG.warn("{}: dropped by user {}; dropped.tsv has the reason", id, user);
    }

    private void say(SpooledInstance instance, String destination, InstanceState fate) {
        ledger.became(Receipt.of(instance.facts(), instance.dataSetLength()), destination, fate);
    }

    private void noteDrop(Selection.Id id, String user, String reason, Optional<SpoolFacts> facts) throws IOException {
        dropped.note(
                user,
                id.toString(),
                facts.map(SpoolFacts::sopInstanceUid).orElse("-"),
                facts.map(SpoolFacts::receivedSopInstanceUid).orElse("-"),
                facts.map(SpoolFacts::route).orElse("-"),
                reason);
    }

    void move(Selection.Id id, String to, boolean asMade, String user) throws IOException {
        QueueReview review = sight.review(id.destination());
        if (sight.forwarder(to).isEmpty()) {
            sight.review(to); // which says so if there is none
            throw new RefusalException(to + " is not configured any more, so nothing goes there");
        }
        if (to.equals(id.destination())) {
            throw new RefusalException(id + " is in the queue of " + to + " already");
        }
        if (isHeld(review, id)) {
            Optional<SpooledInstance> held = review.readHeld(id.number());
            if (held.isEmpty()) {
                throw new RefusalException(id + " is damaged: nobody can send it; drop it");
            }
            moves.move(held.get(), review, sight.review(to), asMade);
        } else {
            withTaken(review, id, taken -> moves.move(taken, review, sight.review(to), asMade));
        }
        LOG.info("{}: moved to {} by user {}{}", id, to, user, asMade ? ", with --as-made" : "");
    }
}
