package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.control.Verb;
import org.sluice.ledger.Entry;
import org.sluice.ledger.LedgerJson;
import org.sluice.ledger.LedgerView;
import org.sluice.ledger.LedgerView.Selection;

/**
 * {@code ledger}: what became of the instances that were received, today's by route, or those of a study, an instance or an
 * association.
 *
 * @param data the node's folder for data
 * @param clock says when today began
 */
public record LedgerVerb(Path data, Clock clock) implements Verb {
    private static final int MOST_SHOWN = 1000;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public ObjectNode answer(Request request) throws IOException {
        JsonNode asked = request.fields();
        String study = asked.path("study").asText();
        String instance = asked.path("instance").asText();
        String association = asked.path("association").asText();
        boolean listed = !(study + instance + association).isEmpty();
        Selection selection = new Selection(
                since(asked.path("since").asText(), listed), Long.MAX_VALUE, study, instance, association);
        int most = Math.max(0, Math.min(asked.path("limit").asInt(MOST_SHOWN), MOST_SHOWN));
        try (LedgerView view = LedgerView.open(data)) {
            List<Entry> entries = listed ? view.entries(selection, most) : List.of();
            return LedgerJson.of(selection, view.sums(selection), entries, view.gaps(selection.since()));
        } catch (NoSuchFileException none) {
            throw new RefusalException("there is no ledger yet");
        }
    }

    private long since(String text, boolean listed) throws RefusalException {
        if (text.isEmpty()) {
            ZonedDateTime now = ZonedDateTime.now(clock);
            return listed
                    ? 0
                    : now.toLocalDate().atStartOfDay(now.getZone()).toInstant().toEpochMilli();
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new RefusalException("expected a time such as 2026-11-22T22:34:20Z, found another text");
        }
    }
}
