package org.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How one instance of the quarantine is named in a path: by its SOP Instance UID, which means each time that it came, or by a key,
 * which means one: {@code 2026~11-22~1.2.840.1~1.2.840.1.5}.
 */
final class HeldKey {
    private static final String SUFFIX = ".dcm";

    private HeldKey() {}

    /** Adds its key to each item that has the name of a file. */
    static void addTo(JsonNode items) {
        for (JsonNode item : items) {
            String file = item.path("file").asText();
            if (file.endsWith(SUFFIX)) {
                ((ObjectNode) item)
                        .put(
                                "key",
                                file.substring(0, file.length() - SUFFIX.length())
                                        .replace('/', '~'));
            }
        }
    }

    /**
     * What the desk calls what a path names.
     *
     * @throws ApiProblem when it is neither
     */
    static String id(String named) throws ApiProblem {
        if (named.matches("[0-9.]{1,64}")) {
            return named;
        }
        if (named.matches("[0-9]{4}~[0-9]{2}-[0-9]{2}~(no-study|[0-9][0-9.]*)~[0-9a-z][0-9a-z.-]*")
                && named.length() < 300) {
            return named.replace('~', '/') + SUFFIX;
        }
        throw ApiProblem.notFound("expected a SOP Instance UID, or a key as the list has it");
    }
}
