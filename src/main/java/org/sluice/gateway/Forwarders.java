package org.sluice.gateway;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.Forwarder;
import org.sluice.gateway.delivery.OpeningTimes;
import org.sluice.gateway.delivery.Perseverance;
import org.sluice.gateway.meters.Meters;
import org.sluice.ledger.Ledger;
import org.sluice.store.DestinationQueue;
import org.sluice.store.Spool;

/** What empties the queue of each destination of a node, and when it may. */
final class Forwarders {
    private final Configuration configuration;
    private final Map<String, OpeningTimes> times = new LinkedHashMap<>();
    private final List<Forwarder> forwarders = new CopyOnWriteArrayList<>();

    /** For the destinations of a configuration; none is begun yet. */
    Forwarders(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        configuration
                .destinations()
                .forEach((name, one) ->
                        times.put(name, new OpeningTimes(one.traffic().hours(), clock)));
    }

    /** Begins to deliver to each. */
    void start(
            Spool spool,
            Destinations destinations,
            Perseverance retry,
            Meters meters,
            CommitmentNotes notes,
            Ledger ledger)
            throws IOException {
        for (DestinationConfig destination : configuration.destinations().values()) {
            DestinationQueue queue = spool.queue(destination.name());
            Forwarder forwarder = new Forwarder(
                    queue,
                    reached -> destinations.open(destination, queue, reached),
                    destinations.most(destination),
                    times.getOrDefault(destination.name(), OpeningTimes.ALWAYS),
                    retry,
                    meters,
                    notes,
                    ledger);
            forwarders.add(forwarder);
            forwarder.start();
        }
    }

    /** When each destination is given instances, by name. */
    Map<String, OpeningTimes> times() {
        return times;
    }

    /** Whether each destination is given instances now, by name. */
    Map<String, BooleanSupplier> open() {
        Map<String, BooleanSupplier> open = new LinkedHashMap<>();
        times.forEach((name, one) -> open.put(name, one::isOpen));
        return open;
    }

    /** Those that were started, by the names of their destinations. */
    Map<String, Forwarder> byName() {
        Map<String, Forwarder> byName = new HashMap<>();
        forwarders.forEach(one -> byName.put(one.destination(), one));
        return byName;
    }

    /** What waits for an archive, or for a group of which it is a member, is tried now. */
    void resume(String archive) {
        for (Forwarder forwarder : forwarders) {
            boolean meant = forwarder.destination().equals(archive)
                    || (configuration.destinations().get(forwarder.destination())
                                    instanceof DestinationConfig.Failover group
                            && group.members().contains(archive));
            if (meant) {
                forwarder.resume();
            }
        }
    }

    /** Which destinations do not take what waits for them, and which are not given it now; in words. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        forwarders.forEach(one -> one.alarm().ifPresent(notes::add));
        forwarders.forEach(one -> one.closed().ifPresent(notes::add));
        return notes;
    }

    /** All stop after the instances in flight. */
    void stop() {
        forwarders.forEach(Forwarder::stop);
    }

    /** Waits for all of them to end, at most so long in all. */
    void awaitStop(Duration grace) {
        Forwarder.awaitStop(forwarders, grace);
    }
}
