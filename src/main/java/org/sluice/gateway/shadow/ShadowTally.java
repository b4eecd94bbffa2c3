package org.sluice.gateway.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;

/**
 * How often a shadow and the recipe in force have agreed, and where they have not. A difference is known by the line that made it: of
 * the shadow when only that flags, else of the recipe in force. So there are no more than the two recipes have labels. Any thread.
 */
final class ShadowTally {
    static final int MOST_SAMPLES = 20;
    /** A file that somebody has written cannot make it larger. */
    private static final int MOST_LINES = 10_000;

    private final Pair pair;
    private final Instant since;

    // Guarded by this.
    private long compared;
    private long bothFlagged;
    private long failed;
    private final Map<Line, Cases> lines = new LinkedHashMap<>();
    private long changes;

    /**
     * Which two recipes are compared.
     *
     * @param route called AE title
     * @param recipe that is in force, by the name of its file and the SHA-256 of its text
     * @param shadow likewise
     */
    record Pair(String route, String recipe, String recipeSha256, String shadow, String shadowSha256) {
        /** Whether the same texts are compared, whatever their files are called. */
        boolean isSame(Pair other) {
            return route.equals(other.route)
                    && recipeSha256.equals(other.recipeSha256)
                    && shadowSha256.equals(other.shadowSha256);
        }
    }

    /** What came of a comparison. */
    enum Kind {
        /** Both flag it, or neither does. */
        SAME,
        /** The shadow alone flags it. */
        FLAGGED,
        /** The recipe in force alone flags it. */
        CLEAN,
        /** The shadow cannot say. */
        UNDECIDED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The same for one instance, with the section that has made the difference; empty without one. */
    record Outcome(Kind kind, String section) {
        String word() {
            return kind.word();
        }
    }

    /** The label that makes a difference. */
    private record Line(Kind kind, String section, String label, int line) {
        static Line of(Kind kind, Match match) {
            return new Line(kind, match.section(), match.label(), match.line());
        }
    }

    /** An instance, by what may be told of it. */
    private record Sample(String uid, Instant at) {}

    private static final class Cases {
        private long count;
        private final Deque<Sample> last = new ArrayDeque<>();

        void add(Sample sample) {
            count++;
            if (last.size() == MOST_SAMPLES) {
                last.removeFirst();
            }
            last.addLast(sample);
        }
    }

    ShadowTally(Pair pair, Instant since) {
        this.pair = pair;
        this.since = since;
    }

    Pair pair() {
        return pair;
    }

    /** Takes note of one instance. */
    synchronized Outcome note(List<Match> live, Verdict shadow, String uid, Instant at) {
        changes++;
        compared++;
        if (!live.isEmpty() && shadow.flagged()) {
            bothFlagged++;
            return new Outcome(Kind.SAME, "");
        }
        if (shadow.flagged()) {
            return add(Kind.FLAGGED, shadow.matches().get(0), uid, at);
        }
        if (!shadow.undecided().isEmpty()) {
            return add(Kind.UNDECIDED, shadow.undecided().get(0), uid, at);
        }
        return live.isEmpty() ? new Outcome(Kind.SAME, "") : add(Kind.CLEAN, live.get(0), uid, at);
    }

    private Outcome add(Kind kind, Match match, String uid, Instant at) {
        lines.computeIfAbsent(Line.of(kind, match), line -> new Cases()).add(new Sample(uid, at));
        return new Outcome(kind, match.section());
    }

    /** The shadow has failed by a mistake of ours. */
    synchronized void failed() {
        changes++;
        failed++;
    }

    /** Grows with everything that is noted. */
    synchronized long changes() {
        return changes;
    }

    /** All of it, as it is kept and as it is shown. */
    synchronized ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("route", pair.route())
                .put("recipe", pair.recipe())
                .put("recipeSha256", pair.recipeSha256())
                .put("shadow", pair.shadow())
                .put("shadowSha256", pair.shadowSha256())
                .put("since", since.toString())
                .put("compared", compared)
                .put("bothFlagged", bothFlagged)
                .put("failed", failed);
        for (Kind kind : List.of(Kind.FLAGGED, Kind.CLEAN, Kind.UNDECIDED)) {
            json.put(
                    kind.word(),
                    lines.entrySet().stream()
                            .filter(one -> one.getKey().kind() == kind)
                            .mapToLong(one -> one.getValue().count)
                            .sum());
        }
        ArrayNode differences = json.putArray("differences");
        lines.forEach((line, cases) -> {
            ObjectNode one = differences
                    .addObject()
                    .put("kind", line.kind().word())
                    .put("section", line.section())
                    .put("label", line.label())
                    .put("line", line.line())
                    .put("count", cases.count);
            ArrayNode samples = one.putArray("samples");
            cases.last.forEach(sample -> samples.addObject()
                    .put("uid", sample.uid())
                    .put("at", sample.at().toString()));
        });
        return json;
    }

    /**
     * Reads what {@link #toJson} has made.
     *
     * @throws IllegalArgumentException when it is something else
     * @throws java.time.DateTimeException when a time is none
     */
    static ShadowTally of(JsonNode json) {
        Pair pair = new Pair(
                json.path("route").asText(),
                json.path("recipe").asText(),
                json.path("recipeSha256").asText(),
                json.path("shadow").asText(),
                json.path("shadowSha256").asText());
        ShadowTally tally =
                new ShadowTally(pair, Instant.parse(json.path("since").asText()));
        tally.compared = count(json, "compared");
        tally.bothFlagged = count(json, "bothFlagged");
        tally.failed = count(json, "failed");
        for (JsonNode one : json.path("differences")) {
            if (tally.lines.size() == MOST_LINES) {
                throw new IllegalArgumentException("expected at most " + MOST_LINES + " differences");
            }
            Line line = new Line(
                    kind(one.path("kind").asText()),
                    one.path("section").asText(),
                    one.path("label").asText(),
                    one.path("line").asInt());
            Cases cases = new Cases();
            one.path("samples")
                    .forEach(sample -> cases.add(new Sample(
                            sample.path("uid").asText(),
                            Instant.parse(sample.path("at").asText()))));
            cases.count = count(one, "count");
            tally.lines.put(line, cases);
        }
        return tally;
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("expected a kind of difference");
    }

    private static long count(JsonNode json, String key) {
        JsonNode count = json.path(key);
        if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
            throw new IllegalArgumentException("expected a count as \"" + key + "\"");
        }
        return count.longValue();
    }
}
