package org.sluice.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What is in a quarantine.
 *
 * @param instances how many Part 10 files
 * @param bytes of these files
 * @param oldest when the oldest of them was received; empty when there is none
 * @param waiting how many of them wait for a person to decide: not those that have gone on scrubbed, and are kept as they came
 * @param oldestWaiting when the oldest of these was received; empty when there is none
 */
public record QuarantineTotals(
        long instances, long bytes, Optional<Instant> oldest, long waiting, Optional<Instant> oldestWaiting) {
    static final QuarantineTotals NONE = new QuarantineTotals(0, 0, Optional.empty(), 0, Optional.empty());
}
