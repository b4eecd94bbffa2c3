package org.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Which instances of the queues are meant. A mixin. */
final class QueueSelection {
    @Option(names = "--destination", paramLabel = "NAME", description = "Those in the queue of this destination.")
    private String destination = "";

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description =
                    "Those whose last failure was of this class, such as cannot-understand; docs/delivery.md lists them.")
    private String failureClass = "";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Those to which the destination last answered this, such as C000H.")
    private String status = "";

    boolean isEmpty() {
        return destination.isEmpty() && failureClass.isEmpty() && status.isEmpty();
    }

    void addTo(ObjectNode request) {
        request.put("destination", destination).put("class", failureClass).put("status", status);
    }
}
