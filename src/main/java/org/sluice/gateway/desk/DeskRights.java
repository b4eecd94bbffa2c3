package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import org.sluice.config.DeskRole;

/** What each act takes, whichever way it is asked for. What is not named here is for admins. */
public final class DeskRights {
    private DeskRights() {}

    /**
     * The least role for something.
     *
     * @param verb its word
     * @param asked all that the verb is asked
     */
    public static DeskRole least(String verb, JsonNode asked) {
        return switch (verb) {
            case "status", "ledger" -> DeskRole.VIEWER;
            case "audit" -> DeskRole.REVIEWER;
            case "quarantine" -> ofQuarantine(asked);
            case "queue" -> ofQueue(asked);
            case "shadow" -> asked.path("act").asText().isEmpty() ? DeskRole.VIEWER : DeskRole.ADMIN;
            default -> DeskRole.ADMIN;
        };
    }

    private static DeskRole ofQuarantine(JsonNode asked) {
        boolean unedited = asked.path("asItCame").asBoolean();
        return switch (asked.path("act").asText()) {
            case "list", "count", "look" -> DeskRole.VIEWER;
            case "show" -> asked.path("values").asBoolean() ? DeskRole.REVIEWER : DeskRole.VIEWER;
            case "release", "reevaluate" -> unedited ? DeskRole.ADMIN : DeskRole.REVIEWER;
            case "reject", "picture" -> DeskRole.REVIEWER;
            default -> DeskRole.ADMIN;
        };
    }

    private static DeskRole ofQueue(JsonNode asked) {
        return switch (asked.path("act").asText()) {
            case "list", "show", "count-retry", "count-hold", "count-skip", "count-move", "count-drop" ->
                DeskRole.VIEWER;
            case "retry", "hold", "skip" -> DeskRole.REVIEWER;
            case "move" -> asked.path("asMade").asBoolean() ? DeskRole.ADMIN : DeskRole.REVIEWER;
            default -> DeskRole.ADMIN;
        };
    }
}
