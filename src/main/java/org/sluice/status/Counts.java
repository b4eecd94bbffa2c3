package org.sluice.status;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * How many instances. The metrics of the same names say what is counted when.
 *
 * @param received C-STORE requests answered, whatever the answer
 * @param clean those that no filter matched
 * @param flagged those that a filter matched
 * @param refused those answered with a failure by the node itself
 * @param undecided those quarantined because nothing could be decided
 * @param reported matches of sections that only report, whatever became of the instances
 * @param destinations what became of deliveries, by the names of the destinations
 */
public record Counts(
        long received,
        long clean,
        long flagged,
        long refused,
        long undecided,
        long reported,
        Map<String, Deliveries> destinations) {

    /** Nothing at all. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());

    /**
     * To one destination.
     *
     * @param delivered instances that it has taken
     * @param held instances that it refuses
     */
    public record Deliveries(long delivered, long held) {
        static final Deliveries NONE = new Deliveries(0, 0);
    }

    public Counts {
        destinations = Map.copyOf(destinations);
    }

    /** Without any match of a section that only reports. */
    public Counts(
            long received,
            long clean,
            long flagged,
            long refused,
            long undecided,
            Map<String, Deliveries> destinations) {
        this(received, clean, flagged, refused, undecided, 0, destinations);
    }

    /** To a destination; nothing where none is known. */
    public Deliveries to(String destination) {
        return destinations.getOrDefault(destination, Deliveries.NONE);
    }

    /** These and those. */
    public Counts plus(Counts other) {
        return combined(other, Long::sum);
    }

    /** What has come since those. */
    public Counts minus(Counts earlier) {
        return combined(earlier, (now, then) -> now - then);
    }

    private Counts combined(Counts other, LongBinaryOperator with) {
        Map<String, Deliveries> both = new TreeMap<>(destinations);
        other.destinations.keySet().forEach(name -> both.putIfAbsent(name, Deliveries.NONE));
        both.replaceAll((name, ours) -> new Deliveries(
                with.applyAsLong(ours.delivered, other.to(name).delivered),
                with.applyAsLong(ours.held, other.to(name).held)));
        return new Counts(
                with.applyAsLong(received, other.received),
                with.applyAsLong(clean, other.clean),
                with.applyAsLong(flagged, other.flagged),
                with.applyAsLong(refused, other.refused),
                with.applyAsLong(undecided, other.undecided),
                with.applyAsLong(reported, other.reported),
                both);
    }

    /** Whether there is nothing. */
    public boolean isNone() {
        return received == 0
                && clean == 0
                && flagged == 0
                && refused == 0
                && undecided == 0
                && reported == 0
                && destinations.values().stream().allMatch(Deliveries.NONE::equals);
    }
}
