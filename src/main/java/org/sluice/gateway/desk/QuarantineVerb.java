package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.intake.QuarantineRelease;
import org.sluice.gateway.route.Route;
import org.sluice.store.HeldItem;
import org.sluice.store.KeptRecipes;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * {@code quarantine}: lists, shows, and does something with what is in the quarantine. An act on many stops after a while and
 * says where, so that whoever asks goes on from there. Any thread; one act at a time.
 */
public final class QuarantineVerb implements Verb {
    private static final Log LOG = Log.of(QuarantineVerb.class);
    private static final long ENOUGH = Duration.ofSeconds(10).toNanos();
    private static final int MOST_SHOWN = 12_000;
    private static final int MOST_AT_ONCE = 1000;
    private static final int MOST_PREVIEWED = 5;
    private static final int LONGEST_REASON = 1000;
    /** The longer side of a picture on which nobody reads a name. */
    static final int SMALL = 96;

    private final HeldSight sight;
    private final HeldActs acts;
    private final HeldStory story;
    private final HeldPictures pictures = new HeldPictures();
    private final QuarantineReview review;

    /**
     * Over the quarantine of a node.
     *
     * @param routes as they are now
     * @param destinations the names of those that are configured
     * @param decided told of each decision by its word, such as {@code rejected}
     */
    public QuarantineVerb(
            QuarantineReview review,
            Supplier<List<Route>> routes,
            QuarantineRelease release,
            KeptRecipes recipes,
            Set<String> destinations,
            Consumer<String> decided) {
        ReleaseRoutes road = new ReleaseRoutes(routes);
        this.review = review;
        this.sight = new HeldSight(review);
        this.acts = new HeldActs(sight, review, road, release, destinations, decided);
        this.story = new HeldStory(review, road, recipes);
    }

    @Override
    public String name() {
        return "quarantine";
    }

    private interface Step {
        /** @return a line to be told, or none */
        Optional<String> on(HeldActs.Named one) throws IOException;
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        JsonNode asked = request.fields();
        HeldSelection selection = HeldSelection.of(asked);
        String user = request.user();
        String act = asked.path("act").asText();
        return switch (act) {
            case "list" -> list(selection, asked.path("limit").asInt(MOST_SHOWN));
            case "count" -> count(selection);
            case "look" -> look(selection);
            case "show" -> show(selection, request, asked.path("values").asBoolean());
            case "open" -> open(selection, request);
            case "picture" -> picture(selection, request);
            case "release" -> {
                String reason = reason(asked);
                HeldActs.Wanted wanted = wanted(asked);
                yield act(selection, one -> told(() -> acts.release(one, wanted, user, reason)));
            }
            case "reject" -> {
                String reason = reason(asked);
                yield act(selection, one -> told(() -> acts.reject(one, user, reason)));
            }
            case "purge" -> {
                String reason = reason(asked);
                yield act(selection, one -> told(() -> acts.purge(one, user, reason)));
            }
            case "reevaluate" -> reevaluate(selection, asked, user);
            default ->
                throw new RefusalException(
                        "expected list, show, open, release, reject, reevaluate or purge, found another act");
        };
    }

