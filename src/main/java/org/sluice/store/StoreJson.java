package org.sluice.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the JSON of spooled and of quarantined instances has in common. */
final class StoreJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A field that is not there, or is no text. Its message completes a sentence that ends in "has". */
    static final class MissingTextException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        MissingTextException(String message) {
            super(message);
        }
    }

    private StoreJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode read(byte[] bytes) throws IOException {
        return JSON.readTree(bytes);
    }

    /** On one line. */
    static byte[] bytes(ObjectNode json) {
        return bytes(json, JSON);
    }

    static byte[] bytes(ObjectNode json, ObjectMapper layout) {
        try {
            return layout.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }

    /**
     * The text of a field.
     *
     * @throws MissingTextException when there is none
     */
    static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new MissingTextException("no \"" + key + "\"");
        }
        return value.textValue();
    }

    /** The texts of a list; none when there is no such list. */
    static List<String> texts(JsonNode json, String key) {
        List<String> texts = new ArrayList<>();
        json.path(key).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static void write(Origin origin, ObjectNode json) {
        json.put("association", origin.association())
                .put("callingAe", origin.callingAe())
                .put("calledAe", origin.calledAe())
                .put("receivedAt", origin.receivedAt().toString());
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws MissingTextException as {@link #text}
     * @throws java.time.DateTimeException when there is no such time
     */
    static Origin origin(JsonNode json) {
        return new Origin(
                text(json, "association"),
                text(json, "callingAe"),
                text(json, "calledAe"),
                Instant.parse(text(json, "receivedAt")));
    }
}
