package org.sluice.gateway.desk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.intake.HeldBackException;
import org.sluice.gateway.intake.Redirection;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.Ledger;
import org.sluice.ledger.Receipt;
import org.sluice.store.Incoming;
import org.sluice.store.QueueReview;
import org.sluice.store.Spool;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;
import org.sluice.store.StoredOriginal;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Gives an instance to another destination. Of an original that destination gets what its recipe makes of it now; what has been
 * edited already it gets as it was made. A {@link RefusalException} says why it cannot go there; then it is where it was.
 *
 * @param routes by which of them it came
 * @param notes for who asks later what became of it
 */
record QueueMoves(Spool spool, ReleaseRoutes routes, CommitmentNotes notes, Ledger ledger) {
    private static final Log LOG = Log.of(QueueMoves.class);

    /**
     * Moves one that was taken from its queue, or is held there.
     *
     * @param asMade whether the other destination may have what was not made for it
     */
    void move(SpooledInstance instance, QueueReview from, QueueReview to, boolean asMade) throws IOException {
        Optional<StoredOriginal> original = to.hasToo(instance) ? Optional.empty() : from.original(instance);
        if (original.isPresent()) {
            moveAnew(original.get(), instance, from, to.queue().destination());
        } else {
            moveAsMade(instance, from, to.queue().destination(), asMade);
        }
    }

    /** In the other queue first, then out of its own: whatever breaks off between leaves it in both. */
    private void moveAnew(StoredOriginal original, SpooledInstance instance, QueueReview from, String to)
            throws IOException {
        String was = from.queue().destination();
        try (Incoming made = made(original, instance, was, to)) {
            notes.moved(instance.facts(), was, to);
            say(instance, to, InstanceState.WAITING); // before anybody can say that it is delivered
            boolean committed = false;
            try {
                spool.commit(made);
                committed = true;
            } finally {
                if (!committed) {
                    notes.moved(instance.facts(), to, was);
                    say(instance, to, InstanceState.DROPPED);
                }
            }
        }
        try {
            from.leave(instance);
        } catch (IOException e) {
            throw new RefusalException(was + "/" + instance.number() + " is in the queue of " + to
                    + " now, and in that of " + was + " still: " + OneLine.message(e));
        }
        say(instance, was, InstanceState.DROPPED);
        LOG.info("{}/{}: evaluated anew for {}", was, instance.number(), to);
    }

    private Incoming made(StoredOriginal original, SpooledInstance instance, String from, String to)
            throws IOException {
        try {
            return new Redirection(spool).prepare(original, routes.of(original.facts()), to);
        } catch (HeldBackException | RefusalException e) {
            throw new RefusalException(from + "/" + instance.number() + " stays where it is, and does not go to " + to
                    + ": " + OneLine.message(e));
        }
    }

    private void moveAsMade(SpooledInstance instance, QueueReview from, String to, boolean asMade) throws IOException {
        requireMadeFor(instance.facts(), to, asMade);
        String was = from.queue().destination();
        notes.moved(instance.facts(), was, to);
        if (spool.move(List.of(instance), from.queue(), spool.queue(to)).isEmpty()) {
            notes.moved(instance.facts(), to, was);
            throw new RefusalException("it cannot be moved to " + to + "; the node's log says why");
        }
        say(instance, was, InstanceState.DROPPED);
        say(instance, to, InstanceState.WAITING);
    }

    /** What one recipe made comes where only another's is expected by the word of a person alone. */
    private static void requireMadeFor(SpoolFacts facts, String to, boolean asMade) throws RefusalException {
        if (!asMade && !facts.destinations().contains(to)) {
            throw new RefusalException(
                    "it was made for " + String.join(", ", facts.destinations()) + ", by the recipe of route "
                            + facts.route() + " as it was when it came; --as-made says that " + to + " may have that");
        }
    }

    private void say(SpooledInstance instance, String destination, InstanceState state) {
        ledger.became(Receipt.of(instance.facts(), instance.dataSetLength()), destination, state);
    }
}
