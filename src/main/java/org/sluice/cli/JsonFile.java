package org.sluice.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a JSON object that a person wrote. */
final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /** The object; what is wrong with the file is said by its place, for what it holds may be a patient's. */
    static ObjectNode read(Path file) throws IOException {
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (root instanceof ObjectNode object) {
                return object;
            }
            throw new CommandFailure(file + ": expected a JSON object, found none");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new CommandFailure(file + place + ": expected JSON, found something else", e);
        }
    }
}
