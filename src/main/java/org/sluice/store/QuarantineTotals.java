package org.sluice.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What is in a quarantine.
 *
 * @param instances how many Part 10 files
 * @param bytes of these files
 * @param oldest when the oldest of them was received; empty when there is none
 */
public record QuarantineTotals(long instances, long bytes, Optional<Instant> oldest) {}
