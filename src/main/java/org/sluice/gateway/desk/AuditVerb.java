package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.store.AuditFiles;
import org.sluice.store.QuarantineReview;

/**
 * {@code audit}: what people have done with instances of the quarantine, one by one; with the act {@code events} all that is in the
 * audit of the node. The last first.
 */
public record AuditVerb(QuarantineReview review, AuditFiles trail) implements Verb {
    private static final int MOST_SHOWN = 1000;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        JsonNode asked = request.fields();
        int most = Math.max(1, Math.min(asked.path("limit").asInt(MOST_SHOWN), MOST_SHOWN));
        long before = asked.path("after").asLong(Long.MAX_VALUE);
        return asked.path("act").asText().equals("events")
                ? events(trail.last(before, since(asked.path("since").asText()), most), most)
                : decisions(review.last(before, most), most);
    }

    private static Instant since(String text) throws RefusalException {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new RefusalException("since: expected a time such as 2026-11-22T22:34:20Z, found another text");
        }
    }

    /** Entries as a verb answers them; whoever reads the files themselves shows the same. */
    public static ObjectNode events(List<ObjectNode> entries, int most) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        items.addAll(entries);
        if (entries.size() == most) {
            answer.put("next", entries.get(most - 1).path("n").asText());
        }
        return answer;
    }

    private static ObjectNode decisions(List<QuarantineReview.Numbered> rows, int most) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (QuarantineReview.Numbered row : rows) {
            items.addObject()
                    .put("at", row.done().at())
                    .put("by", row.done().by())
                    .put("decision", row.done().decision())
                    .put("file", row.file())
                    .put("reason", row.done().reason())
                    .put("destinations", row.done().destinations());
        }
        if (rows.size() == most) {
            answer.put("next", Long.toString(rows.get(most - 1).number()));
        }
        return answer;
    }
}
