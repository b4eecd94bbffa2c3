package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.sluice.gateway.control.Verb;
import org.sluice.store.QuarantineReview;

/** {@code audit}: what people have done with instances of the quarantine, the last first. */
public record AuditVerb(QuarantineReview review) implements Verb {
    private static final int MOST_SHOWN = 1000;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        JsonNode asked = request.fields();
        int most = Math.max(1, Math.min(asked.path("limit").asInt(MOST_SHOWN), MOST_SHOWN));
        List<QuarantineReview.Numbered> rows = review.last(asked.path("after").asLong(Long.MAX_VALUE), most);
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
