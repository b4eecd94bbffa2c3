package org.sluice.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.delivery.OpeningTimes;
import org.sluice.gateway.meters.CountsKeeper;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.meters.NodeMeters;
import org.sluice.net.tls.TlsContext;
import org.sluice.status.Counts;
import org.sluice.status.NodeStatus;
import org.sluice.store.DestinationQueue;
import org.sluice.text.OneLine;

/**
 * Looks at a node for a person: what passed, what waits, what is held, and what is wrong, by the measures of the alerts in {@code
 * docker/alerts.yml}. Any thread.
 */
final class StatusLook {
    private static final Duration LONG_WAIT = Duration.ofMinutes(5);
    private static final Duration TIME_TO_CATCH_UP = Duration.ofHours(1);
    private static final Duration CERTIFICATE_SOON = Duration.ofDays(14);
    private static final double LEAST_FREE = 0.05;

    private final Seen seen;
    private final Clock clock;
    private final Instant startedAt;

    /**
     * Where it looks.
     *
     * @param hindrances what keeps the node from being ready, in words
     * @param closedRoutes which routes take no instances while others may, in words
     * @param dropped how many instances people have dropped since the start
     * @param times when each destination is given instances, by name
     * @param notInForce which files have changed since they were read, in words
     * @param unclaimed what an earlier configuration has left in the spool, by destination
     */
    record Seen(
            Supplier<List<String>> hindrances,
            Supplier<List<String>> closedRoutes,
            Supplier<List<String>> notInForce,
            NodeMeters.State state,
            Collection<DestinationQueue> queues,
            Map<String, Integer> unclaimed,
            Meters meters,
            CountsKeeper counts,
            Archives archives,
            Map<String, OpeningTimes> times,
            LongSupplier dropped,
            Collection<TlsContext> certificates) {}

    /** @param clock whose zone says when a day begins */
    StatusLook(Seen seen, Clock clock) {
        this.seen = seen;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    NodeStatus look() {
        seen.counts().look();
        Instant now = clock.instant();
        Counts today = seen.counts().since(NodeStatus.startOfDay(now, clock.getZone()));
        List<String> hindrances = seen.hindrances().get();
        List<NodeStatus.Destination> destinations =
                seen.queues().stream().map(queue -> destination(queue, now)).toList();
        List<String> wrong = new ArrayList<>(hindrances);
        seen.closedRoutes().get().stream()
                .filter(why -> !hindrances.contains(why))
                .forEach(wrong::add);
        wrong.addAll(seen.notInForce().get());
        undecided(today, wrong);
        destinations.forEach(one -> wrongWith(one, now, wrong));
        new TreeMap<>(seen.unclaimed())
                .forEach((name, count) -> wrong.add(name + " is not configured any more, and the spool has "
                        + OneLine.count(count, "instance") + " for it: configure it again to have them delivered"));
        disks(wrong);
        certificates(now, wrong);
        return new NodeStatus(
                now,
                clock.getZone(),
                startedAt,
                seen.counts().since(),
                hindrances.isEmpty(),
                wrong,
                today,
                seen.counts().since(now.minus(Duration.ofHours(1))),
                destinations,
                seen.dropped().getAsLong(),
                seen.state().quarantine().map(in -> new NodeStatus.Quarantine(in.instances(), in.oldest())));
    }

    private NodeStatus.Destination destination(DestinationQueue queue, Instant now) {
        return new NodeStatus.Destination(
                queue.destination(),
                queue.depth(),
                queue.oldestAge(now),
                queue.held(),
                seen.meters().destination(queue.destination()).lastSuccess(),
                times(queue.destination()).opensAt());
    }

    private OpeningTimes times(String destination) {
        return seen.times().getOrDefault(destination, OpeningTimes.ALWAYS);
    }

    /** One whose hours have just begun has all at once what came before. */
    private boolean shouldBeEmpty(String destination, Instant now) {
        OpeningTimes times = times(destination);
        return times.isOpen() && times.openSince().isBefore(now.minus(TIME_TO_CATCH_UP));
    }

    private static void undecided(Counts today, List<String> wrong) {
        if (today.undecided() > 0) {
            wrong.add("nothing could be decided about " + OneLine.count(today.undecided(), "instance")
                    + " today, now in the quarantine: reasons.tsv says why");
        }
    }

    private void wrongWith(NodeStatus.Destination one, Instant now, List<String> wrong) {
        seen.archives()
                .outOfReach(one.name())
                .forEach(archive -> wrong.add(
                        archive.equals(one.name())
                                ? archive + " cannot be reached: the log says why"
                                : archive + ", of the group " + one.name() + ", cannot be reached: the log says why"));
        if (one.opensAt().isEmpty()
                && one.waiting() > 0
                && seen.meters().destination(one.name()).isFailing()) {
            wrong.add(
                    one.name() + " does not take what waits for it, which is tried again and again: the log says why");
        }
        one.oldest()
                .filter(age -> age.compareTo(LONG_WAIT) > 0 && shouldBeEmpty(one.name(), now))
                .ifPresent(age -> wrong.add(one.name() + " is behind: " + OneLine.count(one.waiting(), "instance")
                        + " in the spool for it"));
        if (one.held() > 0) {
            wrong.add(one.name() + ": " + OneLine.count(one.held(), "instance") + " held, in spool/queues/" + one.name()
                    + "/failed of the data folder, with the reasons");
        }
    }

    private void disks(List<String> wrong) {
        seen.state().disks().forEach((store, room) -> {
            if (room.free() < LEAST_FREE * room.size()) {
                wrong.add("the disk of " + store + " is nearly full: " + (room.free() >> 20) + " MiB are left");
            }
        });
    }

    private void certificates(Instant now, List<String> wrong) {
        for (TlsContext tls : seen.certificates()) {
            tls.certificate()
                    .filter(own -> own.expires().isBefore(now.plus(CERTIFICATE_SOON)))
                    .ifPresent(own -> wrong.add("our certificate for " + tls.name()
                            + (own.expires().isAfter(now) ? " expires " : " has expired: ") + own.expiryText()));
        }
    }
}
