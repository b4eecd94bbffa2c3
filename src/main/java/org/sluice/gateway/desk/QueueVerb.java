package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.delivery.Forwarder;
import org.sluice.gateway.route.Route;
import org.sluice.ledger.Ledger;
import org.sluice.store.DropRecord;
import org.sluice.store.Spool;
import org.sluice.text.OneLine;

/**
 * {@code queue}: lists, shows, and does something with what waits or is held. An act on many stops after a while and says where,
 * so that whoever asks goes on from there. Any thread; one act at a time.
 */
public final class QueueVerb implements Verb {
    private static final long ENOUGH = Duration.ofSeconds(10).toNanos();
    private static final int MOST_SHOWN = 10_000;
    private static final int MOST_TOLD = 20;

    private final QueueSight sight;
    private final QueueActs acts;

    /**
     * Over the queues of a node.
     *
     * @param routes as they are now
     */
    public QueueVerb(
            Spool spool,
            Map<String, Forwarder> forwarders,
            CommitmentNotes notes,
            Ledger ledger,
            DropRecord dropped,
            Supplier<List<Route>> routes) {
        this.sight = new QueueSight(spool, forwarders);
        this.acts = new QueueActs(
                sight, notes, ledger, dropped, new QueueMoves(spool, new ReleaseRoutes(routes), notes, ledger));
    }

    @Override
    public String name() {
        return "queue";
    }

    private interface Act {
        void on(Selection.Id id) throws IOException;
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        Selection selection = Selection.of(request.fields());
        String act = request.fields().path("act").asText();
        String to = request.fields().path("to").asText();
        String reason = request.fields().path("reason").asText();
        return switch (act) {
            case "list" -> list(selection, request.fields().path("limit").asInt(MOST_SHOWN));
            case "show" -> show(selection);
            case "count-retry", "count-drop", "count-move" -> count(selection, true);
            case "count-hold", "count-skip" -> count(selection, false);
            case "retry" -> act(selection, true, acts::retry);
            case "hold" -> act(selection, false, id -> acts.hold(id, request.user()));
            case "skip" -> act(selection, false, acts::skip);
            case "drop" -> {
                if (reason.isBlank()) {
                    throw new RefusalException("expected a reason to drop something, found none");
                }
                yield act(selection, true, id -> acts.drop(id, request.user(), reason));
            }
            case "move" ->
                act(
                        selection,
                        true,
                        id -> acts.move(id, to, request.fields().path("asMade").asBoolean(), request.user()));
            default ->
                throw new RefusalException("expected list, show, retry, hold, skip, drop or move, found another act");
        };
    }

    private ObjectNode list(Selection selection, int limit) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        List<Selection.Id> found = sight.select(selection, true, true);
        sight.describeQueues(answer);
        ArrayNode entries = answer.putArray("instances");
        List<Selection.Id> page = found.subList(0, Math.min(found.size(), Math.max(0, Math.min(limit, MOST_SHOWN))));
        for (Selection.Id id : page) {
            sight.describe(id).ifPresent(entries::add);
        }
        if (page.size() < found.size() && !page.isEmpty()) {
            answer.put("next", page.get(page.size() - 1).toString());
        }
        return answer.put("found", found.size());
    }

    private ObjectNode show(Selection selection) throws IOException {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (Selection.Id id : selection.ids()) {
            Optional<ObjectNode> shown = sight.describe(id);
            if (shown.isEmpty()) {
                throw sight.unknown(id);
            }
            entries.add(shown.get());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("instances", entries);
        return answer;
    }

    private ObjectNode count(Selection selection, boolean held) throws IOException {
        return JsonNodeFactory.instance
                .objectNode()
                .put("found", sight.select(selection, true, held).size());
    }

    private synchronized ObjectNode act(Selection selection, boolean held, Act act) throws IOException {
        List<Selection.Id> ids = selection.ids().isEmpty() ? sight.select(selection, true, held) : selection.ids();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode refused = JsonNodeFactory.instance.arrayNode();
        int done = 0;
        int failed = 0;
        long begun = System.nanoTime();
        for (Selection.Id id : ids) {
            try {
                act.on(id);
                done++;
            } catch (IOException e) {
                failed++;
                if (refused.size() < MOST_TOLD) {
                    refused.add((e instanceof RefusalException ? "" : id + ": ") + OneLine.message(e));
                }
            }
            if (System.nanoTime() - begun > ENOUGH
                    && !id.equals(ids.get(ids.size() - 1))
                    && selection.ids().isEmpty()) {
                answer.put("next", id.toString());
                break;
            }
        }
        answer.put("found", ids.size()).put("done", done).put("failed", failed);
        answer.set("refused", refused);
        return answer;
    }
}
