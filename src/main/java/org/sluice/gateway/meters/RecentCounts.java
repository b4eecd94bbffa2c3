package org.sluice.gateway.meters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.sluice.status.Counts;

/**
 * What was counted in the last 48 hours: minute by minute in the last one, else by quarters of an hour, since midnight is at one
 * in every time zone. Kept as
 *
 * <pre>
 *   { "since": "2026-11-28T09:13:00Z",
 *     "counts": [ { "from": "2026-11-30T08:15:00Z", "received": 12, "clean": 10, "flagged": 2, "refused": 0, "undecided": 0,
 *                   "destinations": { "archive": { "delivered": 10, "held": 0 } } } ] }
 * </pre>
 *
 * <p>For one thread at a time.
 */
final class RecentCounts {
    private static final Duration KEPT = Duration.ofDays(2);
    /** A little more than the hour that is asked for. */
    private static final Duration BY_MINUTES = Duration.ofMinutes(75);

    private static final long QUARTER_SECONDS = 900;
    /** Nobody has counted more; keeps sums from running over. */
    private static final long MOST = 1L << 50;

    private final NavigableMap<Instant, Counts> counts = new TreeMap<>();
    private final Instant since;

    /** Begins to count. */
    RecentCounts(Instant since) {
        this.since = since;
    }

    /** When counting began. */
    Instant since() {
        return since;
    }

    /** Notes what has come, as of now. */
    void add(Counts more, Instant now) {
        if (!more.isNone()) {
            counts.merge(now.truncatedTo(ChronoUnit.MINUTES), more, Counts::plus);
        }
        counts.headMap(now.minus(KEPT)).clear();
        NavigableMap<Instant, Counts> old =
                new TreeMap<>(counts.headMap(now.minus(BY_MINUTES).truncatedTo(ChronoUnit.MINUTES)));
        old.forEach((minute, then) -> {
            Instant quarter = quarter(minute);
            if (!quarter.equals(minute)) {
                counts.remove(minute);
                counts.merge(quarter, then, Counts::plus);
            }
        });
    }

    private static Instant quarter(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), QUARTER_SECONDS) * QUARTER_SECONDS);
    }

    /** What was counted from a time on, up to now: to the minute within the last hour, else to the quarter of an hour. */
    Counts between(Instant from, Instant now) {
        return counts.subMap(from, true, now.isBefore(from) ? from : now, true).values().stream()
                .reduce(Counts.NONE, Counts::plus);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("since", since.toString());
        var list = json.putArray("counts");
        counts.forEach((from, then) -> {
            ObjectNode one = list.addObject()
                    .put("from", from.toString())
                    .put("received", then.received())
                    .put("clean", then.clean())
                    .put("flagged", then.flagged())
                    .put("refused", then.refused())
                    .put("undecided", then.undecided());
            if (then.reported() > 0) {
                one.put("reported", then.reported());
            }
            ObjectNode destinations = one.putObject("destinations");
            new TreeMap<>(then.destinations()).forEach((name, to) -> destinations
                    .putObject(name)
                    .put("delivered", to.delivered())
                    .put("held", to.held()));
        });
        return json;
    }

    /**
     * Reads what {@link #toJson} has made.
     *
     * @throws IllegalArgumentException when it is something else
     * @throws java.time.DateTimeException when a time is none
     */
    static RecentCounts of(JsonNode json) {
        if (!json.path("counts").isArray()) {
            throw new IllegalArgumentException("expected a list \"counts\"");
        }
        RecentCounts read = new RecentCounts(time(json, "since"));
        for (JsonNode one : json.path("counts")) {
            Map<String, Counts.Deliveries> destinations = new TreeMap<>();
            one.path("destinations")
                    .properties()
                    .forEach(to -> destinations.put(
                            to.getKey(),
                            new Counts.Deliveries(count(to.getValue(), "delivered"), count(to.getValue(), "held"))));
            read.counts.merge(
                    time(one, "from"),
                    new Counts(
                            count(one, "received"),
                            count(one, "clean"),
                            count(one, "flagged"),
                            count(one, "refused"),
                            count(one, "undecided"),
                            one.has("reported") ? count(one, "reported") : 0,
                            destinations),
                    Counts::plus);
        }
        return read;
    }

    private static Instant time(JsonNode json, String key) {
        return Instant.parse(json.path(key).asText());
    }

    private static long count(JsonNode json, String key) {
        JsonNode count = json.path(key);
        if (!count.isIntegralNumber()
                || !count.canConvertToLong()
                || count.longValue() < 0
                || count.longValue() > MOST) {
            throw new IllegalArgumentException("expected a count as \"" + key + "\"");
        }
        return count.longValue();
    }
}
