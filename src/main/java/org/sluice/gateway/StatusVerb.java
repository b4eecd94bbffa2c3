package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.sluice.gateway.control.Verb;

/** How a node is, over its control socket. */
record StatusVerb(Supplier<List<String>> hindrances, Supplier<List<String>> notes) implements Verb {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public ObjectNode answer(Request request) {
        List<String> found = hindrances.get();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ready", found.isEmpty());
        ArrayNode why = answer.putArray("hindrances");
        found.forEach(why::add);
        ArrayNode beside = answer.putArray("notes");
        notes.get().forEach(beside::add);
        return answer;
    }
}
