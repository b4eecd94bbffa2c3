package org.sluice.store;

import java.util.ArrayList;
import java.util.List;

/**
 * How far an instance is on its way to storage commitment (PS3.4 Annex J): where it was to go, and who has it.
 *
 * @param received as its sender knows it
 * @param sent as its destinations know it, after the recipe's edits
 * @param destinations where it was to go
 * @param waiting those of them that have not accepted it yet
 * @param failure 0, or the Failure Reason (PS3.3 C.14.1.1) for which it will never be at all of them
 * @param changedAt when this became so, in seconds since 1970
 */
public record CommitmentStatus(
        InstanceReference received,
        InstanceReference sent,
        List<String> destinations,
        List<String> waiting,
        int failure,
        long changedAt) {
    /** Keeps its own copies of {@code destinations} and {@code waiting}. */
    public CommitmentStatus {
        destinations = List.copyOf(destinations);
        waiting = List.copyOf(waiting);
    }

    /** Whether every destination has it, or one never will. */
    public boolean isDecided() {
        return failure != 0 || waiting.isEmpty();
    }

    CommitmentStatus deliveredTo(String destination, long now) {
        List<String> left = new ArrayList<>(waiting);
        left.remove(destination);
        return new CommitmentStatus(received, sent, destinations, left, failure, now);
    }

    CommitmentStatus failed(int reason, long now) {
        return new CommitmentStatus(received, sent, destinations, waiting, reason, now);
    }

    CommitmentStatus waitingFor(List<String> names, long now) {
        return new CommitmentStatus(received, sent, destinations, names, 0, now);
    }
}
