package org.sluice.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of an instance, as far as storage commitment is concerned.
 *
 * @param received as its sender knows it
 * @param sent as its destinations know it, after the recipe's edits
 * @param destinations where it was to go
 * @param waiting those of them that have not accepted it yet
 * @param failure 0, or the Failure Reason (PS3.3 C.14.1.1) for which it will never be at all of them
 * @param changedAt when this became so, in seconds since 1970
 */
public record Fate(
        InstanceReference received,
        InstanceReference sent,
        List<String> destinations,
        List<String> waiting,
        int failure,
        long changedAt) {
    public Fate {
        destinations = List.copyOf(destinations);
        waiting = List.copyOf(waiting);
    }

    /** Whether every destination has it, or one never will. */
    public boolean isDecided() {
        return failure != 0 || waiting.isEmpty();
    }

    Fate deliveredTo(String destination, long now) {
        List<String> left = new ArrayList<>(waiting);
        left.remove(destination);
        return new Fate(received, sent, destinations, left, failure, now);
    }

    Fate failed(int reason, long now) {
        return new Fate(received, sent, destinations, waiting, reason, now);
    }

    Fate waitingFor(List<String> names, long now) {
        return new Fate(received, sent, destinations, names, 0, now);
    }
}
