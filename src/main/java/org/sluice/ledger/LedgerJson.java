package org.sluice.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a ledger shows, as JSON: for the command line and whoever asks over HTTP. */
public final class LedgerJson {
    private LedgerJson() {}

    /** Sums, entries and the times of which not all is known. */
    public static ObjectNode of(
            LedgerView.Selection selection, List<LedgerView.Sum> sums, List<Entry> entries, List<Gap> gaps) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("since", Instant.ofEpochMilli(selection.since()).toString());
        for (LedgerView.Sum sum : sums) {
            ObjectNode one = all.withArray("sums").addObject();
            one.put("route", sum.route()).put("callingAe", sum.callingAe()).put("destination", sum.destination());
            one.put("received", sum.received()).put("bytes", sum.bytes());
            for (InstanceState fate : InstanceState.values()) {
                one.put(fate.word(), sum.count(fate));
            }
        }
        entries.forEach(entry -> all.withArray("instances").add(of(entry)));
        List<ObjectNode> missing = new ArrayList<>();
        gaps.forEach(gap -> missing.add(JsonNodeFactory.instance
                .objectNode()
                .put("from", Instant.ofEpochMilli(gap.from()).toString())
                .put("to", Instant.ofEpochMilli(gap.to()).toString())
                .put("events", gap.events())));
        all.putArray("gaps").addAll(missing);
        return all;
    }

    /** An entry. */
    public static ObjectNode of(Entry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sopInstanceUid", entry.receipt().sopInstanceUid())
                .put("studyUid", entry.receipt().studyUid())
                .put(
                        "receivedAt",
                        Instant.ofEpochMilli(entry.receipt().receivedAt()).toString())
                .put("association", entry.receipt().association())
                .put("route", entry.receipt().route())
                .put("callingAe", entry.receipt().callingAe())
                .put("bytes", entry.receipt().bytes())
                .put("destination", entry.destination())
                .put("fate", entry.fate().word())
                .put("since", Instant.ofEpochMilli(entry.since()).toString())
                .put("knownBy", entry.source().word());
    }
}
