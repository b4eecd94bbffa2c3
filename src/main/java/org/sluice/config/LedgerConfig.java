package org.sluice.config;

import java.time.Duration;

/**
 * The ledger of what became of each instance.
 *
 * @param keep how long it is kept of instances of which the node keeps nothing any more
 */
public record LedgerConfig(Duration keep) {

    static final LedgerConfig DEFAULT = new LedgerConfig(Duration.ofDays(90));
    private static final Duration LONGEST = Duration.ofDays(3650);

    static LedgerConfig read(Section section) {
        section.only("keep");
        return new LedgerConfig(section.duration("keep", DEFAULT.keep(), LONGEST));
    }
}
