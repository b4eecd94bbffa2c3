package org.sluice.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A storage commitment request that has been taken and is to be answered by an event report: PS3.4 J.3.
 *
 * @param transactionUid chosen by the caller
 * @param callingAe who asked
 * @param calledAe by which AE title
 * @param receivedAt when
 * @param relay whether archives have to commit first
 * @param instances what commitment was asked of, by the UIDs that the caller knows
 * @param questions what archives were asked for it
 */
public record CommitmentRequest(
        String transactionUid,
        String callingAe,
        String calledAe,
        Instant receivedAt,
        boolean relay,
        List<InstanceReference> instances,
        List<Question> questions) {
    /** Keeps its own copies of {@code instances} and {@code questions}. */
    public CommitmentRequest {
        instances = List.copyOf(instances);
        questions = List.copyOf(questions);
    }

    /**
     * A storage commitment request of this node to an archive.
     *
     * @param destination the archive's name
     * @param transactionUid chosen by this node
     * @param instances what commitment was asked of, by the UIDs that the archive knows
     * @param answered whether its event report has come
     * @param failures of the report: Failure Reason by SOP instance UID; the other instances are committed
     */
    public record Question(
            String destination,
            String transactionUid,
            List<InstanceReference> instances,
            boolean answered,
            Map<String, Integer> failures) {
        /** Keeps its own copies of {@code instances} and {@code failures}. */
        public Question {
            instances = List.copyOf(instances);
            failures = Map.copyOf(failures);
        }

        /**
         * This question with its answer. {@code reasons}: Failure Reason (PS3.3 C.14.1.1) by SOP instance UID; what is not in
         * it is committed.
         */
        public Question answered(Map<String, Integer> reasons) {
            return new Question(destination, transactionUid, instances, true, reasons);
        }
    }

    /** This request with other questions to its archives. */
    public CommitmentRequest withQuestions(List<Question> asked) {
        return new CommitmentRequest(transactionUid, callingAe, calledAe, receivedAt, relay, instances, asked);
    }
}
