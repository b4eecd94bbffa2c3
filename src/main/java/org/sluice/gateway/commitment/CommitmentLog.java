package org.sluice.gateway.commitment;

import org.sluice.gateway.commitment.PendingCommitment.Event;
import org.sluice.store.CommitmentRequest;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** What the log says of a request, from the first word to the last. */
final class CommitmentLog {
    private static final Log LOG = Log.of(StorageCommitment.class);

    private CommitmentLog() {}

    static void asked(CommitmentRequest wanted) {
        LOG.info(
                "storage commitment {} of {}: {}",
                wanted.transactionUid(),
                wanted.callingAe(),
                OneLine.count(wanted.instances().size(), "instance"));
    }

    static void reported(PendingCommitment one, CommitmentPush report) {
        LOG.info(
                "storage commitment {} of {}: {} committed, {} failed, reported",
                one.request().transactionUid(),
                one.request().callingAe(),
                report.instances().size(),
                report.failures().size());
    }

    /** After its pause; {@code why} a call has failed, or how it was refused. */
    static void triedAgain(PendingCommitment one, Event event, String why) {
        String uid = one.request().transactionUid();
        String caller = one.request().callingAe();
        long millis = one.pause().toMillis();
        LOG.warn("storage commitment {} of {}: {}; tried again in {} ms", uid, caller, reason(event, why), millis);
    }

    private static String reason(Event event, String why) {
        return switch (event) {
            case FAILED -> why;
            case REFUSED -> "it answered the report " + why;
            default -> "its association is over, and no host and port of it are configured";
        };
    }

    /** {@code why} it was refused, if it was. */
    static void givenUp(PendingCommitment one, Event event, String why) {
        String uid = one.request().transactionUid();
        String caller = one.request().callingAe();
        if (event == Event.REFUSED) {
            LOG.error("storage commitment {}: {} answers reports with {}, given up", uid, caller, why);
        } else {
            LOG.error("storage commitment {}: given up, {} cannot be told", uid, caller);
        }
    }
}
