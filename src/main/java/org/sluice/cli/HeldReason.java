package org.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Why somebody decides something. A mixin. */
final class HeldReason {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for the record: up to 1000 characters, no patient data.")
    private String reason = "";

    ObjectNode addTo(ObjectNode request) {
        return request.put("reason", reason);
    }
}
