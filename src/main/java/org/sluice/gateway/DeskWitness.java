package org.sluice.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.gateway.control.Verb;
import org.sluice.gateway.desk.Deed;
import org.sluice.gateway.desk.DeskOperator;
import org.sluice.gateway.desk.SignInRefusal;
import org.sluice.gateway.desk.Witness;
import org.sluice.gateway.meters.DeskMeters;
import org.sluice.store.AuditTrail;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Counts what people do with a node, and keeps it in the audit: what somebody has asked for before it is done, and then what came
 * of it. What cannot be kept is not done. Any thread.
 */
final class DeskWitness implements Witness {
    private static final Log LOG = Log.of(DeskWitness.class);

    /** What is not about the deed itself, or stands elsewhere in the entry. */
    private static final Set<String> LEFT_OUT = Set.of("verb", "act", "limit");

    private static final int MOST_FIELDS = 20;
    private static final int MOST_NAMED = 100;
    private static final int LONGEST = 1000;
    private static final int LONGEST_NAME = 200;

    private final AuditTrail trail;
    private final Optional<DeskMeters> meters;
    private final RefusalAllowance allowance = new RefusalAllowance(System::nanoTime);

    /** @param meters empty where nobody looks at them */
    DeskWitness(AuditTrail trail, Optional<DeskMeters> meters) {
        this.trail = trail;
        this.meters = meters;
        meters.ifPresent(one -> one.count(Deed.words(), SignInRefusal.words()));
    }

    // ---- deeds

    @Override
    public Account begins(Deed deed, Verb.Request request) throws IOException {
        ObjectNode entry = entry(deed.word(), request.user(), request.from(), "asked");
        entry.set("about", about(request.fields()));
        long number;
        try {
            number = trail.append(entry);
        } catch (IOException e) {
            meters.ifPresent(DeskMeters::refused);
            throw new IOException(
                    "not done, for the audit cannot be written, and nothing is done that is not in it: "
                            + OneLine.message(e),
                    e);
        }
        return new Kept(deed, request, number);
    }

    /** What is told of one that is in the audit under a number. */
    private final class Kept implements Account {
        private final Deed deed;
        private final Verb.Request request;
        private final long number;

        Kept(Deed deed, Verb.Request request, long number) {
            this.deed = deed;
            this.request = request;
            this.number = number;
        }

        @Override
        public void done(ObjectNode answer) {
            if (isRefused(answer)) {
                refused(answer.path("refused").path(0).asText("something is wrong with it: the log says what"));
                return;
            }
            meters.ifPresent(one -> one.done(deed.word()));
            if (!deed.isLook()) {
                ObjectNode entry = outcome("done");
                copyCount(answer, "done", entry);
                copyCount(answer, "failed", entry);
                append(entry);
            }
        }

        @Override
        public void refused(String why) {
            meters.ifPresent(DeskMeters::refused);
            append(outcome("refused").put("why", OneLine.of(why, LONGEST)));
        }

        private ObjectNode outcome(String word) {
            return entry(deed.word(), request.user(), request.from(), word).put("of", number);
        }
    }

    private static void copyCount(ObjectNode answer, String key, ObjectNode entry) {
        if (answer.path(key).isInt()) {
            entry.put(key, answer.path(key).asInt());
        }
    }

    /** Of an act on several, each may be refused; of a reload, all of it. */
    private static boolean isRefused(ObjectNode answer) {
        boolean none =
                answer.path("done").asInt(1) == 0 && answer.path("failed").asInt() > 0;
        return none || !answer.path("problems").isEmpty();
    }

    /** What was asked, as far as it fits: names and counts, and the words of whoever asks. */
    private static ObjectNode about(JsonNode fields) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (about.size() < MOST_FIELDS && !LEFT_OUT.contains(field.getKey()) && !isNothing(field.getValue())) {
                about.set(OneLine.of(field.getKey(), LONGEST_NAME), bounded(field.getValue()));
            }
        }
        return about;
    }

    /** What is not asked for: an empty text or list, no, 0. */
    private static boolean isNothing(JsonNode value) {
        return value.isArray() ? value.isEmpty() : List.of("", "0", "false").contains(value.asText());
    }

    private static JsonNode bounded(JsonNode value) {
        if (value.isArray()) {
            ArrayNode some = JsonNodeFactory.instance.arrayNode();
            for (JsonNode one : value) {
                if (some.size() == MOST_NAMED) {
                    return some.add("and " + (value.size() - MOST_NAMED) + " more");
                }
                some.add(OneLine.of(one.asText(), LONGEST_NAME));
            }
            return some;
        }
        return value.isNumber() || value.isBoolean()
                ? value
                : JsonNodeFactory.instance.textNode(OneLine.of(value.asText(), LONGEST));
    }

    @Override
    public void forbidden(Deed deed, DeskOperator who) {
        meters.ifPresent(DeskMeters::refused);
        append(entry(deed.word(), who.name(), who.address(), "forbidden")
                .put("role", who.role().word()));
    }

    // ---- the door

    @Override
    public void signedIn(DeskOperator who) throws IOException {
        trail.append(entry("sign-in", who.name(), who.address(), "done")
                .put("role", who.role().word()));
    }

    @Override
    public void signedOut(DeskOperator who) {
        append(entry("sign-out", who.name(), who.address(), "done"));
    }

    /** Who knocks again and again may not fill the disk: so many are kept in a minute, and then how many more there were. */
    @Override
    public void signInRefused(String name, String address, SignInRefusal why) {
        meters.ifPresent(one -> one.signInRefused(why.word()));
        if (allowance.take()) {
            long unlisted = allowance.unlisted();
            ObjectNode entry = entry("sign-in", OneLine.of(name, LONGEST_NAME), address, "refused")
                    .put("why", why.word());
            append(unlisted == 0 ? entry : entry.put("unlisted", unlisted));
        }
    }

    // ---- the node

    /** The node takes instances from now on. */
    void started(String version) throws IOException {
        trail.append(entry("start", "sluice", "", "done").put("version", version));
    }

    /** It was told to end, and takes none any more. */
    void stopped() {
        append(entry("stop", "sluice", "", "done"));
    }

    private static ObjectNode entry(String event, String by, String from, String outcome) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("event", event);
        entry.put("by", by).put("from", from).put("outcome", outcome);
        return entry;
    }

    /** What has happened has happened; the log has it where the audit does not take it. */
    private void append(ObjectNode entry) {
        try {
            trail.append(entry);
        } catch (IOException e) {
            LOG.error(
                    "the audit cannot be written, and does not have that {} by {} was {}: {}",
                    entry.path("event").asText(),
                    entry.path("by").asText(),
                    entry.path("outcome").asText(),
                    e);
        }
    }
}
