package org.sluice.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How a node is.
 *
 * @param at when it was looked at
 * @param zone the node's time zone, which says when a day begins
 * @param startedAt when the node started
 * @param countedSince when counting began; counts of time before that are not known
 * @param ready whether instances are accepted
 * @param wrong what a person should look at, in words; empty when nothing is wrong
 * @param today counts since midnight
 * @param lastHour counts of the last 60 minutes
 * @param destinations those of the configuration
 * @param dropped instances that people have dropped since the start of the node
 * @param quarantine what is in the quarantine; empty until it has been counted
 */
public record NodeStatus(
        Instant at,
        ZoneId zone,
        Instant startedAt,
        Instant countedSince,
        boolean ready,
        List<String> wrong,
        Counts today,
        Counts lastHour,
        List<Destination> destinations,
        long dropped,
        Optional<Quarantine> quarantine) {

    public NodeStatus {
        wrong = List.copyOf(wrong);
        destinations = List.copyOf(destinations);
    }

    /**
     * One destination.
     *
     * @param name in the configuration
     * @param waiting instances in the spool for it, those on their way included
     * @param oldest how long the oldest of them has waited
     * @param held instances that it refuses, in the spool's folder for them
     * @param lastSuccess when it last took one, since the start of the node
     * @param opensAt when it is given instances again; empty unless it is closed by its hours
     */
    public record Destination(
            String name,
            int waiting,
            Optional<Duration> oldest,
            int held,
            Optional<Instant> lastSuccess,
            Optional<Instant> opensAt) {}

    /**
     * The quarantine.
     *
     * @param instances how many
     * @param oldest when the oldest of them was received
     */
    public record Quarantine(long instances, Optional<Instant> oldest) {}

    /** When the day of this status began: midnight, or the first moment of a day that has none. */
    public static Instant startOfDay(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }
}
