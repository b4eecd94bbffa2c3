package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.sluice.text.OneLine;

/** An instance of the quarantine in one line, for people. */
final class HeldLine {
    private HeldLine() {}

    static String of(JsonNode item) {
        String uid = item.path("sop_instance_uid").asText();
        String line = item.path("recipe_line").isNull()
                ? item.path("kind").asText()
                : item.path("section").asText() + " \"" + item.path("label").asText() + "\" "
                        + item.path("recipe").asText() + ":"
                        + item.path("recipe_line").asInt();
        return OneLine.of(item.path("received_at").asText() + "  "
                + item.path("calling_ae").asText() + "  "
                + (uid.isEmpty() ? item.path("file").asText() : uid)
                + (item.path("state").asText().equals("waiting")
                        ? ""
                        : "  " + item.path("state").asText())
                + "  " + line + ": " + item.path("reason").asText());
    }
}