    private static String reason(JsonNode asked) throws RefusalException {
        String reason = asked.path("reason").asText();
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new RefusalException("expected a reason of 1 to " + LONGEST_REASON + " characters, found "
                    + (reason.isBlank() ? "none" : reason.length()));
        }
        return reason;
    }

    private static HeldActs.Wanted wanted(JsonNode asked) {
        List<String> to = new ArrayList<>();
        asked.path("to").forEach(name -> to.add(name.asText()));
        return new HeldActs.Wanted(
                asked.path("route").asInt(), to, asked.path("asItCame").asBoolean());
    }

    private ObjectNode list(HeldSelection selection, int limit) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        int most = Math.max(1, Math.min(limit, MOST_SHOWN));
        List<HeldItem> page = sight.page(selection, most);
        page.forEach(item -> items.add(HeldSight.describe(item)));
        if (page.size() == most) {
            answer.put("next", HeldSelection.Place.of(page.get(most - 1)).toString());
        }
        return answer;
    }

    private ObjectNode count(HeldSelection selection) throws IOException {
        HeldSight.Count count = sight.count(selection);
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("found", count.found())
                .put("caughtByOthers", count.caughtByOthers());
        ArrayNode items = answer.putArray("items");
        sight.page(selection, MOST_PREVIEWED).forEach(item -> items.add(HeldSight.describe(item)));
        return answer;
    }

    /** Those that were named, as the list has them. */
    private ObjectNode look(HeldSelection selection) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (HeldActs.Named one : files(selection)) {
            QuarantinedInstance instance = sight.require(one.id(), one.file(), selection.states());
            QuarantineState state = review.stateOf(instance).orElse(QuarantineState.WAITING);
            items.add(HeldSight.describe(HeldItem.of(instance.file(), state, instance.entry())));
        }
        return answer;
    }

    private ObjectNode show(HeldSelection selection, Request request, boolean values) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (HeldActs.Named one : files(selection)) {
            QuarantinedInstance instance = sight.require(one.id(), one.file(), selection.states());
            if (values) {
                review.opened(instance, new QuarantineReview.Act(request.user(), "values shown"));
            }
            items.add(story.of(instance, values ? HeldStory.Values.SHOWN : HeldStory.Values.HIDDEN));
        }
        return answer;
    }

    /** One frame of the first that was named, as PNG in base64. Who looks at more than a small one is recorded. */
    private ObjectNode picture(HeldSelection selection, Request request) throws IOException {
        HeldActs.Named one = files(selection).get(0);
        QuarantinedInstance instance = sight.require(one.id(), one.file(), selection.states());
        int size = request.fields().path("size").asInt(SMALL);
        byte[] png = pictures.png(instance, request.fields().path("frame").asInt(), size);
        if (size > SMALL) {
            review.opened(instance, new QuarantineReview.Act(request.user(), "picture shown"));
        }
        return JsonNodeFactory.instance.objectNode().put("png", png);
    }

    private ObjectNode open(HeldSelection selection, Request request) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode paths = answer.putArray("paths");
        for (HeldActs.Named one : files(selection)) {
            QuarantinedInstance instance = sight.require(one.id(), one.file(), selection.states());
            review.opened(instance, new QuarantineReview.Act(request.user(), "file opened"));
            paths.add(instance.path().toAbsolutePath().normalize().toString());
        }
        return answer;
    }

    /** Those that were named, of which there is at least one each. */
    private List<HeldActs.Named> files(HeldSelection selection) throws IOException {
        List<HeldActs.Named> files = new ArrayList<>();
        for (Map.Entry<String, List<String>> one : sight.named(selection).entrySet()) {
            if (one.getValue().isEmpty()) {
                throw sight.unknown(one.getKey());
            }
            one.getValue().forEach(file -> files.add(new HeldActs.Named(one.getKey(), file)));
        }
        return files;
    }

    private interface Silent {
        void run() throws IOException;
    }

    private static Optional<String> told(Silent step) throws IOException {
        step.run();
        return Optional.empty();
    }

    private ObjectNode reevaluate(HeldSelection selection, JsonNode asked, String user) throws IOException {
        boolean release = asked.path("release").asBoolean();
        String reason = release ? reason(asked) : "";
        HeldActs.Wanted wanted = wanted(asked);
        return act(selection, one -> {
            HeldActs.Verdict now = acts.reevaluate(one, wanted.route());
            boolean goes = release && now.goesOn();
            if (goes) {
                acts.release(one, wanted, user, reason);
            }
            return Optional.of(one.file() + ": " + now.words() + (goes ? ", released" : ""));
        });
    }

    private synchronized ObjectNode act(HeldSelection selection, Step step) throws IOException {
        Tally tally = new Tally();
        if (!selection.ids().isEmpty()) {
            for (Map.Entry<String, List<String>> one : sight.named(selection).entrySet()) {
                if (one.getValue().isEmpty()) {
                    tally.refuse(whyNot(one.getKey()));
                }
                for (String file : one.getValue()) {
                    tally.run(step, new HeldActs.Named(one.getKey(), file));
                }
            }
            return tally.answer(Optional.empty());
        }
        long begun = System.nanoTime();
        List<HeldItem> page = sight.page(selection, MOST_AT_ONCE);
        for (HeldItem item : page) {
            tally.run(step, new HeldActs.Named(item.file(), item.file()));
            if (System.nanoTime() - begun > ENOUGH) {
                return tally.answer(Optional.of(HeldSelection.Place.of(item)));
            }
        }
        return tally.answer(
                page.size() < MOST_AT_ONCE
                        ? Optional.empty()
                        : Optional.of(HeldSelection.Place.of(page.get(page.size() - 1))));
    }

    /** Of a UID that is not in the states of an act: whether it is in another. */
    private String whyNot(String id) throws IOException {
        List<String> elsewhere =
                review.files(Set.of(id), EnumSet.allOf(QuarantineState.class)).getOrDefault(id, List.of());
        for (String file : elsewhere) {
            Optional<QuarantinedInstance> found = review.find(file);
            Optional<QuarantineState> state = found.flatMap(review::stateOf);
            if (state.isPresent()) {
                return HeldSight.not(id, state.get());
            }
        }
        return OneLine.message(sight.unknown(id));
    }

    /** What came of an act on many. */
    private static final class Tally {
        private static final int MOST_TOLD = 20;

        private final ArrayNode refused = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        private int done;
        private int failed;

        void run(Step step, HeldActs.Named one) {
            try {
                step.on(one).ifPresent(lines::add);
                done++;
            } catch (IOException e) {
                refuse((e instanceof RefusalException ? "" : one.file() + ": ") + OneLine.message(e));
            } catch (RuntimeException fault) {
                LOG.error("{}: a mistake of ours: {}", one.file(), OneLine.fault(fault));
                refuse(one.file() + ": a mistake in sluice itself; its log has more");
            }
        }

        void refuse(String why) {
            failed++;
            if (refused.size() < MOST_TOLD) {
                refused.add(why);
            }
        }

        ObjectNode answer(Optional<HeldSelection.Place> next) {
            ObjectNode answer = JsonNodeFactory.instance
                    .objectNode()
                    .put("done", done)
                    .put("failed", failed)
                    .put("next", next.map(HeldSelection.Place::toString).orElse(""));
            answer.set("refused", refused);
            answer.set("lines", lines);
            return answer;
        }
    }

    /** Deletes what was rejected before a moment; says how many. */
    public synchronized int purgeRejected(Instant before) throws IOException {
        return acts.purgeRejected(before);
    }

    /**
     * Ends what a crash has left of releases, before anything of the spool is delivered.
     *
     * @param spooled gives the files from which what the spool has was released; asked only when there is something
     */
    public synchronized void finish(Supplier<Set<String>> spooled) throws IOException {
        if (!review.unfinished().isEmpty()) {
            acts.finish(spooled.get());
        }
    }
}
