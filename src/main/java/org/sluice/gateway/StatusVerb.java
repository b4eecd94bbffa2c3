package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.sluice.gateway.control.Verb;
import org.sluice.status.NodeStatus;
import org.sluice.status.StatusJson;
import org.sluice.status.StatusReport;

/**
 * How a node is, over its control socket: {@code status} as JSON, and {@code lines} of it in words, which are the node's own so
 * that its time zone counts and not that of whoever asks.
 */
record StatusVerb(Supplier<NodeStatus> look) implements Verb {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public ObjectNode answer(Request request) {
        NodeStatus status = look.get();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("status", StatusJson.of(status));
        ArrayNode lines = answer.putArray("lines");
        StatusReport.of(status).lines().forEach(lines::add);
        return answer;
    }
}
