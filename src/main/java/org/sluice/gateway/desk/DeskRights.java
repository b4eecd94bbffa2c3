package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import org.sluice.config.Role;

/** What each act takes, whichever way it is asked for. What is not named here is for admins. */
public final class DeskRights {
    private DeskRights() {}

    /**
     * The least role for something.
     *
     * @param verb its word
     * @param asked all that the verb is asked
     */
    public static Role least(String verb, JsonNode asked) {
        return switch (verb) {
            case "status", "ledger" -> Role.VIEWER;
            case "audit" -> Role.REVIEWER;
            case "quarantine" -> ofQuarantine(asked);
            case "queue" -> ofQueue(asked);
            default -> Role.ADMIN;
        };
    }

    private static Role ofQuarantine(JsonNode asked) {
        boolean unedited = asked.path("asItCame").asBoolean();
        return switch (asked.path("act").asText()) {
            case "list", "count", "look" -> Role.VIEWER;
            case "show" -> asked.path("values").asBoolean() ? Role.REVIEWER : Role.VIEWER;
            case "release", "reevaluate" -> unedited ? Role.ADMIN : Role.REVIEWER;
            case "reject", "picture" -> Role.REVIEWER;
            default -> Role.ADMIN;
        };
    }

    private static Role ofQueue(JsonNode asked) {
        return switch (asked.path("act").asText()) {
            case "list", "show", "count-retry", "count-hold", "count-skip", "count-move", "count-drop" -> Role.VIEWER;
            case "retry", "hold", "skip" -> Role.REVIEWER;
            case "move" -> asked.path("asMade").asBoolean() ? Role.ADMIN : Role.REVIEWER;
            default -> Role.ADMIN;
        };
    }
}
