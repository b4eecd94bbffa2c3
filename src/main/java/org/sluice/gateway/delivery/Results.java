package org.sluice.gateway.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.Delivery.Delivered;
import org.sluice.gateway.delivery.Delivery.Failed;
import org.sluice.gateway.delivery.Delivery.Outcome;
import org.sluice.gateway.delivery.Delivery.Postponed;
import org.sluice.gateway.meters.AssociationMeters;
import org.sluice.gateway.meters.DestinationMeters;
import org.sluice.gateway.meters.InstanceLog;
import org.sluice.gateway.meters.Meters;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.Ledger;
import org.sluice.ledger.Receipt;
import org.sluice.store.DestinationQueue;
import org.sluice.store.HeldNote;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;

/**
 * What is done with an instance after it was tried, by the word of the {@link RetryPlan}: it leaves the queue, waits, is set
 * aside or is held; each is counted and logged. Any thread.
 */
final class Results {
    private static final Log LOG = Log.of(Forwarder.class);

    private final DestinationQueue queue;
    private final RetryPlan plan;
    private final DestinationMeters meters;
    private final AssociationMeters associations;
    private final CommitmentNotes notes;
    private final Ledger ledger;
    private final FailureBook book;

    Results(
            DestinationQueue queue,
            RetryPlan plan,
            FailureBook book,
            Meters meters,
            CommitmentNotes notes,
            Ledger ledger) {
        this.queue = queue;
        this.plan = plan;
        this.meters = meters.destination(queue.destination());
        this.associations = meters.associations();
        this.notes = notes;
        this.ledger = ledger;
        this.book = book;
    }

    /**
     * Settles one.
     *
     * @param begin when it was tried
     * @param nanos how long that took
     * @return whether the destination has it
     */
    boolean settle(SpooledInstance instance, Outcome outcome, RetryPlan.Begin begin, long nanos) throws IOException {
        if (outcome instanceof Delivered delivered) {
            delivered(instance, delivered, nanos);
            return true;
        }
        if (outcome instanceof Failed failed) {
            failed(instance, failed, begin);
        } else if (outcome instanceof Postponed) {
            waitsAgain(instance);
        }
        return false;
    }

    private void delivered(SpooledInstance instance, Delivered delivered, long nanos) throws IOException {
        notes.delivered(instance.facts(), queue.destination());
        // Counted before it leaves the queue, so that a scrape finds it in one place at least.
        meters.delivered(
                instance.dataSetLength(), nanos, instance.facts().origin().receivedAt(), instance.acceptedAt());
        if (!delivered.remark().isEmpty()) {
            meters.warned();
            LOG.warn("{} to {}: {}, and has it", uid(instance), queue.destination(), delivered.remark());
        }
        try {
            queue.done(instance);
        } catch (IOException e) {
            notSettled(instance, "cannot be removed from the spool");
            throw e;
        }
        say(instance, InstanceState.DELIVERED);
        plan.passed(instance.number());
        book.forget(instance.number());
        if (InstanceLog.SHARED.wantsLine()) {
            InstanceLog.SHARED.delivered(uid(instance), queue.destination(), instance.dataSetLength(), nanos);
        }
    }

    private void failed(SpooledInstance instance, Failed failed, RetryPlan.Begin begin) throws IOException {
        failed.cause().ifPresent(associations::archiveFailed);
        book.failed(instance.number(), failed);
        RetryPlan.Verdict verdict = plan.failed(instance.number(), failed.failure(), begin);
        if (verdict instanceof RetryPlan.Hold hold) {
            hold(instance, failed, hold.tries(), hold.since());
        } else if (verdict instanceof RetryPlan.PutBack waits) {
            queue.putBack(instance, failed.reason());
            retried(instance, failed.reason(), waits.failures());
        } else if (verdict instanceof RetryPlan.SetAside aside) {
            queue.setAside(instance, failed.reason());
            aside.forgotten().ifPresent(queue::rejoin);
            retried(instance, failed.reason(), aside.tries());
        }
    }

    private void retried(SpooledInstance instance, String reason, int tries) {
        meters.retried();
        LOG.warn(
                "{} to {}: {}; {} waiting, attempt {} follows",
                uid(instance),
                queue.destination(),
                reason,
                queue.depth(),
                tries + 1);
    }

    private void hold(SpooledInstance instance, Failed failed, int tries, Instant since) throws IOException {
        HeldNote note = new HeldNote(
                failed.reason(), failed.failure().label(), failed.status(), failed.words(), tries, Optional.of(since));
        try {
            queue.hold(instance, note);
        } catch (IOException e) {
            notSettled(instance, failed.reason() + "; cannot be held");
            throw e;
        }
        book.forget(instance.number());
        notes.held(instance.facts());
        say(instance, InstanceState.HELD);
        meters.held();
        LOG.error(
                "{} to {}: {}, {} times; held in the spool's failed folder",
                uid(instance),
                queue.destination(),
                failed.reason(),
                tries);
    }

    /** The disk does not let it go its way: it is tried again after a pause, and not at once and for ever. */
    private void notSettled(SpooledInstance instance, String reason) {
        queue.setAside(instance, reason);
        plan.notSettled(instance.number());
    }

    /** Several were on an association when it ended: each will be tried alone. */
    void brokeOff(List<SpooledInstance> instances, IOException why, RetryPlan.Begin begin) throws IOException {
        if (instances.size() == 1) {
            settle(instances.get(0), Failed.because(FailureClass.underWay(why), why), begin, 0);
            return;
        }
        associations.archiveFailed(why);
        Failed failed = Failed.because(FailureClass.underWay(why), why);
        for (SpooledInstance instance : instances) {
            book.failed(instance.number(), failed);
            queue.setAside(instance, failed.reason()); // before the plan lets another worker take it from there
            retried(instance, failed.reason(), 0);
        }
        plan.failedTogether(instances.stream().map(SpooledInstance::number).toList(), begin);
    }

    /** It was not tried. */
    void waitsAgain(SpooledInstance instance) {
        if (plan.notTried(instance.number())) {
            queue.setAside(instance, queue.lastReason());
        } else {
            queue.putBack(instance);
        }
    }

    private void say(SpooledInstance instance, InstanceState fate) {
        ledger.became(Receipt.of(instance.facts(), instance.dataSetLength()), queue.destination(), fate);
    }

    private static String uid(SpooledInstance instance) {
        return instance.facts().sopInstanceUid();
    }
}
