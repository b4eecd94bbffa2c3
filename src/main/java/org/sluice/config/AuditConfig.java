package org.sluice.config;

import java.time.Duration;

/**
 * The record of what people do with a node.
 *
 * @param keep how long a file of it is kept after its last entry
 */
public record AuditConfig(Duration keep) {

    static final AuditConfig DEFAULT = new AuditConfig(Duration.ofDays(365));
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static AuditConfig read(Section section) {
        section.only("keep");
        return new AuditConfig(section.duration("keep", DEFAULT.keep(), LONGEST));
    }
}
