package org.sluice.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;

/**
 * A status as JSON. Its keys are documented in {@code docs/monitoring.md} and stay as they are; others may come.
 *
 * <pre>
 *   { "at": "2026-11-30T08:33:00Z", "zone": "Europe/Berlin", "startedAt": "…", "countedSince": "…", "ready": true, "wrong": [],
 *     "today":    { "received": 12, "clean": 10, "flagged": 2, "refused": 0, "undecided": 0, "reported": 0 },
 *     "lastHour": { … },
 *     "destinations": [ { "name": "archive", "waiting": 0, "held": 0, "lastSuccess": "…", "opensAt": "…",
 *                         "today": { "delivered": 10, "held": 0 }, "lastHour": { … } } ],
 *     "dropped": 0,
 *     "quarantine": { "instances": 2, "oldest": "…" } }
 * </pre>
 *
 * <p>What is not known is not there.
 */
public final class StatusJson {
    private StatusJson() {}

    /** All of it. */
    public static ObjectNode of(NodeStatus status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", status.at().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("zone", status.zone().getId())
                .put(
                        "startedAt",
                        status.startedAt().truncatedTo(ChronoUnit.SECONDS).toString())
                .put(
                        "countedSince",
                        status.countedSince().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("ready", status.ready());
        status.wrong().forEach(json.putArray("wrong")::add);
        write(status.today(), json.putObject("today"));
        write(status.lastHour(), json.putObject("lastHour"));
        var destinations = json.putArray("destinations");
        status.destinations().forEach(one -> write(one, status, destinations.addObject()));
        json.put("dropped", status.dropped());
        status.quarantine().ifPresent(quarantine -> {
            ObjectNode in = json.putObject("quarantine").put("instances", quarantine.instances());
            quarantine.oldest().ifPresent(oldest -> in.put("oldest", oldest.toString()));
        });
        return json;
    }

    private static void write(Counts counts, ObjectNode json) {
        json.put("received", counts.received())
                .put("clean", counts.clean())
                .put("flagged", counts.flagged())
                .put("refused", counts.refused())
                .put("undecided", counts.undecided())
                .put("reported", counts.reported());
    }

    private static void write(NodeStatus.Destination one, NodeStatus status, ObjectNode json) {
        json.put("name", one.name()).put("waiting", one.waiting());
        one.oldest().ifPresent(age -> json.put("oldestSeconds", age.toSeconds()));
        json.put("held", one.held());
        one.lastSuccess().ifPresent(last -> json.put("lastSuccess", last.toString()));
        one.opensAt().ifPresent(opens -> json.put("opensAt", opens.toString()));
        write(status.today().to(one.name()), json.putObject("today"));
        write(status.lastHour().to(one.name()), json.putObject("lastHour"));
    }

    private static void write(Counts.Deliveries deliveries, ObjectNode json) {
        json.put("delivered", deliveries.delivered()).put("held", deliveries.held());
    }
}
